import type { TopLevelSpec } from 'vega-lite';
import { lightTheme } from '../shared/charts/chart-theme';
import type { OutputTheme } from './theme-colours';

/** How many rows of data a chart shows. */
export function pointsOf(spec: unknown): number {
  let count = 0;
  visit(spec, (key, value, place) => {
    if (!isRows(key, value, place)) return;
    const tables = Array.isArray(value) ? [value] : Object.values(value);
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
  const fitted = (value: unknown, place: Place): unknown => {
    if (typeof value === 'string') return byFixed.get(value.toLowerCase()) ?? value;
    if (Array.isArray(value)) return value.map((item) => fitted(item, inside(place, '')));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      isRows(key, inner, place) ? inner : fitted(inner, inside(place, key)),
    ]);
    return Object.fromEntries(entries);
  };
  // Sound: only words were exchanged.
  return fitted(spec, wholeSpec) as TopLevelSpec;
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
/** Names in expressions may be written by their letters' numbers, which hides what they are. */
const spelt = /\\u/;

function refusalOfKey(key: string, value: unknown): string | null {
  if (key === 'url' || key === 'href') return `it refers to something outside (${key}).`;
  if ((key === 'mark' || key === 'type') && value === 'image') return 'it shows pictures from outside.';
  if (key === 'bind' && value !== 'scales' && value !== 'legend') return 'it brings controls of its own.';
  if (key === 'sequence' || key === 'graticule' || key === 'keyvals') return 'it makes up its data.';
  if (typeof value === 'string' && (endless.test(value) || spelt.test(value))) return 'it makes up its data.';
  if (countKeys.has(key) && isTooMany(value)) return 'it counts without end.';
  if (key === 'bin' && isObject(value) && 'step' in value && !isWideEnough(value.step)) {
    return 'it counts without end.';
  }
  if ((key === 'width' || key === 'height') && typeof value === 'number' && value > mostPx) {
    return `it is larger than ${mostPx} pixels.`;
  }
  return null;
}

/** What is reckoned only when the chart is drawn can be any number. */
const isTooMany = (count: unknown): boolean =>
  typeof count === 'number' ? count > mostCount : isObject(count) && ('expr' in count || 'signal' in count);

/** Bins of a thousandth are enough for seconds and degrees, and few enough for any walk. */
const isWideEnough = (step: unknown): boolean => typeof step === 'number' && step >= 0.001;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where in a spec something stands. */
interface Place {
  /** Key of the object that is looked into; empty for the whole spec and for items of a list. */
  readonly key: string;
  readonly isWhole: boolean;
  readonly isConfig: boolean;
}

const wholeSpec: Place = { key: '', isWhole: true, isConfig: false };

const inside = ({ isWhole, isConfig }: Place, key: string): Place => ({
  key,
  isWhole: false,
  isConfig: isConfig || (isWhole && key === 'config'),
});

/**
 * Whether these are rows of data, whose words are nobody's business. Axes and legends have `values` too, and a style can
 * have any name: what stands there is reckoned.
 */
function isRows(key: string, value: unknown, place: Place): value is object {
  if (key === 'datasets') return place.isWhole && isObject(value);
  return key === 'values' && Array.isArray(value) && place.key === 'data' && !place.isConfig;
}

/** Calls back for every key of a spec, however deep, but not within its data; items of a list have no key. */
function visit(
  value: unknown,
  found: (key: string, value: unknown, place: Place) => void,
  place = wholeSpec,
): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const key = Array.isArray(value) ? '' : name;
    found(key, inner, place);
    if (!isRows(key, inner, place)) visit(inner, found, inside(place, key));
  }
}
