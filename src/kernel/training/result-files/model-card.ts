import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { figuresOf, type FoldScores } from '../../../shared/cross-validation';
import { badInput } from '../../../shared/errors';
import { receptiveFieldFrames, trainedParameters, type NetworkDescription } from '../../../shared/network';
import { modelSettings, signalSettings, trainingSettings, type Settings } from '../../../shared/settings';
import { labelTargets } from '../../../shared/training';
import { packageVersion } from '../../package-files';
import type { DatasetDescription } from '../data/dataset';
import type { FoldOutcome } from '../run/fold-job';

export const modelCardFile = 'model_card.json';

const ids = z.array(z.string());
const figures = z.record(z.string(), z.number().nullable());

/** What must be known of a model to use it, and to judge whether it may be used. */
export const modelCardSchema = z.object({
  format: z.literal(1),
  description: z.string(),
  /** What its outputs are. */
  target: z.enum(labelTargets),
  /** Frames per second that its input is resampled to. */
  rate_hz: z.number().positive(),
  /** Inputs of each frame, in their order, with units. */
  features: ids.min(1),
  /** Of each feature over the frames that trained: inputs are (value − mean) / sd, and 0 where a value is missing. */
  standardisation: z.object({ mean: z.array(z.number()), sd: z.array(z.number()) }),
  /** How the signal is prepared before features are made of it. */
  signal_processing: signalSettings,
  network: z.object({
    features: z.int(),
    window_frames: z.int(),
    filters: z.int(),
    blocks: z.int(),
    kernel_size: z.int(),
    dropout_rate: z.number(),
    causal: z.boolean(),
    head: z.enum(['frame', 'pooled']),
    groups: z.int(),
    classes: z.int(),
    receptive_field_frames: z.int(),
    receptive_field_s: z.number(),
    trained_parameters: z.int(),
  }),
  training: trainingSettings,
  model_optimization: modelSettings,
  data: z.object({
    fold: z.int(),
    training_walks: ids,
    validation_walks: ids,
    test_walks: ids,
    /** Who trained it, kept-aside walks included; walks of nobody known are not counted. */
    training_subjects: ids,
    test_subjects: ids,
    training_frames: z.int(),
    test_frames: z.int(),
    /** Walks that trained, by where their labels come from. */
    label_sources: z.record(z.string(), z.int()),
    conditions: ids,
  }),
  course: z.object({
    epochs: z.int(),
    best_epoch: z.int(),
    stopped_early: z.boolean(),
    weights_sha256: z.string(),
  }),
  /** On the test walks, by the names of `cv_metrics.json`. */
  scores: z.object({ network: figures, majority: figures, rule: figures }),
  versions: z.record(z.string(), z.string()),
  /** What it must not be used for. */
  limits: ids,
});
export type ModelCard = z.infer<typeof modelCardSchema>;

/** Everything that the cards of one training have in common. */
export interface TrainedNetwork {
  readonly description: DatasetDescription;
  readonly network: NetworkDescription;
  readonly settings: Pick<Settings, 'signal_processing' | 'training' | 'model_optimization'>;
  readonly engine: { readonly id: string; readonly versions: Readonly<Record<string, string>> };
}

const limits = [
  'Not a medical device: no diagnosis and no treatment may rest on it.',
  'It is judged on held-out walks of the same data set alone. On other cameras, walkers, aids, surfaces or speeds it must be judged anew before its figures are reported.',
  'It was not trained on running, turning, standing or several people in the picture, and says something there all the same.',
];
const phantomLimit =
  'It was trained on rendered walkers: that it works on people is not shown by its scores.';
const ruleLimit =
  'Some of its labels are events that the rule of detect-events found: there it learnt to repeat the rule, errors included.';

/** The card of one fold's model. */
export function modelCard(
  { description, network, settings, engine }: TrainedNetwork,
  outcome: FoldOutcome,
  { scores }: Pick<FoldScores, 'scores'>,
): ModelCard {
  const { fold, history, standardisation } = outcome;
  const walksOf = (wanted: readonly string[]) => description.walks.filter(({ id }) => wanted.includes(id));
  const learnt = walksOf([...fold.training, ...fold.validation]);
  const tested = walksOf(fold.test);
  const unique = (values: readonly (string | null)[]): string[] =>
    [...new Set(values.filter((value) => value !== null))].sort();
  const frames = (walks: typeof learnt): number => walks.reduce((sum, walk) => sum + walk.frames, 0);
  const sources = learnt.map(({ labelSource }) => labelSource);
  const seen = receptiveFieldFrames(network);
  return {
    format: 1,
    description: `A temporal convolutional network that reads ${
      {
        contact: 'the contact of each foot',
        phases: 'seven functional phases of each leg',
        events: 'strikes and offs',
      }[description.target]
    } from the pose of a walker, as gait-notebook's train-folds made it.`,
    target: description.target,
    rate_hz: description.rateHz,
    features: [...description.features],
    standardisation: { mean: [...standardisation.mean], sd: [...standardisation.sd] },
    signal_processing: settings.signal_processing,
    network: {
      features: network.features,
      window_frames: network.windowFrames,
      filters: network.filters,
      blocks: network.blocks,
      kernel_size: network.kernelSize,
      dropout_rate: network.dropoutRate,
      causal: network.causal,
      head: network.head,
      groups: network.groups,
      classes: network.classes,
      receptive_field_frames: seen,
      receptive_field_s: seen / description.rateHz,
      trained_parameters: trainedParameters(network),
    },
    training: settings.training,
    model_optimization: settings.model_optimization,
    data: {
      fold: fold.number,
      training_walks: [...fold.training],
      validation_walks: [...fold.validation],
      test_walks: [...fold.test],
      training_subjects: unique(learnt.map(({ subject }) => subject)),
      test_subjects: unique(tested.map(({ subject }) => subject)),
      training_frames: frames(walksOf(fold.training)),
      test_frames: frames(tested),
      label_sources: Object.fromEntries(
        unique(sources).map((source) => [source, sources.filter((one) => one === source).length]),
      ),
      conditions: unique(learnt.map(({ condition }) => condition)),
    },
    course: {
      epochs: history.length,
      best_epoch: outcome.bestEpoch,
      stopped_early: outcome.stoppedEarly,
      weights_sha256: outcome.weightsSha256,
    },
    scores: {
      network: figuresOf(scores.network),
      majority: figuresOf(scores.majority),
      rule: figuresOf(scores.rule),
    },
    versions: { 'gait-notebook': packageVersion(), engine: engine.id, ...engine.versions },
    limits: [
      ...limits,
      ...(sources.includes('truth') ? [phantomLimit] : []),
      ...(sources.includes('found') ? [ruleLimit] : []),
    ],
  };
}

/**
 * Reads the card beside a model.
 * @throws GaitError bad-input where there is none, or it is not one of this version.
 */
export async function readModelCard(folder: string): Promise<ModelCard> {
  let text: string;
  try {
    text = await readFile(path.join(folder, modelCardFile), 'utf8');
  } catch {
    throw badInput(
      `There is no ${modelCardFile} in ${folder}.`,
      'Give the folder that train-folds wrote, or one of the folders in its "models".',
    );
  }
  try {
    return modelCardSchema.parse(JSON.parse(text));
  } catch {
    throw badInput(
      `The ${modelCardFile} in ${folder} is damaged, or of another version.`,
      'Train the model again, or copy its whole folder again.',
    );
  }
}

/** The network that a card describes. */
export const networkOfCard = ({ network }: ModelCard): NetworkDescription => ({
  features: network.features,
  windowFrames: network.window_frames,
  filters: network.filters,
  blocks: network.blocks,
  kernelSize: network.kernel_size,
  dropoutRate: network.dropout_rate,
  causal: network.causal,
  head: network.head,
  groups: network.groups,
  classes: network.classes,
});
