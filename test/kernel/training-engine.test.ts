import { describe, expect, test } from 'vitest';
import { openEngine } from '../../src/kernel/training/engines';
import { initialParameters } from '../../src/kernel/training/engines/initial-parameters';
import { parameterShapes, type NetworkDescription } from '../../src/shared/network';
import { referencePass, referenceWeights } from '../fixtures/reference-network';
import { madeUpBatch, networkKinds } from '../fixtures/training-batches';

const trainedNames = (network: NetworkDescription): string[] =>
  parameterShapes(network).flatMap(({ name, trained }) => (trained ? [name] : []));

const engine = await openEngine({ id: 'tfjs-wasm' });

describe('TensorFlow.js in WebAssembly', () => {
  test.each(networkKinds)('has the gradients of the double-precision network: %s', async (_, network) => {
    const parameters = initialParameters(network, 7);
    const batch = madeUpBatch(network, 3, 5);
    const trainer = await engine.createTrainer(network, { seed: 1, parameters });
    const found = await trainer.gradients(batch);
    const { gradients } = referencePass(network, referenceWeights(network, parameters), batch);
    trainedNames(network).forEach((name, index) => {
      const expected = gradients.get(name)!;
      const worst = expected.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - found[index]![at]!)),
        0,
      );
      expect.soft(worst, name).toBeLessThan(1e-6);
    });
    trainer.close();
  });
});
