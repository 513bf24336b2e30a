import type { NetworkDescription } from '../../../shared/network';
import type { Batch } from '../engines/engine';

/** How predictions stand against labels: sums, so that batches can be added up. */
export interface Judgement {
  /** Cross-entropy in nats, weighted, summed. */
  readonly loss: number;
  readonly weight: number;
  /** Labels that count, and those of them that are predicted right. */
  readonly labels: number;
  readonly right: number;
}

/** A probability of nothing at all would have an endless loss; 32-bit floats end here. */
const leastProbability = 1e-7;

/** Judges the probabilities of a batch's windows against its labels. */
export function judge(
  probabilities: Float32Array,
  { targets, weights }: Pick<Batch, 'targets' | 'weights'>,
  { classes }: Pick<NetworkDescription, 'classes'>,
): Judgement {
  let [loss, weight, labels, right] = [0, 0, 0, 0];
  for (let label = 0; label < weights.length; label++) {
    const counts = weights[label]!;
    if (counts === 0) continue;
    const target = targets[label]!;
    const of = (index: number): number => probabilities[label * classes + index]!;
    const nats = (probability: number): number => -Math.log(Math.max(leastProbability, probability));
    weight += counts;
    labels++;
    if (classes === 1) {
      loss += counts * (target * nats(of(0)) + (1 - target) * nats(1 - of(0)));
      if (of(0) >= 0.5 === target >= 0.5) right++;
    } else {
      loss += counts * nats(of(target));
      let most = 0;
      for (let index = 1; index < classes; index++) if (of(index) > of(most)) most = index;
      if (most === target) right++;
    }
  }
  return { loss, weight, labels, right };
}

export const noJudgement: Judgement = { loss: 0, weight: 0, labels: 0, right: 0 };

export const addJudgements = (one: Judgement, other: Judgement): Judgement => ({
  loss: one.loss + other.loss,
  weight: one.weight + other.weight,
  labels: one.labels + other.labels,
  right: one.right + other.right,
});
