import type { NetworkDescription } from '../../shared/network';
import { counted, duration, figure, meanAndSpread } from '../../shared/numbers';
import type { LabelTarget } from '../../shared/training';
import { textTable } from '../../shared/text-table';
import type { ClassRow, FigureRow, FoldRow, TrainingBundle } from '../../shared/training-bundle';

const targetNames: Record<LabelTarget, string> = {
  contact: 'Contact of each foot',
  phases: 'Seven functional phases of each leg',
  events: 'Strikes and offs',
};
const mostNamedFolds = 20;

/** A cross-validation in plain text: figures beside the baselines, classes, folds, and how to read them. */
export function trainingText(bundle: Omit<TrainingBundle, 'text'>): string {
  const { target, walks, groups, foldsInAll, durationS, notes } = bundle;
  return [
    `${targetNames[target]}, learnt from ${counted(walks, 'walk')} (${duration(durationS)}) in ${counted(groups, 'group')} and ` +
      `judged in ${counted(foldsInAll, 'fold')} on walks that were held out.`,
    networkText(bundle.network, bundle.receptiveField),
    '',
    figureTable(bundle.figures),
    '',
    classTable(bundle.classes),
    '',
    foldTable(bundle.folds),
    ...(foldsInAll > Math.min(mostNamedFolds, bundle.folds.length)
      ? [`… and ${counted(foldsInAll - Math.min(mostNamedFolds, bundle.folds.length), 'more fold')}.`]
      : []),
    '',
    ...notes,
  ].join('\n');
}

/** A network in a sentence, with how much of a walk one of its outputs sees. */
export const networkText = (
  { filters, blocks, kernelSize, causal, head, windowFrames }: NetworkDescription,
  { frames, seconds }: TrainingBundle['receptiveField'],
): string =>
  `The network has ${counted(blocks, 'block')} of ${counted(filters, 'filter')} and kernels of ${kernelSize} frames, ` +
  `${causal ? 'sees the past alone' : 'sees both sides of a frame'}, and predicts ${
    head === 'frame' ? 'each frame' : 'the middle frame'
  } of windows of ${windowFrames} frames. One output sees ${counted(frames, 'frame')} (${seconds.toFixed(2)} s).`;

const decimalsOf = ({ unit }: FigureRow): number => (unit === 'ms' ? 1 : 3);

export const figureTable = (figures: readonly FigureRow[]): string =>
  textTable(
    ['Mean ± SD over folds', 'network', 'commonest class', 'rule'],
    figures.map((row) => [
      row.unit === 'ms' ? `${row.label} (ms)` : row.label,
      ...([row.values.network, row.values.majority, row.values.rule] as const).map((value) =>
        meanAndSpread(value, decimalsOf(row)),
      ),
    ]),
  );

export const classTable = (classes: readonly ClassRow[]): string =>
  textTable(
    ['Class', 'precision', 'recall', 'F1', 'labels'],
    classes.map(({ name, precision, recall, f1, support }) => [
      name.replaceAll('_', ' '),
      ...[precision, recall, f1].map((value) => meanAndSpread(value, 3)),
      String(support),
    ]),
  );

const foldTable = (folds: readonly FoldRow[]): string =>
  textTable(
    ['Fold', 'walks', 'epochs', 'best', 'contact', 'states', 'event F1 at 50 ms', 'bias (ms)', 'SD (ms)'],
    folds
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
  );
