import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CrossValidation } from '../../shared/cross-validation';
import { chartRenderer } from '../display/chart-store';
import { checkWritable, writeFolder } from '../store/write-folder';
import { openDataset } from '../training/data/open-dataset';
import { evaluateFolds } from '../training/evaluation/evaluate';
import { writeResults } from '../training/result-files/write-results';
import { prepareChosen } from '../training/run/chosen-training';
import { heldOutSummary } from '../training/run/held-out-summary';
import type { PreparedTraining } from '../training/run/prepare-training';
import { readFoldPredictions } from '../training/run/run-folds';
import { trainAll } from '../training/run/train-all';
import type { StepContext, StepDefinition, StepProduct, WalkResult } from './step';

/** Beside the files of a training in the store: what became of it, and which of them are the user's. */
const storedFile = 'training.json';
interface StoredTraining {
  readonly crossValidation: CrossValidation;
  /** Paths within the folder. */
  readonly files: readonly string[];
}

export const trainFolds: StepDefinition<'train-folds'> = {
  async run(step, given) {
    const output = path.resolve(given.workingFolder, step.output);
    await checkWritable(output, '--output');
    const { prepared, context } = await prepareChosen(step, given);
    const { store, recorder } = context;
    const { address } = prepared;
    const stored = await store.find(address);
    const folder =
      stored ?? (await store.write(address, (temporary) => trainInto(temporary, prepared, context)));
    const training = await readTraining(folder);
    const files = await recorder.stage('write', () =>
      writeFolder(output, '--output', async (staging) => {
        for (const name of training.files) {
          context.signal.throwIfAborted();
          await mkdir(path.dirname(path.join(staging, name)), { recursive: true });
          await copyFile(path.join(folder, name), path.join(staging, name));
        }
        return training.files;
      }),
    );
    const walks = walkResults(prepared, training, { folder, fromStore: stored !== null }, context);
    return { walks, files };
  },
};

/** Trains, judges and writes it down. */
async function trainInto(folder: string, prepared: PreparedTraining, context: StepContext): Promise<void> {
  const { recorder, signal, settings, store } = context;
  const { dataset, network, engine } = prepared;
  const trained = await trainAll(prepared, context);
  const folds = await Promise.all(
    trained.map(async (fold) => ({ ...fold, predictions: await readFoldPredictions(fold.folder) })),
  );
  const crossValidation = await recorder.stage('evaluation', async () => {
    // Chunks suffice: each walk is looked at once.
    const opened = await openDataset(dataset.folder, { inChunks: true });
    try {
      return evaluateFolds(opened, folds);
    } finally {
      opened.close();
    }
  });
  signal.throwIfAborted();
  await recorder.stage('write', async () => {
    const { description } = dataset;
    const written = { description, folds, network, settings, crossValidation, engine };
    const files = await writeResults(folder, written, chartRenderer(store));
    const stored: StoredTraining = { crossValidation, files };
    await writeFile(path.join(folder, storedFile), JSON.stringify(stored));
  });
}

async function readTraining(folder: string): Promise<StoredTraining> {
  // Sound: this module wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, storedFile), 'utf8')) as StoredTraining;
}

/** Every walk that was given, with how it was told when it was held out. */
function walkResults(
  { sources, dataset, engine, address, warnings }: PreparedTraining,
  { crossValidation }: StoredTraining,
  { folder, fromStore }: Pick<WalkResult, 'folder' | 'fromStore'>,
  { recorder }: Pick<StepContext, 'recorder'>,
): StepProduct['walks'] {
  const byId = new Map(dataset.description.walks.map((walk) => [walk.id, walk]));
  const notes = engine.note === undefined ? [] : [engine.note];
  return sources.results.map((result, index) => {
    // What failed before stays failed, for the reason it failed for.
    if (result.address === null) return result;
    const { walk } = result;
    const known = byId.get(walk.id)!;
    recorder.walk({
      id: walk.id,
      fromStore,
      frames: known.frames,
      recordingS: known.frames / dataset.description.rateHz,
      seconds: 0,
      // What holds for all of them is said once.
      notes: index === 0 ? notes : [],
    });
    return {
      walk,
      folder,
      address,
      fromStore,
      summary: heldOutSummary(crossValidation, walk.id),
      warnings: [...known.warnings, ...(index === 0 ? warnings : [])],
    };
  });
}
