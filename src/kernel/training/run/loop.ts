import { GaitError } from '../../../shared/errors';
import type { NetworkDescription } from '../../../shared/network';
import { seedFrom, shuffled, uniform } from '../../../shared/random';
import type { Settings } from '../../../shared/settings';
import type { EpochRecord } from '../../../shared/training';
import type { Batch, Trainer, TrainerState } from '../engines/engine';
import { addJudgements, judge, noJudgement } from './judge';
import { beginWatch, hasStalled, seeLoss, type LossWatch, type WatchOptions } from './watch';

/** Windows as the loop asks for them, by their numbers from 0. */
export interface LoopWindows {
  readonly training: number;
  /** Those that were kept aside; 0 where none were. */
  readonly validation: number;
  /** @param random numbers for augmentation. */
  trainingBatch(numbers: readonly number[], random: () => number): Batch;
  /** A batch as it is, every label counting alike: of what was kept aside or, where nothing was, of what trains. */
  judgedBatch(numbers: readonly number[]): Batch;
}

export interface LoopOptions {
  readonly network: Pick<NetworkDescription, 'classes'>;
  /** Seed of order and augmentation; each epoch draws its own from it. */
  readonly seed: number;
  readonly training: Pick<
    Settings['training'],
    | 'batch_size'
    | 'epochs'
    | 'learning_rate'
    | 'early_stopping_patience'
    | 'plateau_patience'
    | 'min_learning_rate'
  >;
  readonly model: Pick<Settings['model_optimization'], 'gradient_accumulation' | 'early_stopping'>;
}

/**
 * Everything that the next epoch depends on: a run that starts from it goes on as if it had never stopped. Random numbers
 * are those of the seed and of the epoch's number, so that these two are all there is to keep of them.
 */
export interface LoopState {
  readonly seed: number;
  readonly history: readonly EpochRecord[];
  readonly watch: LossWatch;
  readonly trainer: TrainerState;
  /** Weights of the epoch with the least loss; null where the last ones are kept. */
  readonly best: readonly Float32Array[] | null;
}

export interface LoopEnd {
  readonly history: readonly EpochRecord[];
  readonly parameters: readonly Float32Array[];
  /** Epoch that the parameters are of, from 1. */
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
}

export interface LoopHooks {
  /** Where a run that was broken off goes on. */
  readonly from: LoopState | null;
  /** Called with the number of windows that were just learnt from. */
  readonly onWindows: (windows: number) => void | Promise<void>;
  /** Called after each epoch; the state is asked for only by those who keep it. */
  readonly onEpoch: (record: EpochRecord, state: () => Promise<LoopState>) => void | Promise<void>;
  readonly nowMs?: () => number;
}

/**
 * Trains to the last epoch, or until the loss no longer falls. The loss that is watched is that of the windows kept
 * aside; where there are none, that of training.
 * @throws GaitError `failed` where the loss is no number any more.
 */
export async function trainLoop(
  trainer: Trainer,
  windows: LoopWindows,
  options: LoopOptions,
  { from, onWindows, onEpoch, nowMs = () => performance.now() }: LoopHooks,
): Promise<LoopEnd> {
  const { seed, training, model } = options;
  const watching: WatchOptions = {
    plateauPatience: training.plateau_patience,
    minLearningRate: training.min_learning_rate,
    stopPatience: model.early_stopping ? training.early_stopping_patience : null,
  };
  if (from !== null) await trainer.restore(from.trainer);
  let history = from?.history ?? [];
  let watch = from?.watch ?? beginWatch(training.learning_rate);
  let best = from?.best ?? null;
  const isOver = (): boolean =>
    history.length >= training.epochs || hasStalled(watch, history.length, watching);

  while (!isOver()) {
    const epoch = history.length + 1;
    const startedMs = nowMs();
    const { learningRate } = watch;
    const loss = await learnOnce(trainer, windows, options, { epoch, learningRate, onWindows });
    const judged = await judgeWindows(trainer, windows, options);
    const validationLoss = windows.validation > 0 ? judged.loss / judged.weight : null;
    const watched = validationLoss ?? loss;
    if (!Number.isFinite(loss) || !Number.isFinite(watched)) throw diverged(epoch);
    watch = seeLoss(watch, epoch, watched, watching);
    const score = judged.right / judged.labels;
    const seconds = (nowMs() - startedMs) / 1000;
    const record = { epoch, loss, validationLoss, score, learningRate, seconds };
    history = [...history, record];
    if (model.early_stopping && watch.best?.epoch === epoch) best = (await trainer.state()).parameters;
    const kept = { seed, history, watch, best };
    await onEpoch(record, async () => ({ ...kept, trainer: await trainer.state() }));
  }
  const stoppedEarly = history.length < training.epochs;
  return best === null
    ? { history, parameters: (await trainer.state()).parameters, bestEpoch: history.length, stoppedEarly }
    : { history, parameters: best, bestEpoch: watch.best!.epoch, stoppedEarly };
}

/** One pass over the training windows in an order of its own; the mean loss over its steps. */
async function learnOnce(
  trainer: Trainer,
  windows: LoopWindows,
  { seed, training, model }: LoopOptions,
  { epoch, learningRate, onWindows }: { epoch: number; learningRate: number } & Pick<LoopHooks, 'onWindows'>,
): Promise<number> {
  const order = shuffled(windows.training, uniform(seedFrom(seed, 'order', epoch)));
  const random = uniform(seedFrom(seed, 'augmentation', epoch));
  let [lossSum, learnt] = [0, 0];
  for (const numbers of chunksOf(order, training.batch_size * model.gradient_accumulation)) {
    const batches = chunksOf(numbers, training.batch_size).map((of) => windows.trainingBatch(of, random));
    lossSum += numbers.length * (await trainer.step(batches, learningRate));
    learnt += numbers.length;
    await onWindows(numbers.length);
  }
  return lossSum / learnt;
}

async function judgeWindows(trainer: Trainer, windows: LoopWindows, { network, training }: LoopOptions) {
  const count = windows.validation > 0 ? windows.validation : windows.training;
  const numbers = Array.from({ length: count }, (_, index) => index);
  let sum = noJudgement;
  for (const chunk of chunksOf(numbers, training.batch_size)) {
    const batch = windows.judgedBatch(chunk);
    sum = addJudgements(sum, judge(await trainer.predict(batch.features, batch.windows), batch, network));
  }
  return sum;
}

const chunksOf = <T>(items: readonly T[], length: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / length) }, (_, index) =>
    items.slice(index * length, (index + 1) * length),
  );

const diverged = (epoch: number): GaitError =>
  new GaitError(
    'failed',
    `Training went astray in epoch ${epoch}: its loss is no number any more.`,
    'Lower learning_rate, or set gradient_accumulation or batch_size higher.',
  );
