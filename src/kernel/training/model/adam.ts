const firstDecay = 0.9;
const secondDecay = 0.999;
const epsilon = 1e-7;

/** What Adam changes of one array of weights. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/**
 * One step of Adam (Kingma and Ba 2015) on one array of weights, in place.
 * @param steps how many have been made before.
 */
export function adam(
  weights: Float32Array,
  { first, second }: Moments,
  gradient: Float32Array,
  steps: number,
  learningRate: number,
): void {
  const firstCorrection = 1 / (1 - firstDecay ** (steps + 1));
  const secondCorrection = 1 / (1 - secondDecay ** (steps + 1));
  for (let at = 0; at < weights.length; at++) {
    const slope = gradient[at]!;
    const mean = firstDecay * first[at]! + (1 - firstDecay) * slope;
    const square = secondDecay * second[at]! + (1 - secondDecay) * slope * slope;
    first[at] = mean;
    second[at] = square;
    weights[at]! -=
      (learningRate * mean * firstCorrection) / (Math.sqrt(square * secondCorrection) + epsilon);
  }
}
