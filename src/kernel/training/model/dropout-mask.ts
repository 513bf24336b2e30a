import { randomBits, seedFrom } from '../../../shared/random';

/**
 * What activations are multiplied by while a network trains: 0 where they are dropped, and else what keeps their mean.
 * It depends on nothing but its arguments, so that a run that goes on draws what an undisturbed one draws.
 * @param place step, batch within the step, and layer.
 */
export function dropoutMask(
  size: number,
  rate: number,
  seed: number,
  place: readonly [step: number, batch: number, layer: number],
): Float32Array {
  const next = randomBits(seedFrom(seed, 'dropout', ...place));
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(size);
  // Millions are drawn a second: sixteen bits for each, and arithmetic in place of a branch that nobody can foresee. The
  // sign of a difference is 1 where it is below zero.
  const last = Math.round(rate * 2 ** 16) - 1;
  for (let at = 0; at < size; at += 2) {
    const bits = next();
    mask[at] = kept * ((last - (bits & 0xffff)) >>> 31);
    mask[at + 1] = kept * ((last - (bits >>> 16)) >>> 31);
  }
  return mask;
}
