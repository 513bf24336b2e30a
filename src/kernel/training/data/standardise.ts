import { classesToTell } from './check-labels';
import type { Dataset, DatasetFrames, DatasetWalk, Standardisation } from './dataset';

/** Frames that are read at once: the sums must not depend on how the data set is held. */
const chunkFrames = 4096;
/** A feature that varies less is constant but for rounding: it is centred and not stretched. */
const leastSd = 1e-6;

function* chunksOf(dataset: Dataset, walks: readonly DatasetWalk[]): Generator<DatasetFrames> {
  for (const walk of walks) {
    for (let from = 0; from < walk.frames; from += chunkFrames) {
      yield dataset.read(walk, from, Math.min(chunkFrames, walk.frames - from));
    }
  }
}

/** Mean and SD of each feature over the frames of these walks in which it is there, and of no others. */
export function standardisationOf(dataset: Dataset, walks: readonly DatasetWalk[]): Standardisation {
  const width = dataset.description.features.length;
  const count = new Float64Array(width);
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  for (const { features } of chunksOf(dataset, walks)) {
    for (const [at, value] of features.entries()) {
      if (Number.isNaN(value)) continue;
      // Welford's sums: they keep their digits however long the data set is.
      const feature = at % width;
      const off = value - mean[feature]!;
      count[feature]!++;
      mean[feature]! += off / count[feature]!;
      squares[feature]! += off * (value - mean[feature]!);
    }
  }
  return {
    mean: Array.from(mean),
    sd: Array.from(squares, (sum, feature) => {
      const sd = Math.sqrt(sum / Math.max(1, count[feature]!));
      return sd > leastSd ? sd : 1;
    }),
  };
}

/** Features in units of their SD around their mean; what is missing is at the mean. */
export function standardised(features: Float32Array, { mean, sd }: Standardisation): Float32Array {
  const width = mean.length;
  return features.map((value, at) => {
    const feature = at % width;
    return Number.isNaN(value) ? 0 : (value - mean[feature]!) / sd[feature]!;
  });
}

/**
 * How much a label of each class counts in each group, so that all classes together count alike; a sigmoid's classes are
 * off and on, and a target between them is of both in its share.
 */
export function classWeightsOf(dataset: Dataset, walks: readonly DatasetWalk[]): number[][] {
  const { groups, classes } = dataset.description;
  const counts = Array.from({ length: groups }, () => new Array<number>(classesToTell(classes)).fill(0));
  for (const { targets, weights } of chunksOf(dataset, walks)) {
    for (const [at, weight] of weights.entries()) {
      const own = counts[at % groups]!;
      const target = targets[at]!;
      if (classes > 1) {
        own[target]! += weight;
        continue;
      }
      own[0]! += weight * (1 - target);
      own[1]! += weight * target;
    }
  }
  return counts.map((own) => {
    const sum = own.reduce((all, count) => all + count, 0);
    const there = own.filter((count) => count > 0).length;
    return own.map((count) => (count > 0 ? sum / (there * count) : 1));
  });
}
