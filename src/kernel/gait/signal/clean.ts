import { repairBounces } from './bounces';
import { runsWhere } from './gaps';
import { legLength, mapPaths, type PlanePath, type SagittalTrack } from './sagittal';
import { median } from '../statistics';
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

/** Points that tell whether the legs are wholly in the picture. */
const edgePoints = ['MidHip', 'LKnee', 'LAnkle', 'LHeel', 'LBigToe', 'RKnee', 'RAnkle', 'RHeel', 'RBigToe'];

/** Time before the walker is lost, or after the walker comes into view, in which a part of the body may be outside. */
const edgeS = 0.4;
/** Share of the frames at the edge of the picture that point to a body which is half outside. */
const mostlyMissing = 0.5;

/**
 * Drops what is seen of a walker who is half out of the picture: a pose estimator then squeezes the whole body
 * into what is left of it. That is from where on, of the points of the legs, some are missing.
 * @param share of the frames, from there to where the walker is lost, in which they must be missing
 */
function dropAtEdges(track: SagittalTrack, share: number): SagittalTrack {
  const { timeS } = track;
  const points = edgePoints.flatMap((name) => track.paths.get(name) ?? []);
  const seen = timeS.map((_, frame) => points.filter(({ along }) => !Number.isNaN(along[frame]!)).length);
  const isDropped = new Array<boolean>(timeS.length).fill(false);
  for (const { from, to } of runsWhere(timeS.length, (frame) => seen[frame]! > 0)) {
    const usual = median(seen.subarray(from, to));
    const dropFrom = (edge: number, way: 1 | -1) => {
      let missing = 0;
      let count = 0;
      let dropped = 0;
      for (let frame = edge; frame >= from && frame < to; frame += way) {
        if (Math.abs(timeS[frame]! - timeS[edge]!) > edgeS) break;
        count++;
        if (seen[frame]! >= usual) continue;
        missing++;
        if (missing >= share * count) dropped = count;
      }
      for (let k = 0; k < dropped; k++) isDropped[edge + way * k] = true;
    };
    if (from > 0) dropFrom(from, 1);
    if (to < timeS.length) dropFrom(to - 1, -1);
  }
  if (!isDropped.includes(true)) return track;
  const drop = (values: Float64Array) =>
    values.map((value, frame) => (isDropped[frame] === true ? Number.NaN : value));
  return mapPaths(track, ({ along, up }) => ({ along: drop(along), up: drop(up) }));
}

/** Confidence 0 where a point was dropped. */
function trustOnlySeen(track: SagittalTrack): SagittalTrack {
  const confidence = new Map(
    Array.from(track.confidence, ([name, seen]) => {
      const along = track.paths.get(name)?.along;
      return [name, seen.map((trust, frame) => (Number.isNaN(along?.[frame] ?? Number.NaN) ? 0 : trust))];
    }),
  );
  return { ...track, confidence };
}

/**
 * Repairs what is certainly wrong: legs that are exchanged, where one camera sees them pass also as they do so, a body half
 * out of the picture (pictures only), and single leaps of a point.
 */
export function clean(track: SagittalTrack): SagittalTrack {
  const leg = legLength(track);
  if (Number.isNaN(leg)) return track;
  // What is missing at the edge of the picture is outside of it. Legs that are not told apart there may be so for once.
  const atEdges = (seen: SagittalTrack, share: number) =>
    track.unit === 'px' ? dropAtEdges(seen, share) : seen;
  const inside = atEdges(track, 0);
  const repaired = atEdges(repairSwaps(track.planar ? repairBounces(inside) : inside, leg), mostlyMissing);
  return trustOnlySeen(mapPaths(repaired, (path) => dropSpikes(track.timeS, path, leg)));
}
