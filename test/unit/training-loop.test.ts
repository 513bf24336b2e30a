import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/kernel/training/run/checkpoint';
import { judge } from '../../src/kernel/training/run/judge';
import {
  trainLoop,
  type LoopOptions,
  type LoopState,
  type LoopWindows,
} from '../../src/kernel/training/run/loop';
import { beginWatch, hasStalled, seeLoss, type LossWatch } from '../../src/kernel/training/run/watch';
import { uniform } from '../../src/shared/random';
import { logisticTrainer } from '../fixtures/logistic-trainer';

const features = 3;
const frames = 4;

/** Windows of frames whose label is the sign of their first feature, with some that are wrong. */
function someWindows(
  training: number,
  validation: number,
  seed = 1,
): LoopWindows & { readonly asked: number[][] } {
  const next = uniform(seed);
  const made = Array.from({ length: training + validation }, () => {
    const rows = Float32Array.from({ length: frames * features }, () => 2 * next() - 1);
    const labels = Float32Array.from({ length: frames }, (_, frame) =>
      Number(rows[frame * features]! > 0 !== next() < 0.2),
    );
    return { rows, labels };
  });
  const asked: number[][] = [];
  const batch = (chosen: typeof made) => ({
    windows: chosen.length,
    features: Float32Array.from(chosen.flatMap(({ rows }) => [...rows])),
    targets: Float32Array.from(chosen.flatMap(({ labels }) => [...labels])),
    weights: new Float32Array(chosen.length * frames).fill(1),
  });
  return {
    asked,
    training,
    validation,
    trainingBatch(numbers, random) {
      asked.push([...numbers]);
      const one = batch(numbers.map((number) => made[number]!));
      return { ...one, features: one.features.map((value) => value + 0.01 * random()) };
    },
    judgedBatch: (numbers) =>
      batch(numbers.map((number) => made[validation > 0 ? training + number : number]!)),
  };
}

const options = (
  training: Partial<LoopOptions['training']> = {},
  model: Partial<LoopOptions['model']> = {},
): LoopOptions => ({
  network: { classes: 1 },
  seed: 7,
  training: {
    batch_size: 8,
    epochs: 6,
    learning_rate: 0.05,
    early_stopping_patience: 100,
    plateau_patience: 100,
    min_learning_rate: 1e-7,
    ...training,
  },
  model: { gradient_accumulation: 1, early_stopping: false, ...model },
});

/** Trains, and keeps what was told and what a checkpoint would hold after each epoch. */
async function trained(given: LoopOptions, from: LoopState | null = null, windows = someWindows(40, 12)) {
  const trainer = logisticTrainer(features, 1);
  const states: LoopState[] = [];
  let counted = 0;
  const end = await trainLoop(trainer, windows, given, {
    from,
    onWindows: (count) => {
      counted += count;
    },
    onEpoch: async (_record, state) => {
      states.push(await state());
    },
    nowMs: () => 0,
  });
  return { end, states, counted, windows, steps: trainer.stepsSeen };
}

describe('training', () => {
  it('learns from every window once an epoch, in an order of its own each time', async () => {
    const { windows, counted, end } = await trained(options({ epochs: 2 }));
    const orders = [windows.asked.slice(0, 5).flat(), windows.asked.slice(5).flat()];
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual([...Array(40).keys()]);
    expect(orders[0]).not.toEqual(orders[1]);
    expect(counted).toBe(80);
    expect(end.history.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('lowers the loss and tells more labels right', async () => {
    const { history } = (await trained(options({ epochs: 30 }))).end;
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);
    expect(history.at(-1)!.validationLoss).toBeLessThan(history[0]!.validationLoss!);
    expect(history.at(-1)!.score).toBeGreaterThan(0.7);
  });

  it('gives the same weights for the same seed, and others for another', async () => {
    const [one, same] = [await trained(options()), await trained(options())];
    const other = await trained({ ...options(), seed: 8 });
    expect(same.end).toEqual(one.end);
    expect(other.end.parameters).not.toEqual(one.end.parameters);
  });

  it('takes one step for so many batches as are accumulated, the last ones as they are left', async () => {
    const { steps } = await trained(options({ epochs: 1 }, { gradient_accumulation: 2 }));
    expect(steps.map(({ windows }) => windows)).toEqual([[8, 8], [8, 8], [8]]);
  });

  it('says so when the loss is no number any more, and in which epoch', async () => {
    const windows = someWindows(8, 4);
    const spoilt = {
      ...windows,
      trainingBatch: (...asked: Parameters<LoopWindows['trainingBatch']>) => ({
        ...windows.trainingBatch(...asked),
        weights: new Float32Array(8 * frames).fill(Number.NaN),
      }),
    };
    await expect(trained(options(), null, { ...spoilt, asked: [] })).rejects.toThrow(/epoch 1/);
  });

  it('watches the training loss where nothing is kept aside', async () => {
    const { history, bestEpoch } = (await trained(options(), null, someWindows(40, 0))).end;
    expect(history.every(({ validationLoss }) => validationLoss === null)).toBe(true);
    expect(history.at(-1)!.score).toBeGreaterThan(0.5);
    expect(bestEpoch).toBe(6);
  });
});

describe('early stopping', () => {
  it('ends when the loss kept aside no longer falls, and keeps the weights of its best epoch', async () => {
    const stopping = options(
      { epochs: 400, learning_rate: 0.3, early_stopping_patience: 3 },
      { early_stopping: true },
    );
    const { end, states } = await trained(stopping, null, someWindows(6, 6, 5));
    expect(end.stoppedEarly).toBe(true);
    expect(end.history.length).toBe(end.bestEpoch + 3);
    const losses = end.history.map(({ validationLoss }) => validationLoss!);
    expect(losses[end.bestEpoch - 1]).toBe(Math.min(...losses));
    expect(end.parameters).toEqual(states[end.bestEpoch - 1]!.trainer.parameters);
    expect(end.parameters).not.toEqual(states.at(-1)!.trainer.parameters);
  });

  it('that is off trains to the last epoch and keeps its weights', async () => {
    const { end, states } = await trained(
      options({ epochs: 20, learning_rate: 0.3, early_stopping_patience: 3 }),
      null,
      someWindows(6, 6, 5),
    );
    expect(end.history).toHaveLength(20);
    expect(end).toMatchObject({ stoppedEarly: false, bestEpoch: 20 });
    expect(end.parameters).toEqual(states.at(-1)!.trainer.parameters);
  });
});

describe('the learning rate', () => {
  const see = (losses: readonly number[], plateauPatience: number, minLearningRate = 0): LossWatch[] => {
    const watches: LossWatch[] = [];
    losses.reduce((watch, loss, index) => {
      const next = seeLoss(watch, index + 1, loss, { plateauPatience, minLearningRate, stopPatience: null });
      watches.push(next);
      return next;
    }, beginWatch(0.8));
    return watches;
  };

  it('is halved after so many epochs without a better loss, and again after as many', () => {
    const rates = see([1, 2, 2, 2, 2, 2, 0.5, 2], 2).map(({ learningRate }) => learningRate);
    expect(rates).toEqual([0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.2, 0.2]);
  });

  it('is never lowered below the least one', () => {
    expect(see([1, 2, 2, 2], 1, 0.3).map(({ learningRate }) => learningRate)).toEqual([0.8, 0.4, 0.3, 0.3]);
  });

  it('is that of the steps that are made', async () => {
    const { end, steps } = await trained(
      options({ epochs: 12, learning_rate: 0.5, plateau_patience: 1 }),
      null,
      someWindows(6, 6, 5),
    );
    expect(steps.map(({ learningRate }) => learningRate)).toEqual(
      end.history.map(({ learningRate }) => learningRate),
    );
    expect(end.history.at(-1)!.learningRate).toBeLessThan(0.5);
  });

  it('stalls from the best epoch on, however often it was lowered', () => {
    const watch: LossWatch = { learningRate: 0.1, best: { loss: 1, epoch: 4 }, plateauEpochs: 0 };
    const stopping = { plateauPatience: 2, minLearningRate: 0, stopPatience: 5 };
    expect(hasStalled(watch, 8, stopping)).toBe(false);
    expect(hasStalled(watch, 9, stopping)).toBe(true);
    expect(hasStalled(watch, 99, { ...stopping, stopPatience: null })).toBe(false);
  });
});

describe('a run that was broken off', () => {
  const long = options(
    { epochs: 9, learning_rate: 0.3, plateau_patience: 2, early_stopping_patience: 6 },
    { early_stopping: true },
  );

  it.each([1, 3, 8])('goes on after epoch %d as if it had never stopped', async (epochs) => {
    const whole = await trained(long, null, someWindows(6, 6, 5));
    const file = Buffer.from(encodeCheckpoint(whole.states[epochs - 1]!));
    const rest = await trained(long, decodeCheckpoint(file), someWindows(6, 6, 5));
    expect(rest.end).toEqual(whole.end);
    expect(rest.counted).toBe(6 * (whole.end.history.length - epochs));
  });

  it('begins anew from a checkpoint that is cut short or of something else', async () => {
    const { states } = await trained(long);
    const file = Buffer.from(encodeCheckpoint(states[0]!));
    expect(decodeCheckpoint(file)).not.toBeNull();
    for (const broken of [
      file.subarray(0, -1),
      file.subarray(0, 30),
      file.subarray(0, 2),
      Buffer.from('{}'.repeat(9)),
    ])
      expect(decodeCheckpoint(broken)).toBeNull();
  });
});

describe('the judgement of an epoch', () => {
  it('counts only labels that are known', () => {
    const judged = judge(
      Float32Array.of(0.9, 0.2, 0.8, 0.1),
      { targets: Float32Array.of(1, 0, 0, 1), weights: Float32Array.of(1, 1, 1, 0) },
      { classes: 1 },
    );
    expect(judged).toMatchObject({ labels: 3, right: 2, weight: 3 });
    expect(judged.loss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8) + Math.log(0.2)), 5);
  });

  it('takes the likeliest of several classes', () => {
    const judged = judge(
      Float32Array.of(0.2, 0.5, 0.3, 0.6, 0.3, 0.1),
      { targets: Float32Array.of(1, 2), weights: Float32Array.of(1, 2) },
      { classes: 3 },
    );
    expect(judged).toMatchObject({ labels: 2, right: 1, weight: 3 });
    expect(judged.loss).toBeCloseTo(-(Math.log(0.5) + 2 * Math.log(0.1)), 5);
  });
});
