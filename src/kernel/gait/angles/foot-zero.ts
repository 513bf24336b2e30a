import { sides, type Side } from '../../../shared/results';
import { legLength, pointName, type SagittalTrack } from '../signal/sagittal';
import { median } from '../statistics';

const degrees = 180 / Math.PI;

/** Time over which both feet must rest under the body; shorter than what counts as a stop between two passes. */
const leastRestS = 0.5;
/** Farthest that a point of a foot may move against the pelvis in that time, in leg lengths: the unrest of a pose model. */
const stillness = 0.06;

/** Frames that lie within half a second in which both feet rest under the body, as they never do in walking. */
function restingFrames(track: SagittalTrack): boolean[] {
  const { timeS, paths } = track;
  const resting = Array.from(timeS, () => false);
  const pelvis = paths.get('MidHip');
  const feet = sides.flatMap((side) =>
    (['Heel', 'BigToe'] as const).flatMap((point) => paths.get(pointName(side, point)) ?? []),
  );
  if (pelvis === undefined || feet.length < 4) return resting;
  const mostMoved = stillness * legLength(track);
  // Against the pelvis a walking foot moves over a floor, on a belt and before a camera that follows alike.
  const offsets = feet.flatMap(({ along, up }) => [
    along.map((value, frame) => value - pelvis.along[frame]!),
    up.map((value, frame) => value - pelvis.up[frame]!),
  ]);
  const isStill = (offset: Float64Array) => {
    const most = offset.reduce((a, b) => Math.max(a, b));
    return most - offset.reduce((a, b) => Math.min(a, b)) <= mostMoved;
  };
  let to = 0;
  for (let from = 0; from < timeS.length; from++) {
    while (to < timeS.length && timeS[to]! < timeS[from]! + leastRestS) to++;
    if (to === timeS.length) break;
    if (offsets.every((offset) => isStill(offset.subarray(from, to + 1)))) resting.fill(true, from, to + 1);
  }
  return resting;
}

/**
 * Slope of each foot's line from heel to toe in standing, in degrees, toes up positive; null where nobody is seen to
 * stand for half a second. Points on a shoe do not lie level: this is their zero.
 */
export function footZeroDeg(track: SagittalTrack): Record<Side, number> | null {
  const resting = restingFrames(track);
  const slope = (side: Side): number => {
    const [heel, toe] = [
      track.paths.get(pointName(side, 'Heel')),
      track.paths.get(pointName(side, 'BigToe')),
    ];
    if (heel === undefined || toe === undefined) return Number.NaN;
    const slopes = heel.along.map((along, frame) =>
      resting[frame]
        ? Math.atan2(toe.up[frame]! - heel.up[frame]!, Math.abs(toe.along[frame]! - along)) * degrees
        : Number.NaN,
    );
    return median(slopes);
  };
  const zero = { left: slope('left'), right: slope('right') };
  return Number.isNaN(zero.left + zero.right) ? null : zero;
}
