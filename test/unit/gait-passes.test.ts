import { describe, expect, it } from 'vitest';
import { analyzeGait } from '../../src/kernel/gait/analyze';
import { matchEvents } from '../../src/kernel/gait/agreement/compare-truth';
import type { GaitCycle, KeypointTrack } from '../../src/shared/results';
import { analyze, mirrored, phantomTrack, signal } from './gait-fixture';
import { held, joined, runningTrack } from './gait-passes-fixture';

const spans = (cycles: readonly GaitCycle[], fromS: number, toS: number) =>
  cycles.filter(({ startS, endS }) => startS < fromS && endS > toS);

const without = (track: KeypointTrack, isHidden: (name: string) => boolean): KeypointTrack => ({
  ...track,
  confidence: track.confidence.map((trust, at) =>
    isHidden(track.names[at % track.names.length]!) ? 0 : trust,
  ),
});

describe('a walk there and back again', () => {
  const there = phantomTrack({ duration_s: 5, seed: 21 }, 'px');
  const back = phantomTrack({ duration_s: 5, seed: 22, direction: 'left' }, 'px');
  const walk = joined([there, back, there], 1.2);
  const { events, cycles, parameters } = analyze(walk.track);
  const turnsS = [
    [5, 6],
    [11, 12.2],
  ] as const;

  it('is taken apart into its passes, each with its direction', () => {
    expect(parameters.quality.passes.map(({ direction }) => direction)).toEqual(['right', 'left', 'right']);
    for (const { cycles: all, kept_cycles: kept } of parameters.quality.passes) {
      expect(all).toBeGreaterThanOrEqual(4);
      expect(kept).toBeLessThanOrEqual(all);
    }
    expect(new Set(cycles.map(({ pass }) => pass))).toEqual(new Set([1, 2, 3]));
  });

  it('gives the events of its passes, and none of its turns', () => {
    const inner = walk.events.filter(({ timeS }) => turnsS.every(([a, b]) => timeS < a - 1 || timeS > b + 1));
    const { missed } = matchEvents(events, inner, 0.06);
    const { invented } = matchEvents(events, walk.events, 0.06);
    expect({ missed, invented }).toEqual({ missed: [], invented: [] });
  });

  it('leaves the turns out, and says when they were', () => {
    for (const [fromS, toS] of turnsS) expect(spans(cycles, fromS, toS)).toEqual([]);
    const said = parameters.quality.warnings.filter((warning) =>
      warning.startsWith('The walker turns between'),
    );
    expect(said).toHaveLength(2);
  });

  it('marks the first and the last cycle of each pass and side', () => {
    for (const pass of [1, 2, 3]) {
      for (const side of ['left', 'right'] as const) {
        const own = cycles.filter((cycle) => cycle.pass === pass && cycle.side === side);
        expect(own.map(({ marks }) => marks.includes('first'))).toEqual(own.map((_, k) => k === 0));
        expect(own.map(({ marks }) => marks.includes('last'))).toEqual(
          own.map((_, k) => k === own.length - 1),
        );
      }
    }
  });

  it('leaves marked cycles out where that is asked for, and says so', () => {
    const steady = analyzeGait(walk.track, { signal, walk: {}, exclude: ['first', 'last'] });
    const marked = steady.cycles.filter(({ marks }) => marks.length > 0);
    expect(marked.length).toBeGreaterThan(6);
    for (const { marks, kept, reason } of marked) {
      expect(kept).toBe(false);
      expect(reason).toContain(marks[0] === 'first' ? 'first cycle of its pass' : 'last cycle of its pass');
    }
    expect(steady.parameters.stride_time_s.all.n).toBeLessThan(parameters.stride_time_s.all.n);
  });
});

describe('a walk with a stop', () => {
  for (const [story, options, unit, noise] of [
    ['before a still camera', {}, 'm', 0.002],
    ['on a treadmill that is stopped', { treadmill: true }, 'm', 0.002],
    ['in a picture', { camera: 'following' }, 'px', 0.2],
  ] as const) {
    it(`${story} is taken apart there, and no cycle spans the stop`, () => {
      const steady = phantomTrack({ duration_s: 10, seed: 31, ...options }, unit);
      const strike = steady.events.find(({ timeS, event }) => timeS > 4.5 && event === 'heel_strike')!;
      const atS = strike.timeS + 0.06;
      const walk = held(steady, atS, 3, noise);
      const { events, cycles, parameters } = analyze(walk.track);
      expect(parameters.quality.passes).toHaveLength(2);
      expect(spans(cycles, atS, atS + 3)).toEqual([]);
      expect(events.filter(({ timeS }) => timeS > atS + 0.15 && timeS < atS + 2.85)).toEqual([]);
      expect(parameters.stride_time_s.all.sd! / parameters.stride_time_s.all.mean!).toBeLessThan(0.04);
      expect(parameters.quality.warnings.join()).toContain('stands');
    });
  }

  it('that is shorter makes one odd cycle, which is left out with its reason', () => {
    const steady = phantomTrack({ duration_s: 10, seed: 32 });
    const strike = steady.events.find(({ timeS, event }) => timeS > 4.5 && event === 'heel_strike')!;
    const { cycles } = analyze(held(steady, strike.timeS + 0.06, 0.25, 0.001).track);
    const odd = cycles.filter(
      ({ startS, endS }) => startS < strike.timeS + 0.02 && endS > strike.timeS + 0.3,
    );
    expect(odd.length).toBeGreaterThan(0);
    for (const { kept, reason, marks } of odd) {
      expect(kept).toBe(false);
      expect(reason).toBe('its stride time or length is an outlier');
      expect(marks).toContain('outlier');
    }
    expect(cycles.filter(({ kept }) => kept).length).toBeGreaterThan(10);
  });
});

describe('a walk that is no ordinary one', () => {
  it('running is flagged: its events stand, its cycles do not count', () => {
    const { events, cycles, parameters } = analyze(runningTrack(0.72, 6, 60));
    expect(events.length).toBeGreaterThan(20);
    expect(parameters.quality.warnings.join()).toContain('This is running');
    expect(cycles.length).toBeGreaterThan(8);
    for (const { kept, reason } of cycles) {
      expect(kept).toBe(false);
      expect(reason).toContain('running');
    }
    expect(parameters.double_support_percent.total.mean).toBeNull();
    expect(parameters.cadence_steps_per_min).toBeNull();
  });

  it('walking is never taken for running', () => {
    for (const cadence of [60, 110, 160]) {
      const { track } = phantomTrack({ cadence_steps_per_min: cadence, duration_s: 8, stride_length_m: 1.3 });
      expect(analyze(track).parameters.quality.warnings.join()).not.toContain('running');
    }
  });

  it('a child’s 190 steps a minute are found, every one', () => {
    const { track, events } = phantomTrack(
      { cadence_steps_per_min: 190, stride_length_m: 0.8, height_m: 1, duration_s: 5, fps: 60 },
      'px',
    );
    const analysis = analyze(track);
    const { missed, invented } = matchEvents(analysis.events, events, 0.05);
    expect({ missed, invented }).toEqual({ missed: [], invented: [] });
    expect(analysis.parameters.cadence_steps_per_min).toBeCloseTo(190, -1);
  });

  it('with one leg out of view gives that of the other, and nothing of both', () => {
    const { track, events } = phantomTrack({ duration_s: 8, seed: 41 });
    const half = without(track, (name) => /^R(Knee|Ankle|Heel|BigToe|SmallToe)$/.test(name));
    const analysis = analyze(half);
    const left = events.filter(({ side }) => side === 'left');
    const { missed, invented } = matchEvents(analysis.events, left, 0.06);
    expect({ missed, invented }).toEqual({ missed: [], invented: [] });
    const { stride_time_s: stride, stance_percent: stance, step_time_s: step, quality } = analysis.parameters;
    expect(stride.left.n).toBeGreaterThan(4);
    expect(stance.left.mean).toBeGreaterThan(50);
    expect([stride.right.n, step.all.n]).toEqual([0, 0]);
    expect(quality.abstentions.join()).toContain('No events of the right foot');
  });

  it('in a mirror exchanges the sides, and nothing else', () => {
    const { track } = phantomTrack({ duration_s: 8, seed: 42, view_deg: 10 }, 'px');
    const seen = analyze(track);
    const inMirror = analyze(mirrored(track));
    const opposite = { left: 'right', right: 'left' } as const;
    const byTime = (analysis: typeof seen, turn: boolean) =>
      analysis.events
        .map(({ timeS, side, event }) => `${timeS.toFixed(6)} ${turn ? opposite[side] : side} ${event}`)
        .sort();
    expect(byTime(inMirror, true)).toEqual(byTime(seen, false));
    for (const name of ['step_time_s', 'stance_percent', 'double_support_percent'] as const) {
      expect(inMirror.parameters[name].left.mean).toBeCloseTo(seen.parameters[name].right.mean!, 6);
    }
    expect(inMirror.parameters.symmetry_index_percent.step_time_s).toBeCloseTo(
      -seen.parameters.symmetry_index_percent.step_time_s!,
      6,
    );
  });
});
