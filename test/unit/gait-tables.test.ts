import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { analyzeGait } from '../../src/kernel/gait/analyze';
import {
  anglesCsv,
  curvesCsv,
  cyclesCsv,
  editsCsv,
  eventsCsv,
  parametersJson,
} from '../../src/kernel/gait/tables';
import { studyCsv } from '../../src/kernel/study/study-csv';
import { limbOf, withWalkColumns } from '../../src/kernel/study/walk-columns';
import type { AppliedEdit, Walk } from '../../src/shared/results';
import { analyze, hiddenBetween, phantomTrack, signal } from './gait-fixture';

const rowsOf = (csv: string) => parse<Record<string, string>>(csv, { columns: true });

describe('tables', () => {
  const analysis = analyze(hiddenBetween(phantomTrack({ duration_s: 10, camera: 'following' }).track, 4, 5));
  const { events, cycles, curves, angles } = analysis;

  it('events.csv has the columns that the design fixes, and every event', () => {
    const csv = eventsCsv(events);
    expect(csv.split('\n')[0]).toBe('time_s,side,event,confidence,origin,found_at_s');
    expect(rowsOf(csv).map(({ time_s: time }) => Number(time))).toEqual(
      events.map(({ timeS }) => Number(timeS.toFixed(4))),
    );
  });

  it('parameters.json has six decimals at most, and what was measured', () => {
    const { parameters } = analysis;
    const text = parametersJson(parameters);
    expect(text).not.toMatch(/\.\d{7}/);
    const read = JSON.parse(text) as typeof parameters;
    expect(read.stride_time_s.all.mean).toBeCloseTo(parameters.stride_time_s.all.mean!, 6);
    expect(JSON.parse(parametersJson(parameters, { id: 'a', path: 'a.trc', source: 'landmarks' }))).toEqual({
      walk: { id: 'a', subject: null, session: null, condition: null, affected_side: null, aid: null },
      ...read,
    });
  });

  it('cycles.csv lists every cycle, kept or left out and why', () => {
    const rows = rowsOf(cyclesCsv(cycles));
    expect(rows).toHaveLength(cycles.length);
    for (const [k, row] of rows.entries()) {
      expect(row).toMatchObject({
        cycle: String(k + 1),
        side: cycles[k]!.side,
        kept: String(cycles[k]!.kept),
      });
      expect(row.reason === '').toBe(cycles[k]!.kept);
    }
  });

  it('curves.csv has 101 rows a curve, numbered like cycles.csv', () => {
    const rows = rowsOf([...curvesCsv(curves)].join(''));
    expect(rows).toHaveLength(101 * curves.length);
    const numbers = new Set(rows.map(({ cycle }) => Number(cycle)));
    for (const number of numbers) expect(cycles[number - 1]?.kept).toBe(true);
  });

  it('angles.csv has a row a frame, blank where nothing is seen', () => {
    const rows = rowsOf([...anglesCsv(angles)].join(''));
    expect(rows).toHaveLength(angles.timeS.length);
    expect(Object.keys(rows[0]!)).toEqual([
      'time_s',
      'hip_left_deg',
      'knee_left_deg',
      'ankle_left_deg',
      'trunk_left_deg',
      'foot_left_deg',
      'hip_right_deg',
      'knee_right_deg',
      'ankle_right_deg',
      'trunk_right_deg',
      'foot_right_deg',
    ]);
    expect(rows[135]).toMatchObject({ knee_left_deg: '' });
    expect(Number(rows[60]!.knee_left_deg)).toBeCloseTo(angles.left.knee[60]!, 3);
  });

  it('edits.csv lists every correction with the time of its event before and after', () => {
    const edits: AppliedEdit[] = [
      {
        edit: 'move',
        timeS: 1.3,
        toS: 1.35,
        side: 'left',
        event: 'heel_strike',
        beforeS: 1.301234,
        afterS: 1.35,
        changedEvents: 1,
        author: 'A. Rater',
        at: '2026-03-01T10:00:00.000Z',
        reason: 'late, by eye',
      },
    ];
    expect(rowsOf(editsCsv(edits))).toEqual([
      {
        edit: 'move',
        time_s: '1.3',
        to_s: '1.35',
        side: 'left',
        event: 'heel_strike',
        before_s: '1.3012',
        after_s: '1.35',
        changed_events: '1',
        author: 'A. Rater',
        at: '2026-03-01T10:00:00.000Z',
        reason: 'late, by eye',
      },
    ]);
  });

  it('events.csv says which events a person set, and where they were found', () => {
    const moved = { ...events[0]!, timeS: 0.5, origin: 'moved', foundAtS: 0.4321 } as const;
    const rows = rowsOf(eventsCsv([moved, events[1]!]));
    expect(rows[0]).toMatchObject({ origin: 'moved', found_at_s: '0.4321' });
    expect(rows[1]).toMatchObject({ origin: 'detected', found_at_s: '' });
  });
});

describe('whose recording a row is of', () => {
  const walk: Walk = {
    id: 'one',
    source: 'video',
    path: '/videos/one.mp4',
    subject: 'S01, "Anna"',
    session: '2',
    affectedSide: 'right',
  };
  const joined = async (pieces: readonly string[], of = walk): Promise<string> => {
    let text = '';
    for await (const piece of withWalkColumns(pieces, of)) text += piece;
    return text;
  };
  const table = 'time_s,side,event,reason\n0.1,left,toe_off,\n0.2,right,heel_strike,"a, b"\n';

  it('stands after the columns that are fixed, with what the side is to the walker', async () => {
    const csv = await joined([table]);
    expect(csv.split('\n')[0]).toBe(
      'time_s,side,event,reason,limb,id,subject,session,condition,affected_side,aid',
    );
    const whose = { id: 'one', subject: 'S01, "Anna"', session: '2', condition: '', affected_side: 'right' };
    expect(rowsOf(csv)).toMatchObject([
      { time_s: '0.1', limb: 'unaffected', ...whose },
      { time_s: '0.2', reason: 'a, b', limb: 'affected', ...whose },
    ]);
  });

  it('is the same however the table comes in pieces', async () => {
    const whole = await joined([table]);
    expect(await joined(table.split(/(?<=.)/s))).toBe(whole);
    expect(await joined([table.slice(0, 31), table.slice(31)])).toBe(whole);
  });

  it('has no limb where the table has no sides', async () => {
    const csv = await joined(['time_s,knee_left_deg\n0.1,5\n']);
    expect(csv.split('\n')[0]).toBe('time_s,knee_left_deg,id,subject,session,condition,affected_side,aid');
    expect(rowsOf(csv)[0]).toMatchObject({ knee_left_deg: '5', id: 'one' });
  });

  it.each([
    ['left', 'left', 'affected'],
    ['right', 'left', 'unaffected'],
    ['left', 'both', 'affected'],
    ['right', 'none', 'unaffected'],
    ['left', undefined, ''],
    ['all', 'left', ''],
    ['unaffected', 'left', 'unaffected'],
  ] as const)('calls %s of a walker affected on %s "%s"', (side, affected, limb) => {
    expect(limbOf(side, affected)).toBe(limb);
  });
});

describe('study.csv', () => {
  const walk = (id: string, affectedSide: Walk['affectedSide'] = 'left'): Walk => ({
    id,
    source: 'video',
    path: `/videos/${id}.mp4`,
    subject: 'S01, "Anna"',
    condition: 'barefoot',
    affectedSide,
  });
  const { track } = phantomTrack({ duration_s: 10, camera: 'following' });
  const { parameters } = analyzeGait(track, { signal, walk: { affectedSide: 'left' } });
  const rows = rowsOf(
    studyCsv([
      { walk: walk('one'), parameters },
      { walk: walk('two'), parameters: null },
    ]),
  );
  const find = (id: string, parameter: string, side: string) =>
    rows.find((row) => row.id === id && row.parameter === parameter && row.side === side);

  it('is one long table with each walk’s subject and condition', () => {
    expect(find('one', 'stride_time', 'left')).toMatchObject({
      subject: 'S01, "Anna"',
      session: '',
      condition: 'barefoot',
      affected_side: 'left',
      unit: 's',
      n: String(parameters.stride_time_s.left.n),
    });
    expect(Number(find('one', 'stride_time', 'left')?.mean)).toBeCloseTo(
      parameters.stride_time_s.left.mean!,
      4,
    );
    expect(Number(find('one', 'double_support', 'total')?.mean)).toBeCloseTo(
      parameters.double_support_percent.total.mean!,
      4,
    );
    expect(find('one', 'symmetry_index_step_time', 'both')).toBeDefined();
    expect(find('two', 'cadence', 'all')).toMatchObject({ mean: '', n: '0' });
  });

  it('has the affected and the unaffected side beside left and right, and says which is which', () => {
    for (const parameter of ['stride_time', 'stance', 'knee_range_of_motion']) {
      const [left, right] = [find('one', parameter, 'left')!, find('one', parameter, 'right')!];
      expect(find('one', parameter, 'affected')).toMatchObject({ mean: left.mean, limb: 'affected' });
      expect(find('one', parameter, 'unaffected')).toMatchObject({ mean: right.mean, limb: 'unaffected' });
      expect([left.limb, right.limb]).toEqual(['affected', 'unaffected']);
    }
    const both = rowsOf(studyCsv([{ walk: walk('three', 'both'), parameters: analyze(track).parameters }]));
    expect(both.filter(({ side }) => side === 'affected' || side === 'unaffected')).toEqual([]);
  });

  it('has affected joints as parameters.json has them', () => {
    const { knee } = analyzeGait(track, { signal, walk: { affectedSide: 'right' } }).parameters
      .joint_angles_deg;
    expect(knee).toMatchObject({ affected: knee!.right, unaffected: knee!.left });
    expect(parameters.joint_angles_deg.knee).toHaveProperty('affected');
    expect(analyze(track).parameters.joint_angles_deg.knee).not.toHaveProperty('affected');
  });

  it('has peaks and range of motion of the joints in degrees, and the number of passes', () => {
    const peak = parameters.joint_angles_deg.knee!.left.maximum_deg;
    expect(find('one', 'knee_maximum', 'left')).toMatchObject({ unit: 'deg', n: String(peak.n) });
    expect(Number(find('one', 'knee_maximum', 'left')?.mean)).toBeCloseTo(peak.mean!, 4);
    expect(find('one', 'knee_maximum_at', 'right')).toMatchObject({ unit: '% of cycle' });
    expect(find('one', 'passes', 'all')).toMatchObject({ mean: '1' });
  });
});
