import { describe, expect, it } from 'vitest';
import { normativeCurves, normativeParameters } from '../../src/shared/norms';

describe('norms to compare a walker with', () => {
  it('agree with one another', () => {
    const mean = (name: keyof typeof normativeParameters) => normativeParameters[name].mean;
    expect(mean('stance_percent') + mean('swing_percent')).toBe(100);
    expect(mean('total_double_support_percent')).toBe(2 * mean('stance_percent') - 100);
    expect(mean('total_double_support_percent')).toBe(2 * mean('double_support_percent'));
    expect(mean('single_support_percent')).toBe(mean('swing_percent'));
    expect(mean('stride_time_s')).toBeCloseTo(120 / mean('cadence_steps_per_min'), 2);
    expect(mean('step_time_s')).toBeCloseTo(mean('stride_time_s') / 2, 2);
    // 1.41 m in 1.06 s is 1.33 m/s: speed, cadence and stride length are quoted apart by the source.
    expect(mean('stride_length_m') / mean('stride_time_s') / mean('speed_m_s')).toBeCloseTo(1, 1);
  });

  it('each say whose they are and of whom', () => {
    for (const { sd, source } of [
      ...Object.values(normativeParameters),
      ...Object.values(normativeCurves).map(({ sdDeg, source }) => ({ sd: Math.min(...sdDeg), source })),
    ]) {
      expect(sd).toBeGreaterThan(0);
      expect(source).toMatch(/typical of .+ \d{4}.*adults/);
    }
  });

  it('curves cover one whole cycle and end as they begin', () => {
    for (const { percent, meanDeg, sdDeg } of Object.values(normativeCurves)) {
      expect([percent[0], percent.at(-1)]).toEqual([0, 100]);
      expect(percent.every((at, knot) => knot === 0 || at > percent[knot - 1]!)).toBe(true);
      expect([meanDeg.length, sdDeg.length]).toEqual([percent.length, percent.length]);
      expect([meanDeg.at(-1), sdDeg.at(-1)]).toEqual([meanDeg[0], sdDeg[0]]);
    }
  });

  it('curves peak where walking people do', () => {
    const peak = ({ percent, meanDeg }: (typeof normativeCurves)['knee']) =>
      percent[meanDeg.indexOf(Math.max(...meanDeg))]!;
    expect(peak(normativeCurves.knee)).toBeGreaterThanOrEqual(70);
    expect(peak(normativeCurves.knee)).toBeLessThanOrEqual(75);
    expect(peak(normativeCurves.ankle)).toBeLessThan(50);
    expect(peak(normativeCurves.hip)).toBeGreaterThanOrEqual(85);
  });
});
