import type { TopLevelSpec } from 'vega-lite';
import type { PoseBundle, ThinSeries } from '../display';
import { chartConfig, chartSchema, lightTheme, reportWidthPx, type ChartLook } from './chart-theme';
import { points, type Position } from './joint-chart';

/** How surely the legs were seen over time, with a bar wherever no pose was found. */
export function detectionChart(
  bundle: Pick<PoseBundle, 'confidence'>,
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const { muted } = theme;
  const { confidence } = bundle;
  const endS = confidence.timeS.at(-1) ?? 0;
  const x: Position = {
    field: 't',
    type: 'quantitative',
    title: 'Time (s)',
    scale: { domain: [confidence.timeS[0] ?? 0, endS], nice: false },
  };
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    width: widthPx,
    height: 60,
    layer: [
      {
        data: { values: gaps(confidence) },
        mark: { type: 'rect', color: muted, opacity: 0.35 },
        encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' } },
      },
      {
        data: { values: points(confidence, {}) },
        mark: { type: 'line', strokeWidth: 1.5, color: muted },
        encoding: {
          x,
          y: {
            field: 'y',
            type: 'quantitative',
            title: 'Visibility',
            scale: { domain: [0, 1] },
            axis: { values: [0, 0.5, 1] },
          },
        },
      },
    ],
  };
}

/** Stretches between the last value before a gap and the first one after it. */
function gaps({ timeS, values }: ThinSeries): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  values.forEach((value, i) => {
    if (value !== null || (i > 0 && values[i - 1] === null)) return;
    let end = i;
    while (end + 1 < values.length && values[end] === null) end++;
    found.push({ from: timeS[Math.max(0, i - 1)]!, to: timeS[end]! });
  });
  return found;
}
