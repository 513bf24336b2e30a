import { bell } from '../../../shared/random';
import type { DatasetDescription, DatasetFrames } from './dataset';
import { isVelocity, partOf } from './feature-columns';

/** Most that a walk is played faster or slower. */
export const mostWarp = 0.1;
/** Noise in units of each feature's SD: about a centimetre at a heel, as points of a pose model have it. */
const noiseSd = 0.03;
/** Share of the windows in which a part of the body is lost for a while, and the longest while as a share of the window. */
const lostShare = 0.3;
const longestLoss = 0.2;

type Layout = Pick<DatasetDescription, 'features' | 'mirror' | 'groups' | 'classes'>;

/** The walk as in a mirror: left is right, in what is seen and in what is learnt. */
export function mirrored({ features, targets, weights }: DatasetFrames, layout: Layout): DatasetFrames {
  const { mirror, groups } = layout;
  const width = mirror.length;
  const other = (at: number) => at - (at % groups) + (((at % groups) + groups / 2) % groups);
  return {
    features: features.map((_, at) => {
      const { from, sign } = mirror[at % width]!;
      return sign * features[at - (at % width) + from]!;
    }),
    // The groups of outputs are the left side's and then as many of the right.
    targets: targets.map((_, at) => targets[other(at)]!),
    weights: weights.map((_, at) => weights[other(at)]!),
  };
}

/**
 * Frames played at another speed: frame k of the result lies at `firstFrame + k · speed` of what is given. Beyond its ends
 * nothing is seen.
 */
export function warped(
  frames: DatasetFrames,
  { features: names, groups, classes }: Layout,
  { count, firstFrame, speed }: { count: number; firstFrame: number; speed: number },
): DatasetFrames {
  const width = names.length;
  const given = frames.weights.length / groups;
  const scale = names.map((name) => (isVelocity(name) ? speed : 1));
  const result: DatasetFrames = {
    features: new Float32Array(count * width).fill(Number.NaN),
    targets: new Float32Array(count * groups),
    weights: new Float32Array(count * groups),
  };
  for (let k = 0; k < count; k++) {
    const at = firstFrame + k * speed;
    const before = Math.floor(at);
    const share = at - before;
    const after = share > 0 ? before + 1 : before;
    if (before < 0 || after >= given) continue;
    const between = (values: Float32Array, row: number, column: number): number => {
      const [from, to] = [values[before * row + column]!, values[after * row + column]!];
      return from + share * (to - from);
    };
    for (let feature = 0; feature < width; feature++) {
      result.features[k * width + feature] = scale[feature]! * between(frames.features, width, feature);
    }
    for (let group = 0; group < groups; group++) {
      const nearest = share < 0.5 ? before : after;
      // Between the numbers of two phases there is no third.
      result.targets[k * groups + group] =
        classes > 1 ? frames.targets[nearest * groups + group]! : between(frames.targets, groups, group);
      result.weights[k * groups + group] = Math.min(
        frames.weights[before * groups + group]!,
        frames.weights[after * groups + group]!,
      );
    }
  }
  return result;
}

/** Loses one part of the body for some frames, in place. */
export function loseOnePart(features: Float32Array, { features: names }: Layout, random: () => number): void {
  const frames = features.length / names.length;
  const [isLost, which, where, howLong] = [random(), random(), random(), random()];
  if (isLost >= lostShare) return;
  const parts = [...new Set(names.map(partOf))];
  const part = parts[Math.floor(which * parts.length)];
  const from = Math.floor(where * frames);
  const to = Math.min(frames, from + Math.ceil(howLong * longestLoss * frames));
  for (const [feature, name] of names.entries()) {
    if (partOf(name) !== part) continue;
    for (let frame = from; frame < to; frame++) features[frame * names.length + feature] = Number.NaN;
  }
}

/** Adds noise to what is seen, in place; what is missing stays at the mean. @param features standardised */
export function addNoise(features: Float32Array, missing: Float32Array, random: () => number): void {
  const noise = bell(random);
  for (const [at, value] of missing.entries()) {
    if (!Number.isNaN(value)) features[at]! += noiseSd * noise();
  }
}
