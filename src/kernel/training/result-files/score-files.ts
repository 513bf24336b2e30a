import {
  figuresOf,
  judgedSources,
  type Classification,
  type CrossValidation,
  type ScoresOf,
} from '../../../shared/cross-validation';
import { receptiveFieldFrames } from '../../../shared/network';
import type { GaitEvent } from '../../../shared/results';
import type { TrueEvent } from '../../gait/agreement/compare-truth';
import type { DatasetWalk } from '../data/dataset';
import type { FoldOutcome } from '../run/fold-job';
import type { TrainedNetwork } from './model-card';

const figuresBySource = (scores: ScoresOf): object =>
  Object.fromEntries(judgedSources.map((source) => [source, figuresOf(scores[source])]));

const confusionOf = ({ perClass, confusion, unstated }: Classification): object => ({
  classes: perClass.map(({ name }) => name),
  support: perClass.map(({ support }) => support),
  /** Rows are true classes, columns what was stated. */
  counts: confusion,
  nothing_stated: unstated,
});

/** `cv_metrics.json`: every figure as mean, SD and number of folds, and over all held-out walks together. */
export const cvMetrics = (crossValidation: CrossValidation): object => ({
  notes: crossValidation.notes,
  target: crossValidation.target,
  rate_hz: crossValidation.rateHz,
  folds: crossValidation.folds.length,
  groups: crossValidation.groups,
  walks: crossValidation.walks.length,
  mean_and_sd_over_folds: crossValidation.overFolds,
  all_walks_together: figuresBySource(crossValidation.pooled),
});

/** `fold_scores.json`: each fold's figures, of the network and of both baselines. */
export const foldScores = ({ folds }: CrossValidation, outcomes: readonly FoldOutcome[]): object[] =>
  folds.map(({ fold, scores }) => {
    const outcome = outcomes.find((one) => one.fold.number === fold);
    return {
      fold,
      training_walks: outcome?.fold.training ?? [],
      validation_walks: outcome?.fold.validation ?? [],
      test_walks: outcome?.fold.test ?? [],
      ...figuresBySource(scores),
    };
  });

/** `training_histories.json`: what each epoch came to, one list a quantity as Keras has it. */
export const trainingHistories = (outcomes: readonly FoldOutcome[]): object[] =>
  outcomes.map(({ fold, history, bestEpoch, stoppedEarly, windowsPerSecond, weightsSha256 }) => ({
    fold: fold.number,
    best_epoch: bestEpoch,
    stopped_early: stoppedEarly,
    windows_per_second: windowsPerSecond,
    weights_sha256: weightsSha256,
    epoch: history.map(({ epoch }) => epoch),
    loss: history.map(({ loss }) => loss),
    val_loss: history.map(({ validationLoss }) => validationLoss),
    score: history.map(({ score }) => score),
    learning_rate: history.map(({ learningRate }) => learningRate),
    seconds: history.map(({ seconds }) => seconds),
  }));

/** A walk with the events that its network stated. */
export interface StatedWalk {
  readonly walk: DatasetWalk;
  readonly events: readonly GaitEvent[];
}

const eventRow = ({ timeS, side, event }: TrueEvent): object => ({
  time_s: Number(timeS.toFixed(4)),
  side,
  event,
});
const statedRow = (event: GaitEvent): object => ({
  ...eventRow(event),
  confidence: Number(event.confidence.toFixed(3)),
});

/** `detailed_results.json`: what was trained on what, confusion matrices, and every held-out walk with its events. */
export function detailedResults(
  { description, network, settings, engine }: TrainedNetwork,
  crossValidation: CrossValidation,
  stated: readonly StatedWalk[],
  predictions: string,
): object {
  const frames = receptiveFieldFrames(network);
  const byId = new Map(stated.map((one) => [one.walk.id, one]));
  return {
    notes: crossValidation.notes,
    target: description.target,
    rate_hz: description.rateHz,
    features: description.features,
    network: {
      ...network,
      receptive_field_frames: frames,
      receptive_field_s: frames / description.rateHz,
    },
    settings: {
      signal_processing: settings.signal_processing,
      training: settings.training,
      model_optimization: settings.model_optimization,
    },
    engine: { id: engine.id, ...engine.versions },
    predictions,
    confusion: Object.fromEntries(
      judgedSources.map((source) => {
        const { contact, states, phases } = crossValidation.pooled[source];
        const tables = { contact: confusionOf(contact), states: confusionOf(states) };
        return [source, phases === null ? tables : { ...tables, phases: confusionOf(phases) }];
      }),
    ),
    walks: crossValidation.walks.map(({ walk, subject, fold, labelSource, frames: length, scores }) => {
      const own = byId.get(walk)!; // every held-out walk was stated
      return {
        walk,
        subject,
        fold,
        labels: labelSource,
        frames: length,
        labels_known_s: own.walk.spanS,
        figures: figuresBySource(scores),
        events: {
          network: own.events.map(statedRow),
          labels: own.walk.events.map(eventRow),
          rule: own.walk.ruleEvents.map(statedRow),
        },
      };
    }),
  };
}
