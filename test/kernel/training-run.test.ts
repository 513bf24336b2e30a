// Training as a user has it, through the session: folds in workers, what is told of them, what is kept of them, and what
// becomes of a run that is stopped or killed.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { availableCores } from '../../src/kernel/performance/machine';
import { createSession, type SessionOptions } from '../../src/kernel/session';
import { datasetFiles } from '../../src/kernel/training/data/dataset-files';
import { foldFiles, type FoldOutcome } from '../../src/kernel/training/run/fold-job';
import type { StepProgress } from '../../src/shared/run-record';
import type { SettingsLayer } from '../../src/shared/settings';
import type { StepInput } from '../../src/shared/steps';
import { startTestKernel } from '../fixtures/test-kernel';
import { tinyTraining, writeStudy } from '../fixtures/training-study';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-training-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const study = writeStudy(path.join(folder, 'study'), { subjects: 6, secondsEach: 4 });

let stores = 0;
const ownStore = (): string => path.join(folder, `store-${(stores += 1)}`);

/** Trains on the study in a session of its own. */
async function train(
  training: SettingsLayer['training'] & { readonly targets?: 'contact' | 'phases' | 'events' } = {},
  { settings, ...options }: Partial<SessionOptions> & { readonly signal?: AbortSignal } = {},
) {
  const told: StepProgress[] = [];
  const session = await createSession({
    workingFolder: folder,
    storeFolder: options.storeFolder ?? ownStore(),
    settings: settings ?? {},
    onProgress: (progress) => told.push(progress),
    ...(options.onProgress && {
      onProgress: (progress: StepProgress) => {
        told.push(progress);
        options.onProgress!(progress);
      },
    }),
  });
  onTestFinished(() => session.close());
  await session.run({ step: 'load-landmarks', study, as: 'walks' });
  const outcome = await session.run(
    { step: 'train-folds', data: 'walks', output: 'trained', ...tinyTraining, ...training },
    options.signal ? { signal: options.signal } : {},
  );
  return { outcome, told: told.filter(({ step }) => step === 'train-folds') };
}

/** How the folds that lie in a store came out, by their numbers. */
function foldsIn(storeFolder: string): FoldOutcome[] {
  const results = path.join(storeFolder, 'results');
  if (!existsSync(results)) return [];
  return readdirSync(results)
    .map((address) => path.join(results, address, foldFiles.outcome))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as FoldOutcome)
    .sort((a, b) => a.fold.number - b.fold.number);
}
const weightsIn = (storeFolder: string): string[] =>
  foldsIn(storeFolder).map(({ weightsSha256 }) => weightsSha256);
const checkpointsIn = (storeFolder: string): string[] => {
  const checkpoints = path.join(storeFolder, 'checkpoints');
  // One that was being written when its worker was stopped is swept with the next opening by another process.
  return existsSync(checkpoints) ? readdirSync(checkpoints).filter((name) => !name.startsWith('.')) : [];
};

const undisturbed = ownStore();
let whole: Awaited<ReturnType<typeof train>> | undefined;
/** The run that others are compared with, made once. */
const undisturbedRun = async () => (whole ??= await train({}, { storeFolder: undisturbed }));

/** A store that has the data set, and nothing of what was learnt from it. */
async function storeWithDataset(): Promise<string> {
  await undisturbedRun();
  const storeFolder = ownStore();
  const results = path.join(undisturbed, 'results');
  const isDataset = (address: string): boolean =>
    existsSync(path.join(results, address, datasetFiles.description));
  const address = readdirSync(results).find(isDataset)!;
  cpSync(path.join(results, address), path.join(storeFolder, 'results', address), { recursive: true });
  return storeFolder;
}

describe('training folds', () => {
  it('tells of every walk how it was told when it was held out, and writes the files', async () => {
    const { outcome } = await undisturbedRun();
    expect(outcome.walks.map(({ walk }) => walk.id)).toEqual([
      's1-1',
      's2-1',
      's3-1',
      's4-1',
      's5-1',
      's6-1',
    ]);
    for (const { summary, folder: own } of outcome.walks) {
      expect(summary).toMatch(/^held out in fold [1-3]: contact accuracy 0\.\d\d, events F1 /);
      expect(own).not.toBeNull();
    }
    expect(outcome.files.length).toBeGreaterThan(0);
    for (const file of outcome.files) expect(existsSync(file)).toBe(true);
    expect(outcome.files.map((file) => path.relative(path.join(folder, 'trained'), file))).toContain(
      'cv_metrics.json',
    );
  });

  it('records its stages, its plan and what computed', async () => {
    const { record } = (await undisturbedRun()).outcome;
    expect(Object.keys(record.stages)).toEqual(
      expect.arrayContaining(['dataset', 'model_training', 'evaluation', 'write']),
    );
    expect(record.plan?.workers).toBe(Math.min(3, availableCores()));
    expect(record.engines).toMatchObject({ training_engine: 'tfjs-wasm' });
    expect(record.walks).toHaveLength(6);
  });

  it('tells how it goes on, with the curves of all folds at the end', async () => {
    const { told } = await undisturbedRun();
    expect(told.length).toBeGreaterThan(1);
    const last = told.at(-1)!;
    expect(last.unit).toBe('windows');
    expect(last.doneFrames).toBe(last.totalFrames);
    expect(last.training?.curves.map(({ state, records }) => [state, records.length])).toEqual([
      ['done', 3],
      ['done', 3],
      ['done', 3],
    ]);
  });

  it('leaves folds in the store that share no subject, and no checkpoint', async () => {
    await undisturbedRun();
    const folds = foldsIn(undisturbed);
    expect(folds).toHaveLength(3);
    for (const { fold, history } of folds) {
      const ids = [fold.training, fold.validation, fold.test].flat();
      expect(new Set(ids).size).toBe(6);
      expect(fold.validation.length).toBeGreaterThan(0);
      expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    }
    expect(checkpointsIn(undisturbed)).toEqual([]);
  });

  it('that is asked for again comes from the store', async () => {
    const first = await undisturbedRun();
    const again = await train({}, { storeFolder: undisturbed });
    expect(again.outcome.walks.every(({ fromStore }) => fromStore)).toBe(true);
    expect(again.outcome.walks.map(({ summary }) => summary)).toEqual(
      first.outcome.walks.map(({ summary }) => summary),
    );
    expect(again.told).toEqual([]);
  });

  it.each([
    ['one worker', { io_optimization: { max_workers: 1 } }],
    ['windows held in memory', { memory_optimization: { chunk_processing: false } }],
    ['no checkpoints', { model_optimization: { model_checkpointing: false } }],
    ['a higher limit', { max_memory_mb: 3000 }],
  ] satisfies [string, SettingsLayer][])('gives the same weights with %s', async (_what, settings) => {
    const storeFolder = await storeWithDataset();
    await train({}, { storeFolder, settings });
    expect(weightsIn(storeFolder)).toEqual(weightsIn(undisturbed));
  });

  it('without optimizations runs in one worker, keeps nothing, and comes to the same', async () => {
    const first = await undisturbedRun();
    const storeFolder = ownStore();
    const { outcome } = await train({}, { storeFolder, settings: { enable_optimizations: false } });
    expect(outcome.record.plan?.workers).toBe(1);
    expect(foldsIn(storeFolder)).toEqual([]);
    expect(outcome.walks.map(({ summary }) => summary)).toEqual(
      first.outcome.walks.map(({ summary }) => summary),
    );
  });

  it('takes what fits of an earlier run: folds are found by what they were trained on', async () => {
    await undisturbedRun();
    // Another name for the table changes nothing of the folds.
    const { told } = await train({ n_folds: 3, group_by: 'subject' }, { storeFolder: undisturbed });
    expect(told).toEqual([]);
    const more = await train({ epochs: 4 }, { storeFolder: undisturbed });
    expect(more.outcome.walks.every(({ fromStore }) => fromStore)).toBe(false);
    expect(foldsIn(undisturbed)).toHaveLength(6);
  });
});

describe('a training that is stopped', () => {
  it('ends soon, keeps finished folds, and goes on with the others where they were', async () => {
    const storeFolder = await storeWithDataset();
    const stop = new AbortController();
    let stoppedMs = 0;
    const slow = { epochs: 16, num_filters: 16 };
    const settings = { io_optimization: { max_workers: 1 } };
    const run = train(slow, {
      storeFolder,
      settings,
      signal: stop.signal,
      onProgress: ({ training }) => {
        const [first, second] = training?.curves ?? [];
        if (stop.signal.aborted || first?.state !== 'done' || (second?.records.length ?? 0) < 2) return;
        stoppedMs = performance.now();
        stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ kind: 'cancelled' });
    // The word is two seconds; what a busy machine takes for them is not this test's.
    console.log(`Stopped after ${Math.round(performance.now() - stoppedMs)} ms.`);
    expect(foldsIn(storeFolder).map(({ fold }) => fold.number)).toEqual([1]);
    expect(checkpointsIn(storeFolder)).toHaveLength(1);

    const { told } = await train(slow, { storeFolder, settings });
    expect(told[0]!.training?.curves[0]?.state).toBe('from store');
    const begun = told.find(({ training }) => (training?.curves[1]?.records.length ?? 0) > 0);
    expect(begun?.training?.curves[1]?.records.length).toBeGreaterThanOrEqual(2);
    const other = await storeWithDataset();
    await train(slow, { storeFolder: other });
    expect(weightsIn(storeFolder)).toEqual(weightsIn(other));
    expect(checkpointsIn(storeFolder)).toEqual([]);
  });
});

describe('a kernel that is killed while it trains', () => {
  it('leaves no process behind, and the next one goes on from the last epoch to the same weights', async () => {
    const place = mkdtempSync(path.join(folder, 'killed-'));
    const storeFolder = path.join(place, '.gait');
    const load = { step: 'load-landmarks', study, as: 'walks' } as const;
    const step: StepInput = {
      step: 'train-folds',
      data: 'walks',
      ...tinyTraining,
      ...{ epochs: 25, num_filters: 16, n_folds: 2 },
    };
    const killed = await startTestKernel(place);
    await killed.done(load);
    const end = await killed
      .run(step, {
        watch: {
          onProgress: ({ progress }) => {
            const epochs = progress.training?.curves.map(({ records }) => records.length) ?? [];
            if (Math.max(...epochs) >= 3) process.kill(killed.client.pid, 'SIGKILL');
          },
        },
      })
      .catch((thrown: unknown) => thrown);
    expect(end).toBeInstanceOf(Error);
    expect(await killed.left()).toEqual([]);
    expect(foldsIn(storeFolder)).toEqual([]);
    expect(checkpointsIn(storeFolder).length).toBeGreaterThan(0);

    const next = await startTestKernel(place);
    await next.done(load);
    let firstSeen = 0;
    const again = await next.run(step, {
      watch: {
        onProgress: ({ progress }) => {
          if (firstSeen > 0) return;
          firstSeen = Math.max(0, ...(progress.training?.curves.map(({ records }) => records.length) ?? []));
        },
      },
    });
    expect(again.ok).toBe(true);
    expect(firstSeen).toBeGreaterThanOrEqual(2);
    const other = await storeWithDataset();
    await train({ epochs: 25, num_filters: 16, n_folds: 2 }, { storeFolder: other });
    expect(weightsIn(storeFolder)).toEqual(weightsIn(other));
    expect(foldsIn(storeFolder).map(({ history }) => history.map(({ loss }) => loss))).toEqual(
      foldsIn(other).map(({ history }) => history.map(({ loss }) => loss)),
    );
  });
});
