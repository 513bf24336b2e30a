import {
  detectionAt,
  figuresOf,
  judgedSources,
  type Classification,
  type CrossValidation,
  type FoldScores,
  type JudgedSource,
} from '../../shared/cross-validation';
import { receptiveFieldFrames, type NetworkDescription } from '../../shared/network';
import { spread } from '../../shared/numbers';
import type { Statistic } from '../../shared/results';
import type { EpochRecord } from '../../shared/training';
import type {
  ClassRow,
  ConfusionTable,
  FigureRow,
  FoldCurve,
  FoldMeans,
  FoldRow,
  TrainingBundle,
} from '../../shared/training-bundle';
import type { DatasetDescription } from '../training/data/dataset';
import type { FoldOutcome } from '../training/run/fold-job';
import { trainingText } from './training-text';

/** Folds that are shown one by one, and epochs of each: what a screen can tell apart. */
const mostFolds = 60;
const mostEpochs = 200;
/** Epochs of all folds together, so that many folds do not make a notebook heavy. */
const mostEpochsInAll = 2000;

export interface TrainedAndJudged {
  readonly description: DatasetDescription;
  readonly network: NetworkDescription;
  readonly outcomes: readonly FoldOutcome[];
  readonly crossValidation: CrossValidation;
}

/** What a training shows, bounded in size. */
export function buildTrainingBundle({
  description,
  network,
  outcomes,
  crossValidation,
}: TrainedAndJudged): TrainingBundle {
  const { rateHz, target, walks } = description;
  const receptiveFrames = receptiveFieldFrames(network);
  const shown = outcomes.slice(0, mostFolds);
  const { stateTransitions, phaseTransitions } = crossValidation.pooled.network;
  const bundle = {
    kind: 'training' as const,
    target,
    rateHz,
    walks: walks.length,
    groups: crossValidation.groups,
    durationS: walks.reduce((sum, { frames }) => sum + frames, 0) / rateHz,
    network,
    receptiveField: { frames: receptiveFrames, seconds: receptiveFrames / rateHz },
    figures: figureRows(crossValidation),
    classes: classRows(crossValidation),
    transitions: { states: stateTransitions, phases: phaseTransitions },
    folds: shown.map((outcome) => foldRow(outcome, scoresOfFold(crossValidation, outcome))),
    foldsInAll: outcomes.length,
    foldMeans: meansOf(crossValidation),
    curves: shown.map((outcome) => curveOf(outcome, shown.length)),
    confusion: confusionTables(crossValidation),
    notes: crossValidation.notes,
  };
  return { ...bundle, text: trainingText(bundle) };
}

function scoresOfFold({ folds }: CrossValidation, { fold }: FoldOutcome): FoldScores {
  const scores = folds.find((one) => one.fold === fold.number);
  if (scores === undefined) throw new Error(`Fold ${fold.number} was trained, and not judged.`);
  return scores;
}

/** Figures that are shown, in their order; those that a source or a target does not have are left out. */
const shownFigures: readonly Pick<FigureRow, 'name' | 'label' | 'unit'>[] = [
  { name: 'contact_accuracy', label: 'Contact, accuracy', unit: 'share' },
  { name: 'state_accuracy', label: 'Exclusive states, accuracy', unit: 'share' },
  { name: 'state_macro_f1', label: 'Exclusive states, mean F1', unit: 'share' },
  { name: 'phase_accuracy', label: 'Functional phases, accuracy', unit: 'share' },
  { name: 'phase_macro_f1', label: 'Functional phases, mean F1', unit: 'share' },
  { name: 'state_transition_accuracy', label: 'State transitions within 2 frames', unit: 'share' },
  { name: 'phase_transition_accuracy', label: 'Phase transitions within 2 frames', unit: 'share' },
  { name: 'event_f1_1_frame', label: 'Events, F1 at 1 frame', unit: 'share' },
  { name: 'event_f1_2_frames', label: 'Events, F1 at 2 frames', unit: 'share' },
  { name: 'event_f1_16_ms', label: 'Events, F1 at 16 ms', unit: 'share' },
  { name: 'event_f1_33_ms', label: 'Events, F1 at 33 ms', unit: 'share' },
  { name: 'event_f1_50_ms', label: 'Events, F1 at 50 ms', unit: 'share' },
  { name: 'heel_strike_bias_ms', label: 'Heel strikes, bias', unit: 'ms' },
  { name: 'heel_strike_sd_ms', label: 'Heel strikes, SD', unit: 'ms' },
  { name: 'toe_off_bias_ms', label: 'Toe-offs, bias', unit: 'ms' },
  { name: 'toe_off_sd_ms', label: 'Toe-offs, SD', unit: 'ms' },
];

const none: Statistic = { mean: null, sd: null, n: 0 };

const figureRows = ({ overFolds }: CrossValidation): FigureRow[] =>
  shownFigures.flatMap((figure) => {
    const values = Object.fromEntries(
      judgedSources.map((source) => [source, overFolds[source][figure.name] ?? none]),
    ) as Record<JudgedSource, Statistic>; // one entry a source
    return judgedSources.every((source) => values[source].n === 0) ? [] : [{ ...figure, values }];
  });

/** The sets of classes that a network was judged by. */
const setsOf = ({ pooled: { network } }: CrossValidation): (readonly [ClassRow['set'], Classification])[] => [
  ['contact', network.contact],
  ['states', network.states],
  ...(network.phases === null ? [] : [['phases', network.phases] as const]),
];

const classRows = (crossValidation: CrossValidation): ClassRow[] =>
  setsOf(crossValidation).flatMap(([set, { perClass }]) =>
    perClass.map(({ name, support }) => {
      const figure = (kind: string) => crossValidation.overFolds.network[`${name}_${kind}`] ?? none;
      return {
        set,
        name,
        precision: figure('precision'),
        recall: figure('recall'),
        f1: figure('f1'),
        support,
      };
    }),
  );

/** Contact of each foot is in the states; its own table would show the same twice. */
const confusionTables = (crossValidation: CrossValidation): ConfusionTable[] =>
  setsOf(crossValidation).flatMap(([set, { perClass, confusion, unstated }]) =>
    set === 'contact' ? [] : [{ set, classes: perClass.map(({ name }) => name), confusion, unstated }],
  );

function foldRow(outcome: FoldOutcome, { fold, testWalks, ...walks }: FoldScores): FoldRow {
  const { network } = walks.scores;
  const figures = figuresOf(network);
  return {
    fold,
    trainingWalks: walks.trainingWalks,
    validationWalks: walks.validationWalks,
    testWalks: testWalks.length,
    epochs: outcome.history.length,
    bestEpoch: outcome.bestEpoch,
    stoppedEarly: outcome.stoppedEarly,
    contactAccuracy: network.contact.accuracy,
    stateAccuracy: network.states.accuracy,
    eventF1At50Ms: detectionAt(network, 'all', 'ms', 50)?.f1 ?? null,
    biasMs: figures['event_bias_ms'] ?? null,
    sdMs: figures['event_sd_ms'] ?? null,
  };
}

function meansOf({ overFolds: { network } }: CrossValidation): FoldMeans {
  const over = (name: string): Statistic => network[name] ?? none;
  return {
    contactAccuracy: over('contact_accuracy'),
    stateAccuracy: over('state_accuracy'),
    eventF1At50Ms: over('event_f1_50_ms'),
    biasMs: over('event_bias_ms'),
    sdMs: over('event_sd_ms'),
  };
}

/** The course of a fold, thinned to what a screen shows; its best epoch stays. */
function curveOf({ fold, history, bestEpoch }: FoldOutcome, folds: number): FoldCurve {
  const most = Math.min(mostEpochs, Math.floor(mostEpochsInAll / folds));
  const kept = new Set(spread(history.length, most).map((index) => history[index]!.epoch)).add(bestEpoch);
  const round = (value: number): number => Number(value.toPrecision(5));
  const records = history
    .filter(({ epoch }) => kept.has(epoch))
    .map((record): EpochRecord => ({
      ...record,
      loss: round(record.loss),
      validationLoss: record.validationLoss === null ? null : round(record.validationLoss),
      score: round(record.score),
      seconds: round(record.seconds),
    }));
  return { fold: fold.number, bestEpoch, records };
}
