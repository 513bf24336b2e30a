import type { TopLevelSpec } from 'vega-lite';
import type { BenchmarkResults, Contender } from '../benchmark';
import {
  errorWords,
  notMeasured,
  readable,
  sentence,
  spreadWords,
  workNames,
  worksIn,
} from '../benchmark-words';
import { memoryOfProfilesChart, memoryRuns } from './benchmark-memory';
import { paretoChart } from './benchmark-pareto';
import {
  chartConfig,
  chartSchema,
  lightTheme,
  reportWidthPx,
  type ChartLook,
  type ChartTheme,
} from './chart-theme';
import { frontWords, paretoPoints, unplaced } from './pareto-points';

/** A chart of a benchmark with all that is said of it. */
export interface BenchmarkChart {
  /** Tells it apart from the others. */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  /** Its values, for whoever does not see it. */
  readonly words: string;
  /** Roughly, to keep room free for it. */
  readonly heightPx: number;
  readonly spec: (look?: ChartLook) => TopLevelSpec;
}

type Panel = Extract<TopLevelSpec, { hconcat: unknown }>['hconcat'][number];

const barStepPx = 30;
const axisPx = 60;
/** Of a profile of the user's; reckoned generously where no font can be measured. */
const widestNamePx = 260;
/** Narrower than this, panels stand below one another. */
const leastBesidePx = 520;

/** Time against error, bars with their spread, and memory over time; none of what was not measured at all. */
export function benchmarkCharts(results: BenchmarkResults): BenchmarkChart[] {
  return [
    ...paretoPoints(results).map(({ name, axis, of, points }): BenchmarkChart => {
      const left = unplaced(results, points);
      return {
        name: `pareto-${name}`,
        title: `Time against error: ${name}`,
        caption:
          `${sentence(workNames[of])}, beside ${axis.reference}: to the left is faster, further down is more right, and a larger dot takes more memory. ` +
          frontWords(points) +
          (left.length > 0
            ? ` Not in the picture: ${left.join(', ')}, for time or error was ${notMeasured}.`
            : ''),
        words: `Time against error of ${name}. ${points
          .map(
            ({ contender, seconds, error, memoryMb }) =>
              `${contender}: ${readable(seconds)} s, ${errorWords(error, axis.unit)}, ${
                memoryMb === null ? `memory ${notMeasured}` : `${readable(memoryMb)} MB`
              }`,
          )
          .join('; ')}.`,
        heightPx: 340,
        spec: (look) => paretoChart(points, axis, look),
      };
    }),
    ...worksIn(results.contenders).flatMap((work): BenchmarkChart[] => {
      const own = results.contenders.filter((one) => one.work === work);
      return own.every(({ seconds }) => seconds === null)
        ? []
        : [
            {
              name: `bars-${work}`,
              title: `Time, CPU and memory: ${workNames[work]}`,
              caption: 'Bars reach to the median of the runs, lines from the least to the most of them.',
              words: `${sentence(workNames[work])}. ${own.map(costWords).join('; ')}.`,
              heightPx: barStepPx * own.length + axisPx,
              spec: (look) => barsChart(own, look),
            },
          ];
    }),
    ...worksIn(results.runs).flatMap((work): BenchmarkChart[] => {
      const runs = memoryRuns(results.runs, work);
      return runs.length === 0
        ? []
        : [
            {
              name: `memory-${work}`,
              title: `Memory over time: ${workNames[work]}`,
              caption: 'Resident memory of all processes together, a line for each run that counts.',
              words: `Memory over time, ${workNames[work]}. ${results.contenders
                .filter((one) => one.work === work)
                .map(({ contender, peak_rss_mb: peak }) => `${contender}: peak ${spreadWords(peak, 'MB')}`)
                .join('; ')}.`,
              heightPx: 300,
              spec: (look) => memoryOfProfilesChart(runs, look),
            },
          ];
    }),
  ];
}

const costWords = ({ contender, seconds, cpu_s: cpu, peak_rss_mb: peak }: Contender): string =>
  `${contender}: time ${spreadWords(seconds, 's')}, CPU ${spreadWords(cpu, 's')}, peak memory ${spreadWords(peak, 'MB')}`;

const measures = [
  { key: 'seconds', title: 'Time (s)' },
  { key: 'cpu_s', title: 'CPU time (s)' },
  { key: 'peak_rss_mb', title: 'Peak memory (MB)' },
] as const;

/** Time, CPU and memory of one kind of work, a bar a contender with the spread of its runs. */
export function barsChart(
  contenders: readonly Contender[],
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const isBeside = widthPx >= leastBesidePx;
  // Names of profiles stand once where the panels are side by side.
  const namesPx = 140;
  const gapPx = 20;
  const panelPx = Math.max(
    90,
    isBeside ? (widthPx + axisPx - namesPx - 2 * gapPx) / 3 : widthPx + axisPx - namesPx - gapPx,
  );
  const panels = measures.map(({ key, title }, index) =>
    panel(contenders, { key, title, hasNames: index === 0 || !isBeside }, panelPx, theme),
  );
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    spacing: gapPx,
    ...(isBeside ? { hconcat: panels } : { vconcat: panels }),
  };
}

function panel(
  contenders: readonly Contender[],
  { key, title, hasNames }: { key: (typeof measures)[number]['key']; title: string; hasNames: boolean },
  widthPx: number,
  { muted }: ChartTheme,
): Panel {
  const names = contenders.map(({ contender }) => contender);
  const rows = contenders.flatMap(({ contender, [key]: spread }) =>
    spread === null ? [] : [{ contender, ...spread, values: undefined, text: readable(spread.median) }],
  );
  const absent = contenders
    .filter(({ [key]: spread }) => spread === null)
    .map(({ contender }) => ({ contender, text: notMeasured }));
  const most = rows.reduce((top, row) => Math.max(top, row.most), 0);
  const y = {
    field: 'contender',
    type: 'nominal' as const,
    title: null,
    sort: names,
    scale: { domain: names },
    axis: { labels: hasNames, ticks: false, domain: false, labelLimit: widestNamePx, labelPadding: 6 },
  };
  // There is room for the figure behind the longest bar.
  const scale = { domain: [0, most === 0 ? 1 : 1.4 * most], nice: false };
  const x = (field: 'median' | 'least' | 'most') => ({
    field,
    type: 'quantitative' as const,
    title,
    scale,
    axis: { tickCount: 4 },
  });
  const label = { type: 'text', align: 'left', dx: 6 } as const;
  return {
    width: widthPx,
    height: { step: barStepPx },
    layer: [
      {
        data: { values: rows },
        mark: { type: 'bar', height: 16, color: muted, opacity: 0.4 },
        encoding: { x: x('median'), y },
      },
      {
        data: { values: rows },
        mark: { type: 'rule', color: muted, strokeWidth: 3 },
        encoding: { x: x('least'), x2: { field: 'most' }, y },
      },
      {
        data: { values: rows },
        mark: label,
        encoding: { x: x('most'), y, text: { field: 'text', type: 'nominal' } },
      },
      {
        data: { values: absent },
        mark: label,
        encoding: { x: { value: 0 }, y, text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}
