import { parameterShapes, type NetworkDescription } from '../../../shared/network';
import { seedFrom, uniform } from '../../../shared/random';

/**
 * Weights before training, the same for every engine: kernels from Glorot and Bengio's uniform distribution (2010),
 * normalisation that changes nothing.
 */
export function initialParameters(network: NetworkDescription, seed: number): Float32Array[] {
  return parameterShapes(network).map(({ name, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const kind = name.slice(name.lastIndexOf('/') + 1);
    if (kind !== 'kernel') {
      return new Float32Array(size).fill(kind === 'gamma' || kind === 'moving_variance' ? 1 : 0);
    }
    // Of a convolution each frame of the kernel takes part in every sum.
    const [outputs, inputs, frames = 1] = shape.toReversed();
    const most = Math.sqrt(6 / (frames * (inputs! + outputs!)));
    const next = uniform(seedFrom(seed, 'weights', name));
    return Float32Array.from({ length: size }, () => most * (2 * next() - 1));
  });
}
