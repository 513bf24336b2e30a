import type { TopLevelSpec } from 'vega-lite';
import { chartConfig, chartSchema, lightTheme, reportWidthPx, type ChartLook } from './chart-theme';
import { placeNames } from './name-places';
import { paretoFront, type ErrorAxis, type ParetoPoint } from './pareto-points';

const largestDotPx2 = 900;
const dotWithoutMemoryPx2 = 120;
const heightPx = 260;

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
  const named = placeNames(
    points.map(({ contender, seconds, error, memoryMb }) => ({
      name: contender,
      xPx: (widthPx * seconds) / mostS,
      yPx: heightPx * (1 - error / mostError),
      radiusPx: Math.sqrt(
        (memoryMb === null ? dotWithoutMemoryPx2 : (largestDotPx2 * memoryMb) / mostMb) / Math.PI,
      ),
    })),
    { widthPx, heightPx },
  ).map(({ name, xPx, yPx }) => ({
    contender: name,
    seconds: (mostS * xPx) / widthPx,
    error: mostError * (1 - yPx / heightPx),
  }));
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    width: widthPx,
    height: heightPx,
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
      {
        data: { values: named },
        mark: { type: 'text', align: 'center', baseline: 'middle' },
        encoding: { x, y, text: { field: 'contender', type: 'nominal' } },
      },
    ],
  };
}
