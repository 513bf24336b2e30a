import { outputWidth, type NetworkDescription } from '../../../shared/network';
import type { Standardisation } from '../data/dataset';
import { standardised } from '../data/standardise';
import { middleFrame } from '../data/windows';
import type { Predictor } from '../engines/engine';

/** The frames of a walk as they are asked for piece by piece. */
export interface WalkFeatures {
  readonly frames: number;
  /** Rows of features, NaN where a point is missing. */
  read(from: number, count: number): Float32Array;
}

/** Windows that are predicted in one go: the same on every machine, so that the predictions are. */
const windowsAtOnce = 32;

/**
 * What a network makes of a whole walk: probabilities of frames × groups × classes. Of a network that predicts each frame,
 * windows overlap by three quarters and count by how well they see a frame; of a pooled one, each frame is the middle of a
 * window of its own. What lies beyond the walk's ends is as if it had been missing.
 */
export async function predictWalk(
  predictor: Pick<Predictor, 'predict'>,
  network: NetworkDescription,
  standardisation: Standardisation,
  walk: WalkFeatures,
): Promise<Float32Array> {
  const { windowFrames, head } = network;
  const width = outputWidth(network);
  const sums = new Float64Array(walk.frames * width);
  const shares = new Float64Array(walk.frames);
  const weights = head === 'frame' ? weightsWithin(network) : null;
  const starts =
    head === 'frame' ? overlappingStarts(walk.frames, windowFrames) : middleStarts(walk.frames, windowFrames);
  for (let first = 0; first < starts.length; first += windowsAtOnce) {
    const batch = starts.slice(first, first + windowsAtOnce);
    const features = windowsAt(batch, network, standardisation, walk);
    const predicted = await predictor.predict(features, batch.length);
    batch.forEach((start, window) => {
      if (weights === null) {
        const frame = start + middleFrame(windowFrames);
        shares[frame] = 1;
        for (let output = 0; output < width; output++)
          sums[frame * width + output] = predicted[window * width + output]!;
        return;
      }
      for (let index = 0; index < windowFrames; index++) {
        const frame = start + index;
        if (frame >= walk.frames) break;
        const weight = weights[index]!;
        shares[frame]! += weight;
        const from = (window * windowFrames + index) * width;
        for (let output = 0; output < width; output++)
          sums[frame * width + output]! += weight * predicted[from + output]!;
      }
    });
  }
  return Float32Array.from(sums, (sum, index) => sum / shares[Math.floor(index / width)]!);
}

/** First frames of windows a quarter of their length apart; the last one ends with the walk. */
function overlappingStarts(frames: number, windowFrames: number): number[] {
  const step = Math.max(1, Math.floor(windowFrames / 4));
  const last = Math.max(0, frames - windowFrames);
  const starts = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
  return starts.at(-1) === last ? starts : [...starts, last];
}

const middleStarts = (frames: number, windowFrames: number): number[] =>
  Array.from({ length: frames }, (_, frame) => frame - middleFrame(windowFrames));

/**
 * How much each frame of a window counts: by a Hann window, for a frame in the middle is seen with what comes before and
 * after it. A causal network sees the more the later the frame, so that it has the rising half.
 */
function weightsWithin({ windowFrames, causal }: NetworkDescription): number[] {
  const halfTurns = causal ? 0.5 : 1;
  return Array.from({ length: windowFrames }, (_, index) => {
    const angle = (halfTurns * Math.PI * (index + 0.5)) / windowFrames;
    return Math.sin(angle) ** 2;
  });
}

function windowsAt(
  starts: readonly number[],
  { windowFrames, features }: NetworkDescription,
  standardisation: Standardisation,
  walk: WalkFeatures,
): Float32Array {
  // Beyond the walk's ends all is at its mean, as what is missing.
  const rows = new Float32Array(starts.length * windowFrames * features);
  starts.forEach((start, window) => {
    const from = Math.max(0, start);
    const read = walk.read(from, Math.min(walk.frames, start + windowFrames) - from);
    rows.set(standardised(read, standardisation), (window * windowFrames + from - start) * features);
  });
  return rows;
}
