import { describe, expect, test } from 'vitest';
import { initialParameters } from '../../src/kernel/training/engines/initial-parameters';
import { parameterShapes } from '../../src/shared/network';
import { uniform } from '../../src/shared/random';
import { referencePass, referenceWeights } from '../fixtures/reference-network';
import { madeUpBatch, networkKinds } from '../fixtures/training-batches';

describe('the double-precision network that engines are checked against', () => {
  test.each(networkKinds)('has the gradients of finite differences: %s', (_, network) => {
    const batch = madeUpBatch(network, 3, 5);
    const weights = referenceWeights(network, initialParameters(network, 7));
    const { gradients } = referencePass(network, weights, batch, maskOf);
    const step = 1e-6;
    for (const { name } of parameterShapes(network).filter(({ trained }) => trained)) {
      const values = weights.get(name)!;
      for (let at = 0; at < values.length; at++) {
        const before = values[at]!;
        const lossAt = (value: number): number => {
          values[at] = value;
          return referencePass(network, weights, batch, maskOf).loss;
        };
        const slope = (lossAt(before + step) - lossAt(before - step)) / (2 * step);
        values[at] = before;
        expect.soft(gradients.get(name)![at], `${name} ${at}`).toBeCloseTo(slope, 7);
      }
    }

    function maskOf(layer: number): Float64Array {
      const next = uniform(100 + layer);
      return Float64Array.from({ length: 3 * network.windowFrames * network.filters }, () =>
        next() < 0.2 ? 0 : 1.25,
      );
    }
  });
});
