import { predictedFrames, type NetworkDescription } from '../../../shared/network';
import type { Batch } from '../engines/engine';
import { addNoise, loseOnePart, mirrored, mostWarp, warped } from './augment';
import type { Dataset, DatasetFrames, Standardisation, Window } from './dataset';
import { standardised } from './standardise';
import { middleFrame } from './windows';

export interface BatchOptions {
  readonly network: NetworkDescription;
  readonly standardisation: Standardisation;
  /** By group and class; null counts all alike. */
  readonly classWeights: readonly (readonly number[])[] | null;
  /** Uniform random numbers to change windows by; null leaves them as they are. */
  readonly augment: (() => number) | null;
}

/** What a trainer learns from in one go, of these windows. What is missing in them is at its feature's mean. */
export function batchOf(dataset: Dataset, windows: readonly Window[], options: BatchOptions): Batch {
  const { network, classWeights } = options;
  const { groups } = dataset.description;
  const predicted = predictedFrames(network);
  const first = network.head === 'frame' ? 0 : middleFrame(network.windowFrames);
  const batch: Batch = {
    windows: windows.length,
    features: new Float32Array(windows.length * network.windowFrames * network.features),
    targets: new Float32Array(windows.length * predicted * groups),
    weights: new Float32Array(windows.length * predicted * groups),
  };
  for (const [index, window] of windows.entries()) {
    const { features, targets, weights } = framesOfWindow(dataset, window, options);
    batch.features.set(features, index * network.windowFrames * network.features);
    const learnt = (values: Float32Array) => values.subarray(first * groups, (first + predicted) * groups);
    batch.targets.set(learnt(targets), index * predicted * groups);
    batch.weights.set(learnt(weights), index * predicted * groups);
  }
  if (classWeights !== null) weigh(batch, classWeights);
  return batch;
}

/** The frames of one window, standardised and, where that is asked for, changed by chance. */
function framesOfWindow(
  dataset: Dataset,
  window: Window,
  { network: { windowFrames }, standardisation, augment }: BatchOptions,
): DatasetFrames {
  if (augment === null) {
    const frames = dataset.read(window.walk, window.from, windowFrames);
    return { ...frames, features: standardised(frames.features, standardisation) };
  }
  const isMirrored = augment() < 0.5;
  const speed = 1 + mostWarp * (2 * augment() - 1);
  const played = playedAt(dataset, window, windowFrames, speed);
  const frames = isMirrored ? mirrored(played, dataset.description) : played;
  loseOnePart(frames.features, dataset.description, augment);
  const features = standardised(frames.features, standardisation);
  addNoise(features, frames.features, augment);
  return { ...frames, features };
}

/** A window played at another speed about its middle: what is beyond it is read too, as far as the walk goes. */
function playedAt(dataset: Dataset, { walk, from }: Window, count: number, speed: number): DatasetFrames {
  const middle = (count - 1) / 2;
  const beyond = Math.ceil(middle * mostWarp) + 1;
  const readFrom = Math.max(0, from - beyond);
  const readTo = Math.min(walk.frames, from + count + beyond);
  const firstFrame = from - readFrom + middle * (1 - speed);
  const frames = dataset.read(walk, readFrom, readTo - readFrom);
  return warped(frames, dataset.description, { count, firstFrame, speed });
}

/** Makes labels count by their class, in place. */
function weigh({ targets, weights }: Batch, classWeights: readonly (readonly number[])[]): void {
  const groups = classWeights.length;
  for (const [at, target] of targets.entries()) {
    const own = classWeights[at % groups]!;
    const below = Math.floor(target);
    const share = target - below;
    // Between off and on, a target is of both in its share.
    weights[at]! *= share === 0 ? own[below]! : own[below]! * (1 - share) + own[below + 1]! * share;
  }
}
