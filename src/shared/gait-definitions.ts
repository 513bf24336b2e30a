import type { Statistic } from './results';

/** What the measurement, the phantom's truth and corrections by hand must take alike to be comparable. */

/** Share of swing in which the toes' least height is looked for: they rise before it and are lifted for landing after it; typical of Winter 1992. */
export const midSwing = { from: 0.3, to: 0.8 } as const;

/** How far from the time that a correction names its event may be, in seconds: half of what tells two events apart. */
export const editToleranceS = 0.05;

/**
 * Total double support: left + right, by their means over the cycles of their sides; as spread and count those of the
 * cycles' own sums. Nothing where a side has none.
 * @param ofCycles both double supports of each cycle together.
 */
export function totalDoubleSupport(left: Statistic, right: Statistic, ofCycles: Statistic): Statistic {
  return left.mean === null || right.mean === null
    ? { mean: null, sd: null, n: 0 }
    : { ...ofCycles, mean: left.mean + right.mean };
}
