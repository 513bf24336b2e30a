// One test for every key of training, by what it changes in a small study, or why it is refused.
// test/unit/settings-effects.test.ts checks that none is left out.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession } from '../../src/kernel/session';
import { foldFiles, type FoldOutcome } from '../../src/kernel/training/run/fold-job';
import type { NetworkDescription } from '../../src/shared/network';
import type { SettingsLayer } from '../../src/shared/settings';
import { tinyTraining, writeStudy } from '../fixtures/training-study';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-training-settings-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const storeFolder = path.join(folder, 'store');
const study = writeStudy(path.join(folder, 'study'), { subjects: 4, secondsEach: 3 });
const twoEach = writeStudy(path.join(folder, 'two-each'), { subjects: 2, secondsEach: 3, walksEach: 2 });
const usual = { ...tinyTraining, n_folds: 2, epochs: 2, batch_size: 4 };

type Training = NonNullable<SettingsLayer['training']>;

/** The folds of a training with these changes; all share one store, so that what is the same is trained once. */
async function folds(
  training: Training = {},
  {
    settings = {},
    table = study,
    onProgress,
  }: {
    readonly settings?: SettingsLayer;
    readonly table?: string;
    readonly onProgress?: () => void;
  } = {},
) {
  let windows = 0;
  const session = await createSession({
    workingFolder: folder,
    storeFolder,
    settings,
    onProgress: ({ step, totalFrames }) => {
      if (step === 'train-folds') windows = totalFrames;
      onProgress?.();
    },
  });
  try {
    await session.run({ step: 'load-landmarks', study: table, as: 'walks' });
    const before = new Set(foldFolders());
    const step = { step: 'train-folds', data: 'walks', output: 'trained', ...usual, ...training } as const;
    const { record, files } = await session.run(step);
    const trained = foldFolders().filter((name) => !before.has(name));
    const outcomes = trained
      .map((name) => JSON.parse(readFileSync(path.join(name, foldFiles.outcome), 'utf8')) as FoldOutcome)
      .sort((a, b) => a.fold.number - b.fold.number);
    return { outcomes, record, windows, network: networkIn(files) };
  } finally {
    await session.close();
  }
}

function foldFolders(): string[] {
  const results = path.join(storeFolder, 'results');
  if (!existsSync(results)) return [];
  return readdirSync(results)
    .map((address) => path.join(results, address))
    .filter((name) => existsSync(path.join(name, foldFiles.outcome)));
}

/** The network as the first fold's model says it. */
function networkIn(files: readonly string[]): NetworkDescription {
  const model = files.find((file) => file.endsWith('model.json'))!;
  const read = JSON.parse(readFileSync(model, 'utf8')) as {
    readonly userDefinedMetadata: { readonly network: NetworkDescription };
  };
  return read.userDefinedMetadata.network;
}

let base: Awaited<ReturnType<typeof folds>>;
/** With other values of all that the network or the history states in so many words. */
let other: Awaited<ReturnType<typeof folds>>;
beforeAll(async () => {
  base = await folds();
  other = await folds({
    ...{ num_filters: 6, num_blocks: 2, kernel_size: 5, causal: true, window_size: 20 },
    ...{ epochs: 3, learning_rate: 0.004 },
  });
});
/** Losses of a run that was trained anew; fails where nothing was. */
async function lossesOf(training: Training, settings: SettingsLayer = {}): Promise<number[]> {
  const { outcomes } = await folds(training, { settings });
  expect(outcomes).not.toEqual([]);
  return outcomes[0]!.history.map(({ loss }) => loss);
}
const usualLosses = (): number[] => base.outcomes[0]!.history.map(({ loss }) => loss);

describe('the network', () => {
  it('training.num_filters: how many filters it has', () => {
    expect([base, other].map(({ network }) => network.filters)).toEqual([4, 6]);
  });
  it('training.num_blocks: how many blocks it has', () => {
    expect([base, other].map(({ network }) => network.blocks)).toEqual([1, 2]);
  });
  it('training.kernel_size: how many frames a convolution spans; even and centred is refused', async () => {
    expect(other.network.kernelSize).toBe(5);
    expect(base.network.kernelSize).not.toBe(5);
    await expect(folds({ kernel_size: 4 })).rejects.toMatchObject({ kind: 'bad-input' });
  });
  it('training.dropout_rate: another course of the loss', async () => {
    expect(await lossesOf({ dropout_rate: 0.5 })).not.toEqual(usualLosses());
  });
  it('training.causal: sees the past alone', () => {
    expect([base, other].map(({ network }) => network.causal)).toEqual([false, true]);
    expect(other.outcomes).toHaveLength(2);
  });
  it('training.head: predicts the middle of a window, and still every frame of a walk', async () => {
    const { network, outcomes } = await folds({ head: 'pooled' });
    expect(network.head).toBe('pooled');
    const usualFrames = base.outcomes.map(({ predictions }) => predictions);
    expect(outcomes.map(({ predictions }) => predictions)).toEqual(usualFrames);
  });
  it('training.window_size: how long a window is; one longer than every walk is refused', async () => {
    expect([base, other].map(({ network }) => network.windowFrames)).toEqual([16, 20]);
    const refused = folds({ window_size: 400 });
    await expect(refused).rejects.toMatchObject({ kind: 'bad-input' });
    await expect(refused).rejects.toThrow(/window of 400 frames is longer than every walk/);
  });
});

describe('the data', () => {
  it('training.overlap: more windows to learn from', async () => {
    const { windows } = await folds({ overlap: 0.8 });
    expect(base.record.settings.settings.training.overlap).toBe(0.5);
    expect(base.windows).toBeGreaterThan(0);
    expect(windows).toBeGreaterThan(1.5 * base.windows);
  });
  it('training.n_folds: how many folds there are; more than groups are refused', async () => {
    const { outcomes } = await folds({ n_folds: 4, validation_split: 0.3 });
    expect(outcomes.map(({ fold }) => fold.number)).toEqual([1, 2, 3, 4]);
    const refused = folds({ n_folds: 5 });
    await expect(refused).rejects.toMatchObject({ kind: 'bad-input' });
    await expect(refused).rejects.toThrow(/5.*4|4.*5/);
  });
  it('training.leave_one_out: one fold a subject', async () => {
    const { outcomes } = await folds({ leave_one_out: true, seed: 3 });
    expect(outcomes.map(({ fold }) => fold.test.length)).toEqual([1, 1, 1, 1]);
  });
  it('training.group_by: what is never parted, a subject or a video', async () => {
    const testSizes = async (group_by: 'subject' | 'video') =>
      (
        await folds(
          { group_by, leave_one_out: true, validation_split: 0 },
          { table: twoEach, settings: { model_optimization: { early_stopping: false } } },
        )
      ).outcomes.map(({ fold }) => fold.test.length);
    expect(await testSizes('subject')).toEqual([2, 2]);
    expect(await testSizes('video')).toEqual([1, 1, 1, 1]);
  });
  it('training.validation_split: how many groups are kept aside; none, and early stopping is refused', async () => {
    const early_stopping = false;
    const { outcomes } = await folds(
      { validation_split: 0 },
      { settings: { model_optimization: { early_stopping } } },
    );
    expect(outcomes.every(({ fold }) => fold.validation.length === 0)).toBe(true);
    expect(outcomes[0]!.history.every(({ validationLoss }) => validationLoss === null)).toBe(true);
    expect(base.outcomes.every(({ fold }) => fold.validation.length > 0)).toBe(true);
    await expect(folds({ validation_split: 0 })).rejects.toThrow(/nothing to stop early by/);
  });
  it('training.augmentation: off, another course of the loss', async () => {
    expect(await lossesOf({ augmentation: false })).not.toEqual(usualLosses());
  });
  it('training.class_weights: on, another course of the loss', async () => {
    expect(await lossesOf({ class_weights: true })).not.toEqual(usualLosses());
  });
});

describe('the course of training', () => {
  it('training.batch_size: another course; one that does not fit is refused with one that would', async () => {
    expect(await lossesOf({ batch_size: 8 })).not.toEqual(usualLosses());
    const refused = folds(
      { batch_size: 4096, window_size: 64, num_filters: 64 },
      { settings: { max_memory_mb: 500 } },
    );
    await expect(refused).rejects.toMatchObject({
      kind: 'memory-limit',
      hint: expect.stringMatching(/batch_size to \d+ or less/) as string,
    });
  });
  it('training.epochs: how many there are at most', () => {
    const epochs = [base, other].map(({ outcomes }) => outcomes.map(({ history }) => history.length));
    expect(epochs).toEqual([
      [2, 2],
      [3, 3],
    ]);
  });
  it('training.learning_rate: that of the first epoch', () => {
    const rates = [base, other].map(({ outcomes }) => outcomes[0]!.history[0]!.learningRate);
    expect(rates).toEqual([0.01, 0.004]);
  });
  it('training.plateau_patience and training.min_learning_rate: when the rate is halved, and how far', async () => {
    // So high a rate soon finds no better loss.
    const rates = async (plateau_patience: number, min_learning_rate: number) =>
      (await folds({ epochs: 10, learning_rate: 0.5, plateau_patience, min_learning_rate })).outcomes.flatMap(
        ({ history }) => history.map(({ learningRate }) => learningRate),
      );
    const quick = await rates(1, 1e-7);
    expect(Math.min(...quick)).toBeLessThan(0.5);
    expect(Math.min(...(await rates(10, 1e-7)))).toBe(0.5);
    expect(Math.min(...(await rates(1, 0.4)))).toBe(0.4);
    await expect(folds({ learning_rate: 0.001, min_learning_rate: 0.1 })).rejects.toMatchObject({
      kind: 'bad-input',
    });
  });
  it('training.early_stopping_patience and model_optimization.early_stopping: when training ends early', async () => {
    const wild = { epochs: 12, learning_rate: 0.5, plateau_patience: 12 };
    const stopping = await folds({ ...wild, early_stopping_patience: 2 });
    for (const { history, bestEpoch, stoppedEarly } of stopping.outcomes) {
      if (stoppedEarly) expect(history.length).toBe(bestEpoch + 2);
    }
    expect(stopping.outcomes.some(({ stoppedEarly }) => stoppedEarly)).toBe(true);
    const off = await folds(
      { ...wild, early_stopping_patience: 2 },
      { settings: { model_optimization: { early_stopping: false } } },
    );
    expect(off.outcomes.map(({ history, bestEpoch }) => [history.length, bestEpoch])).toEqual([
      [12, 12],
      [12, 12],
    ]);
  });
  it('training.seed: other weights', async () => {
    const { outcomes } = await folds({ seed: 43 });
    const others = base.outcomes.map(({ weightsSha256 }) => weightsSha256);
    for (const { weightsSha256 } of outcomes) expect(others).not.toContain(weightsSha256);
  });
  it('model_optimization.gradient_accumulation: fewer steps, another course', async () => {
    const model_optimization = { gradient_accumulation: 2 };
    expect(await lossesOf({}, { model_optimization })).not.toEqual(usualLosses());
  });
  it('model_optimization.mixed_precision: refused, for no engine can do it', async () => {
    const refused = folds({}, { settings: { model_optimization: { mixed_precision: true } } });
    await expect(refused).rejects.toMatchObject({ kind: 'bad-input' });
    await expect(refused).rejects.toThrow(/no engine of TensorFlow.js trains with 16 bits/);
  });
  it('model_optimization.model_checkpointing: whether an unfinished fold is kept', async () => {
    const kept = async (model_checkpointing: boolean, seed: number): Promise<number> => {
      let most = 0;
      await folds(
        { seed, epochs: 8 },
        {
          settings: { model_optimization: { model_checkpointing } },
          onProgress: () => {
            const checkpoints = path.join(storeFolder, 'checkpoints');
            if (existsSync(checkpoints)) most = Math.max(most, readdirSync(checkpoints).length);
          },
        },
      );
      return most;
    };
    expect(await kept(false, 91)).toBe(0);
    expect(await kept(true, 92)).toBeGreaterThan(0);
  });
});

describe('the engine', () => {
  it('training.engine: WebAssembly is there, and what tfjs-node lacks is said', async () => {
    expect(base.record.engines['training_engine']).toBe('tfjs-wasm');
    const empty = path.join(folder, 'empty');
    mkdirSync(empty, { recursive: true });
    const settings = { tfjs_node_path: empty };
    await expect(folds({ engine: 'node' }, { settings })).rejects.toThrow(/tfjs-node is not installed/);
    const { record } = await folds({ engine: 'auto' }, { settings });
    expect(record.engines['training_engine']).toBe('tfjs-wasm');
    expect(record.walks.flatMap(({ notes }) => notes).join(' ')).toMatch(/tfjs-node is not installed/);
  });
  it('tfjs_node_path: the folder that is looked in is named', async () => {
    const nowhere = path.join(folder, 'nowhere');
    const refused = folds({ engine: 'node' }, { settings: { tfjs_node_path: nowhere } });
    await expect(refused).rejects.toMatchObject({ kind: 'bad-input' });
    await expect(refused).rejects.toThrow(nowhere);
  });

  const installed = process.env['GAIT_TFJS_NODE'];
  if (installed === undefined)
    console.log('GAIT_TFJS_NODE names no folder with tfjs-node: folds were not trained with it.');

  it('node_path: a program that does not start is named', async () => {
    const settings = {
      tfjs_node_path: installed ?? path.join(folder, 'pretended'),
      node_path: path.join(folder, 'no-node'),
    };
    if (installed === undefined) pretendInstalled(settings.tfjs_node_path);
    const refused = folds({ engine: 'node' }, { settings });
    await expect(refused).rejects.toMatchObject({ kind: 'bad-input' });
    await expect(refused).rejects.toThrow(/no-node/);
  });

  it.runIf(installed !== undefined)(
    'is tfjs-node where it is installed, the same for any number of workers',
    async () => {
      const settings: SettingsLayer = { tfjs_node_path: installed! };
      const one = await folds(
        { engine: 'node' },
        { settings: { ...settings, io_optimization: { max_workers: 1 } } },
      );
      expect(one.record.engines['training_engine']).toBe('tfjs-node');
      rmSync(storeFolder, { recursive: true });
      const two = await folds({ engine: 'node' }, { settings });
      const weights = ({ outcomes }: typeof one): string[] =>
        outcomes.map(({ weightsSha256 }) => weightsSha256);
      expect(weights(two)).toEqual(weights(one));
    },
  );
});

/** Lays out a package of the right name that holds nothing. */
function pretendInstalled(where: string): void {
  const packageFolder = path.join(where, 'node_modules/@tensorflow/tfjs-node');
  mkdirSync(packageFolder, { recursive: true });
  writeFileSync(
    path.join(packageFolder, 'package.json'),
    JSON.stringify({ name: '@tensorflow/tfjs-node', version: '4.22.0', main: 'index.js' }),
  );
  writeFileSync(path.join(packageFolder, 'index.js'), 'throw new Error("It holds nothing.");');
}
