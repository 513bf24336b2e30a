import type { Classification, CrossValidation } from '../../../shared/cross-validation';
import { figure } from '../../../shared/numbers';

/**
 * `classification_report.txt`: precision, recall, F1 and support of each class, laid out as scikit-learn's
 * `classification_report` does, over all held-out walks together. A dash stands for what cannot be stated.
 */
export function classificationReport({ pooled, notes }: CrossValidation): string {
  const { network, majority, rule } = pooled;
  const baselines = (of: (scores: typeof network) => Classification | null): string =>
    `accuracy of the commonest class ${figure(of(majority)?.accuracy, 3)}, of the rule ${figure(of(rule)?.accuracy, 3)}`;
  return [
    section(
      'Contact of each foot',
      network.contact,
      baselines(({ contact }) => contact),
    ),
    section(
      'Exclusive states',
      network.states,
      baselines(({ states }) => states),
    ),
    ...(network.phases === null
      ? []
      : [
          section(
            'Functional phases',
            network.phases,
            baselines(({ phases }) => phases),
          ),
        ]),
    ...notes,
    '',
  ].join('\n');
}

function section(title: string, classification: Classification, baselines: string): string {
  const { perClass, labels, accuracy, macroF1, unstated } = classification;
  const names = ['weighted avg', ...perClass.map(({ name }) => name)];
  const width = Math.max(...names.map((name) => name.length));
  const line = (name: string, figures: readonly string[]): string =>
    `${name.padStart(width)} ${figures.map((text) => text.padStart(10)).join('')}`.trimEnd();
  const average = (key: 'precision' | 'recall', weight: (support: number) => number): number | null => {
    const known = perClass.flatMap((one) =>
      one[key] === null ? [] : [[one[key], weight(one.support)] as const],
    );
    const all = known.reduce((sum, [, own]) => sum + own, 0);
    return all === 0 ? null : known.reduce((sum, [value, own]) => sum + value * own, 0) / all;
  };
  const weightedF1 =
    labels === 0 ? null : perClass.reduce((sum, { f1, support }) => sum + (f1 ?? 0) * support, 0) / labels;
  const silent = unstated.reduce((sum, count) => sum + count, 0);
  return [
    title,
    '',
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '',
    ...perClass.map(({ name, precision, recall, f1, support }) =>
      line(name, [figure(precision, 3), figure(recall, 3), figure(f1, 3), String(support)]),
    ),
    '',
    line('accuracy', ['', '', figure(accuracy, 3), String(labels)]),
    line('macro avg', [
      figure(
        average('precision', () => 1),
        3,
      ),
      figure(
        average('recall', () => 1),
        3,
      ),
      figure(macroF1, 3),
      String(labels),
    ]),
    line('weighted avg', [
      figure(
        average('precision', (support) => support),
        3,
      ),
      figure(
        average('recall', (support) => support),
        3,
      ),
      figure(weightedF1, 3),
      String(labels),
    ]),
    '',
    `${silent === 0 ? '' : `Nothing was stated for ${silent} of ${labels} labels. `}For comparison: ${baselines}.`,
    '',
    '',
  ].join('\n');
}
