import { legLength, mapPaths, pointName, type PlanePath, type SagittalTrack } from './sagittal';

const legJoints = ['Hip', 'Knee', 'Ankle', 'Heel', 'BigToe'] as const;

/** Longest spell of exchanged legs that is put right; a longer one cannot be told from a crossing of the legs. */
const longestSwapS = 0.3;

const distance = (a: PlanePath, atA: number, b: PlanePath, atB: number): number =>
  Math.hypot(a.along[atA]! - b.along[atB]!, a.up[atA]! - b.up[atB]!);

/**
 * Frames at which left and right leg change places: to keep their names, both legs would have to leap,
 * while under exchanged names they go on as they were.
 */
function exchangeFrames(track: SagittalTrack, leg: number): number[] {
  const pairs = legJoints.flatMap((joint) => {
    const left = track.paths.get(pointName('left', joint));
    const right = track.paths.get(pointName('right', joint));
    return left === undefined || right === undefined ? [] : [{ left, right }];
  });
  const exchanges: number[] = [];
  for (let frame = 1; frame < track.timeS.length; frame++) {
    let kept = 0;
    let exchanged = 0;
    let seen = 0;
    for (const { left, right } of pairs) {
      const stay = distance(left, frame, left, frame - 1) + distance(right, frame, right, frame - 1);
      const cross = distance(left, frame, right, frame - 1) + distance(right, frame, left, frame - 1);
      if (Number.isNaN(stay + cross)) continue;
      kept += stay;
      exchanged += cross;
      seen++;
    }
    if (seen >= 3 && exchanged < 0.4 * kept && kept - exchanged > 0.2 * leg * seen) exchanges.push(frame);
  }
  return exchanges;
}

/** Puts short, certain exchanges of left and right leg right: a leap there and a leap back soon after. */
function repairSwaps(track: SagittalTrack, leg: number): SagittalTrack {
  const exchanges = exchangeFrames(track, leg);
  const swapped = new Set<number>();
  for (let k = 0; k + 1 < exchanges.length; k++) {
    const from = exchanges[k]!;
    const to = exchanges[k + 1]!;
    if (track.timeS[to]! - track.timeS[from]! > longestSwapS) continue;
    for (let frame = from; frame < to; frame++) swapped.add(frame);
    k++;
  }
  if (swapped.size === 0) return track;
  return mapPaths(track, (path, name) => {
    const joint = legJoints.find((candidate) => name === `L${candidate}` || name === `R${candidate}`);
    if (joint === undefined) return path;
    const other = track.paths.get(pointName(name.startsWith('L') ? 'right' : 'left', joint));
    if (other === undefined) return path;
    const pick = (mine: Float64Array, theirs: Float64Array) =>
      mine.map((value, frame) => (swapped.has(frame) ? theirs[frame]! : value));
    return { along: pick(path.along, other.along), up: pick(path.up, other.up) };
  });
}

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

/** Repairs what is certainly wrong: legs exchanged for a few frames (pictures only), and single leaps of a point. */
export function clean(track: SagittalTrack): SagittalTrack {
  const leg = legLength(track);
  if (Number.isNaN(leg)) return track;
  const repaired = track.unit === 'px' ? repairSwaps(track, leg) : track;
  return mapPaths(repaired, (path) => dropSpikes(track.timeS, path, leg));
}
