import type { TopLevelSpec } from 'vega-lite';
import type { Accuracy, BenchmarkedWork, BenchmarkResults } from '../benchmark';
import { referenceNames } from '../benchmark-words';
import { chartConfig, chartSchema, lightTheme, reportWidthPx, type ChartLook } from './chart-theme';

/** A contender by what it takes and how far off it is. */
export interface ParetoPoint {
  readonly contender: string;
  readonly seconds: number;
  readonly error: number;
  readonly memoryMb: number | null;
}

export interface ErrorAxis {
  readonly title: string;
  readonly unit: string;
  /** In words. */
  readonly reference: string;
}

export interface Pareto {
  /** Whose error it is. */
  readonly name: string;
  readonly axis: ErrorAxis;
  /** Whose time it is. */
  readonly of: BenchmarkedWork;
  readonly points: readonly ParetoPoint[];
}

/** Joints are moved by a bias and a spread alike: what counts is how far off an event is all in all. */
function eventErrorMs({ events }: Accuracy): number | null {
  if (events === null || events.bias_ms === null) return null;
  return Math.hypot(events.bias_ms, events.sd_ms ?? 0);
}

function greatestPercent({ parameters_percent: percents }: Accuracy): number | null {
  const all = Object.values(percents).map(Math.abs);
  return all.length === 0 ? null : Math.max(...all);
}

const measures = [
  {
    name: 'joints',
    title: 'Median distance of joints (px)',
    unit: 'px',
    of: ({ joints_px: joints }: Accuracy): number | null => joints?.median ?? null,
  },
  {
    name: 'events',
    title: 'Events, root mean square error (ms)',
    unit: 'ms',
    of: eventErrorMs,
  },
  {
    name: 'parameters',
    title: 'Greatest difference of a parameter (%)',
    unit: '%',
    of: greatestPercent,
  },
] as const;

/** The most trustworthy reference first. */
const references = ['truth', 'phantom-like', 'accurate'] as const satisfies readonly Accuracy['reference'][];
/** Of the pose, where it was measured alone: that is what profiles differ in. */
const works = ['mediapipe', 'pipeline'] as const satisfies readonly BenchmarkedWork[];
/** One alone is beside nothing. */
const leastPoints = 2;

/** Time against the error of joints and against that of events; against parameters only where there is neither. */
export function paretoPoints(results: Pick<BenchmarkResults, 'contenders' | 'accuracy'>): Pareto[] {
  const of = works.find((work) =>
    results.contenders.some((one) => one.work === work && one.seconds !== null),
  );
  if (of === undefined) return [];
  const costs = results.contenders.filter(({ work }) => work === of);
  for (const reference of references) {
    const entries = results.accuracy.filter((entry) => entry.reference === reference);
    const found = measures.flatMap(({ name, title, unit, of: errorOf }): Pareto[] => {
      const points = costs.flatMap(({ contender, seconds, peak_rss_mb: peak }): ParetoPoint[] => {
        const entry = entries.find((one) => one.contender === contender);
        const error = entry === undefined ? null : errorOf(entry);
        return seconds === null || error === null
          ? []
          : [{ contender, seconds: seconds.median, error, memoryMb: peak?.median ?? null }];
      });
      return points.length < leastPoints
        ? []
        : [{ name, axis: { title, unit, reference: referenceNames[reference] }, of, points }];
    });
    const direct = found.filter(({ name }) => name !== 'parameters');
    if (found.length > 0) return direct.length > 0 ? direct : found;
  }
  return [];
}

/** Contenders that have no place in the plot. */
export const unplaced = (
  { contenders }: Pick<BenchmarkResults, 'contenders'>,
  points: readonly ParetoPoint[],
): string[] =>
  [...new Set(contenders.map(({ contender }) => contender))].filter((name) =>
    points.every(({ contender }) => contender !== name),
  );

/** Those that no other beats in both, the fastest first. */
export const paretoFront = (points: readonly ParetoPoint[]): ParetoPoint[] =>
  points
    .filter((point) =>
      points.every(
        (other) =>
          other.seconds > point.seconds ||
          other.error > point.error ||
          (other.seconds === point.seconds && other.error === point.error),
      ),
    )
    .sort((a, b) => a.seconds - b.seconds);

const largestDotPx2 = 900;
const dotWithoutMemoryPx2 = 120;
/** Names nearer to one another than these shares of the plot are put on two sides of their dots. */
const nearX = 0.25;
const nearY = 0.12;

/** Time against error; the size of a dot is memory, a cross has none measured. */
export function paretoChart(
  points: readonly ParetoPoint[],
  { title }: Pick<ErrorAxis, 'title'>,
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const mostS = 1.2 * Math.max(...points.map(({ seconds }) => seconds));
  const mostError = 1.25 * Math.max(...points.map(({ error }) => error)) || 1;
  const mostMb = Math.max(1, ...points.map(({ memoryMb }) => memoryMb ?? 0));
  const x = {
    field: 'seconds',
    type: 'quantitative' as const,
    title: 'Time (s), median',
    scale: { domain: [0, mostS], nice: false },
  };
  const y = {
    field: 'error',
    type: 'quantitative' as const,
    title,
    scale: { domain: [0, mostError], nice: false },
  };
  const named = placed(points, mostS, mostError);
  const name = (isAbove: boolean) => ({
    data: { values: named.filter((point) => point.isAbove === isAbove) },
    mark: {
      type: 'text' as const,
      baseline: isAbove ? ('bottom' as const) : ('top' as const),
      dy: isAbove ? -19 : 19,
    },
    encoding: { x, y, text: { field: 'contender', type: 'nominal' as const } },
  });
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    width: widthPx,
    height: 260,
    layer: [
      {
        data: { values: paretoFront(points) },
        mark: {
          type: 'line',
          interpolate: 'step-after',
          color: theme.muted,
          strokeDash: [5, 4],
          strokeWidth: 1.2,
        },
        encoding: { x, y },
      },
      {
        data: { values: points.filter(({ memoryMb }) => memoryMb !== null) },
        mark: { type: 'point', filled: true, shape: 'circle', color: theme.sideColours.left, opacity: 0.75 },
        encoding: {
          x,
          y,
          size: {
            field: 'memoryMb',
            type: 'quantitative',
            scale: { domain: [0, mostMb], range: [0, largestDotPx2] },
            legend: null,
          },
        },
      },
      {
        data: { values: points.filter(({ memoryMb }) => memoryMb === null) },
        mark: {
          type: 'point',
          filled: true,
          shape: 'cross',
          color: theme.sideColours.left,
          size: dotWithoutMemoryPx2,
        },
        encoding: { x, y },
      },
      name(true),
      name(false),
    ],
  };
}

/** With the name above or below its dot, so that neighbours' names do not run into one another. */
function placed(points: readonly ParetoPoint[], mostS: number, mostError: number) {
  const done: (ParetoPoint & { isAbove: boolean })[] = [];
  for (const point of [...points].sort((a, b) => a.seconds - b.seconds)) {
    const isTaken = done.some(
      ({ seconds, error, isAbove }) =>
        isAbove &&
        Math.abs(seconds - point.seconds) < nearX * mostS &&
        Math.abs(error - point.error) < nearY * mostError,
    );
    done.push({ ...point, isAbove: !isTaken });
  }
  return done;
}
