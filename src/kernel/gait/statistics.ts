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

/** Mean, sample standard deviation and count of the numbers among `values`. */
export function statistic(values: readonly (number | null)[]): Statistic {
  const numbers = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const n = numbers.length;
  if (n === 0) return { mean: null, sd: null, n };
  const mean = numbers.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, sd: null, n };
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (n - 1)), n };
}
