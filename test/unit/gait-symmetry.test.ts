import { describe, expect, it } from 'vitest';
import { symmetryOf } from '../../src/kernel/gait/parameters/symmetry';
import type { SidedStatistic } from '../../src/shared/results';
import { analyze, phantomTrack } from './gait-fixture';

const sided = (left: number, right: number, n = 8): SidedStatistic => ({
  left: { mean: left, sd: 0.01, n },
  right: { mean: right, sd: 0.01, n },
});

describe('symmetry', () => {
  it('is signed, of the means: 200 · (L − R) / (L + R)', () => {
    const { indices } = symmetryOf({ step_time_s: sided(0.57, 0.63), stance_percent: null }, 1.2, true);
    expect(indices.step_time_s).toBeCloseTo(-10, 9);
    expect(indices.stance_percent).toBeNull();
  });

  it('in space is stated however small, from one camera only where it can be told from none', () => {
    const little = { step_time_s: sided(0.555, 0.545), stride_length_m: sided(1.4, 1.39) };
    expect(symmetryOf(little, 1.1, true).indices.step_time_s).toBeCloseTo(1.8, 1);
    const seen = symmetryOf(little, 1.1, false);
    expect(seen.indices).toEqual({ step_time_s: null, stride_length_m: null });
    expect(seen.abstentions.join()).toMatch(/^No symmetry index of step time, stride length: /);
    expect(symmetryOf({ step_time_s: sided(0.58, 0.52) }, 1.1, false).indices.step_time_s).toBeCloseTo(
      10.9,
      1,
    );
  });

  it('of double support wants more than of stance: each side begins with one foot and ends with the other', () => {
    const differing = { stance_percent: sided(63, 60), double_support_percent: sided(12, 11) };
    const { indices } = symmetryOf(differing, 1.1, false);
    expect(indices.stance_percent).toBeCloseTo(4.9, 1);
    expect(indices.double_support_percent).toBeNull();
  });

  it('is none at all where strides of left and right differ in time, for both feet take the same ones', () => {
    const { indices, abstentions } = symmetryOf(
      { step_time_s: sided(0.6, 0.5), stride_time_s: sided(1.13, 1.07) },
      1.1,
      true,
    );
    expect(indices).toEqual({ step_time_s: null, stride_time_s: null });
    expect(abstentions.join()).toContain('differ by 5.5 % in time');
    const sound = { step_time_s: sided(0.6, 0.5), stride_time_s: sided(1.11, 1.09) };
    expect(symmetryOf(sound, 1.1, true).indices.step_time_s).toBeCloseTo(18.2, 1);
  });

  it('wants three values a side, and says how many there are', () => {
    const { indices, abstentions } = symmetryOf({ step_time_s: sided(0.6, 0.5, 2) }, 1.1, true);
    expect(indices.step_time_s).toBeNull();
    expect(abstentions).toEqual([
      'No symmetry index: it wants 3 cycles a side, and there are 2 left, 2 right.',
    ]);
  });

  it('of step time is found where a walker has it, and not where he has none', () => {
    const of = (percent: number) =>
      analyze(
        phantomTrack(
          { duration_s: 8, seed: 6, step_time_asymmetry_percent: percent, stride_variation_percent: 0 },
          'px',
        ).track,
      ).parameters.symmetry_index_percent.step_time_s;
    expect(Math.abs(of(12)! - 12)).toBeLessThan(2);
    expect(of(0)).toBeNull();
  });
});
