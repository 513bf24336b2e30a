/** Value at `at` of the polynomial through the points (Lagrange's form). */
export function polynomialThrough(
  points: readonly (readonly [at: number, value: number])[],
  at: number,
): number {
  let sum = 0;
  for (const [j, [atJ, valueJ]] of points.entries()) {
    let weight = 1;
    for (const [k, [atK]] of points.entries()) if (k !== j) weight *= (at - atK) / (atJ - atK);
    sum += weight * valueJ;
  }
  return sum;
}

/** Last frame at or before a time; −1 where the time lies before the first. */
export function frameAt(timeS: Float64Array, atS: number): number {
  let low = -1;
  let high = timeS.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (timeS[middle]! <= atS) low = middle;
    else high = middle;
  }
  return low;
}

/** Value at `atS` on the line between the samples around it; NaN outside, or where one of them is missing. */
export function valueAt(timeS: Float64Array, values: Float64Array, atS: number): number {
  const frame = frameAt(timeS, atS);
  if (frame < 0) return Number.NaN;
  const offsetS = atS - timeS[frame]!;
  if (offsetS === 0) return values[frame]!;
  if (frame + 1 >= timeS.length) return Number.NaN;
  const share = offsetS / (timeS[frame + 1]! - timeS[frame]!);
  return values[frame]! + share * (values[frame + 1]! - values[frame]!);
}
