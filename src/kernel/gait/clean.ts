import { legLength, mapPaths, type PlanePath, type SagittalTrack } from './sagittal';
import { repairSwaps } from './swaps';

/** Largest acceleration of a point of the body in leg lengths per s²; a foot in walking stays below half of it. */
const largestAcceleration = 140;
/** Deviation in leg lengths that is left to noise, however short the interval. */
const leastLeap = 0.1;

/** How far each frame lies from the straight line between its neighbours; 0 where one of the three is missing. */
function deviations(timeS: Float64Array, { along, up }: PlanePath): Float64Array {
  return timeS.map((time, frame) => {
    if (frame === 0 || frame === timeS.length - 1) return 0;
    const share = (time - timeS[frame - 1]!) / (timeS[frame + 1]! - timeS[frame - 1]!);
    const offLine = (values: Float64Array) =>
      values[frame]! - values[frame - 1]! - share * (values[frame + 1]! - values[frame - 1]!);
    const deviation = Math.hypot(offLine(along), offLine(up));
    return Number.isNaN(deviation) ? 0 : deviation;
  });
}

/** Drops points that leap away for one frame, further than a part of the body can accelerate. */
function dropSpikes(timeS: Float64Array, path: PlanePath, leg: number): PlanePath {
  const deviation = deviations(timeS, path);
  const isSpike = (frame: number) => {
    const own = deviation[frame]!;
    if (own <= leastLeap * leg) return false;
    const [beforeS, atS, afterS] = [timeS[frame - 1]!, timeS[frame]!, timeS[frame + 1]!];
    if (own <= 0.5 * largestAcceleration * leg * (atS - beforeS) * (afterS - atS)) return false;
    // A spike bends the line at its neighbours too, by half as much: only the worst of three is dropped.
    return own >= deviation[frame - 1]! && own >= deviation[frame + 1]!;
  };
  const drop = (values: Float64Array) => values.map((value, frame) => (isSpike(frame) ? Number.NaN : value));
  return { along: drop(path.along), up: drop(path.up) };
}

/** Repairs what is certainly wrong: legs that are exchanged (pictures only), and single leaps of a point. */
export function clean(track: SagittalTrack): SagittalTrack {
  const leg = legLength(track);
  if (Number.isNaN(leg)) return track;
  const repaired = track.unit === 'px' ? repairSwaps(track, leg) : track;
  return mapPaths(repaired, (path) => dropSpikes(track.timeS, path, leg));
}
