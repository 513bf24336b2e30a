import { badInput } from '../../../shared/errors';
import type { NetworkDescription } from '../../../shared/network';
import type { Settings } from '../../../shared/settings';
import { batchOf } from '../data/batch';
import type { Dataset, DatasetWalk, Standardisation, Window } from '../data/dataset';
import { classWeightsOf, standardisationOf } from '../data/standardise';
import { middleFrame, windowsOf } from '../data/windows';
import type { Fold } from './fold-job';
import type { LoopWindows } from './loop';

/** What a fold learns from: its windows, and what was counted over the walks that train. */
export interface FoldWindows extends LoopWindows {
  readonly standardisation: Standardisation;
}

/**
 * The windows of a fold's walks in which there is something to learn.
 * @throws GaitError bad-input where there is none.
 */
export function foldWindows(
  dataset: Dataset,
  fold: Fold,
  network: NetworkDescription,
  settings: Pick<Settings['training'], 'overlap' | 'class_weights' | 'augmentation'>,
): FoldWindows {
  const walks = walksOf(dataset, fold.training);
  const standardisation = standardisationOf(dataset, walks);
  const classWeights = settings.class_weights ? classWeightsOf(dataset, walks) : null;
  const cut = (ids: readonly string[], what: string): Window[] => {
    if (ids.length === 0) return [];
    const { windowFrames } = network;
    const all = windowsOf(walksOf(dataset, ids), { windowFrames, overlap: settings.overlap });
    const labelled = all.filter((window) => isLabelled(dataset, window, network));
    if (labelled.length > 0) return labelled;
    throw badInput(
      `Fold ${fold.number} has nothing to ${what}: in no window of ${ids.join(', ')} is there a label of a frame in which the walker is seen.`,
      'Add walks, widen what is labelled, or ask for fewer folds (n_folds).',
    );
  };
  const training = cut(fold.training, 'learn from');
  const validation = cut(fold.validation, 'judge an epoch by');
  const judged = validation.length > 0 ? validation : training;
  const pick = (windows: readonly Window[], numbers: readonly number[]): Window[] =>
    numbers.map((number) => windows[number]!);
  return {
    standardisation,
    training: training.length,
    validation: validation.length,
    trainingBatch: (numbers, random) =>
      batchOf(dataset, pick(training, numbers), {
        network,
        standardisation,
        classWeights,
        augment: settings.augmentation ? random : null,
      }),
    judgedBatch: (numbers) =>
      batchOf(dataset, pick(judged, numbers), {
        network,
        standardisation,
        classWeights: null,
        augment: null,
      }),
  };
}

export function walksOf(
  { description }: Pick<Dataset, 'description'>,
  ids: readonly string[],
): DatasetWalk[] {
  const byId = new Map(description.walks.map((walk) => [walk.id, walk]));
  return ids.map((id) => byId.get(id)!);
}

/** Whether any label of a window counts. */
function isLabelled(
  dataset: Dataset,
  { walk, from }: Window,
  { head, windowFrames }: NetworkDescription,
): boolean {
  const [first, frames] = head === 'frame' ? [from, windowFrames] : [from + middleFrame(windowFrames), 1];
  return dataset
    .read(walk, first, Math.min(frames, walk.frames - first))
    .weights.some((weight) => weight > 0);
}
