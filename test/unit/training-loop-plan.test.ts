import { describe, expect, it } from 'vitest';
import { foldProgress, thinned } from '../../src/kernel/training/run/fold-progress';
import { checkTrainingSettings } from '../../src/kernel/training/run/check-settings';
import { heapMb, mostHeapMb, trainerMb } from '../../src/kernel/training/engines/memory-need';
import type { NetworkDescription } from '../../src/shared/network';
import { progressParts } from '../../src/shared/progress-line';
import { defaultSettings } from '../../src/shared/resolve-settings';
import type { StepProgress } from '../../src/shared/run-record';
import type { EpochRecord } from '../../src/shared/training';
import { foldWorkerMb, planTraining, type TrainingPlanRequest } from '../../src/shared/training-plan';

const network: NetworkDescription = {
  features: 50,
  windowFrames: 30,
  filters: 64,
  blocks: 4,
  kernelSize: 3,
  dropoutRate: 0.2,
  causal: false,
  head: 'frame',
  groups: 2,
  classes: 1,
};
const request: TrainingPlanRequest = {
  limitMb: 4000,
  availableCores: 4,
  parallel: true,
  maxWorkers: 8,
  folds: 5,
  network,
  batchSize: 32,
  gradientAccumulation: 1,
  heldFrames: 0,
  trainerMb: (windows) => trainerMb('tfjs-wasm', network, windows),
  engineHolds: (windows) => heapMb(network, windows) <= mostHeapMb,
};
const planned = (changes: Partial<TrainingPlanRequest>) => planTraining({ ...request, ...changes });

describe('the plan of a training', () => {
  it.each([
    [{}, 4, 'cores'],
    [{ availableCores: 2 }, 2, 'cores'],
    [{ maxWorkers: 3 }, 3, 'max_workers'],
    [{ parallel: false }, 1, 'parallel_processing'],
    [{ folds: 2 }, 2, 'number of folds'],
    [{ folds: 1 }, 1, 'one fold'],
  ])('with %o trains %d folds at once, bound by %s', (changes, workers, boundBy) => {
    const plan = planned(changes);
    expect(plan).toMatchObject({ ok: true, plan: { workers, boundBy } });
  });

  it('trains fewer folds at once where memory is short, and stays below the limit', () => {
    const limitMb = Math.ceil(1.1 * (110 + 2 * foldWorkerMb(request)));
    const plan = planned({ limitMb });
    expect(plan).toMatchObject({ ok: true, plan: { workers: 2, boundBy: 'max_memory_mb' } });
    expect(plan.ok && plan.plan.expectedMb).toBeLessThan(limitMb);
  });

  it('refuses a batch that does not fit, and names a batch and a limit that would do', () => {
    const refused = planned({ batchSize: 2048, limitMb: 1024 });
    if (refused.ok || refused.largestBatch === null) throw new Error('It was not refused as it should be.');
    expect(refused.message).toContain('2048 windows');
    expect(refused.suggestion).toContain(`batch_size to ${refused.largestBatch}`);
    expect(planned({ batchSize: refused.largestBatch, limitMb: 1024 }).ok).toBe(true);
    expect(planned({ batchSize: refused.largestBatch + 1, limitMb: 1024 }).ok).toBe(false);
    expect(planned({ batchSize: 2048, limitMb: refused.neededMb }).ok).toBe(true);
  });

  it('refuses a batch that the engine cannot hold at any limit', () => {
    const wide = { ...network, filters: 1024, windowFrames: 200 };
    const refused = planned({
      limitMb: 64_000,
      batchSize: 4096,
      network: wide,
      engineHolds: (windows) => heapMb(wide, windows) <= mostHeapMb,
    });
    if (refused.ok) throw new Error('It was not refused.');
    expect(refused.message).toContain('whatever the memory limit');
    expect(heapMb(wide, refused.largestBatch!)).toBeLessThanOrEqual(mostHeapMb);
    expect(heapMb(wide, refused.largestBatch! + 1)).toBeGreaterThan(mostHeapMb);
  });

  it('offers to read from disk where a large data set is held', () => {
    const refused = planned({ heldFrames: 5e6, limitMb: 1024 });
    expect(!refused.ok && refused.suggestion).toContain('chunk_processing');
    expect(planned({ heldFrames: 0, limitMb: 1024 }).ok).toBe(true);
  });
});

describe('settings of training that cannot be met', () => {
  const { training, model_optimization: model } = defaultSettings;
  const refusal = (changes: Partial<typeof training>, modelChanges: Partial<typeof model> = {}) => {
    try {
      checkTrainingSettings({
        training: { ...training, ...changes },
        model_optimization: { ...model, ...modelChanges },
      });
    } catch (error) {
      return error;
    }
    return null;
  };

  it('are refused with the reason', () => {
    expect(refusal({})).toBeNull();
    expect(refusal({}, { mixed_precision: true })).toMatchObject({
      kind: 'bad-input',
      message: expect.stringMatching(/16 bits/) as string,
    });
    expect(refusal({ kernel_size: 4 })).toMatchObject({
      kind: 'bad-input',
      message: expect.stringMatching(/kernel_size 4 is even/) as string,
      hint: expect.stringMatching(/3 or 5, or causal/) as string,
    });
    expect(refusal({ kernel_size: 4, causal: true })).toBeNull();
    expect(refusal({ validation_split: 0 })).toMatchObject({ kind: 'bad-input' });
    expect(refusal({ validation_split: 0 }, { early_stopping: false })).toBeNull();
    expect(refusal({ learning_rate: 0.001, min_learning_rate: 0.01 })).toMatchObject({ kind: 'bad-input' });
  });
});

const epoch = (number: number): EpochRecord => ({
  epoch: number,
  loss: 1 / number,
  validationLoss: null,
  score: 0.5,
  learningRate: 0.001,
  seconds: 1,
});

describe('the progress of a training', () => {
  function watched(folds: number, epochs: number) {
    const told: Omit<StepProgress, 'step'>[] = [];
    let atMs = 0;
    const progress = foldProgress(
      { folds, epochs },
      (one) => told.push(one),
      () => (atMs += 1000),
    );
    return { progress, told };
  }

  it('is of windows over all folds, with the curves so far', () => {
    const { progress, told } = watched(2, 10);
    progress.begin(1);
    progress.see(1, { kind: 'begins', windows: 50, history: [] });
    progress.see(1, { kind: 'windows', windows: 50 });
    progress.see(1, { kind: 'epoch', record: epoch(1) });
    progress.end();
    expect(told.at(-1)).toMatchObject({
      unit: 'windows',
      doneFrames: 50,
      totalFrames: 1000,
      training: {
        folds: 2,
        epochs: 10,
        curves: [{ fold: 1, state: 'training', records: [epoch(1)] }, { state: 'waiting' }],
      },
    });
    expect(told.at(-1)!.secondsLeft).toBeGreaterThan(0);
  });

  it('counts what an earlier run had learnt as done already, and what an early stop spares as not needed', () => {
    const { progress, told } = watched(2, 10);
    progress.begin(2);
    progress.see(2, { kind: 'begins', windows: 50, history: [epoch(1), epoch(2)] });
    progress.end();
    expect(told.at(-1)).toMatchObject({ doneFrames: 0, totalFrames: 500 + 400 });
    progress.finish(1, [epoch(1)], true);
    progress.end();
    expect(told.at(-1)).toMatchObject({
      totalFrames: 400,
      training: { curves: [{ state: 'from store' }, {}] },
    });
    progress.see(2, { kind: 'windows', windows: 50 });
    progress.finish(2, [epoch(1), epoch(2), epoch(3)], false);
    progress.end();
    expect(told.at(-1)).toMatchObject({ doneFrames: 50, totalFrames: 50 });
  });

  it('is told at once, and then not for every window', () => {
    const { progress, told } = watched(1, 10);
    progress.begin(1);
    for (let window = 0; window < 500; window++) progress.see(1, { kind: 'windows', windows: 1 });
    expect(told).toHaveLength(1);
    progress.end();
    expect(told).toHaveLength(2);
    expect(told.at(-1)!.doneFrames).toBe(500);
  });

  it('has curves of at most so many points, the first and the last epoch among them', () => {
    const curve = thinned(
      Array.from({ length: 1000 }, (_, index) => epoch(index + 1)),
      200,
    );
    expect(curve).toHaveLength(200);
    expect([curve[0]!.epoch, curve.at(-1)!.epoch]).toEqual([1, 1000]);
    expect(new Set(curve.map(({ epoch: number }) => number)).size).toBe(200);
    expect(thinned([1, 2, 3], 200)).toEqual([1, 2, 3]);
  });

  it('reads as folds, epochs and windows', () => {
    const parts = (states: readonly ('waiting' | 'training' | 'done')[], epochs: readonly number[]) =>
      progressParts(
        {
          unit: 'windows',
          doneFrames: 340,
          totalFrames: 1000,
          framesPerSecond: 120,
          secondsLeft: 5.5,
          training: {
            folds: 5,
            epochs: 100,
            curves: states.map((state, index) => ({
              fold: index + 1,
              state,
              records: epochs[index] === undefined ? [] : [epoch(epochs[index])],
            })),
          },
        },
        null,
      );
    expect(parts(['done', 'training'], [40, 12])).toEqual([
      'fold 2 of 5, epoch 13 of 100',
      '340 of 1000 windows',
      '120.0 windows/s',
      '6 s left',
    ]);
    expect(parts(['done', 'training', 'training'], [40, 12, 100])[0]).toBe(
      'folds 2 and 3 of 5, epochs 13 and 100 of 100',
    );
    expect(parts(['done', 'done', 'waiting'], [40, 12])[0]).toBe('2 of 5 folds');
  });
});
