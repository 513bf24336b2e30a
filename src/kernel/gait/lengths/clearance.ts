import { midSwing } from '../../../shared/gait-definitions';
import { frameAt } from '../signal/interpolate';
import type { RestingFoot } from './resting-feet';
import { pointName, type SagittalTrack } from '../signal/sagittal';

/**
 * Minimum toe clearance of one swing (Winter 1992): least height of the toes in mid-swing, in metres, over where the
 * same toes rested in the stance before. Null from one camera, which does not place the toes as well as that.
 * @param rested the stance that the swing follows
 * @param endS next contact of the foot
 */
export function toeClearanceM(
  { timeS, paths, planar }: SagittalTrack,
  rested: Pick<RestingFoot, 'side' | 'toeOffS' | 'toeUp'>,
  endS: number,
): number | null {
  const up = paths.get(pointName(rested.side, 'BigToe'))?.up;
  if (planar || up === undefined) return null;
  const at = (share: number) => frameAt(timeS, rested.toeOffS + share * (endS - rested.toeOffS)) + 1;
  const clearance =
    up.subarray(at(midSwing.from), at(midSwing.to)).reduce((a, b) => Math.min(a, b), Infinity) - rested.toeUp;
  return Number.isFinite(clearance) ? clearance : null;
}
