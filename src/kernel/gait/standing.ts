import { sides, type Side } from '../../shared/results';
import { legLength, pointName, type SagittalTrack } from './sagittal';
import { median } from './statistics';

/** Time over which both feet must be still to be called standing. */
const leastStandingS = 0.5;
/** Farthest that a foot may move against the pelvis in that time, in leg lengths: the unrest of a pose model. */
const stillness = 0.06;

/** Frames in which both feet have been, or go on being, still under the pelvis for half a second. */
function standingFrames(track: SagittalTrack): boolean[] {
  const { timeS, paths } = track;
  const standing = Array.from(timeS, () => false);
  const pelvis = paths.get('MidHip');
  const feet = sides.flatMap((side) =>
    (['Heel', 'BigToe'] as const).flatMap((point) => paths.get(pointName(side, point)) ?? []),
  );
  if (pelvis === undefined || feet.length < 4) return standing;
  const mostMoved = stillness * legLength(track);
  // A walking foot moves against the pelvis all the time, over a floor, on a belt and before a camera that follows.
  const offsets = feet.flatMap(({ along, up }) => [
    along.map((value, frame) => value - pelvis.along[frame]!),
    up.map((value, frame) => value - pelvis.up[frame]!),
  ]);
  let to = 0;
  for (let from = 0; from < timeS.length; from++) {
    while (to < timeS.length && timeS[to]! < timeS[from]! + leastStandingS) to++;
    if (to === timeS.length) break;
    const isStill = offsets.every((offset) => {
      const span = offset.subarray(from, to + 1);
      const most = span.reduce((a, b) => Math.max(a, b));
      return most - span.reduce((a, b) => Math.min(a, b)) <= mostMoved;
    });
    if (isStill) standing.fill(true, from, to + 1);
  }
  return standing;
}

/**
 * Slope of each foot's line from heel to toe while both feet stand still, in degrees; null where nobody is seen to stand
 * for half a second. Points on shoes do not lie level: this is their zero.
 * @param footDeg slope of each foot over time, NaN where it is not seen
 */
export function standingFootDeg(
  track: SagittalTrack,
  footDeg: Readonly<Record<Side, Float64Array>>,
): Record<Side, number> | null {
  const standing = standingFrames(track);
  const left = median(footDeg.left.filter((_, frame) => standing[frame]));
  const right = median(footDeg.right.filter((_, frame) => standing[frame]));
  return Number.isNaN(left + right) ? null : { left, right };
}
