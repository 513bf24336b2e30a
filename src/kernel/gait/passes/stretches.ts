import { runsWhere, type Run } from '../signal/gaps';
import { legLength, pointName, type SagittalTrack } from '../signal/sagittal';
import { standingSpans } from './standing';
import { median } from '../statistics';

/** Frames in which the walker is seen without a break and faces one way. */
export interface Stretch extends Run {
  /** 1 where toes point up the walking axis (to the right in a picture), −1 where they point down it. */
  readonly facing: 1 | -1;
}

/** Time over which the direction of the feet is averaged: about one stride, so that neither foot's swing tilts it. */
const facingWindowS = 1;

/** Share of the leg's length that the feet must point forward on average; below it the walker faces the camera. */
const leastFootShare = 0.05;
/** Share of what they usually point forward: below it, the walker turns. */
const leastUsualShare = 0.5;

/** Shorter stretches hold no step that one could be sure of. */
export const shortestStretchS = 0.8;

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

/** The parts of a run that are left when spans are cut out of it. */
function without({ from, to }: Run, spans: readonly Run[]): Run[] {
  const inner = spans.filter((span) => span.from < to && span.to > from);
  const starts = [from, ...inner.map((span) => span.to)];
  const ends = [...inner.map((span) => span.from), to];
  return starts.flatMap((start, k) => (ends[k]! > start ? [{ from: start, to: ends[k]! }] : []));
}

/**
 * Stretches of a track, in order: a turn ends one, and so does a stop. Empty where nobody is seen, or only from the front
 * or back. A walker who only stands has one all the same, in which there are no events.
 */
export function stretchesOf(track: SagittalTrack): Stretch[] {
  const { timeS } = track;
  const pelvis = track.paths.get('MidHip');
  if (pelvis === undefined) return [];
  const facing = facingOverTime(track);
  const isSeen = (frame: number) => !Number.isNaN(pelvis.along[frame]!);
  const least = Math.max(leastFootShare, leastUsualShare * median(facing.map(Math.abs)));
  const stops = standingSpans(track);
  const isLongEnough = ({ from, to }: Run) => timeS[to - 1]! - timeS[from]! >= shortestStretchS;
  return ([1, -1] as const)
    .flatMap((sign) =>
      runsWhere(timeS.length, (frame) => isSeen(frame) && facing[frame]! * sign >= least)
        .filter(isLongEnough)
        .flatMap((run) => {
          const walking = without(run, stops).filter(isLongEnough);
          return walking.length === 0 ? [run] : walking;
        })
        .map((run) => ({ ...run, facing: sign })),
    )
    .sort((a, b) => a.from - b.from);
}

/** Way of the pelvis against the feet, in leg lengths, that only walking backwards makes. */
const leastBackwards = 0.5;

/** Whether the walker moves against the way the feet point; not told on a treadmill or where the camera follows. */
export function goesBackwards(track: SagittalTrack, { from, to, facing }: Stretch): boolean {
  const along = track.paths.get('MidHip')!.along;
  return facing * (along[to - 1]! - along[from]!) < -leastBackwards * legLength(track);
}

/** Longest break between two stretches that is not worth a word. */
const shortestBreakS = 0.3;

/** What is left out between stretches because the walker turns or stands, in words. */
export function breaksBetween(track: SagittalTrack, stretches: readonly Stretch[]): string[] {
  const { timeS } = track;
  const pelvis = track.paths.get('MidHip');
  return stretches.slice(1).flatMap((after, k) => {
    const before = stretches[k]!;
    const [fromS, toS] = [timeS[before.to - 1]!, timeS[after.from]!];
    const between = pelvis?.along.subarray(before.to, after.from) ?? new Float64Array();
    const seen = between.filter((along) => !Number.isNaN(along)).length;
    if (toS - fromS < shortestBreakS || seen < between.length / 2) return [];
    const what = before.facing === after.facing ? 'stands or turns away' : 'turns';
    return [`The walker ${what} between ${fromS.toFixed(2)} and ${toS.toFixed(2)} s, which is left out.`];
  });
}
