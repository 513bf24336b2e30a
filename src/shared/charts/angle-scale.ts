/** Angles that differ by less are nearly still: spread over a whole panel, they would look like a large movement. */
const leastSpanDeg = 10;

export interface AngleScale {
  readonly zero: false;
  readonly domain?: [leastDeg: number, greatestDeg: number];
}

/** The scale of a panel of angles: as far as they reach, but no less than ten degrees. */
export function angleScale(valuesDeg: readonly (number | null)[]): AngleScale {
  const [least, greatest] = valuesDeg.reduce<readonly [number, number]>(
    ([low, high], value) => (value === null ? [low, high] : [Math.min(low, value), Math.max(high, value)]),
    [Infinity, -Infinity],
  );
  if (least > greatest || greatest - least >= leastSpanDeg) return { zero: false };
  const from = Math.floor((least + greatest - leastSpanDeg) / 2);
  return { zero: false, domain: [from, Math.max(from + leastSpanDeg, Math.ceil(greatest))] };
}
