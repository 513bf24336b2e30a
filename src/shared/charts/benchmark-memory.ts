import type { TopLevelSpec } from 'vega-lite';
import type { BenchmarkedWork, BenchmarkRun } from '../benchmark';
import {
  chartConfig,
  chartSchema,
  lightTheme,
  reportWidthPx,
  type ChartLook,
  type ChartTheme,
} from './chart-theme';

/** Okabe and Ito's further colours; the first two are the theme's own. */
const moreColours = ['#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
/** Colour is not all that tells them apart. */
const dashes = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  [4, 2],
  [1, 3],
];
/** A limit that is further up would press the curves to the ground. */
const nearLimit = 2;

/** Runs of one kind of work that count and whose memory was watched. */
export const memoryRuns = (runs: readonly BenchmarkRun[], work: BenchmarkedWork): BenchmarkRun[] =>
  runs.filter((run) => run.work === work && run.repeat > 0 && run.series.some(({ rss_mb }) => rss_mb > 0));

/** Resident memory over the time of each run, a colour and a dash for each contender. */
export function memoryOfProfilesChart(
  runs: readonly BenchmarkRun[],
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const names = [...new Set(runs.map(({ contender }) => contender))];
  const values = runs.flatMap(({ contender, repeat, series }) =>
    series.map(({ time_s: timeS, rss_mb: rssMb }) => ({
      contender,
      run: `${contender} ${repeat}`,
      timeS,
      rssMb,
    })),
  );
  const endS = Math.max(...values.map(({ timeS }) => timeS));
  const peakMb = Math.max(...values.map(({ rssMb }) => rssMb));
  const limits = [...new Set(runs.map(({ limit_mb: limitMb }) => limitMb))];
  const limitMb = limits.length === 1 && limits[0]! <= nearLimit * peakMb ? limits[0]! : null;
  const legend = {
    title: null,
    orient: 'top' as const,
    direction: 'horizontal' as const,
    symbolType: 'stroke' as const,
    symbolSize: 900,
    symbolStrokeWidth: 2,
  };
  const ofContender = { field: 'contender', type: 'nominal' as const, legend };
  const y = {
    field: 'rssMb',
    type: 'quantitative' as const,
    title: 'Memory (MB)',
    scale: { domain: [0, 1.1 * Math.max(peakMb, limitMb ?? 0)], nice: false },
  };
  const x = {
    field: 'timeS',
    type: 'quantitative' as const,
    title: 'Time since the run began (s)',
    scale: { domain: [0, endS], nice: false },
  };
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    width: widthPx,
    height: 220,
    layer: [
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 1.6, opacity: 0.9 },
        encoding: {
          x,
          y,
          detail: { field: 'run', type: 'nominal' },
          color: { ...ofContender, scale: { domain: names, range: coloursOf(names.length, theme) } },
          strokeDash: {
            ...ofContender,
            scale: { domain: names, range: names.map((_, index) => dashes[index % dashes.length]!) },
          },
        },
      },
      ...(limitMb === null
        ? []
        : [
            {
              data: { values: [{ rssMb: limitMb, timeS: endS, text: `limit ${Math.round(limitMb)} MB` }] },
              mark: { type: 'rule' as const, color: theme.alarm, strokeWidth: 1.5, strokeDash: [6, 3] },
              encoding: { y },
            },
            {
              data: { values: [{ rssMb: limitMb, timeS: endS, text: `limit ${Math.round(limitMb)} MB` }] },
              mark: {
                type: 'text' as const,
                align: 'right' as const,
                baseline: 'bottom' as const,
                dx: -2,
                dy: -3,
                color: theme.alarm,
              },
              encoding: { x, y, text: { field: 'text', type: 'nominal' as const } },
            },
          ]),
    ],
  };
}

function coloursOf(count: number, { sideColours }: ChartTheme): string[] {
  const all = [sideColours.left, sideColours.right, ...moreColours];
  return Array.from({ length: count }, (_, index) => all[index % all.length]!);
}
