import { describe, expect, it } from 'vitest';
import { zeroPhaseLowPass } from '../../src/kernel/gait/signal/butterworth';
import { fillGaps } from '../../src/kernel/gait/signal/gaps';
import { smooth } from '../../src/kernel/gait/signal/smooth';
import { turningPoints } from '../../src/kernel/gait/events/turning-points';

const sampled = (count: number, rateHz: number, value: (timeS: number) => number) => ({
  timeS: Float64Array.from({ length: count }, (_, k) => k / rateHz),
  values: Float64Array.from({ length: count }, (_, k) => value(k / rateHz)),
});
const sine = (hz: number) => (timeS: number) => Math.sin(2 * Math.PI * hz * timeS);

/** Amplitude of what is left of a sine, over its middle. */
const amplitudeOf = (values: Float64Array): number => {
  const middle = values.subarray(values.length / 4, (3 * values.length) / 4);
  return Math.sqrt((2 * middle.reduce((sum, value) => sum + value * value, 0)) / middle.length);
};

describe('the filter', () => {
  for (const order of [2, 4, 8] as const) {
    it(`of effective order ${order} has its −3 dB point where it says, after both passes`, () => {
      const { values } = sampled(6000, 300, sine(6));
      expect(amplitudeOf(zeroPhaseLowPass(values, 300, 6, order))).toBeCloseTo(Math.SQRT1_2, 3);
    });
  }

  it('falls off by the effective order beyond the cut-off', () => {
    const { values } = sampled(6000, 600, sine(24));
    // Two octaves above: 4 × 6.02 dB for each order, less the correction of a digital filter.
    const fourth = 20 * Math.log10(amplitudeOf(zeroPhaseLowPass(values, 600, 6, 4)));
    const eighth = 20 * Math.log10(amplitudeOf(zeroPhaseLowPass(values, 600, 6, 8)));
    expect(fourth).toBeLessThan(-40);
    expect(eighth).toBeLessThan(2 * -40);
  });

  it('moves nothing in time', () => {
    const { timeS, values } = sampled(300, 100, sine(1));
    const [peak] = turningPoints(timeS, zeroPhaseLowPass(values, 100, 6, 4), 0.5, 0.01, 0.01);
    expect(peak?.timeS).toBeCloseTo(0.25, 4);
  });

  it('keeps a straight line straight up to both ends', () => {
    const { values } = sampled(60, 30, (timeS) => 3 + 2 * timeS);
    const filtered = zeroPhaseLowPass(values, 30, 6, 4);
    for (const [k, value] of filtered.entries()) expect(value).toBeCloseTo(values[k]!, 2);
  });

  it('leaves a recording alone whose rate cannot carry the cut-off', () => {
    const { values } = sampled(40, 10, sine(1));
    expect(zeroPhaseLowPass(values, 10, 6, 4)).toEqual(values);
  });

  it('reads a recording of variable frame rate as it would the even one', () => {
    const even = sampled(240, 60, (timeS) => sine(1)(timeS) + 0.2 * sine(15)(timeS));
    const kept = Array.from(even.timeS.keys()).filter((k) => k % 7 !== 3 && k % 11 !== 5);
    const timeS = Float64Array.from(kept, (k) => even.timeS[k]!);
    const values = Float64Array.from(kept, (k) => sine(1)(even.timeS[k]!));
    const filtered = smooth(timeS, values, { cutoffHz: 6, order: 4 });
    for (const [k, time] of timeS.entries()) {
      if (time > 0.3 && time < 3.7) expect(filtered[k]).toBeCloseTo(sine(1)(time), 2);
    }
  });

  it('keeps what is missing missing, and filters each side of it by itself', () => {
    const { timeS, values } = sampled(100, 50, (time) => (time < 1 ? 0 : 100));
    values.fill(Number.NaN, 45, 55);
    const filtered = smooth(timeS, values, { cutoffHz: 6, order: 4 });
    expect(filtered.subarray(45, 55).every(Number.isNaN)).toBe(true);
    expect(filtered[44]).toBeCloseTo(0, 9);
    expect(filtered[55]).toBeCloseTo(100, 9);
  });
});

describe('gaps', () => {
  const { timeS, values } = sampled(60, 30, sine(0.8));
  const withGap = (from: number, to: number) => values.slice().fill(Number.NaN, from, to);

  it('are bridged along the curve, also over a peak', () => {
    const filled = fillGaps(timeS, withGap(8, 12), 0.2);
    for (let k = 8; k < 12; k++) expect(Math.abs(filled[k]! - values[k]!)).toBeLessThan(0.02);
  });

  it('stay open where they are longer than asked for', () => {
    const filled = fillGaps(timeS, withGap(10, 16), 0.2);
    expect(filled.subarray(10, 16).every(Number.isNaN)).toBe(true);
  });

  it('are measured between the points on either side', () => {
    expect(Number.isNaN(fillGaps(timeS, withGap(10, 15), 0.2)[12]!)).toBe(false);
    expect(Number.isNaN(fillGaps(timeS, withGap(10, 11), 0)[10]!)).toBe(true);
  });

  it('of as many frames are bridged at 29.97 frames a second, and where times jitter, as at 30', () => {
    const rates: ((frame: number) => number)[] = [
      (frame) => frame / 30,
      (frame) => (frame * 1001) / 30000,
      (frame) => frame / 30 + 0.002 * Math.sin(40 * frame),
    ];
    for (const timeOf of rates) {
      const times = timeS.map((_, frame) => timeOf(frame));
      expect(fillGaps(times, withGap(10, 15), 0.2).some(Number.isNaN)).toBe(false);
      expect(fillGaps(times, withGap(10, 16), 0.2).some(Number.isNaN)).toBe(true);
    }
  });

  it('at the ends are never filled', () => {
    const open = withGap(0, 3);
    open.fill(Number.NaN, 58);
    const filled = fillGaps(timeS, open, 1);
    expect([0, 1, 2, 58, 59].every((k) => Number.isNaN(filled[k]!))).toBe(true);
  });
});

describe('turning points', () => {
  it('lie between frames, where the parabola has its vertex', () => {
    const { timeS, values } = sampled(30, 10, (time) => -((time - 1.037) ** 2));
    const [peak] = turningPoints(timeS, values, 0.5, 0.01, 0.01);
    expect(peak?.timeS).toBeCloseTo(1.037, 9);
  });

  it('are placed right on uneven times as well', () => {
    const timeS = Float64Array.of(0, 0.1, 0.3, 0.4, 0.7, 0.8);
    const [peak] = turningPoints(
      timeS,
      timeS.map((time) => -((time - 0.33) ** 2)),
      0.05,
      0.01,
      0.01,
    );
    expect(peak?.timeS).toBeCloseTo(0.33, 9);
  });

  it('pass over ripples smaller than a swing', () => {
    const { timeS, values } = sampled(400, 100, (time) => sine(0.5)(time) + 0.1 * sine(9)(time));
    const kinds = turningPoints(timeS, values, 0.6, 0.3, 0.3).map(({ kind }) => kind);
    expect(kinds).toEqual(['maximum', 'minimum', 'maximum', 'minimum']);
  });

  it('at an end count only once the series has turned back', () => {
    const rising = sampled(30, 30, (time) => sine(0.25)(time));
    expect(turningPoints(rising.timeS, rising.values, 0.5, 0.02, 0.02)).toEqual([]);
    const turned = sampled(36, 30, (time) => sine(0.25)(time));
    expect(turningPoints(turned.timeS, turned.values, 0.5, 0.01, 0.01).map(({ kind }) => kind)).toEqual([
      'maximum',
    ]);
  });
});
