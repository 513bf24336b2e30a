import type { TopLevelSpec } from 'vega-lite';
import { chartConfig, chartSchema, lightTheme, reportWidthPx, type ChartLook } from './chart-theme';
import { paretoFront, type ErrorAxis, type ParetoPoint } from './pareto-points';

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

/**
 * With the name below its dot, for the line comes from above and goes to the right; above it where another's name is near,
 * or the axis.
 */
function placed(points: readonly ParetoPoint[], mostS: number, mostError: number) {
  const done: (ParetoPoint & { isAbove: boolean })[] = [];
  for (const point of [...points].sort((a, b) => a.seconds - b.seconds)) {
    const isTaken = done.some(
      ({ seconds, error, isAbove }) =>
        !isAbove &&
        Math.abs(seconds - point.seconds) < nearX * mostS &&
        Math.abs(error - point.error) < nearY * mostError,
    );
    done.push({ ...point, isAbove: isTaken || point.error < nearY * mostError });
  }
  return done;
}
