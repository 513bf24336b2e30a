import { sides, type CycleCurve, type GaitCycle, type JointAngles, type Side } from '../../../shared/results';
import { legLength, pointName, type SagittalTrack } from './sagittal';

/**
 * Distance of the knees in leg lengths below which most of one lies behind the other: two thirds of a knee's depth, which
 * is about 0.11 m of a leg of 0.9 m (typical of anthropometric tables).
 */
const overlapShare = 0.08;

/**
 * Share of a cycle from which on a knee is hidden for longer than passing takes: knees pass twice in a cycle, which hides
 * the far one for about an eighth of it. Much more says that the model takes one leg for the other, or both for one.
 */
const leastDoubtfulShare = 0.2;

/** The side away from the camera: who faces right shows the right side; null where the feet do not tell. */
function farSide({ paths }: SagittalTrack, frame: number): Side | null {
  const forward = sides.reduce((sum, side) => {
    const [heel, toe] = (['Heel', 'BigToe'] as const).map(
      (point) => paths.get(pointName(side, point))?.along[frame] ?? Number.NaN,
    );
    const foot = toe! - heel!;
    return Number.isNaN(foot) ? sum : sum + foot;
  }, 0);
  if (forward === 0) return null;
  return forward > 0 ? 'left' : 'right';
}

/**
 * One camera's track without the far knee where it lies behind the near one: a pose model cannot see it there, and
 * draws it to the knee that it sees, which takes ten degrees and more off the peak of its flexion. It is
 * missing then like any other point, to be bridged where the gap is short enough.
 */
export function withoutHiddenKnees(track: SagittalTrack): SagittalTrack {
  const [left, right] = [track.paths.get('LKnee'), track.paths.get('RKnee')];
  const overlap = overlapShare * legLength(track);
  if (!track.planar || left === undefined || right === undefined || Number.isNaN(overlap)) return track;
  const hidden = Array.from(track.timeS, (_, frame) => {
    const apart = Math.hypot(left.along[frame]! - right.along[frame]!, left.up[frame]! - right.up[frame]!);
    return apart < overlap ? farSide(track, frame) : null;
  });
  if (hidden.every((side) => side === null)) return track;
  const paths = new Map(track.paths);
  const confidence = new Map(track.confidence);
  for (const side of sides) {
    const name = pointName(side, 'Knee');
    const path = track.paths.get(name)!;
    const drop = (values: Float64Array) =>
      values.map((value, frame) => (hidden[frame] === side ? Number.NaN : value));
    paths.set(name, { along: drop(path.along), up: drop(path.up) });
    confidence.set(
      name,
      track.confidence.get(name)!.map((trust, frame) => (hidden[frame] === side ? 0 : trust)),
    );
  }
  return { ...track, paths, confidence };
}

/** Share of the frames of some cycles, in order of time, in which a point was not seen. */
function unseenShare(timeS: Float64Array, trust: Float32Array, cycles: readonly GaitCycle[]): number {
  let frame = 0;
  let frames = 0;
  let unseen = 0;
  for (const { startS, endS } of cycles) {
    while (timeS[frame]! < startS) frame++;
    for (; timeS[frame]! < endS; frame++) {
      frames++;
      if (trust[frame] === 0) unseen++;
    }
  }
  return unseen / frames;
}

/** What is left out, and what is doubtful, for a knee that is not seen. */
export interface KneesInWords {
  readonly abstentions: readonly string[];
  readonly warnings: readonly string[];
}

/** Says of knees seen by one camera for how much of the kept cycles each is not seen, and in how many it could not be bridged. */
export function hiddenKneesInWords(
  { timeS, planar, confidence }: SagittalTrack,
  angles: JointAngles,
  cycles: readonly GaitCycle[],
  curves: readonly CycleCurve[],
): KneesInWords {
  const abstentions: string[] = [];
  const warnings: string[] = [];
  for (const side of sides) {
    const trust = confidence.get(pointName(side, 'Knee'));
    const kept = cycles.filter((cycle) => cycle.side === side && cycle.kept);
    if (!planar || trust === undefined || kept.length === 0) continue;
    // A leg that shows no angle at all is declined with its angles.
    if (angles[side].knee.every(Number.isNaN)) continue;
    const share = unseenShare(timeS, trust, kept);
    const stated = curves.filter((curve) => curve.side === side && curve.joint === 'knee').length;
    const longer = `the ${side} knee is hidden by the other leg, or not seen, for longer than may be bridged (max_gap_s)`;
    if (stated === 0) {
      abstentions.push(`No peaks of the ${side} hip, knee and ankle: in each cycle ${longer}.`);
    } else if (stated < kept.length) {
      warnings.push(
        `In ${kept.length - stated} of ${kept.length} cycles ${longer}: no angles of that leg are taken from them.`,
      );
    }
    if (stated > 0 && share >= leastDoubtfulShare) {
      warnings.push(
        `The ${side} knee is hidden by the other leg, or not told from it, for ${(100 * share).toFixed(0)} % of its cycles: ` +
          'the peak of its flexion may be off by several degrees, and reads too low in the fast mode. ' +
          'Hip and ankle of that leg may be off by several degrees too. ' +
          'A more accurate mode, or a second video from the other side, sees it better.',
      );
    }
  }
  return { abstentions, warnings };
}
