import type { TopLevelSpec } from 'vega-lite';
import type { JudgedSource } from '../cross-validation';
import type { ConfusionTable, FigureRow } from '../training-bundle';
import { classWords as words, shareWords, shownSources, sourceNames, unstatedName } from '../training-words';
import {
  chartConfig,
  chartSchema,
  lightTheme,
  reportWidthPx,
  type ChartLook,
  type ChartTheme,
} from './chart-theme';

type Panel = Extract<TopLevelSpec, { hconcat: unknown }>['hconcat'][number];

/** Side of a cell in px: two lines of figures. */
const cellPx = 64;
/** No label is cut: widths are reckoned generously where no font can be measured. */
const widestLabelPx = 400;

/** What was taken for what: the share of each true class (row), with the number of labels. */
export function confusionChart(
  { classes, confusion, unstated }: ConfusionTable,
  { theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const hasUnstated = unstated.some((count) => count > 0);
  const columns = [...classes.map(words), ...(hasUnstated ? [unstatedName] : [])];
  const rows = confusion.flatMap((own, truth) => {
    const counts = [...own, ...(hasUnstated ? [unstated[truth]!] : [])];
    const all = own.reduce((sum, count) => sum + count, 0) + unstated[truth]!;
    return counts.map((count, stated) => ({
      truth: words(classes[truth]!),
      stated: columns[stated]!,
      share: all === 0 ? 0 : count / all,
      percent: all === 0 ? '' : shareWords(count / all),
      count: String(count),
    }));
  });
  const x = {
    field: 'stated',
    type: 'nominal' as const,
    sort: columns,
    title: 'Stated',
    axis: { labelAngle: 0, labelExpr: "split(datum.label, ' ')", ticks: false, domain: false },
  };
  const y = {
    field: 'truth',
    type: 'nominal' as const,
    sort: classes.map(words),
    title: 'True',
    axis: { labelLimit: widestLabelPx, ticks: false, domain: false },
  };
  const text = (field: 'percent' | 'count', dy: number, fontSize: number) => ({
    mark: { type: 'text' as const, dy, fontSize },
    encoding: {
      x,
      y,
      text: { field, type: 'nominal' as const },
      // From here on the paper's colour stands out more than the ink's.
      color: { condition: { test: 'datum.share > 0.8', value: theme.paper }, value: theme.ink },
    },
  });
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    width: { step: cellPx },
    height: { step: cellPx - 14 },
    data: { values: rows },
    layer: [
      {
        mark: { type: 'rect', stroke: theme.grid },
        encoding: {
          x,
          y,
          color: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], range: [theme.paper, theme.sideColours.left], interpolate: 'rgb' },
            legend: null,
          },
        },
      },
      text('percent', -7, 13),
      text('count', 9, 11),
    ],
  };
}

const coloursOf = ({ muted }: ChartTheme): string[] => ['#009e73', '#e69f00', muted];

/** Bias of a kind of event with the SD of its times, of one source. */
interface TimingRow {
  readonly label: string;
  readonly source: JudgedSource;
  readonly biasMs: number;
  readonly sdMs: number | null;
}

/**
 * The network beside the rule and the commonest class: shares as mean and SD over the folds, and the bias of events with
 * the SD of their times.
 */
export function baselinesChart(
  figures: readonly FigureRow[],
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const shares = figures.filter(({ unit }) => unit === 'share');
  const timing = timingRows(figures);
  const color = {
    field: 'source',
    type: 'nominal' as const,
    scale: { domain: shownSources.map((source) => sourceNames[source]), range: coloursOf(theme) },
    legend: {
      title: null,
      orient: 'top' as const,
      direction: 'horizontal' as const,
      labelLimit: widestLabelPx,
    },
  };
  const shape = {
    field: 'source',
    type: 'nominal' as const,
    scale: { domain: color.scale.domain, range: ['circle', 'diamond', 'square'] },
    legend: color.legend,
  };
  const yOffset = { field: 'source', type: 'nominal' as const, scale: { domain: color.scale.domain } };
  const panel = (
    rows: readonly { label: string; source: string; value: number; low: number; high: number }[],
    title: string,
    labels: readonly string[],
    width: number,
    scale: object,
  ): Panel => {
    const y = {
      field: 'label',
      type: 'nominal' as const,
      sort: [...labels],
      title: null,
      axis: { labelLimit: widestLabelPx, ticks: false },
    };
    const x = { type: 'quantitative' as const, title, scale, axis: { tickCount: 5 } };
    return {
      width,
      height: { step: 11 },
      data: { values: [...rows] },
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: { y, yOffset, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
        },
        {
          mark: { type: 'point', filled: true, size: 46, opacity: 1 },
          encoding: { y, yOffset, x: { ...x, field: 'value' }, color, shape },
        },
      ],
    };
  };
  const shareRows = shares.flatMap(({ label, values }) =>
    shownSources.flatMap((source) => {
      const { mean, sd } = values[source];
      if (mean === null) return [];
      const spread = sd ?? 0;
      return [
        {
          label,
          source: sourceNames[source],
          value: mean,
          low: Math.max(0, mean - spread),
          high: Math.min(1, mean + spread),
        },
      ];
    }),
  );
  const panelPx = (widthPx - 330) / 2;
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    spacing: 24,
    hconcat: [
      panel(
        shareRows,
        'Share (mean ± SD over folds)',
        shares.map(({ label }) => label),
        panelPx,
        { domain: [0, 1] },
      ),
      ...(timing.length === 0
        ? []
        : [
            panel(
              timing.map(({ label, source, biasMs, sdMs }) => ({
                label,
                source: sourceNames[source],
                value: biasMs,
                low: biasMs - (sdMs ?? 0),
                high: biasMs + (sdMs ?? 0),
              })),
              'Stated − true (ms): bias ± SD of the times',
              [...new Set(timing.map(({ label }) => label))],
              panelPx,
              { zero: true },
            ),
          ]),
    ],
  };
}

function timingRows(figures: readonly FigureRow[]): TimingRow[] {
  const mean = (name: string, source: JudgedSource) =>
    figures.find((row) => row.name === name)?.values[source].mean ?? null;
  return [
    { name: 'heel_strike', label: 'Heel strikes' },
    { name: 'toe_off', label: 'Toe-offs' },
  ].flatMap(({ name, label }) =>
    shownSources.flatMap((source) => {
      const biasMs = mean(`${name}_bias_ms`, source);
      return biasMs === null ? [] : [{ label, source, biasMs, sdMs: mean(`${name}_sd_ms`, source) }];
    }),
  );
}
