import { frameAt } from '../signal/interpolate';
import type { RestingFoot } from './resting-feet';
import { pointName, type SagittalTrack } from '../signal/sagittal';

/** Part of swing that is searched: the toes rise before it and are lifted for landing after it; typical of Winter 1992. */
const midFrom = 0.25;
const midTo = 0.75;

/**
 * Minimum toe clearance of one swing (Winter 1992): least height of the toes in mid-swing, in metres, over where the
 * same toes rested in the stance before. Null from a picture, which does not place the toes as well as that.
 * @param rested the stance that the swing follows
 * @param endS next contact of the foot
 */
export function toeClearanceM(
  { timeS, paths, unit }: SagittalTrack,
  rested: Pick<RestingFoot, 'side' | 'toeOffS' | 'toeUp'>,
  endS: number,
): number | null {
  const up = paths.get(pointName(rested.side, 'BigToe'))?.up;
  if (unit === 'px' || up === undefined) return null;
  const at = (share: number) => frameAt(timeS, rested.toeOffS + share * (endS - rested.toeOffS)) + 1;
  const clearance =
    up.subarray(at(midFrom), at(midTo)).reduce((a, b) => Math.min(a, b), Infinity) - rested.toeUp;
  return Number.isFinite(clearance) ? clearance : null;
}
