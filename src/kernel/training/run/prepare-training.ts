import path from 'node:path';
import type { NetworkDescription } from '../../../shared/network';
import type { Settings } from '../../../shared/settings';
import type { StepOf } from '../../../shared/steps';
import { addressOf } from '../../store/address';
import type { StepContext } from '../../steps/step';
import type { DatasetDescription } from '../data/dataset';
import { readLabelsTable } from '../data/labels-table';
import { walksTooShort, windowsOf } from '../data/windows';
import { findEngine, type FoundEngine } from '../engines';
import { makeFolds } from '../folds';
import { networkOf } from '../model/network-of-settings';
import type { Fold } from './fold-job';
import { walksOf } from './fold-windows';
import type { AddressedFold } from './run-folds';
import { storedDataset, type StoredDataset } from './training-dataset';
import { trainingSources, type TrainingSources } from './training-sources';

/** Raised whenever a fold comes out different from the same data and settings, and whenever the files of the whole do. */
const foldVersion = 1;
const resultVersion = 3;

/** All that is settled before the first epoch. */
export interface PreparedTraining {
  readonly sources: TrainingSources;
  readonly dataset: StoredDataset;
  readonly engine: FoundEngine;
  readonly network: NetworkDescription;
  readonly folds: readonly AddressedFold[];
  /** Address of the whole result. */
  readonly address: string;
  /** What nothing is learnt from, and the like. */
  readonly warnings: readonly string[];
}

/**
 * Finds the engine, makes the data set and the folds, and says what is wrong with them before anything is trained.
 * @throws GaitError bad-input for labels, walks, windows or folds that cannot be trained with.
 */
export async function prepareTraining(
  step: StepOf<'train-folds'>,
  context: StepContext,
): Promise<PreparedTraining> {
  const { settings, recorder, workingFolder } = context;
  const { training } = settings;
  const engine = await recorder.stage('start', () => findEngine(settings, workingFolder));
  recorder.engine({ training_engine: engine.id, ...engine.versions });
  const sources = await trainingSources(step.data, context);
  const dataset = await recorder.stage('dataset', async () => {
    const ids = sources.walks.map(({ walk }) => walk.id);
    const labels =
      step.labels === undefined ? null : await readLabelsTable(path.resolve(workingFolder, step.labels), ids);
    const wanted = { target: step.targets, groupBy: training.group_by, labels };
    return storedDataset(sources.walks, wanted, context);
  });
  const { description } = dataset;
  const network = networkOf(settings, description);
  const made = makeFolds(description.walks, {
    folds: training.n_folds,
    leaveOneOut: training.leave_one_out,
    validationSplit: training.validation_split,
    seed: training.seed,
  });
  checkWindows(description, made, network, training.overlap);
  const folds = made.map((fold) => ({
    fold,
    address: addressOfFold(fold, dataset, network, settings, engine),
  }));
  const short = walksTooShort(description.walks, network.windowFrames);
  return {
    sources,
    dataset,
    engine,
    network,
    folds,
    address: addressOfResult(step, dataset, folds, settings),
    warnings: short.map(
      ({ id, frames }) =>
        `${id} is shorter (${frames} frames) than a window (${network.windowFrames}): nothing is learnt from it, and it is judged with what is missing filled up.`,
    ),
  };
}

/** @throws GaitError bad-input where a window is longer than all walks that a fold trains with, or stops by. */
function checkWindows(
  description: DatasetDescription,
  folds: readonly Fold[],
  { windowFrames }: NetworkDescription,
  overlap: number,
): void {
  windowsOf(description.walks, { windowFrames, overlap });
  for (const fold of folds) {
    for (const ids of [fold.training, fold.validation])
      windowsOf(walksOf({ description }, ids), { windowFrames, overlap });
  }
}

function addressOfFold(
  fold: Fold,
  dataset: StoredDataset,
  network: NetworkDescription,
  { training, model_optimization: model }: Settings,
  engine: FoundEngine,
): string {
  return addressOf({
    step: 'training-fold',
    version: foldVersion,
    inputs: { dataset: dataset.address },
    parameters: {
      fold,
      network,
      overlap: training.overlap,
      batch_size: training.batch_size,
      gradient_accumulation: model.gradient_accumulation,
      epochs: training.epochs,
      learning_rate: training.learning_rate,
      min_learning_rate: training.min_learning_rate,
      plateau_patience: training.plateau_patience,
      early_stopping: model.early_stopping ? training.early_stopping_patience : null,
      class_weights: training.class_weights,
      augmentation: training.augmentation,
      seed: training.seed,
    },
    engines: { id: engine.id, ...engine.versions },
  });
}

const addressOfResult = (
  { labels, targets }: StepOf<'train-folds'>,
  dataset: StoredDataset,
  folds: readonly AddressedFold[],
  { training, model_optimization: model }: Settings,
): string =>
  addressOf({
    step: 'train-folds',
    version: resultVersion,
    inputs: {
      dataset: dataset.address,
      ...Object.fromEntries(folds.map(({ fold, address }) => [`fold ${fold.number}`, address])),
    },
    // They stand in the files.
    parameters: {
      targets,
      labels: labels === undefined ? null : path.basename(labels),
      training: { ...training, engine: null },
      model: { ...model, model_checkpointing: null },
    },
    engines: {},
  });
