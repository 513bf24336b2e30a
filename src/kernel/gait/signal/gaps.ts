import { median } from '../statistics';
import { polynomialThrough } from './interpolate';

/** Indices `from` to `to` (exclusive) of an unbroken run. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Unbroken runs of the frames for which `present` holds. */
export function runsWhere(count: number, present: (frame: number) => boolean): Run[] {
  const runs: Run[] = [];
  let from = -1;
  for (let frame = 0; frame <= count; frame++) {
    const isPresent = frame < count && present(frame);
    if (isPresent && from < 0) from = frame;
    if (!isPresent && from >= 0) {
      runs.push({ from, to: frame });
      from = -1;
    }
  }
  return runs;
}

export const runsOfNumbers = (values: Float64Array): Run[] =>
  runsWhere(values.length, (frame) => !Number.isNaN(values[frame]!));

/** Half a frame: what frame rates such as 29.97, and times that jitter, may add to a whole number of frames. */
export const halfFrameS = (timeS: Float64Array): number =>
  timeS.length < 2 ? 0 : median(timeS.subarray(1).map((time, k) => time - timeS[k]!)) / 2;

/**
 * Fills gaps (NaN) by cubic interpolation through two points on either side.
 * The outer two lie about a third of the gap further out, for a slope from neighbouring frames would carry
 * their noise across the gap. Nothing is made up beyond the ends.
 *
 * @param maxGapS longest time between the points on either side that is still bridged, to the nearest frame
 */
export function fillGaps(timeS: Float64Array, values: Float64Array, maxGapS: number): Float64Array {
  const filled = values.slice();
  const runs = runsOfNumbers(values);
  if (runs.length < 2) return filled;
  const longestS = maxGapS + halfFrameS(timeS);
  for (const [k, before] of runs.entries()) {
    const after = runs[k + 1];
    if (after === undefined) break;
    const left = before.to - 1;
    const right = after.from;
    const gapS = timeS[right]! - timeS[left]!;
    if (gapS > longestS) continue;
    let outerLeft = left;
    while (outerLeft > before.from && timeS[left]! - timeS[outerLeft]! < gapS / 3) outerLeft--;
    let outerRight = right;
    while (outerRight < after.to - 1 && timeS[outerRight]! - timeS[right]! < gapS / 3) outerRight++;
    const support = [...new Set([outerLeft, left, right, outerRight])].map(
      (frame) => [timeS[frame]!, values[frame]!] as const,
    );
    for (let frame = left + 1; frame < right; frame++) {
      filled[frame] = polynomialThrough(support, timeS[frame]!);
    }
  }
  return filled;
}
