import { runsWhere, type Run } from '../signal/gaps';
import { legLength, type SagittalTrack } from '../signal/sagittal';

/** Time for which no foot must move against the pelvis for the walker to be standing: longer than any stance. */
const standingWindowS = 1.5;
/** Way of a foot against the pelvis in that time, in leg lengths, below which it does not step. */
const leastWay = 0.1;
/** What is left of a stop at the walking on either side of it, so that the last and first contacts are seen on both flanks. */
const marginS = 0.3;

/** Difference between the largest and the smallest number among the last `windowS` up to each frame; NaN without numbers. */
function trailingRange(timeS: Float64Array, values: Float64Array, windowS: number): Float64Array {
  // Indices of candidates for the largest and the smallest, the best first.
  const largest: number[] = [];
  const smallest: number[] = [];
  return values.map((value, frame) => {
    if (!Number.isNaN(value)) {
      while (largest.length > 0 && values[largest.at(-1)!]! <= value) largest.pop();
      while (smallest.length > 0 && values[smallest.at(-1)!]! >= value) smallest.pop();
      largest.push(frame);
      smallest.push(frame);
    }
    for (const candidates of [largest, smallest]) {
      while (candidates.length > 0 && timeS[frame]! - timeS[candidates[0]!]! > windowS) candidates.shift();
    }
    return largest.length === 0 ? Number.NaN : values[largest[0]!]! - values[smallest[0]!]!;
  });
}

/** Spans of a track in which the walker is seen and stands still, in order. */
export function standingSpans(track: SagittalTrack): Run[] {
  const { timeS, paths } = track;
  const pelvis = paths.get('MidHip');
  const heels = [paths.get('LHeel'), paths.get('RHeel')];
  if (pelvis === undefined || timeS.length === 0) return [];
  const leg = legLength(track);
  const ranges = heels.flatMap((heel) =>
    heel === undefined
      ? []
      : [
          trailingRange(
            timeS,
            heel.along.map((along, frame) => along - pelvis.along[frame]!),
            standingWindowS,
          ),
        ],
  );
  // A foot that is not seen does not tell; one at least must.
  const standsUpTo = (frame: number) =>
    timeS[frame]! - timeS[0]! >= standingWindowS &&
    ranges.some((range) => range[frame]! < leastWay * leg) &&
    !ranges.some((range) => range[frame]! >= leastWay * leg);
  const isStanding = new Array<boolean>(timeS.length).fill(false);
  let from = 0;
  for (let frame = 0; frame < timeS.length; frame++) {
    if (!standsUpTo(frame)) continue;
    while (timeS[frame]! - timeS[from]! > standingWindowS - marginS) from++;
    for (let k = from; k <= frame && timeS[k]! <= timeS[frame]! - marginS; k++) isStanding[k] = true;
  }
  return runsWhere(timeS.length, (frame) => isStanding[frame]!);
}
