import { halfFrameS, runsWhere } from './gaps';
import { mapPaths, pointName, type SagittalTrack } from './sagittal';
import { quantile } from '../statistics';

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
 * How far the legs may be off a steady course past each other: by a change of speed in leg lengths per s², and by
 * the noise of their points in leg lengths. Legs that pass do so at their fastest; exchanged just then,
 * they seem to turn back at once, which shows in nothing else.
 */
const largestBend = 100;
const bendNoise = 0.05;

/**
 * What the readings cost, in leg lengths by which the legs leap too far: so much for a second left out, for a second
 * exchanged (for the names are right unless there is a reason), and for an exchange of which the start or the end
 * is not seen.
 */
const unclearPerS = 1;
const exchangedPerS = 0.2;
const exchangedAtEnd = 0.3;

/** Time in which an estimator comes back to the legs after it lost them, and within which it may lose them again. */
const recoveryS = 0.05;
const relapseS = 0.07;

/** Longest time that may be left out between two frames that are read, to the nearest frame. */
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

/** A frame under one naming: 1 as named, −1 exchanged. */
interface Read {
  readonly frame: number;
  readonly sign: 1 | -1;
}

/** Mean over the joints of |Σ weight · gap|, over what is seen in all frames; NaN where nothing is. */
function meanSize(gaps: readonly LegGap[], parts: readonly (Read & { readonly weight: number })[]): number {
  let sum = 0;
  let seen = 0;
  for (const { along, up } of gaps) {
    let x = 0;
    let y = 0;
    for (const { frame, sign, weight } of parts) {
      x += sign * weight * along[frame]!;
      y += sign * weight * up[frame]!;
    }
    const size = Math.hypot(x, y);
    if (Number.isNaN(size)) continue;
    sum += size;
    seen++;
  }
  return seen === 0 ? Number.NaN : sum / seen;
}

/** Mean way of the legs past each other between two frames. */
const way = (gaps: readonly LegGap[], from: Read, to: Read): number =>
  meanSize(gaps, [
    { ...to, weight: 1 },
    { ...from, weight: -1 },
  ]);

/** Mean distance of the legs at `to` from where they would be, had they gone on as from `before` to `from`. */
function bend(timeS: Float64Array, gaps: readonly LegGap[], before: Read, from: Read, to: Read): number {
  const share = (timeS[to.frame]! - timeS[from.frame]!) / (timeS[from.frame]! - timeS[before.frame]!);
  return meanSize(gaps, [
    { ...to, weight: 1 },
    { ...from, weight: -1 - share },
    { ...before, weight: share },
  ]);
}

/** By how much `size` is over `limit`; nothing where it is not known. */
const excess = (size: number, limit: number): number => (size > limit ? size - limit : 0);

const isSeen = (gaps: readonly LegGap[], frame: number): boolean =>
  gaps.some(({ along }) => !Number.isNaN(along[frame]!));

/** The cheapest way to a frame under one naming. */
interface Node {
  readonly cost: number;
  /** What is read before it; null where the way starts here. */
  readonly from: Read | null;
}
type Nodes = Readonly<Record<'1' | '-1', Node>>;

/** The naming to end with at a frame after which nothing is seen. */
const lastSign = (nodes: Nodes): 1 | -1 => (nodes[-1].cost + exchangedAtEnd < nodes[1].cost ? -1 : 1);

/**
 * The cheapest reading of all frames, by dynamic programming over both namings of each frame.
 * Leaps of the legs past each other, and sudden turns, cost by how much they are too far;
 * leaving frames out, and exchanging, cost a little.
 */
function readFrames(timeS: Float64Array, gaps: readonly LegGap[], leg: number): Reading[] {
  const frames = timeS.length;
  const speeds = timeS.subarray(1).map((time, k) => {
    return way(gaps, { frame: k, sign: 1 }, { frame: k + 1, sign: 1 }) / (time - timeS[k]!) / leg;
  });
  const limit = Math.min(fastestLimit, Math.max(slowestLimit, speedOverUsual * quantile(speeds, 0.9)));
  const nodes: Nodes[] = [];
  const longestS = longestUnclearS + halfFrameS(timeS);

  /** What is too far in going from one frame to another, in leg lengths. */
  const tooFar = (from: Read, to: Read): number => {
    const passedS = timeS[to.frame]! - timeS[from.frame]!;
    const node = nodes[from.frame]![from.sign];
    const leap = excess(way(gaps, from, to) / leg, limit * passedS);
    const before = node.from;
    if (before === null) return leap;
    const beforeS = timeS[from.frame]! - timeS[before.frame]!;
    if (beforeS > longestS) return leap;
    const turnLimit = bendNoise + (largestBend / 2) * passedS * (passedS + beforeS);
    return leap + excess(bend(timeS, gaps, before, from, to) / leg, turnLimit);
  };

  let lastSeen = -1;
  for (let frame = 0; frame < frames; frame++) {
    const nodeOf = (sign: 1 | -1): Node => {
      const heldS = frame === 0 ? 0 : timeS[frame]! - timeS[frame - 1]!;
      const own = sign === 1 ? 0 : exchangedPerS * heldS;
      if (lastSeen < 0 || timeS[frame]! - timeS[lastSeen]! > longestS) {
        const edge = own + (sign === 1 ? 0 : exchangedAtEnd);
        if (lastSeen < 0) return { cost: edge, from: null };
        const from = { frame: lastSeen, sign: lastSign(nodes[lastSeen]!) };
        return { cost: nodes[lastSeen]![from.sign].cost + edge, from };
      }
      let best: Node = { cost: Infinity, from: null };
      for (let k = frame - 1; k >= 0 && timeS[frame]! - timeS[k]! <= longestS; k--) {
        if (!isSeen(gaps, k)) continue;
        const leftOut = unclearPerS * (timeS[frame - 1]! - timeS[k]!);
        for (const fromSign of [1, -1] as const) {
          const least = nodes[k]![fromSign].cost + leftOut + own;
          if (least >= best.cost) continue;
          const from = { frame: k, sign: fromSign };
          const cost = least + tooFar(from, { frame, sign });
          if (cost < best.cost) best = { cost, from };
        }
      }
      return best;
    };
    nodes.push({ 1: nodeOf(1), '-1': nodeOf(-1) });
    if (isSeen(gaps, frame)) lastSeen = frame;
  }

  const readings = new Array<Reading>(frames).fill('as named');
  let read: Read | null = lastSeen < 0 ? null : { frame: lastSeen, sign: lastSign(nodes[lastSeen]!) };
  while (read !== null) {
    readings[read.frame] = read.sign === 1 ? 'as named' : 'exchanged';
    const from: Read | null = nodes[read.frame]![read.sign].from;
    for (let frame = (from?.frame ?? -1) + 1; frame < read.frame; frame++) {
      if (isSeen(gaps, frame)) readings[frame] = 'unclear';
    }
    read = from;
  }
  return readings;
}

/**
 * The readings with the frames after every unclear spell unclear as well, and so short spells between two of them:
 * a pose estimator that follows the legs over time comes back to them by and by, on a course that leaps nowhere.
 * A spell is not drawn out beyond what may be left out.
 */
function withRecovery(timeS: Float64Array, readings: readonly Reading[]): Reading[] {
  const widened = [...readings];
  const longestS = longestUnclearS + halfFrameS(timeS);
  let spellFrom = -1;
  let lastUnclear = -1;
  for (const [frame, reading] of readings.entries()) {
    if (reading === 'unclear') {
      const goesOn = lastUnclear >= 0 && timeS[frame]! - timeS[lastUnclear]! <= relapseS;
      if (goesOn) widened.fill('unclear', lastUnclear, frame);
      else spellFrom = frame;
      lastUnclear = frame;
      continue;
    }
    if (lastUnclear < 0 || timeS[frame]! - timeS[lastUnclear]! > recoveryS) continue;
    const leftOutS = timeS[frame + 1]! - timeS[spellFrom - 1]!;
    if (leftOutS <= longestS) widened[frame] = 'unclear';
  }
  // Two spells drawn together may be too long to be filled; each by itself is not, thanks to what is read in between.
  for (const { from, to } of runsWhere(widened.length, (frame) => widened[frame] === 'unclear')) {
    if (timeS[to]! - timeS[from - 1]! > longestS) {
      widened.splice(from, to - from, ...readings.slice(from, to));
    }
  }
  return widened;
}

/**
 * Puts exchanged legs right, the commonest fault of pose estimation from the side. Where, to keep their names, the legs
 * would have to leap past each other faster than legs move, they are read under exchanged names; frames in which
 * they are half way between (pose estimators smooth over time) become missing, to be filled like any gap.
 * A track without such leaps is returned unchanged.
 */
export function repairSwaps(track: SagittalTrack, leg: number): SagittalTrack {
  const readings = withRecovery(track.timeS, readFrames(track.timeS, legGaps(track), leg));
  if (readings.every((reading) => reading === 'as named')) return track;
  const otherName = (name: string) => (name.startsWith('L') ? 'R' : 'L') + name.slice(1);
  const read = (mine: Float64Array, theirs: Float64Array, isLeftOut: boolean) =>
    mine.map((value, frame) => {
      if (readings[frame] === 'unclear' && isLeftOut) return Number.NaN;
      return readings[frame] === 'exchanged' ? theirs[frame]! : value;
    });
  const across = new Map(
    Array.from(track.across, ([name, own]) => [
      name,
      read(own, track.across.get(otherName(name)) ?? own, true),
    ]),
  );
  const repaired = mapPaths(track, (path, name) => {
    const joint = swappedJoints.find((candidate) => name === `L${candidate}` || name === `R${candidate}`);
    if (joint === undefined) return path;
    const other = track.paths.get(otherName(name)) ?? path;
    const isLeftOut = joint !== 'Hip';
    return {
      along: read(path.along, other.along, isLeftOut),
      up: read(path.up, other.up, isLeftOut),
    };
  });
  return { ...repaired, across };
}
