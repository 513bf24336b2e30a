import type { NetworkDescription } from '../../../shared/network';

/** What a network's outputs cost, summed over labels and not yet divided by their weight. */
export interface SummedLoss {
  /** Sum of weight × cross-entropy, in nats. */
  readonly sum: number;
  /** Sum of the weights. */
  readonly weight: number;
}

type Outputs = Pick<NetworkDescription, 'groups' | 'classes'>;

/** Labels of a batch: one number and one weight for each group of each predicted frame. */
interface Labels {
  readonly targets: Float32Array;
  readonly weights: Float32Array;
}

/** log(1 + e^x) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/**
 * Weighted cross-entropy from logits: of each label's softmax, or of its sigmoid where a group is one class.
 * @param slopes where it is given, filled with the derivative of the sum by each logit, times `slopeScale`.
 */
export function crossEntropy(
  { classes }: Outputs,
  logits: Float32Array,
  { targets, weights }: Labels,
  slopes?: Float32Array,
  slopeScale = 1,
): SummedLoss {
  let sum = 0;
  let total = 0;
  const shares = new Float64Array(classes);
  for (let label = 0; label < targets.length; label++) {
    const weight = weights[label]!;
    // The target of an unknown label may be anything, not a number too: it must not get into a sum.
    if (weight === 0) continue;
    const target = targets[label]!;
    total += weight;
    if (classes === 1) {
      const logit = logits[label]!;
      sum += weight * (softplus(logit) - target * logit);
      if (slopes) slopes[label] = slopeScale * weight * (sigmoid(logit) - target);
      continue;
    }
    const first = label * classes;
    const logOfSum = softmaxInto(shares, logits, first);
    sum += weight * (logOfSum - logits[first + target]!);
    if (!slopes) continue;
    for (let of = 0; of < classes; of++) {
      slopes[first + of] = slopeScale * weight * (shares[of]! - (of === target ? 1 : 0));
    }
  }
  return { sum, weight: total };
}

/** Turns logits into probabilities, in place. */
export function toProbabilities({ classes }: Outputs, logits: Float32Array): Float32Array {
  if (classes === 1) return (logits.forEach((logit, at) => (logits[at] = sigmoid(logit))), logits);
  const shares = new Float64Array(classes);
  for (let first = 0; first < logits.length; first += classes) {
    softmaxInto(shares, logits, first);
    logits.set(shares, first);
  }
  return logits;
}

/** @returns the logarithm of the sum of exponentials. */
function softmaxInto(shares: Float64Array, logits: Float32Array, first: number): number {
  let greatest = -Infinity;
  for (let of = 0; of < shares.length; of++) greatest = Math.max(greatest, logits[first + of]!);
  let sum = 0;
  for (let of = 0; of < shares.length; of++) sum += shares[of] = Math.exp(logits[first + of]! - greatest);
  for (let of = 0; of < shares.length; of++) shares[of]! /= sum;
  return greatest + Math.log(sum);
}
