import { sides, type Side } from '../../../shared/results';
import { pointName, type PlanePath, type SagittalTrack } from '../signal/sagittal';

/** Height of the heel's point over the floor as a share of stature, typical. */
const heelShare = 0.02;
/**
 * Points at the upper end of the body with their height as a share of stature: eyes and shoulders by
 * Drillis and Contini (1966, in Winter 1990), the nose's typical. The first that is seen is used.
 */
const tops = [
  { points: ['LEye', 'REye'], share: 0.936 },
  { points: ['Nose'], share: 0.91 },
  { points: ['Neck'], share: 0.818 },
] as const;
/** Share of frames in which a top must be seen to be used. */
const leastSeen = 0.5;

const meanOf = (paths: readonly Float64Array[], frame: number): number =>
  paths.reduce((sum, path) => sum + path[frame]!, 0) / paths.length;

/** Height of the top of the body, and its share of stature; null where none is seen. */
function topOf({ paths, timeS }: SagittalTrack): { up: Float64Array; share: number } | null {
  for (const { points, share } of tops) {
    const ups = points.flatMap((name) => paths.get(name)?.up ?? []);
    if (ups.length < points.length) continue;
    const up = timeS.map((_, frame) => meanOf(ups, frame));
    if (up.filter((value) => !Number.isNaN(value)).length >= leastSeen * timeS.length) return { up, share };
  }
  return null;
}

const distance = (a: PlanePath, b: PlanePath, frame: number): number =>
  Math.hypot(a.along[frame]! - b.along[frame]!, a.up[frame]! - b.up[frame]!);

/**
 * Stature in the track's unit at each frame, n long; NaN where the body is not seen.
 * It is summed up over the body, so that a bent knee or a leaning trunk does not make it smaller: eyes over the
 * neck, trunk, and thigh, shank and height of the ankle of the leg that stands (the one whose heel is lower).
 * Summing to the heel makes up for where a pose model puts hip, knee and ankle between the ends.
 */
export function statureOverTime(track: SagittalTrack): Float64Array {
  const { paths, timeS } = track;
  const top = topOf(track);
  const [neck, pelvis] = [paths.get('Neck'), paths.get('MidHip')];
  const legs = sides.map((side: Side) =>
    (['Hip', 'Knee', 'Ankle', 'Heel'] as const).flatMap((joint) => paths.get(pointName(side, joint)) ?? []),
  );
  const nowhere = () => timeS.map(() => Number.NaN);
  if (top === null || neck === undefined || pelvis === undefined) return nowhere();
  if (legs.some(({ length }) => length < 4)) return nowhere();
  const legLengthAt = ([hip, knee, ankle, heel]: readonly PlanePath[], frame: number) =>
    distance(hip!, knee!, frame) + distance(knee!, ankle!, frame) + ankle!.up[frame]! - heel!.up[frame]!;
  return timeS.map((_, frame) => {
    const [left, right] = legs as [PlanePath[], PlanePath[]]; // one a side
    const standing = left[3]!.up[frame]! < right[3]!.up[frame]! ? left : right;
    const length =
      top.up[frame]! - neck.up[frame]! + distance(neck, pelvis, frame) + legLengthAt(standing, frame);
    return length / (top.share - heelShare);
  });
}
