import type { BenchmarkedWork, BenchmarkResults } from '../benchmark';
import { eventsErrorMs, type Accuracy } from '../benchmark-accuracy';
import { referenceNames } from '../benchmark-words';

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
    of: ({ events }: Accuracy): number | null => events && eventsErrorMs(events),
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

/** Of the line through those, which is drawn between two and more. */
export function frontWords(points: readonly ParetoPoint[]): string {
  const [first, ...more] = paretoFront(points).map(({ contender }) => contender);
  return more.length === 0
    ? `No other is faster or more right than ${first!}.`
    : 'The dashed line turns at those that no other beats in both.';
}
