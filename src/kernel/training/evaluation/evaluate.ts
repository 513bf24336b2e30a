import {
  figuresOf,
  judgedSources,
  type CrossValidation,
  type FoldScores,
  type HeldOutWalk,
  type JudgedSource,
  type ScoresOf,
} from '../../../shared/cross-validation';
import { counted } from '../../../shared/numbers';
import type { Statistic } from '../../../shared/results';
import type { LabelSource } from '../../../shared/training';
import { outputWidth } from '../../../shared/network';
import { statistic } from '../../gait/statistics';
import type { Dataset, DatasetDescription, DatasetWalk } from '../data/dataset';
import type { FoldOutcome } from '../run/fold-job';
import type { FrameLabels } from './frame-labels';
import { scoresOf, tallyOf, type Tally } from './tally';
import { transitionToleranceFrames } from './transitions';
import {
  classCountsOf,
  majorityReading,
  networkReading,
  ruleReading,
  trueLabels,
  type Reading,
} from './walk-readings';

/** A trained fold with the probabilities of its test walks, one walk after the other. */
export interface JudgedFold {
  readonly outcome: FoldOutcome;
  readonly predictions: Float32Array;
}

/** The probabilities of one test walk of a fold. */
export function predictionsOf(
  { outcome, predictions }: JudgedFold,
  walk: string,
  description: Pick<DatasetDescription, 'groups' | 'classes'>,
): Float32Array {
  const width = outputWidth(description);
  const place = outcome.predictions.find((one) => one.walk === walk);
  if (place === undefined) throw new Error(`Fold ${outcome.fold.number} has no predictions of ${walk}.`);
  const { firstFrame, frames } = place;
  return predictions.subarray(firstFrame * width, (firstFrame + frames) * width);
}

type TalliesOf = Readonly<Record<JudgedSource, Tally>>;

/** The scores of several walks, for each source. Asks for at least one. */
const judgedOf = (tallies: readonly TalliesOf[], rateHz: number): ScoresOf =>
  Object.fromEntries(
    judgedSources.map((source) => [
      source,
      scoresOf(tallies.map((tally) => tally[source]) as [Tally, ...Tally[]], rateHz), // asked for
    ]),
  ) as Record<JudgedSource, ScoresOf[JudgedSource]>; // one entry a source

/**
 * Judges every walk by the network that never saw it, beside the class that is commonest in that fold's training walks
 * and the rule of detect-events, on the same frames.
 */
export function evaluateFolds(dataset: Dataset, folds: readonly JudgedFold[]): CrossValidation {
  const { description } = dataset;
  const { rateHz, target } = description;
  const byId = new Map(description.walks.map((walk) => [walk.id, walk]));
  const labels = new Map<string, FrameLabels>();
  const labelsOf = (id: string): FrameLabels => {
    const known = labels.get(id) ?? trueLabels(dataset, byId.get(id)!);
    labels.set(id, known);
    return known;
  };

  const walks: HeldOutWalk[] = [];
  const pooled: TalliesOf[] = [];
  const scored = folds.map((fold): FoldScores => {
    const { number, training, validation, test } = fold.outcome.fold;
    const majority = classCountsOf(training.map(labelsOf));
    const tallies = test.map((id): TalliesOf => {
      const walk = byId.get(id)!;
      const truth = labelsOf(id);
      const readings: Record<JudgedSource, Reading> = {
        network: networkReading(predictionsOf(fold, id, description), target, walk, rateHz),
        majority: majorityReading(majority, walk, target),
        rule: ruleReading(walk, rateHz),
      };
      const tally = Object.fromEntries(
        judgedSources.map((source) => [source, tallyOf(walk, truth, readings[source], rateHz)]),
      ) as Record<JudgedSource, Tally>; // one entry a source
      walks.push(heldOut(walk, number, judgedOf([tally], rateHz)));
      return tally;
    });
    pooled.push(...tallies);
    return {
      fold: number,
      trainingWalks: training.length,
      validationWalks: validation.length,
      testWalks: test,
      scores: judgedOf(tallies, rateHz),
    };
  });
  return {
    target,
    rateHz,
    groups: new Set(description.walks.map(({ group }) => group)).size,
    folds: scored,
    walks,
    overFolds: spreadOver(scored),
    pooled: judgedOf(pooled, rateHz),
    notes: notesOf(description),
  };
}

const heldOut = (
  { id, subject, labelSource, frames }: DatasetWalk,
  fold: number,
  scores: ScoresOf,
): HeldOutWalk => ({ walk: id, subject, fold, labelSource, frames, scores });

/** Mean and SD of each figure over the folds that have it. */
function spreadOver(folds: readonly FoldScores[]): CrossValidation['overFolds'] {
  const ofSource = (source: JudgedSource): Record<string, Statistic> => {
    const figures = folds.map(({ scores }) => figuresOf(scores[source]));
    const names = [...new Set(figures.flatMap((own) => Object.keys(own)))];
    return Object.fromEntries(
      names.map((name) => [name, statistic(figures.map((own) => own[name] ?? null))]),
    );
  };
  return { network: ofSource('network'), majority: ofSource('majority'), rule: ofSource('rule') };
}

const sourceWords: Readonly<Record<LabelSource, string>> = {
  table: 'the table of labels',
  file: 'a labels file of the walk’s own',
  truth: 'the truth of a phantom',
  stored: 'events stored in the file',
  corrected: 'events corrected by hand',
  found: 'events that the rule found',
};

/** What the walks were labelled by, the commonest source first. */
function labelsInWords(walks: DatasetDescription['walks']): string {
  const countOf = (source: LabelSource) => walks.filter(({ labelSource }) => labelSource === source).length;
  const sources = [...new Set(walks.map(({ labelSource }) => labelSource))];
  const counts = sources.map((source) => [source, countOf(source)] as const).sort(([, a], [, b]) => b - a);
  return counts.map(([source, count]) => `${sourceWords[source]} (${counted(count, 'walk')})`).join(', ');
}

function notesOf({ walks }: DatasetDescription): string[] {
  const found = walks.filter(({ labelSource }) => labelSource === 'found').length;
  return [
    'Every walk was judged by a network that never saw it, nor anything of its group. The majority is the commonest class of each fold’s training walks.',
    `Labels come from ${labelsInWords(walks)}.`,
    'All three sources are judged on the same frames: those whose labels are known and in which the walker is seen.',
    `Transition accuracy is the share of true changes for which the same change is stated within ${transitionToleranceFrames} frames.`,
    'Event times are stated − true, of events that are the same within 150 ms; early is negative. Tolerances in frames are frames of the data set.',
    'A frame for which the rule says nothing counts as wrong: it abstains rather than invent.',
    ...(found === 0
      ? []
      : [
          `The labels of ${found === walks.length ? 'all' : `${found} of ${walks.length}`} walks are events that the rule found itself. There the rule is its own judge, and a network can only repeat it: give labels of another kind before you report these figures.`,
        ]),
  ];
}
