import type { TopLevelSpec } from 'vega-lite';
import type { PositionFieldDef } from 'vega-lite/build/src/channeldef';
import type { ResourceSample, StageTimes } from '../run-record';
import { chartConfig, chartSchema, lightTheme, reportWidthPx, type ChartLook } from './chart-theme';
import { limitLabels, limitStretches, type PlotLabel } from './memory-limits';

/** Shorter stages would read as 0.00 s. */
export const leastShownS = 0.005;
const memoryHeightPx = 170;

export interface MemorySample extends Pick<ResourceSample, 'timeS' | 'rssMb' | 'cpuPercent'> {
  /** Of the step that it was taken in. */
  readonly limitMb: number;
}

/** Samples as the chart takes them, all of one run. */
export const withinLimit = (
  series: readonly Pick<ResourceSample, 'timeS' | 'rssMb' | 'cpuPercent'>[],
  limitMb: number,
): MemorySample[] => series.map(({ timeS, rssMb, cpuPercent }) => ({ timeS, rssMb, cpuPercent, limitMb }));

/** Resident memory of the whole process tree over time against the limit that held then, and the CPU below it. */
export function memoryChart(
  series: readonly MemorySample[],
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const { alarm, muted } = theme;
  const peak = series.reduce<MemorySample | undefined>(
    (best, sample) => (best && best.rssMb >= sample.rssMb ? best : sample),
    undefined,
  );
  const endS = series.at(-1)?.timeS ?? 0;
  const limits = limitStretches(series, widthPx);
  const topMb = 1.1 * Math.max(peak?.rssMb ?? 0, ...limits.map(({ limitMb }) => limitMb));
  const peaks = peak && peak.rssMb > 0 ? [peakLabel(peak, endS)] : [];
  const plot = { widthPx, heightPx: memoryHeightPx, endS, topMb };
  const x = (title: string | null): PositionFieldDef<string> => ({
    field: 'timeS',
    type: 'quantitative',
    title,
    scale: { domain: [0, endS], nice: false },
    ...(title === null ? { axis: { labels: false, title: null } } : {}),
  });
  const memory: PositionFieldDef<string> = {
    field: 'rssMb',
    type: 'quantitative',
    title: 'Memory (MB)',
    scale: { domain: [0, topMb], nice: false },
  };
  const label = {
    type: 'text',
    baseline: 'bottom',
    dy: -3,
    dx: { expr: "datum.align === 'left' ? 4 : -2" },
    align: { expr: 'datum.align' },
  } as const;
  const labelled = { x: x(null), y: memory, text: { field: 'text' } };
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    data: { values: [...series] },
    spacing: 8,
    vconcat: [
      {
        width: widthPx,
        height: memoryHeightPx,
        layer: [
          {
            mark: { type: 'area', color: muted, opacity: 0.35, line: { color: muted, strokeWidth: 1.5 } },
            // A step begins where the one before it ended: of the two samples there, none is added to the other.
            encoding: { x: x(null), y: { ...memory, stack: null } },
          },
          {
            data: {
              values: limits.map(({ fromS, toS, limitMb }) => ({ timeS: fromS, toS, rssMb: limitMb })),
            },
            mark: { type: 'rule', color: alarm, strokeWidth: 1.5, strokeDash: [6, 3] },
            encoding: { x: x(null), x2: { field: 'toS' }, y: memory },
          },
          {
            data: { values: limitLabels(limits, peaks, plot) },
            mark: { ...label, color: alarm },
            encoding: labelled,
          },
          { data: { values: peaks }, mark: label, encoding: labelled },
        ],
      },
      {
        width: widthPx,
        height: 70,
        mark: { type: 'line', color: muted, strokeWidth: 1.5 },
        encoding: {
          x: x('Time (s)'),
          y: { field: 'cpuPercent', type: 'quantitative', title: 'CPU (%)', axis: { tickCount: 3 } },
        },
      },
    ],
  };
}

const peakLabel = ({ timeS, rssMb }: MemorySample, endS: number): PlotLabel => ({
  timeS,
  rssMb,
  align: timeS > endS / 2 ? 'right' : 'left',
  text: `peak ${Math.round(rssMb)} MB`,
});

/** Seconds by stage, the longest first. */
export function stageChart(
  stages: StageTimes,
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const values = Object.entries(stages)
    .filter(([, seconds]) => seconds >= leastShownS)
    .map(([stage, seconds]) => ({
      stage: stage.replaceAll('_', ' '),
      seconds,
      text: `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`,
    }));
  // A few ticks are enough, and their labels stand apart: each bar says its own figure.
  const axis = { tickCount: 5 };
  const x: PositionFieldDef<string> = { field: 'seconds', type: 'quantitative', title: 'Seconds', axis };
  const y: PositionFieldDef<string> = {
    field: 'stage',
    type: 'nominal',
    title: null,
    sort: { field: 'seconds', order: 'descending' },
    axis: { labelLimit: 220 },
  };
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    width: widthPx - 140,
    height: { step: 26 },
    data: { values },
    layer: [
      { mark: { type: 'bar', height: 14, color: theme.muted }, encoding: { x, y } },
      { mark: { type: 'text', align: 'left', dx: 5 }, encoding: { x, y, text: { field: 'text' } } },
    ],
  };
}
