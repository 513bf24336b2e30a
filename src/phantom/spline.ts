/**
 * The cubic spline through (knots, values) with given slopes at both ends (C² inside).
 * `knots` increase; outside them the end pieces go on.
 */
export function clampedSpline(
  knots: readonly number[],
  values: readonly number[],
  startSlope: number,
  endSlope: number,
): (at: number) => number {
  const last = knots.length - 1;
  const slopes = new Array<number>(last + 1).fill(0);
  slopes[0] = startSlope;
  slopes[last] = endSlope;
  // Tridiagonal system for the inner slopes (Thomas): equal second derivatives on both sides of each knot.
  const factor = new Array<number>(last + 1).fill(0);
  for (let i = 1; i < last; i++) {
    const before = knots[i]! - knots[i - 1]!;
    const after = knots[i + 1]! - knots[i]!;
    const right =
      3 *
      (((values[i]! - values[i - 1]!) * after) / before + ((values[i + 1]! - values[i]!) * before) / after);
    const pivot = 2 * (before + after) - after * factor[i - 1]!;
    factor[i] = before / pivot;
    slopes[i] = (right - after * slopes[i - 1]!) / pivot;
  }
  for (let i = last - 1; i > 0; i--) slopes[i]! -= factor[i]! * slopes[i + 1]!;

  return (at) => {
    let i = 0;
    for (let after = last; after - i > 1;) {
      const middle = (i + after) >> 1;
      if (at >= knots[middle]!) i = middle;
      else after = middle;
    }
    return hermite(knots[i]!, knots[i + 1]!, values[i]!, values[i + 1]!, slopes[i]!, slopes[i + 1]!, at);
  };
}

/** The cubic on [from, to] with the given values and slopes at its ends. */
function hermite(
  from: number,
  to: number,
  startValue: number,
  endValue: number,
  startSlope: number,
  endSlope: number,
  at: number,
): number {
  const width = to - from;
  const u = (at - from) / width;
  const rest = 1 - u;
  return (
    startValue * rest * rest * (1 + 2 * u) +
    endValue * u * u * (3 - 2 * u) +
    (startSlope * rest - endSlope * u) * u * rest * width
  );
}
