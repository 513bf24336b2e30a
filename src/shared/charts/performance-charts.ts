import type { TopLevelSpec } from 'vega-lite';
import type { PositionFieldDef } from 'vega-lite/build/src/channeldef';
import type { ResourceSample, StageTimes } from '../run-record';
import { chartConfig, chartSchema, lightTheme, reportWidthPx, type ChartLook } from './chart-theme';

/** Shorter stages would read as 0.00 s. */
export const leastShownS = 0.005;

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
  const limits = limitStretches(series);
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
    scale: {
      domain: [0, 1.1 * Math.max(peak?.rssMb ?? 0, ...limits.map(({ limitMb }) => limitMb))],
      nice: false,
    },
  };
  const label = { type: 'text', baseline: 'bottom', dy: -3, dx: -2 } as const;
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    data: { values: [...series] },
    spacing: 8,
    vconcat: [
      {
        width: widthPx,
        height: 170,
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
            data: { values: limitLabels(limits, endS) },
            mark: { ...label, align: { expr: 'datum.align' }, dx: { expr: 'datum.dx' }, color: alarm },
            encoding: { x: x(null), y: memory, text: { field: 'text' } },
          },
          {
            data: { values: peak ? [{ ...peak, text: `peak ${Math.round(peak.rssMb)} MB` }] : [] },
            mark: {
              ...label,
              align: { expr: `datum.timeS > ${endS / 2} ? 'right' : 'left'` },
            },
            encoding: { x: x(null), y: memory, text: { field: 'text' } },
          },
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

interface LimitStretch {
  readonly limitMb: number;
  readonly fromS: number;
  readonly toS: number;
}

/** How long each limit held: until the next one did, or to the end. */
function limitStretches(series: readonly MemorySample[]): LimitStretch[] {
  const starts = series.filter(({ limitMb }, at) => limitMb !== series[at - 1]?.limitMb);
  return starts.map(({ limitMb, timeS }, at) => ({
    limitMb,
    fromS: at === 0 ? 0 : timeS,
    toS: (starts[at + 1] ?? series.at(-1)!).timeS,
  }));
}

/** The name of each limit, once: where it held longest, at that end of it from which the text stays in the plot. */
function limitLabels(limits: readonly LimitStretch[], endS: number) {
  return [...new Set(limits.map(({ limitMb }) => limitMb))].map((limitMb) => {
    const own = limits.filter((stretch) => stretch.limitMb === limitMb);
    const { fromS, toS } = own.toSorted((a, b) => b.toS - b.fromS - (a.toS - a.fromS))[0]!;
    const isLate = toS > endS / 2;
    return {
      timeS: isLate ? toS : fromS,
      align: isLate ? 'right' : 'left',
      dx: isLate ? -2 : 4,
      rssMb: limitMb,
      text: `limit ${Math.round(limitMb)} MB`,
    };
  });
}

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
