import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { badInput } from '../../../shared/errors';
import type { NetworkDescription } from '../../../shared/network';
import type { Settings } from '../../../shared/settings';
import { outputsOf, type LabelTarget } from '../../../shared/training';
import { featureNames } from '../data/feature-columns';
import { readModel } from '../model/model-files';
import { weightsSha256 } from '../model/weights-digest';
import { modelCardFile, networkOfCard, readModelCard, type ModelCard } from '../result-files/model-card';

/** A trained network on disk, with what must be known to apply it. */
export interface PhaseModel {
  readonly folder: string;
  readonly card: ModelCard;
}

/** Networks of one training that are applied together. */
export interface PhaseModels {
  readonly models: readonly PhaseModel[];
  readonly network: NetworkDescription;
  readonly target: LabelTarget;
  readonly rateHz: number;
  /** How the signal was prepared that they learnt from. */
  readonly signal: Settings['signal_processing'];
  /** Of all that a prediction depends on. */
  readonly digest: string;
}

/**
 * Reads the models that training wrote, and checks that this version can apply them.
 * @param folder what training wrote, its folder `models`, or the folder of one model
 * @param fold whose model is wanted; all of them where it is left out
 * @throws GaitError bad-input for models that are damaged, of another shape, or made for other features.
 */
export async function readPhaseModels(folder: string, fold?: number): Promise<PhaseModels> {
  const folders = await modelFolders(folder);
  const models = await Promise.all(
    folders.map(async (own) => ({ folder: own, card: await readModelCard(own) })),
  );
  const wanted = fold === undefined ? models : models.filter(({ card }) => card.data.fold === fold);
  const [first] = wanted;
  if (first === undefined) {
    const folds = models.map(({ card }) => card.data.fold).sort((a, b) => a - b);
    throw badInput(
      `There is no model of fold ${fold} in ${folder}.`,
      `There ${folds.length === 1 ? 'is fold' : 'are folds'} ${folds.join(', ')}.`,
    );
  }
  for (const model of wanted) await checkModel(model);
  for (const model of wanted) mustBeAlike(model, first);
  const { card } = first;
  return {
    models: wanted,
    network: networkOfCard(card),
    target: card.target,
    rateHz: card.rate_hz,
    signal: card.signal_processing,
    digest: digestOf(wanted),
  };
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Folders of models in what was given, in the order of their folds. */
async function modelFolders(folder: string): Promise<string[]> {
  if (!(await isThere(folder))) {
    throw badInput(`There is no folder ${folder}.`, 'Give the folder that train-folds or gait train wrote.');
  }
  for (const name of [modelCardFile, 'model.json']) {
    if (await isThere(path.join(folder, name))) return [folder];
  }
  for (const parent of [path.join(folder, 'models'), folder]) {
    const names = (await readdir(parent).catch(() => [])).filter((name) => /^fold_\d+$/.test(name));
    const numberOf = (name: string): number => Number(name.slice('fold_'.length));
    names.sort((a, b) => numberOf(a) - numberOf(b));
    if (names.length > 0) return names.map((name) => path.join(parent, name));
  }
  throw badInput(
    `There is no trained model in ${folder}.`,
    'Give the folder that train-folds or gait train wrote, which holds "models", or the folder of one of these.',
  );
}

/** @throws GaitError bad-input where card and weights do not belong together, or are not for this version. */
async function checkModel({ folder, card }: PhaseModel): Promise<void> {
  const network = networkOfCard(card);
  const { features, target, standardisation } = card;
  if (!isDeepStrictEqual(features, [...featureNames])) {
    throw badInput(
      `The model in ${folder} was trained on other features (${features.length}) than this version makes (${featureNames.length}).`,
      'Apply it with the version that trained it (its model_card.json names it), or train again.',
    );
  }
  const { groups, classes } = outputsOf[target];
  const isOneShape =
    network.features === features.length &&
    network.groups === groups &&
    network.classes === classes &&
    [standardisation.mean, standardisation.sd].every(({ length }) => length === features.length);
  const { network: stored, parameters } = await readModel(folder);
  if (!isOneShape || !isDeepStrictEqual(stored, network)) {
    throw badInput(
      `The network in ${folder} has another shape than its ${modelCardFile} says.`,
      'The files are of different models: copy the whole folder of the model again.',
    );
  }
  if (weightsSha256(parameters) !== card.course.weights_sha256) {
    throw badInput(
      `The weights in ${folder} are not those that its ${modelCardFile} was written for.`,
      'The files are of different models, or were changed: copy the whole folder of the model again.',
    );
  }
}

/** @throws GaitError bad-input where two models are not of one training, so that their mean would mean nothing. */
function mustBeAlike(model: PhaseModel, first: PhaseModel): void {
  const what = ({ card }: PhaseModel) => [
    networkOfCard(card),
    card.target,
    card.rate_hz,
    card.signal_processing,
  ];
  if (isDeepStrictEqual(what(model), what(first))) return;
  throw badInput(
    `The models in ${first.folder} and ${model.folder} are not of one training.`,
    'Give the folder of one of them, or say which fold is meant (fold, gait analyze --fold).',
  );
}

function digestOf(models: readonly PhaseModel[]): string {
  const known = models.map(({ card }) => [
    card.course.weights_sha256,
    card.standardisation,
    card.network,
    card.target,
    card.rate_hz,
    card.signal_processing,
  ]);
  return createHash('sha256').update(JSON.stringify(known)).digest('hex');
}

/** Who found the events of a walk, as its parameters and its report state it. */
export function methodOf({ models, target }: PhaseModels): { name: string; source: string } {
  const { card } = models[0]!; // there is at least one
  const subjects = new Set(models.flatMap(({ card: { data } }) => data.training_subjects));
  const walks = new Set(
    models.flatMap(({ card: { data } }) => [...data.training_walks, ...data.validation_walks]),
  );
  const labels = new Set(models.flatMap(({ card: { data } }) => Object.keys(data.label_sources)));
  const learnt = { contact: 'foot contact', phases: 'seven phases of each leg', events: 'strikes and offs' }[
    target
  ];
  const which = models.length === 1 ? `fold ${card.data.fold}` : `mean of ${models.length} folds`;
  const who = subjects.size === 0 ? '' : ` of ${subjects.size} subjects`;
  return {
    name: 'network',
    source:
      `temporal convolutional network for ${learnt}, ${which}, trained on ${walks.size} walks${who} ` +
      `(labels: ${[...labels].sort().join(', ')}) by gait-notebook ${card.versions['gait-notebook'] ?? 'unknown'}; ` +
      `weights ${models.map((model) => model.card.course.weights_sha256.slice(0, 8)).join(', ')}`,
  };
}
