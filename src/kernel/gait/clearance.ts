import type { Side } from '../../shared/results';
import { frameAt } from './interpolate';
import type { RestingFoot } from './resting-feet';
import { pointName, type SagittalTrack } from './sagittal';

/** Part of swing that is searched: the toes rise before it and are lifted for landing after it; typical of Winter 1992. */
const midFrom = 0.25;
const midTo = 0.75;

/**
 * Minimum toe clearance of one swing (Winter 1992): least height of the toes in mid-swing, in the track's unit, over
 * where the same toes rested in the stance before. NaN where they are not seen.
 */
export function toeClearance(
  track: SagittalTrack,
  side: Side,
  { toeOffS, endS }: { readonly toeOffS: number; readonly endS: number },
  rested: Pick<RestingFoot, 'toeUp'>,
): number {
  const up = track.paths.get(pointName(side, 'BigToe'))?.up;
  if (up === undefined) return Number.NaN;
  const [fromS, toS] = [midFrom, midTo].map((share) => toeOffS + share * (endS - toeOffS)) as [
    number,
    number,
  ];
  const inMidSwing = up.subarray(frameAt(track.timeS, fromS) + 1, frameAt(track.timeS, toS) + 1);
  if (inMidSwing.length === 0) return Number.NaN;
  return inMidSwing.reduce((least, height) => Math.min(least, height)) - rested.toeUp;
}
