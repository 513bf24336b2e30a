import { mapPaths, pointName, type SagittalTrack } from './sagittal';
import { quantile } from './statistics';

const legJoints = ['Knee', 'Ankle', 'Heel', 'BigToe'] as const;
const swappedJoints = ['Hip', ...legJoints] as const;

/** How one frame's legs are to be read. */
type Reading = 'as named' | 'exchanged' | 'unclear';

/**
 * Fastest that one leg's points move past the other's, on average over knee to toe, in leg lengths per second:
 * by so much faster than in nine tenths of the frames, within what walking can be.
 */
const speedOverUsual = 1.5;
const slowestLimit = 2;
const fastestLimit = 7;

/**
 * What the readings cost, in leg lengths by which the legs leap too far: so much for a second left out, for a second
 * exchanged (for the names are right unless there is a reason), and for an exchange of which the start or the end
 * is not seen.
 */
const unclearPerS = 1;
const exchangedPerS = 0.2;
const exchangedAtEnd = 0.3;

/** Longest time that may be left out between two frames that are read. */
const longestUnclearS = 0.2;

/** Left minus right of each joint of the leg: exchanging the names turns its sign. */
interface LegGap {
  readonly along: Float64Array;
  readonly up: Float64Array;
}

function legGaps(track: SagittalTrack): LegGap[] {
  return legJoints.flatMap((joint) => {
    const left = track.paths.get(pointName('left', joint));
    const right = track.paths.get(pointName('right', joint));
    if (left === undefined || right === undefined) return [];
    const minus = (a: Float64Array, b: Float64Array) => a.map((value, frame) => value - b[frame]!);
    return [{ along: minus(left.along, right.along), up: minus(left.up, right.up) }];
  });
}

/** Mean way of the legs past each other between two frames; `sign` is −1 where one of them is exchanged. NaN if unseen. */
function way(gaps: readonly LegGap[], from: number, to: number, sign: 1 | -1): number {
  let sum = 0;
  let seen = 0;
  for (const { along, up } of gaps) {
    const moved = Math.hypot(along[to]! - sign * along[from]!, up[to]! - sign * up[from]!);
    if (Number.isNaN(moved)) continue;
    sum += moved;
    seen++;
  }
  return seen === 0 ? Number.NaN : sum / seen;
}

const isSeen = (gaps: readonly LegGap[], frame: number): boolean =>
  gaps.some(({ along }) => !Number.isNaN(along[frame]!));

/** A frame read under one naming, by the cheapest way to it. */
interface Node {
  readonly cost: number;
  /** Frame and naming before it; −1 where the way starts here. */
  readonly from: number;
  readonly fromExchanged: boolean;
}

/**
 * The cheapest reading of all frames, by dynamic programming over both namings of each frame.
 * Leaps of the legs past each other cost by how much they are too far; leaving frames out, and exchanging, cost a little.
 */
function readFrames(timeS: Float64Array, gaps: readonly LegGap[], leg: number): Reading[] {
  const frames = timeS.length;
  const speeds = timeS.subarray(1).map((time, k) => way(gaps, k, k + 1, 1) / (time - timeS[k]!) / leg);
  const limit = Math.min(fastestLimit, Math.max(slowestLimit, speedOverUsual * quantile(speeds, 0.9)));
  const nodes: { named: Node; exchanged: Node }[] = [];
  let lastSeen = -1;
  for (let frame = 0; frame < frames; frame++) {
    const heldS = frame === 0 ? 0 : timeS[frame]! - timeS[frame - 1]!;
    const nodeOf = (exchanged: boolean): Node => {
      const own = exchanged ? exchangedPerS * heldS : 0;
      const lost = lastSeen < 0 || timeS[frame]! - timeS[lastSeen]! > longestUnclearS;
      if (lost) {
        const before = lastSeen < 0 ? { cost: 0, exchanged: false } : cheaper(nodes[lastSeen]!);
        const cost = before.cost + own + (exchanged ? exchangedAtEnd : 0);
        return { cost, from: lastSeen, fromExchanged: before.exchanged };
      }
      let best: Node = { cost: Infinity, from: -1, fromExchanged: false };
      for (
        let from = frame - 1;
        from >= 0 && timeS[frame]! - timeS[from]! <= longestUnclearS + 1e-9;
        from--
      ) {
        if (!isSeen(gaps, from)) continue;
        const passedS = timeS[frame]! - timeS[from]!;
        const leftOut = unclearPerS * (timeS[frame - 1]! - timeS[from]!);
        for (const fromExchanged of [false, true]) {
          const moved = way(gaps, from, frame, fromExchanged === exchanged ? 1 : -1) / leg;
          const leap = Math.max(0, moved - limit * passedS);
          const before = nodes[from]![fromExchanged ? 'exchanged' : 'named'].cost;
          const cost = before + own + leftOut + (Number.isNaN(leap) ? 0 : leap);
          if (cost < best.cost) best = { cost, from, fromExchanged };
        }
      }
      return best;
    };
    nodes.push({ named: nodeOf(false), exchanged: nodeOf(true) });
    if (isSeen(gaps, frame)) lastSeen = frame;
  }

  const readings = new Array<Reading>(frames).fill('as named');
  if (lastSeen < 0) return readings;
  let frame = lastSeen;
  let { exchanged } = cheaper(nodes[lastSeen]!);
  while (frame >= 0) {
    readings[frame] = exchanged ? 'exchanged' : 'as named';
    const { from, fromExchanged } = nodes[frame]![exchanged ? 'exchanged' : 'named'];
    for (let between = from + 1; between < frame; between++) {
      if (isSeen(gaps, between)) readings[between] = 'unclear';
    }
    frame = from;
    exchanged = fromExchanged;
  }
  return readings;
}

/** The cheaper naming of a frame after which nothing is seen. */
const cheaper = ({ named, exchanged }: { named: Node; exchanged: Node }) =>
  exchanged.cost + exchangedAtEnd < named.cost
    ? { cost: exchanged.cost, exchanged: true }
    : { cost: named.cost, exchanged: false };

/**
 * Puts exchanged legs right, the commonest fault of pose estimation from the side. Where, to keep their names, the legs
 * would have to leap past each other faster than legs move, they are read under exchanged names; frames in which
 * they are half way between (pose estimators smooth over time) become missing, to be filled like any gap.
 * A track without such leaps is returned unchanged.
 */
export function repairSwaps(track: SagittalTrack, leg: number): SagittalTrack {
  const readings = readFrames(track.timeS, legGaps(track), leg);
  if (readings.every((reading) => reading === 'as named')) return track;
  return mapPaths(track, (path, name) => {
    const joint = swappedJoints.find((candidate) => name === `L${candidate}` || name === `R${candidate}`);
    if (joint === undefined) return path;
    const other = track.paths.get(pointName(name.startsWith('L') ? 'right' : 'left', joint)) ?? path;
    const read = (mine: Float64Array, theirs: Float64Array) =>
      mine.map((value, frame) => {
        if (readings[frame] === 'unclear' && joint !== 'Hip') return Number.NaN;
        return readings[frame] === 'exchanged' ? theirs[frame]! : value;
      });
    return { along: read(path.along, other.along), up: read(path.up, other.up) };
  });
}
