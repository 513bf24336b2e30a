import type { TopLevelSpec } from 'vega-lite';
import { jointAngleChart } from '../../shared/charts/joint-chart';
import type { GaitBundle } from '../../shared/display';
import { jointNames, sides } from '../../shared/results';
import type { OutputTheme } from '../theme-colours';

/** A label of the time axis with room around it. */
const labelPx = 70;

/** How many joints have a curve. */
export function seenJoints({ angles, excerpt }: Pick<GaitBundle, 'angles' | 'excerpt'>): number {
  const shown = excerpt?.angles ?? angles;
  return jointNames.filter((joint) =>
    sides.some((side) => shown[side][joint].values.some((value) => value !== null)),
  ).length;
}

/**
 * The chart without its events and stances, which stand in a lane of their own here, where they can be moved; what a network
 * said stays behind the curves.
 */
export function curveChart(
  { angles, excerpt, phases = [] }: GaitBundle,
  widthPx: number,
  { colours }: OutputTheme,
): TopLevelSpec {
  const chart = jointAngleChart(
    { angles, excerpt, events: [], edits: [], phases },
    { widthPx, theme: colours },
  );
  const config = {
    ...chart.config,
    axisX: { ...chart.config?.axisX, tickCount: Math.ceil(widthPx / labelPx) },
  };
  // Without corrections the first panel is that of stances.
  return 'vconcat' in chart ? { ...chart, config, vconcat: chart.vconcat.slice(1) } : chart;
}
