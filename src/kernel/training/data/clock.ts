import { median } from '../../gait/statistics';
import { frameIntervalS } from '../../gait/signal/smooth';

/** Slowest and fastest clock of a data set. Below, a swing has hardly ten frames; above, more of them say nothing new. */
const leastRateHz = 25;
const mostRateHz = 60;

/** Frames per second of a data set: what is usual among its recordings, in whole Hz. */
export function commonRateHz(recordings: readonly Float64Array[]): number {
  const usual = median(recordings.map((timeS) => 1 / frameIntervalS(timeS)));
  return Number.isNaN(usual) ? leastRateHz : Math.min(mostRateHz, Math.max(leastRateHz, Math.round(usual)));
}

/** Even times from the first to the last of a recording. */
export function evenTimes(timeS: Float64Array, rateHz: number): Float64Array {
  const [startS, endS] = [timeS[0], timeS.at(-1)];
  if (startS === undefined || endS === undefined) return new Float64Array();
  // A thousandth of a frame: times are written to the microsecond, and the last frame must not be lost to that.
  const frames = Math.floor((endS - startS) * rateHz + 1e-3) + 1;
  return Float64Array.from({ length: frames }, (_, frame) => startS + frame / rateHz);
}

/** Where a time lies among the frames of a recording: between two of them, by a share, or on one. */
export interface Between {
  readonly before: number;
  readonly after: number;
  readonly share: number;
}

/** Share of a frame within which a time is that of the frame itself. */
const onFrame = 1e-3;

/**
 * The frames of a recording around each of the given times, in order. A time in a hole of more than `maxGapS` has none:
 * frames that a camera dropped leave their time behind, and what happened in it is not made up.
 */
export function framesAround(timeS: Float64Array, at: Float64Array, maxGapS: number): (Between | null)[] {
  let before = 0;
  return Array.from(at, (time) => {
    while (before + 1 < timeS.length && timeS[before + 1]! <= time) before++;
    const after = Math.min(before + 1, timeS.length - 1);
    const intervalS = timeS[after]! - timeS[before]!;
    const share = intervalS > 0 ? Math.min(1, (time - timeS[before]!) / intervalS) : 0;
    if (share <= onFrame) return { before, after: before, share: 0 };
    if (share >= 1 - onFrame) return { before: after, after, share: 0 };
    return intervalS <= maxGapS ? { before, after, share } : null;
  });
}

/** Value on the line between two frames; NaN where either is missing. */
export const valueBetween = (values: ArrayLike<number>, { before, after, share }: Between): number =>
  values[before]! + share * (values[after]! - values[before]!);
