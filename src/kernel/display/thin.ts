import type { ThinSeries } from '../../shared/display';

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/**
 * Thins a series to what a screen can show: the range is cut into buckets of equally many samples, each of which
 * keeps its least and its greatest value, so that no peak is lost. A gap (NaN) stays as one null in its bucket.
 * A series that already fits keeps every sample. Times are rounded to 0.1 ms, values to 0.01.
 */
export function thinSeries(
  timeS: ArrayLike<number>,
  values: ArrayLike<number>,
  maxPoints: number,
): ThinSeries {
  const length = Math.min(timeS.length, values.length);
  const kept =
    length <= maxPoints ? Array.from({ length }, (_, i) => i) : extremes(values, length, maxPoints);
  return {
    timeS: kept.map((i) => round(timeS[i]!, 4)),
    values: kept.map((i) => (Number.isFinite(values[i]!) ? round(values[i]!, 2) : null)),
  };
}

/** Indices, in order, of every bucket's least and greatest value and of the first sample of its gap. */
function extremes(values: ArrayLike<number>, length: number, maxPoints: number): number[] {
  const hasGap = Array.from({ length }, (_, i) => values[i]!).some((value) => !Number.isFinite(value));
  const buckets = Math.max(1, Math.floor(maxPoints / (hasGap ? 3 : 2)));
  const kept: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * length) / buckets);
    const to = Math.floor(((bucket + 1) * length) / buckets);
    let least = -1;
    let greatest = -1;
    let gap = -1;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) {
        if (gap < 0) gap = i;
        continue;
      }
      if (least < 0 || value < values[least]!) least = i;
      if (greatest < 0 || value > values[greatest]!) greatest = i;
    }
    const found = new Set([least, greatest, gap].filter((index) => index >= 0));
    kept.push(...[...found].sort((a, b) => a - b));
  }
  return kept;
}

/** The part of a series between two times, both included. */
export function partOf(
  timeS: ArrayLike<number>,
  values: ArrayLike<number>,
  startS: number,
  endS: number,
): { readonly timeS: number[]; readonly values: number[] } {
  const inside = Array.from({ length: timeS.length }, (_, i) => i).filter(
    (i) => timeS[i]! >= startS && timeS[i]! <= endS,
  );
  return { timeS: inside.map((i) => timeS[i]!), values: inside.map((i) => values[i]!) };
}
