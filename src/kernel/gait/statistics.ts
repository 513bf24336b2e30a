import type { Statistic } from '../../shared/results';

/** Quantile (0–1) of the numbers among `values`, linear between ranks; NaN where there are none. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return Number.NaN;
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  return below + (above - below) * (rank - Math.floor(rank));
}

export const median = (values: Iterable<number>): number => quantile(values, 0.5);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean, sample standard deviation and count of the numbers among `values`. */
export function statistic(values: readonly (number | null)[]): Statistic {
  const numbers = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const n = numbers.length;
  if (n === 0) return { mean: null, sd: null, n };
  const middle = mean(numbers);
  if (n === 1) return { mean: middle, sd: null, n };
  const squares = numbers.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return { mean: middle, sd: Math.sqrt(squares / (n - 1)), n };
}

export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/** Deviations from the line, in medians of their size, beyond which a point is taken for an error. */
const largestDeviations = 4.5;

function leastSquares(points: readonly (readonly [x: number, y: number])[]): Line {
  const middleX = mean(points.map(([x]) => x));
  const middleY = mean(points.map(([, y]) => y));
  const sxx = points.reduce((sum, [x]) => sum + (x - middleX) ** 2, 0);
  const sxy = points.reduce((sum, [x, y]) => sum + (x - middleX) * (y - middleY), 0);
  const slope = sxx > 0 ? sxy / sxx : 0;
  return { intercept: middleY - slope * middleX, slope };
}

/** Line of least squares through points, fitted anew without those that lie far off; NaN where there are none. */
export function robustLine(points: readonly (readonly [x: number, y: number])[]): Line {
  const first = leastSquares(points);
  const offLine = points.map(([x, y]) => Math.abs(y - first.intercept - first.slope * x));
  const limit = largestDeviations * median(offLine);
  const near = points.filter((_, point) => offLine[point]! <= limit);
  return near.length < points.length && near.length > 1 ? leastSquares(near) : first;
}
