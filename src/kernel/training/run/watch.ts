/** How a training run stands with its loss: what early stopping and the learning rate go by. Plain data. */
export interface LossWatch {
  readonly learningRate: number;
  /** Least loss so far, and the epoch it came in; null before the first one. */
  readonly best: { readonly loss: number; readonly epoch: number } | null;
  /** Epochs without a better loss since the learning rate was last lowered. */
  readonly plateauEpochs: number;
}

export interface WatchOptions {
  readonly plateauPatience: number;
  readonly minLearningRate: number;
  /** Epochs without a better loss before training stops; null where it never does. */
  readonly stopPatience: number | null;
}

export const beginWatch = (learningRate: number): LossWatch => ({
  learningRate,
  best: null,
  plateauEpochs: 0,
});

/** What one more epoch changes: the learning rate is halved on a plateau, down to the least one. */
export function seeLoss(
  { learningRate, best, plateauEpochs }: LossWatch,
  epoch: number,
  loss: number,
  { plateauPatience, minLearningRate }: WatchOptions,
): LossWatch {
  if (best === null || loss < best.loss) return { learningRate, best: { loss, epoch }, plateauEpochs: 0 };
  if (plateauEpochs + 1 < plateauPatience) return { learningRate, best, plateauEpochs: plateauEpochs + 1 };
  const lowered = Math.max(learningRate / 2, minLearningRate);
  return { learningRate: Math.min(learningRate, lowered), best, plateauEpochs: 0 };
}

/** Whether training stops after this epoch, because the loss has not fallen for too long. */
export const hasStalled = ({ best }: LossWatch, epoch: number, { stopPatience }: WatchOptions): boolean =>
  stopPatience !== null && best !== null && epoch - best.epoch >= stopPatience;
