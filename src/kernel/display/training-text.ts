import { counted, figure, meanAndSpread } from '../../shared/numbers';
import { textTable } from '../../shared/text-table';
import type { ClassRow, FigureRow, TrainingBundle } from '../../shared/training-bundle';
import { classWords, learntText, networkText } from '../../shared/training-words';

const mostNamedFolds = 20;

/** A cross-validation in plain text: figures beside the baselines, classes, folds, and how to read them. */
export function trainingText(bundle: Omit<TrainingBundle, 'text'>): string {
  const { foldsInAll, notes } = bundle;
  return [
    learntText(bundle),
    networkText(bundle),
    '',
    figureTable(bundle.figures),
    '',
    classTable(bundle.classes),
    '',
    foldTable(bundle),
    ...(foldsInAll > Math.min(mostNamedFolds, bundle.folds.length)
      ? [`… and ${counted(foldsInAll - Math.min(mostNamedFolds, bundle.folds.length), 'more fold')}.`]
      : []),
    '',
    ...notes,
  ].join('\n');
}

const decimalsOf = ({ unit }: FigureRow): number => (unit === 'ms' ? 1 : 3);

const figureTable = (figures: readonly FigureRow[]): string =>
  textTable(
    ['Mean ± SD over folds', 'network', 'commonest class', 'rule'],
    figures.map((row) => [
      row.unit === 'ms' ? `${row.label} (ms)` : row.label,
      ...([row.values.network, row.values.majority, row.values.rule] as const).map((value) =>
        meanAndSpread(value, decimalsOf(row)),
      ),
    ]),
  );

const classTable = (classes: readonly ClassRow[]): string =>
  textTable(
    ['Class', 'precision', 'recall', 'F1', 'labels'],
    classes.map(({ name, precision, recall, f1, support }) => [
      classWords(name),
      ...[precision, recall, f1].map((value) => meanAndSpread(value, 3)),
      String(support),
    ]),
  );

const foldTable = ({ folds, foldMeans }: Pick<TrainingBundle, 'folds' | 'foldMeans'>): string =>
  textTable(
    ['Fold', 'walks', 'epochs', 'best', 'contact', 'states', 'event F1 at 50 ms', 'bias (ms)', 'SD (ms)'],
    [
      ...folds
        .slice(0, mostNamedFolds)
        .map((fold) => [
          String(fold.fold),
          String(fold.testWalks),
          String(fold.epochs),
          String(fold.bestEpoch),
          figure(fold.contactAccuracy, 3),
          figure(fold.stateAccuracy, 3),
          figure(fold.eventF1At50Ms, 3),
          figure(fold.biasMs, 1),
          figure(fold.sdMs, 1),
        ]),
      [
        'mean ± SD',
        '',
        '',
        '',
        meanAndSpread(foldMeans.contactAccuracy, 3),
        meanAndSpread(foldMeans.stateAccuracy, 3),
        meanAndSpread(foldMeans.eventF1At50Ms, 3),
        meanAndSpread(foldMeans.biasMs, 1),
        meanAndSpread(foldMeans.sdMs, 1),
      ],
    ],
  );
