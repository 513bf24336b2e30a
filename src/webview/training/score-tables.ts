import { figure, meanAndSpread, missing } from '../../shared/numbers';
import type { Statistic } from '../../shared/results';
import type { ClassRow, FigureRow, TrainingBundle } from '../../shared/training-bundle';
import { classWords, setTitles, shownSources, sourceNames } from '../../shared/training-words';
import { wordTable } from '../word-table';

/** Shares have three decimals, and times in ms one. */
const shareDecimals = 3;
const msDecimals = 1;

/** The network beside what it must be better than. */
export const figureTable = (figures: readonly FigureRow[]): HTMLElement =>
  wordTable({
    title: 'The network and the baselines',
    caption: 'Mean ± SD over the folds, on walks that were held out.',
    columns: ['Figure', ...shownSources.map((source) => sourceNames[source])],
    rows: figures.map(({ label, unit, values }) => ({
      head: unit === 'ms' ? `${label} (ms)` : label,
      cells: shownSources.map((source) =>
        statistic(values[source], unit === 'ms' ? msDecimals : shareDecimals),
      ),
    })),
  });

/** Every class that a network was judged by, set by set. */
export function classTable(classes: readonly ClassRow[]): HTMLElement {
  const sets = [...new Set(classes.map(({ set }) => set))];
  return wordTable({
    title: 'Classes',
    caption: 'What the network made of each class: mean ± SD over the folds.',
    columns: ['Class', 'Precision', 'Recall', 'F1', 'Labels'],
    rows: sets.flatMap((set) => [
      ...(sets.length > 1 ? [{ group: sentence(setTitles[set]) }] : []),
      ...classes
        .filter((one) => one.set === set)
        .map(({ name, precision, recall, f1, support }) => ({
          head: sentence(classWords(name)),
          cells: [
            ...[precision, recall, f1].map((value) => statistic(value, shareDecimals)),
            String(support),
          ],
        })),
    ]),
  });
}

/** How each fold trained, what its network is worth, and all of them together. */
export function foldTable({ folds, foldMeans }: Pick<TrainingBundle, 'folds' | 'foldMeans'>): HTMLElement {
  const { contactAccuracy, stateAccuracy, eventF1At50Ms, biasMs, sdMs } = foldMeans;
  const means = [
    ...[contactAccuracy, stateAccuracy, eventF1At50Ms].map((value) => statistic(value, shareDecimals)),
    ...[biasMs, sdMs].map((value) => statistic(value, msDecimals)),
  ];
  return wordTable({
    title: 'Folds',
    caption:
      'Each network is judged on the walks that its fold held out. Walks: those that train, are kept aside, and are held out. ' +
      'Epochs: all, and the one whose weights were kept. Contact and states: accuracy. Events: F1 within 50 ms, and ' +
      'stated − true with its SD.',
    columns: ['Fold', 'Walks', 'Epochs', 'Contact', 'States', 'Events, F1', 'Bias (ms)', 'SD (ms)'],
    rows: folds.map((fold) => ({
      head: String(fold.fold),
      cells: [
        `${fold.trainingWalks}, ${fold.validationWalks}, ${fold.testWalks}`,
        `${fold.epochs}, ${fold.bestEpoch}`,
        ...[fold.contactAccuracy, fold.stateAccuracy, fold.eventF1At50Ms].map((value) =>
          figure(value, shareDecimals),
        ),
        ...[fold.biasMs, fold.sdMs].map((value) => figure(value, msDecimals)),
      ],
    })),
    last: { head: 'Mean ± SD', cells: ['', '', ...means] },
  });
}

const statistic = (value: Statistic, decimals: number): string =>
  value.mean === null ? missing : meanAndSpread(value, decimals);

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
