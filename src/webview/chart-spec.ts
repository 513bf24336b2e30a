import type { TopLevelSpec } from 'vega-lite';
import { lightTheme } from '../shared/charts/chart-theme';
import type { OutputTheme } from './theme-colours';

/** Under these keys stand rows of data, whose words are nobody's business. */
const dataKeys = new Set(['values', 'datasets']);

/** How many rows of data a chart shows. */
export function pointsOf(spec: unknown): number {
  let count = 0;
  visit(spec, (key, value) => {
    if (!dataKeys.has(key)) return;
    const tables = Array.isArray(value) ? [value] : Object.values(value ?? {});
    for (const table of tables) if (Array.isArray(table)) count += table.length;
  });
  return count;
}

/** A chart in the theme's colours: those that our charts are saved with are exchanged, others stay. */
export function fittedTo({ colours }: OutputTheme, spec: TopLevelSpec): TopLevelSpec {
  const byFixed = new Map<string, string>([
    [lightTheme.ink, colours.ink],
    [lightTheme.grid, colours.grid],
    [lightTheme.paper, 'transparent'],
    [lightTheme.muted, colours.muted],
    [lightTheme.alarm, colours.alarm],
    [lightTheme.sideColours.left, colours.sideColours.left],
    [lightTheme.sideColours.right, colours.sideColours.right],
  ]);
  const fitted = (value: unknown, key: string): unknown => {
    if (dataKeys.has(key)) return value;
    if (typeof value === 'string') return byFixed.get(value.toLowerCase()) ?? value;
    if (Array.isArray(value)) return value.map((item) => fitted(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fitted(inner, name)]));
  };
  // Sound: only words were exchanged.
  return fitted(spec, '') as TopLevelSpec;
}

/** Larger than any screen: it would only take memory. */
const mostPx = 5000;

/** Why a chart that was found in a file is not drawn; null where nothing speaks against it. */
export function refusalOf(spec: unknown): string | null {
  if (!isObject(spec)) return 'it is no chart.';
  let refusal: string | null = null;
  visit(spec, (key, value) => {
    refusal ??= refusalOfKey(key, value);
  });
  return refusal;
}

/** Each of these says how many there are of something that is drawn or computed. */
const countKeys = new Set(['steps', 'minsteps', 'maxsteps', 'maxbins', 'tickCount', 'columns']);
const mostCount = 10_000;
/** What makes up text or lists of any length; expressions are interpreted, which keeps them from harm but not from toil. */
const endless = /\b(?:sequence|repeat|pad)\s*\(/;

function refusalOfKey(key: string, value: unknown): string | null {
  if (key === 'url' || key === 'href') return `it refers to something outside (${key}).`;
  if ((key === 'mark' || key === 'type') && value === 'image') return 'it shows pictures from outside.';
  if (key === 'bind' && value !== 'scales' && value !== 'legend') return 'it brings controls of its own.';
  if (key === 'sequence' || key === 'graticule' || key === 'keyvals') return 'it makes up its data.';
  if (typeof value === 'string' && endless.test(value)) return 'it makes up its data.';
  if (countKeys.has(key) && typeof value === 'number' && value > mostCount) return 'it counts without end.';
  if (key === 'bin' && isObject(value) && 'step' in value && !isWideEnough(value.step)) {
    return 'it counts without end.';
  }
  if ((key === 'width' || key === 'height') && typeof value === 'number' && value > mostPx) {
    return `it is larger than ${mostPx} pixels.`;
  }
  return null;
}

/** Bins of a thousandth are enough for seconds and degrees, and few enough for any walk. */
const isWideEnough = (step: unknown): boolean => typeof step === 'number' && step >= 0.001;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Calls back for every key of a spec, however deep, but not within its data; items of a list have no key. */
function visit(value: unknown, found: (key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    found(Array.isArray(value) ? '' : key, inner);
    if (!dataKeys.has(key)) visit(inner, found);
  }
}
