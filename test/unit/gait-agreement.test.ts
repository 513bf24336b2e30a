import { describe, expect, it } from 'vitest';
import {
  agreementOf,
  detectableChange,
  intervalOf,
  semOfMean,
} from '../../src/kernel/gait/agreement/agreement';
import {
  curveAgreement,
  pairCycles,
  parameterAgreement,
  type CycleSource,
} from '../../src/kernel/gait/agreement/cycle-agreement';
import {
  detectionOf,
  eventAgreement,
  type EventTrial,
} from '../../src/kernel/gait/agreement/event-agreement';
import type { TrueEvent } from '../../src/kernel/gait/agreement/compare-truth';
import { studentT975 } from '../../src/kernel/gait/agreement/student-t';
import type { GaitEvent } from '../../src/shared/results';
import { analyze, phantomTrack } from './gait-fixture';

const pairsOf = (differences: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(differences).flatMap(([walk, values]) =>
    values.map((value, k) => ({ walk, measured: 50 + k + value, reference: 50 + k })),
  );

describe('agreement of repeated measures', () => {
  it('separates what shifts a walk from what scatters within it, as Bland and Altman (2007) do by hand', () => {
    // Means 1 and 4; within squares 2 + 2 over 4 degrees of freedom; m0 = (36 − 18) / 6 = 3.
    const agreement = agreementOf(pairsOf({ a: [0, 1, 2], b: [3, 4, 5] }), 'exact');
    expect(agreement.bias).toBeCloseTo(2.5, 12);
    expect(agreement.withinSd).toBeCloseTo(1, 12);
    // Mean square between 13.5, less 1 within, over 3 repeats.
    expect(agreement.betweenSd).toBeCloseTo(Math.sqrt(12.5 / 3), 12);
    const spread = 1.96 * Math.sqrt(12.5 / 3 + 1);
    expect(agreement.limits![0]).toBeCloseTo(2.5 - spread, 12);
    expect(agreement.limits![1]).toBeCloseTo(2.5 + spread, 12);
    expect(agreement.meanAbsoluteDifference).toBeCloseTo(2.5, 12);
  });

  it('weighs walks of unequal length by the harmonic count of their repeats', () => {
    const agreement = agreementOf(pairsOf({ a: [0, 2], b: [4, 6, 8, 6] }), 'exact');
    // Within: (2 + 8) / 4; between: 2·(1 − 13/3)² + 4·(6 − 13/3)² = 33.33…; m0 = (36 − 20) / 6.
    expect(agreement.withinSd).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(agreement.betweenSd).toBeCloseTo(Math.sqrt((100 / 3 - 2.5) / (16 / 6)), 12);
  });

  it('lets the mean of more cycles detect less, but never less than what shifts a walk allows', () => {
    const agreement = agreementOf(pairsOf({ a: [0, 1, 2], b: [3, 4, 5] }), 'exact');
    const one = detectableChange(agreement, 1)!;
    const ten = detectableChange(agreement, 10)!;
    expect(one).toBeCloseTo(1.96 * Math.SQRT2 * Math.sqrt(12.5 / 3 + 1), 12);
    expect(ten).toBeLessThan(one);
    expect(ten).toBeGreaterThan(1.96 * Math.SQRT2 * agreement.betweenSd!);
  });

  it('shares the error between two sources that both err', () => {
    const pairs = pairsOf({ a: [0, 1, 2], b: [3, 4, 5] });
    expect(agreementOf(pairs, 'measured').sem).toBeCloseTo(agreementOf(pairs, 'exact').sem! / Math.SQRT2, 12);
    expect(semOfMean(agreementOf(pairs, 'measured'), 4)).toBeCloseTo(
      semOfMean(agreementOf(pairs, 'exact'), 4)! / Math.SQRT2,
      12,
    );
  });

  it('of one walk knows its scatter, and nothing of what differs between walks', () => {
    const agreement = agreementOf(pairsOf({ a: [1, 2, 3] }), 'exact');
    expect(agreement).toMatchObject({ bias: 2, withinSd: 1, betweenSd: null, biasInterval: null, sem: 1 });
  });

  it('of walks with one pair each knows the limits, and nothing of the mean of several cycles', () => {
    const agreement = agreementOf(pairsOf({ a: [1], b: [2], c: [3] }), 'exact');
    expect(agreement).toMatchObject({ withinSd: null, betweenSd: null, sem: 1 });
    expect(agreement.limits![1]).toBeCloseTo(3.96, 12);
    expect(detectableChange(agreement, 5)).toBeNull();
  });

  it('of one pair states its difference alone, and of none nothing', () => {
    expect(agreementOf(pairsOf({ a: [1] }), 'exact')).toMatchObject({ bias: 1, limits: null, sem: null });
    expect(agreementOf([], 'exact')).toMatchObject({ pairs: 0, bias: null, limits: null, sem: null });
  });

  it('finds no walk component where walks differ by less than their repeats', () => {
    expect(agreementOf(pairsOf({ a: [-1, 1], b: [1, -1] }), 'exact').betweenSd).toBe(0);
  });

  it('takes Student’s t from the tables', () => {
    const table = { 1: 12.7062, 2: 4.3027, 3: 3.1824, 5: 2.5706, 10: 2.2281, 30: 2.0423 };
    for (const [degrees, t] of Object.entries(table)) {
      expect(Math.abs(studentT975(Number(degrees)) / t - 1)).toBeLessThan(0.0015);
    }
    const [low, high] = intervalOf([1, 2, 3])!;
    expect((high - low) / 2).toBeCloseTo(4.3027 / Math.sqrt(3), 3);
    expect(intervalOf([1])).toBeNull();
  });
});

const event = (timeS: number, side: GaitEvent['side'] = 'left'): GaitEvent => ({
  timeS,
  side,
  event: 'heel_strike',
  confidence: 1,
});
const trial = (found: readonly GaitEvent[], reference: readonly TrueEvent[]): EventTrial => ({
  walk: 'w',
  found,
  reference,
  spanS: [0.9, 4.1],
});

describe('agreement of events', () => {
  it('counts at each tolerance, and mistimed events as one missed and one invented', () => {
    const judged = trial(
      [event(1.01), event(2.04), event(3.1)],
      [event(1), event(2), event(3), event(4, 'right')],
    );
    expect(detectionOf([judged], 16)).toMatchObject({ found: 1, missed: 3, invented: 2 });
    const at50 = detectionOf([judged], 50);
    expect(at50).toMatchObject({ found: 2, missed: 2, invented: 1, recall: 0.5 });
    expect(at50.precision).toBeCloseTo(2 / 3, 12);
    expect(at50.f1).toBeCloseTo(4 / 7, 12);
  });

  it('states the error in time over all events that are the same, not over the good ones alone', () => {
    const judged = trial([event(1.01), event(2.04), event(3.1)], [event(1), event(2), event(3)]);
    const both = eventAgreement([judged], 'exact').find(
      (one) => one.event === 'heel_strike' && one.side === 'both',
    )!;
    expect(both.timing.pairs).toBe(3);
    expect(both.timing.bias).toBeCloseTo(50, 9);
    expect(both.timing.meanAbsoluteDifference).toBeCloseTo(50, 9);
    expect(both.timing.sd).toBeCloseTo(Math.sqrt((40 ** 2 + 10 ** 2 + 50 ** 2) / 2), 9);
  });

  it('judges nothing beside the part for which the reference is complete', () => {
    const judged = trial([event(0.5), event(0.89), event(5)], [event(0.3), event(0.92)]);
    expect(detectionOf([judged], 50)).toMatchObject({ found: 1, missed: 0, invented: 0 });
  });

  it('keeps sides apart', () => {
    expect(detectionOf([trial([event(1, 'right')], [event(1)])], 50)).toMatchObject({ f1: 0, missed: 1 });
  });

  it('states no share where there is nothing to find', () => {
    expect(detectionOf([trial([], [])], 50)).toMatchObject({ precision: null, recall: null, f1: null });
  });
});

describe('agreement of cycles', () => {
  const source = (): CycleSource => analyze(phantomTrack({ duration_s: 6, seed: 41 }).track);

  it('of a walk with itself is complete, on a clock of its own as well', () => {
    const own = source();
    const later = {
      ...own,
      cycles: own.cycles.map((cycle) => ({ ...cycle, startS: cycle.startS + 7, endS: cycle.endS + 7 })),
    };
    const pairs = pairCycles('w', own, later, -7);
    expect(pairs).toHaveLength(own.cycles.filter(({ kept }) => kept).length);
    expect(pairs.length).toBeGreaterThan(4);
    for (const { agreement } of parameterAgreement(pairs, 'measured')) {
      expect(agreement.bias).toBeCloseTo(0, 9);
    }
    for (const { rmseDeg } of curveAgreement(pairs)) expect(rmseDeg).toBeCloseTo(0, 9);
  });

  it('tells a shifted curve from a differently shaped one', () => {
    const own = source();
    const shifted = {
      ...own,
      curves: own.curves.map((curve) => ({ ...curve, angleDeg: curve.angleDeg.map((angle) => angle + 6) })),
    };
    const knee = curveAgreement(pairCycles('w', shifted, own)).find(
      ({ joint, side }) => joint === 'knee' && side === 'both',
    )!;
    expect(knee.offsetDeg).toBeCloseTo(6, 9);
    expect(knee.rmseDeg).toBeCloseTo(6, 9);
    expect(knee.rmseWithoutOffsetDeg).toBeCloseTo(0, 5);
  });

  it('pairs neither the other side nor the next stride', () => {
    const own = source();
    const exchanged = {
      ...own,
      cycles: own.cycles.map(
        (cycle) => ({ ...cycle, side: cycle.side === 'left' ? 'right' : 'left' }) as const,
      ),
    };
    const far = (pairs: ReturnType<typeof pairCycles>) =>
      pairs.filter((pair) => Math.abs(pair.measured.cycle.startS - pair.reference.cycle.startS) > 0.6);
    expect(far(pairCycles('w', own, exchanged))).toEqual([]);
    expect(pairCycles('w', own, own, 1000)).toEqual([]);
  });

  it('leaves out what either source left out, and states each side and both', () => {
    const own = source();
    const first = own.cycles.findIndex(({ kept }) => kept);
    const excluded = {
      ...own,
      cycles: own.cycles.map((cycle, k) => (k === first ? { ...cycle, kept: false } : cycle)),
    };
    const all = pairCycles('w', own, own).length;
    expect(pairCycles('w', own, excluded)).toHaveLength(all - 1);
    expect(pairCycles('w', excluded, own)).toHaveLength(all - 1);
    const stance = parameterAgreement(pairCycles('w', own, own), 'exact').filter(
      ({ parameter }) => parameter.name === 'stance_percent',
    );
    expect(stance.map(({ side }) => side)).toEqual(['both', 'left', 'right']);
  });
});
