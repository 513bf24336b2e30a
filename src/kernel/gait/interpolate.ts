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

/** Value at `at` on the line between the samples around it; NaN outside, or where one of them is missing. */
export function valueAt(timeS: Float64Array, values: Float64Array, at: number): number {
  let low = 0;
  let high = timeS.length - 1;
  if (!(at >= timeS[low]! && at <= timeS[high]!)) return Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (timeS[middle]! <= at) low = middle;
    else high = middle;
  }
  const share = (at - timeS[low]!) / (timeS[high]! - timeS[low]!);
  return values[low]! + share * (values[high]! - values[low]!);
}
