import { seedFrom, uniform } from '../../../shared/random';

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
  const next = uniform(seedFrom(seed, 'dropout', ...place));
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(size);
  for (let at = 0; at < size; at++) mask[at] = next() < rate ? 0 : kept;
  return mask;
}
