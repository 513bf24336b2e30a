import { runsWhere, type Run } from './gaps';
import { legLength, pointName, type SagittalTrack } from './sagittal';

/** Frames in which the walker is seen without a break and faces one way. */
export interface Stretch extends Run {
  /** 1 where toes point up the walking axis (to the right in a picture), −1 where they point down it. */
  readonly facing: 1 | -1;
}

/** Time over which the direction of the feet is averaged: about one stride, so that neither foot's swing tilts it. */
const facingWindowS = 1;

/** Share of the leg's length that the feet must point forward on average; below it the walker faces the camera or turns. */
const leastFootShare = 0.05;

/** Shorter stretches hold no step that one could be sure of. */
const shortestStretchS = 0.8;

/**
 * Where the feet point along the walking axis, averaged around each frame, in leg lengths; NaN where no foot is seen.
 * This tells the way even where the walker does not move in the picture: on a treadmill, or followed by the camera.
 */
function facingOverTime(track: SagittalTrack): Float64Array {
  const { timeS } = track;
  const leg = legLength(track);
  const sum = new Float64Array(timeS.length + 1);
  const count = new Float64Array(timeS.length + 1);
  const feet = (['left', 'right'] as const).flatMap((side) => {
    const heel = track.paths.get(pointName(side, 'Heel'));
    const toe = track.paths.get(pointName(side, 'BigToe'));
    return heel === undefined || toe === undefined ? [] : [{ heel, toe }];
  });
  for (let frame = 0; frame < timeS.length; frame++) {
    let frameSum = 0;
    let frameCount = 0;
    for (const { heel, toe } of feet) {
      const forward = (toe.along[frame]! - heel.along[frame]!) / leg;
      if (Number.isNaN(forward)) continue;
      frameSum += forward;
      frameCount++;
    }
    sum[frame + 1] = sum[frame]! + frameSum;
    count[frame + 1] = count[frame]! + frameCount;
  }
  let from = 0;
  let to = 0;
  return timeS.map((time) => {
    while (timeS[from]! < time - facingWindowS / 2) from++;
    while (to < timeS.length && timeS[to]! <= time + facingWindowS / 2) to++;
    return (sum[to]! - sum[from]!) / (count[to]! - count[from]!);
  });
}

/** Stretches of a track, in order; empty where nobody is seen, or only from the front or back. */
export function stretchesOf(track: SagittalTrack): Stretch[] {
  const pelvis = track.paths.get('MidHip');
  if (pelvis === undefined) return [];
  const facing = facingOverTime(track);
  const isSeen = (frame: number) => !Number.isNaN(pelvis.along[frame]!);
  return ([1, -1] as const)
    .flatMap((sign) =>
      runsWhere(track.timeS.length, (frame) => isSeen(frame) && facing[frame]! * sign >= leastFootShare).map(
        (run) => ({ ...run, facing: sign }),
      ),
    )
    .filter(({ from, to }) => track.timeS[to - 1]! - track.timeS[from]! >= shortestStretchS)
    .sort((a, b) => a.from - b.from);
}
