import type { Config } from 'vega-lite';
import type { Side } from '../results';

/** Fixed colours of the charts; a page that shows them inline may map these to its own theme. */
export const ink = '#39424e';
export const grid = '#e3e6ea';
export const paper = '#ffffff';
export const muted = '#6b7684';
export const alarm = '#b3261e';

/** Okabe and Ito's blue and vermilion: told apart with any common colour vision. */
export const sideColours: Record<Side, string> = { left: '#0072b2', right: '#d55e00' };
/** Dash patterns in px; left is solid. */
export const sideDashes: Record<Side, number[]> = { left: [1, 0], right: [6, 3] };

export const chartSchema = 'https://vega.github.io/schema/vega-lite/v5.json';

export const chartConfig: Config = {
  background: paper,
  font: 'system-ui, sans-serif',
  aria: false,
  view: { stroke: null },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: ink,
    titleColor: ink,
    gridColor: grid,
    domainColor: muted,
    tickColor: muted,
    tickCount: 5,
  },
  axisX: { tickCount: 10, labelFlush: false },
  legend: { labelFontSize: 12, labelColor: ink, titleColor: ink },
  text: { color: ink, fontSize: 12 },
};
