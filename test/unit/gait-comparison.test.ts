import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { compareWalk, comparisonOf, doubtsOf, notesOf } from '../../src/kernel/gait/agreement/comparison';
import { agreementCsv, pairsCsv } from '../../src/kernel/gait/agreement/comparison-tables';
import { comparisonDisplay } from '../../src/kernel/display/comparison-display';
import { statistic } from '../../src/kernel/gait/statistics';
import { trueWalk } from '../../src/kernel/gait/agreement/truth-cycles';
import { phantomReference } from '../../src/kernel/steps/compared-sources';
import { parseLabels } from '../../src/kernel/study/labels';
import { analyze, phantomTrack } from './gait-fixture';

const oneClock = { offsetS: 0, by: 'one clock', confidence: 1 } as const;

describe('what a phantom really did, cycle by cycle', () => {
  it.each([
    ['on the floor', {}],
    ['on a treadmill', { treadmill: true }],
    ['with a limp', { step_time_asymmetry_percent: 12 }],
  ])('comes to its parameters, %s', (_, options) => {
    const { truth } = phantomTrack({ duration_s: 8, fps: 60, seed: 71, ...options });
    const { cycles, curves, events } = trueWalk(truth);
    expect(events).toHaveLength(truth.events.length);
    for (const side of ['left', 'right'] as const) {
      const own = cycles.filter((cycle) => cycle.side === side && cycle.toeOffS !== null);
      const { parameters } = truth;
      const mean = (of: (cycle: (typeof own)[number]) => number | null) => statistic(own.map(of)).mean!;
      expect(own).toHaveLength(parameters.stride_time_s[side].n);
      expect(mean(({ strideTimeS }) => strideTimeS)).toBeCloseTo(parameters.stride_time_s[side].mean!, 4);
      expect(mean(({ stancePercent }) => stancePercent)).toBeCloseTo(
        parameters.stance_percent[side].mean!,
        3,
      );
      expect(
        Math.abs(mean(({ strideLengthM }) => strideLengthM) / parameters.stride_length_m[side].mean! - 1),
      ).toBeLessThan(0.01);
      expect(Math.abs(mean(({ speedMS }) => speedMS) / parameters.speed_m_s[side].mean! - 1)).toBeLessThan(
        0.01,
      );
    }
    const knee = curves.find(({ joint }) => joint === 'knee')!;
    expect(knee.angleDeg).toHaveLength(101);
  });

  it('is the reference of what was measured of it, its ends left out', () => {
    const { track, truth } = phantomTrack({ duration_s: 8, fps: 100, seed: 72 });
    const compared = compareWalk({ id: 'w' }, analyze(track), phantomReference(truth), oneClock);
    const comparison = comparisonOf([compared]);
    const seen = truth.frames.filter(({ visible }) => visible);
    expect(compared.trial.spanS[0]).toBeCloseTo(seen[0]!.timeS + 0.1, 9);
    expect(compared.trial.spanS[1]).toBeCloseTo(seen.at(-1)!.timeS - 0.1, 9);
    expect(comparison.reference).toBe('exact');
    const strikes = comparison.events.find(({ event, side }) => event === 'heel_strike' && side === 'both')!;
    expect(strikes.detection.at(-1)).toMatchObject({ missed: 0, invented: 0, f1: 1 });
    const knee = comparison.parameters.find(
      ({ parameter, side }) => parameter.name === 'knee_maximum_deg' && side === 'both',
    )!;
    expect(Math.abs(knee.agreement.bias!)).toBeLessThan(3);
  });
});

describe('the tables of a comparison', () => {
  const { track, truth } = phantomTrack({ duration_s: 8, fps: 100, seed: 73 });
  const comparisonFor = (ids: readonly string[]) =>
    comparisonOf(ids.map((id) => compareWalk({ id }, analyze(track), phantomReference(truth), oneClock)));

  it('have texts beside them that VS Code shows whole, with many walks of long names', () => {
    const ids = Array.from(
      { length: 12 },
      (_, walk) => `subject-${walk}-second-session-without-orthosis-fast`,
    );
    const one = comparisonFor(['w']).walks[0]!;
    const named = ids.map((id) => ({
      ...one,
      walk: { ...one.walk, id },
      reference: { ...one.reference, called: `${id} of the laboratory` },
    }));
    const { text } = comparisonDisplay({ ...comparisonFor(['w']), walks: named });
    expect(text).toMatch(/^… and 7 more walks\.$/m);
    for (const part of text.split('\n\n')) {
      const lines = part.split('\n');
      expect(lines.length).toBeLessThanOrEqual(30);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(110);
    }
  });

  it('hold a row for each kind of event and each parameter, of both sides and of each', () => {
    const rows = parse<Record<string, string>>(agreementCsv(comparisonFor(['a', 'b'])), { columns: true });
    for (const of of ['heel_strike', 'toe_off', 'stance_percent', 'speed_m_s', 'knee_range_of_motion_deg']) {
      expect(rows.filter((row) => row['of'] === of).map((row) => row['side'])).toEqual([
        'both',
        'left',
        'right',
      ]);
    }
    const strikes = rows[0]!;
    expect(strikes).toMatchObject({ of: 'heel_strike', unit: 'ms', walks: '2', f1_50_ms: '1' });
    expect(rows.find((row) => row['of'] === 'stance_percent')!['f1_50_ms']).toBe('');
  });

  it('and every value that went in, once', () => {
    const comparison = comparisonFor(['a', 'b']);
    const values = parse<Record<string, string>>(pairsCsv(comparison), { columns: true });
    const expected = comparison.parameters
      .filter(({ side }) => side === 'both')
      .reduce((sum, { agreement }) => sum + agreement.pairs, 0);
    const events = comparison.events
      .filter(({ side }) => side === 'both')
      .reduce((sum, { timing }) => sum + timing.pairs, 0);
    expect(values).toHaveLength(expected + events);
  });

  it('say whose walks they are, and where they differ only with each value', () => {
    const measured = analyze(track);
    const described = { subject: 'S01', condition: 'barefoot', affectedSide: 'left', aid: 'cane' } as const;
    const comparison = comparisonOf(
      ['pre', 'post'].map((id) =>
        compareWalk({ ...described, id, session: id }, measured, phantomReference(truth), oneClock),
      ),
    );
    const rows = parse<Record<string, string>>(agreementCsv(comparison), { columns: true });
    const common = { subject: 'S01', condition: 'barefoot', affected_side: 'left', aid: 'cane' };
    for (const row of rows) expect(row).toMatchObject({ ...common, id: '', session: '' });
    const values = parse<Record<string, string>>(pairsCsv(comparison), { columns: true });
    expect(new Set(values.map(({ id, session }) => `${id} ${session}`))).toEqual(
      new Set(['pre pre', 'post post']),
    );
    for (const row of values) {
      expect(row).toMatchObject({ ...common, limb: row['side'] === 'left' ? 'affected' : 'unaffected' });
    }
  });

  it('say that one walk tells nothing of what differs between walks', () => {
    expect(notesOf(comparisonFor(['a'])).join(' ')).toContain('From one walk');
    expect(notesOf(comparisonFor(['a', 'b'])).join(' ')).not.toContain('From one walk');
  });

  it('say that events which set the clock cannot show a delay', () => {
    const synchronisation = { offsetS: 0, by: 'events', confidence: 1 } as const;
    const compared = compareWalk({ id: 'w' }, analyze(track), phantomReference(truth), synchronisation);
    expect(notesOf(comparisonOf([compared])).join(' ')).toContain('the bias of events says nothing');
  });
});

describe('two sources', () => {
  const { track, truth } = phantomTrack({ duration_s: 8, fps: 100, seed: 74 });
  const compared = compareWalk({ id: 'w' }, analyze(track), phantomReference(truth), oneClock);

  it('of one walk raise no doubt', () => {
    const by = { offsetS: 0, by: 'cross-correlation', confidence: 0.98 } as const;
    expect(doubtsOf(compared)).toEqual([]);
    expect(doubtsOf({ ...compared, synchronisation: by })).toEqual([]);
    expect(doubtsOf({ ...compared, pairs: [] })).toEqual([]);
  });

  it('whose heels move differently may be of different walks', () => {
    const by = { offsetS: 0, by: 'cross-correlation', confidence: 0.82 } as const;
    expect(doubtsOf({ ...compared, synchronisation: by })[0]).toContain('correlates by 0.82 only');
  });

  it('whose strides differ may be of different walks', () => {
    const pairs = compared.pairs.map((pair) => {
      const { cycle } = pair.reference;
      const longer = { ...cycle, strideTimeS: 1.15 * cycle.strideTimeS };
      return { ...pair, reference: { ...pair.reference, cycle: longer } };
    });
    expect(doubtsOf({ ...compared, pairs })[0]).toContain('strides differ by 13 % in time');
  });
});

describe('labels', () => {
  it('are read in order of time, whatever else the table holds', () => {
    const text = 'event,side,time_s,who\ntoe_off,left,0.9,me\nheel_strike,right, 0.25 ,me\n';
    expect(parseLabels(text, 'labels.csv')).toEqual([
      { timeS: 0.25, side: 'right', event: 'heel_strike' },
      { timeS: 0.9, side: 'left', event: 'toe_off' },
    ]);
  });

  it.each([
    ['time_s,side\n1,left\n', 'have no column event'],
    ['time_s,side,event\n', 'hold no event'],
    ['', 'hold no event'],
    ['time_s,side,event\n1,middle,toe_off\n', 'Row 2 of labels.csv: "middle" is no side.'],
    ['time_s,side,event\n1,left,toe_off\n,left,toe_off\n', 'Row 3 of labels.csv: "" is no time_s.'],
    ['time_s,side,event\n1,left,toe off\n', '"toe off" is no event.'],
  ])('%j are refused with the reason', (text, reason) => {
    expect(() => parseLabels(text, 'labels.csv')).toThrow(reason);
  });
});
