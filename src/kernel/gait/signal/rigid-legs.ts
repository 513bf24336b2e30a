import { sides } from '../../../shared/results';
import { valueAt } from './interpolate';
import { pointName, type PlanePath, type SagittalTrack } from './sagittal';
import { median } from '../statistics';

/** Time over which a segment's length is taken: about a stride, in which the walker's distance hardly changes. */
const windowS = 1.5;
/** Places at which it is taken; in between it changes evenly. */
const stepS = 0.5;
/** Doubt about a knee (1 less its confidence) from which on the bones alone decide; a leg in full view has a tenth of it. */
const fullDoubt = 0.3;
/** Rounds of drawing the joints to their distances; the rest is below a hundredth of a degree. */
const rounds = 20;

const lengthsOf = (a: PlanePath, b: PlanePath): Float64Array =>
  a.along.map((along, frame) => Math.hypot(b.along[frame]! - along, b.up[frame]! - a.up[frame]!));

/** Length over time of a segment that both legs have alike; NaN where neither is seen. */
function commonLength(timeS: Float64Array, lengths: readonly Float64Array[]): Float64Array {
  const startS = timeS[0]!;
  const steps = Math.ceil((timeS.at(-1)! - startS) / stepS) + 1;
  const atS = Float64Array.from({ length: steps }, (_, k) => startS + k * stepS);
  let from = 0;
  let to = 0;
  const length = atS.map((time) => {
    while (timeS[from]! < time - windowS / 2) from++;
    while (to < timeS.length && timeS[to]! <= time + windowS / 2) to++;
    return median(lengths.flatMap((own) => Array.from(own.subarray(from, to))));
  });
  return timeS.map((time) => valueAt(atS, length, time));
}

/** A joint of one frame, moved in place. */
type Joint = [along: number, up: number];

/** Moves two joints by the same way along the line between them, until they are `length` apart. */
function draw(a: Joint, b: Joint, length: number): void {
  const [along, up] = [b[0] - a[0], b[1] - a[1]];
  const distance = Math.hypot(along, up);
  const share = (0.5 * (distance - length)) / distance;
  a[0] += share * along;
  a[1] += share * up;
  b[0] -= share * along;
  b[1] -= share * up;
}

/**
 * Hips, knees and ankles of a picture's track moved as little as it takes that thigh and shank keep their lengths, the same
 * for both legs. Where the legs pass each other, pose models draw the hidden knee towards the other one, which takes up
 * to ten degrees off its flexion; hip and ankle, which they see better, say where it must be. (Where it is
 * wholly hidden it is missing and bridged before: see `withoutHiddenKnees`.) The joints are drawn to their distances in turn
 * (position based dynamics, Müller et al. 2007), as far as the model doubts the knee: a leg in full view stays as it is seen.
 */
export function rigidLegs(track: SagittalTrack): SagittalTrack {
  const { timeS } = track;
  const legs = sides.flatMap((side) => {
    const joints = (['Hip', 'Knee', 'Ankle'] as const).flatMap((joint) => {
      const name = pointName(side, joint);
      const [path, trust] = [track.paths.get(name), track.confidence.get(name)];
      return path === undefined || trust === undefined ? [] : [{ name, path, trust }];
    });
    const [hip, knee, ankle] = joints;
    return hip === undefined || knee === undefined || ankle === undefined
      ? []
      : [{ hip, knee, ankle, joints }];
  });
  if (legs.length === 0 || timeS.length === 0) return track;
  const common = (from: 'hip' | 'knee', to: 'knee' | 'ankle') =>
    commonLength(
      timeS,
      legs.map((leg) => lengthsOf(leg[from].path, leg[to].path)),
    );
  const thigh = common('hip', 'knee');
  const shank = common('knee', 'ankle');
  const paths = new Map(track.paths);
  for (const {
    joints,
    knee: { trust: kneeTrust },
  } of legs) {
    const moved = joints.map(({ path: { along, up } }) => ({ along: along.slice(), up: up.slice() }));
    for (let frame = 0; frame < timeS.length; frame++) {
      const [hip, knee, ankle] = joints.map(({ path }): Joint => [path.along[frame]!, path.up[frame]!]) as [
        Joint,
        Joint,
        Joint,
      ]; // three went in
      if (Number.isNaN(hip[0] + knee[0] + ankle[0])) continue;
      for (let round = 0; round < rounds; round++) {
        draw(hip, knee, thigh[frame]!);
        draw(knee, ankle, shank[frame]!);
      }
      const doubt = Math.min(1, (1 - kneeTrust[frame]!) / fullDoubt);
      for (const [k, [along, up]] of [hip, knee, ankle].entries()) {
        const [path, seen] = [moved[k]!, joints[k]!.path];
        path.along[frame]! += doubt * (along - seen.along[frame]!);
        path.up[frame]! += doubt * (up - seen.up[frame]!);
      }
    }
    for (const [k, { name }] of joints.entries()) paths.set(name, moved[k]!);
  }
  return { ...track, paths };
}
