import type { Config } from 'vega-lite';
import type { Side } from '../results';

/** Colours of a chart. */
export interface ChartTheme {
  /** Text. */
  readonly ink: string;
  readonly grid: string;
  /** The ground it stands on. */
  readonly paper: string;
  /** Axes, and what is of neither side. */
  readonly muted: string;
  /** Limits. */
  readonly alarm: string;
  readonly sideColours: Readonly<Record<Side, string>>;
}

/** How a chart is drawn for where it is shown. */
export interface ChartLook {
  /** Width of the plotting area in px; axes and their titles take about 60 more. */
  readonly widthPx?: number;
  readonly theme?: ChartTheme;
}

/** Width of a plotting area in px; with axes and legend it fills a report's column. */
export const reportWidthPx = 820;

/** On paper: reports, and pictures that stand alone. */
export const lightTheme: ChartTheme = {
  ink: '#39424e',
  grid: '#e3e6ea',
  paper: '#ffffff',
  muted: '#6b7684',
  alarm: '#b3261e',
  /** Okabe and Ito's blue and vermilion: told apart with any common colour vision. */
  sideColours: { left: '#0072b2', right: '#d55e00' },
};
/** Colours of what is drawn on paper only. */
export const { ink, grid, paper, muted, alarm, sideColours } = lightTheme;

/** Dash patterns in px; left is solid. */
export const sideDashes: Record<Side, number[]> = { left: [1, 0], right: [6, 3] };

export const chartSchema = 'https://vega.github.io/schema/vega-lite/v5.json';

/** What all charts have in common. */
export const chartConfig = (theme: ChartTheme): Config => ({
  background: theme.paper,
  font: 'system-ui, sans-serif',
  aria: false,
  view: { stroke: null },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: theme.ink,
    titleColor: theme.ink,
    gridColor: theme.grid,
    domainColor: theme.muted,
    tickColor: theme.muted,
    tickCount: 5,
  },
  axisX: { tickCount: 10, labelFlush: false },
  legend: { labelFontSize: 12, labelColor: theme.ink, titleColor: theme.ink },
  text: { color: theme.ink, fontSize: 12 },
});
