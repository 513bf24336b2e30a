import type { Statistic } from '../shared/results';
import { textTable } from '../shared/text-table';

/** Figures by their names in `cv_metrics.json`; null where there is none. */
export type Figures = Readonly<Record<string, number | null>>;

/** What the table is made of, as the files of a training hold it. */
export interface TrainingScores {
  readonly folds: readonly {
    readonly fold: number;
    readonly test_walks: readonly string[];
    readonly network: Figures;
  }[];
  readonly overFolds: Readonly<Record<'network' | 'majority' | 'rule', Readonly<Record<string, Statistic>>>>;
}

interface Column {
  readonly title: string;
  readonly figure: string;
  readonly digits: number;
}
/** Two tables, each of which an ordinary terminal shows without breaking its lines. */
const tables: readonly (readonly Column[])[] = [
  [
    { title: 'contact', figure: 'contact_accuracy', digits: 3 },
    { title: 'phases', figure: 'phase_accuracy', digits: 3 },
    { title: 'states F1', figure: 'state_macro_f1', digits: 3 },
    { title: 'changes of state', figure: 'state_transition_accuracy', digits: 3 },
  ],
  [
    { title: 'events F1 33 ms', figure: 'event_f1_33_ms', digits: 3 },
    { title: 'F1 50 ms', figure: 'event_f1_50_ms', digits: 3 },
    { title: 'bias ms', figure: 'event_bias_ms', digits: 1 },
    { title: 'SD ms', figure: 'event_sd_ms', digits: 1 },
  ],
];

const none = '–';
const shown = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? none : value.toFixed(digits);
const spread = ({ mean, sd }: Statistic, digits: number): string =>
  sd === null ? shown(mean, digits) : `${shown(mean, digits)} ± ${shown(sd, digits)}`;

/**
 * Each fold's network on the walks it never saw, then the mean and SD over the folds beside the commonest class and the rule
 * on the same folds. A figure that nothing has gets no column.
 */
export const scoreTables = (scores: TrainingScores): string =>
  tables
    .map((columns) => scoreTable(scores, columns))
    .filter((table) => table !== '')
    .join('\n\n');

function scoreTable({ folds, overFolds }: TrainingScores, columns: readonly Column[]): string {
  const used = columns.filter(({ figure }) => overFolds.network[figure] !== undefined);
  if (used.length === 0) return '';
  const over = (title: string, figures: Readonly<Record<string, Statistic>>): string[] => [
    title,
    ...used.map(({ figure, digits }) => {
      const statistic = figures[figure];
      return statistic === undefined ? none : spread(statistic, digits);
    }),
  ];
  return textTable(
    ['', ...used.map(({ title }) => title)],
    [
      ...folds.map(({ fold, network }) => [
        `fold ${fold}`,
        ...used.map(({ figure, digits }) => shown(network[figure], digits)),
      ]),
      over('network, mean ± SD', overFolds.network),
      over('always the commonest', overFolds.majority),
      over('rule (detect-events)', overFolds.rule),
    ],
  );
}
