import { zeroPhaseLowPass, type EffectiveOrder } from './butterworth';
import { runsOfNumbers } from './gaps';
import { polynomialThrough } from './interpolate';
import { median } from '../statistics';

export interface LowPass {
  /** Effective −3 dB point, after both passes. */
  readonly cutoffHz: number;
  /** Effective order, after both passes. */
  readonly order: EffectiveOrder;
}

/** Median interval between frames in seconds; NaN below two frames. */
export function frameIntervalS(timeS: Float64Array): number {
  return median(timeS.subarray(1).map((time, k) => time - timeS[k]!));
}

/** Largest deviation of a frame from an even grid that still counts as rounding of the file's times. */
const roundingS = 0.0012;

/** Values at increasing times `at`, by the cubic through the four samples around each. At least two samples. */
export function resample(timeS: Float64Array, values: Float64Array, at: Float64Array): Float64Array {
  let right = 1;
  return at.map((time) => {
    while (right < timeS.length - 1 && timeS[right]! < time) right++;
    const first = Math.max(0, Math.min(right - 2, timeS.length - 4));
    const support = Array.from({ length: Math.min(4, timeS.length) }, (_, k) => {
      return [timeS[first + k]!, values[first + k]!] as const;
    });
    return polynomialThrough(support, time);
  });
}

function smoothRun(timeS: Float64Array, values: Float64Array, { cutoffHz, order }: LowPass): Float64Array {
  const intervals = values.length - 1;
  if (intervals < 3) return values.slice();
  const startS = timeS[0]!;
  const spanS = timeS[intervals]! - startS;
  const evenS = spanS / intervals;
  const isEven = timeS.every((time, k) => Math.abs(time - startS - k * evenS) <= roundingS);
  if (isEven) return zeroPhaseLowPass(values, 1 / evenS, cutoffHz, order);
  const steps = Math.max(3, Math.round(spanS / frameIntervalS(timeS)));
  const grid = Float64Array.from({ length: steps + 1 }, (_, k) => startS + (spanS * k) / steps);
  const filtered = zeroPhaseLowPass(resample(timeS, values, grid), steps / spanS, cutoffHz, order);
  return resample(grid, filtered, timeS);
}

/**
 * Filters every unbroken run of `values`; what is missing (NaN) stays missing.
 * Where frames come at uneven times, the run is put on an even grid for the filter and read back at the real times.
 */
export function smooth(timeS: Float64Array, values: Float64Array, filter: LowPass): Float64Array {
  const smoothed = values.slice();
  for (const { from, to } of runsOfNumbers(values)) {
    smoothed.set(smoothRun(timeS.subarray(from, to), values.subarray(from, to), filter), from);
  }
  return smoothed;
}
