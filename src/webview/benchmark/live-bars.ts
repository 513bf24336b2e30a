import type { Spread } from '../../shared/benchmark';

export interface LiveBar {
  readonly medianPercent: number;
  readonly fromPercent: number;
  readonly rangePercent: number;
}

/** Where bars and the lines of their spreads stand, in per cent of the longest; null where nothing is measured yet. */
export function barsOf(spreads: readonly (Spread | null)[]): (LiveBar | null)[] {
  const most = spreads.reduce((top, spread) => Math.max(top, spread?.most ?? 0), 0);
  const percent = (value: number): number => (most > 0 ? Math.round((1000 * value) / most) / 10 : 0);
  return spreads.map((spread) =>
    spread === null
      ? null
      : {
          medianPercent: percent(spread.median),
          fromPercent: percent(spread.least),
          rangePercent: percent(spread.most - spread.least),
        },
  );
}
