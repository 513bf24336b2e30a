import { describe, expect, test } from 'vitest';
import type { Batch } from '../../src/kernel/training/engines/engine';
import { initialParameters } from '../../src/kernel/training/engines/initial-parameters';
import { adam, type Moments } from '../../src/kernel/training/model/adam';
import { dropoutMask } from '../../src/kernel/training/model/dropout-mask';
import { parameterShapes, type NetworkDescription } from '../../src/shared/network';
import { referencePass, referenceWeights, type Weights } from '../fixtures/reference-network';
import { madeUpBatch, networkKinds, smallNetwork } from '../fixtures/training-batches';
import { enginesHere } from '../fixtures/training-engines';

const trainedNames = (network: NetworkDescription): string[] =>
  parameterShapes(network).flatMap(({ name, trained }) => (trained ? [name] : []));

/** Greatest difference of two arrays. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);

const learningRate = 0.01;
const withDropout: NetworkDescription = { ...smallNetwork, dropoutRate: 0.3 };

/** Adam written out in double precision, on the reference's gradients with the trainer's own dropout. */
function referenceTraining(
  network: NetworkDescription,
  seed: number,
  batches: readonly Batch[],
  steps: number,
): { losses: number[]; weights: Weights } {
  const weights = referenceWeights(network, initialParameters(network, seed));
  const first = new Map([...weights].map(([name, { length }]) => [name, new Float64Array(length)]));
  const second = new Map([...weights].map(([name, { length }]) => [name, new Float64Array(length)]));
  const weightOf = (batch: Batch): number => batch.weights.reduce((sum, weight) => sum + weight, 0);
  const total = batches.reduce((sum, batch) => sum + weightOf(batch), 0);
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const passes = batches.map((batch, index) =>
      referencePass(network, weights, batch, (layer) =>
        network.dropoutRate === 0
          ? null
          : dropoutMask(batch.windows * network.windowFrames * network.filters, network.dropoutRate, seed, [
              step - 1,
              index,
              layer,
            ]),
      ),
    );
    const shareOf = (index: number): number => weightOf(batches[index]!) / total;
    losses.push(passes.reduce((sum, { loss }, index) => sum + shareOf(index) * loss, 0));
    for (const name of trainedNames(network)) {
      const values = weights.get(name)!;
      const [mean, square] = [first.get(name)!, second.get(name)!];
      for (let at = 0; at < values.length; at++) {
        const slope = passes.reduce(
          (sum, { gradients }, index) => sum + shareOf(index) * gradients.get(name)![at]!,
          0,
        );
        mean[at] = 0.9 * mean[at]! + 0.1 * slope;
        square[at] = 0.999 * square[at]! + 0.001 * slope ** 2;
        const corrected = Math.sqrt(square[at]! / (1 - 0.999 ** step)) + 1e-7;
        values[at]! -= (learningRate * mean[at]!) / (1 - 0.9 ** step) / corrected;
      }
    }
    for (const name of passes[0]!.statistics.keys()) {
      const moving = weights.get(name)!;
      const seen = moving.map(
        (_, of) =>
          passes.reduce((sum, { statistics }) => sum + statistics.get(name)![of]!, 0) / passes.length,
      );
      moving.forEach((before, of) => (moving[of] = before + (seen[of]! - before) / step));
    }
  }
  return { losses, weights };
}

describe.each((await enginesHere()).map((engine) => [engine.id, engine] as const))('%s', (_, engine) => {
  test.each(networkKinds)('has the gradients of the double-precision network: %s', async (_, network) => {
    const parameters = initialParameters(network, 7);
    const batch = madeUpBatch(network, 3, 5);
    const trainer = await engine.createTrainer(network, { seed: 1, parameters });
    const found = await trainer.gradients(batch);
    const { gradients } = referencePass(network, referenceWeights(network, parameters), batch);
    const worst = trainedNames(network).map((name, index) => apart(gradients.get(name)!, found[index]!));
    expect(Math.max(...worst)).toBeLessThan(1e-6);
    expect(found).toHaveLength(trainedNames(network).length);
    trainer.close();
  });

  test.each([
    ['', smallNetwork, 1],
    [' with dropout', withDropout, 1],
    [' with gradients of three batches added up', withDropout, 3],
    [' with dilations that reach beyond the window', { ...smallNetwork, windowFrames: 4 }, 1],
  ] as const)('loses in ten steps of Adam what double precision loses%s', async (_, network, accumulated) => {
    const batches = Array.from({ length: accumulated }, (_, index) => madeUpBatch(network, 2 + index, index));
    const trainer = await engine.createTrainer(network, { seed: 21 });
    const losses: number[] = [];
    for (let step = 0; step < 10; step++) losses.push(await trainer.step(batches, learningRate));
    const reference = referenceTraining(network, 21, batches, 10);
    expect(apart(losses, reference.losses)).toBeLessThan(2e-4);
    expect(losses[9]).toBeLessThan(losses[0]!);
    const { parameters } = await trainer.state();
    const statistics = parameterShapes(network).flatMap(({ name, trained }, index) =>
      trained ? [] : [apart(parameters[index]!, reference.weights.get(name)!)],
    );
    expect(Math.max(...statistics)).toBeLessThan(1e-2);
    trainer.close();
  });

  test('goes on from a state as if it had never stopped, bit for bit', async () => {
    const batches = [0, 1, 2, 3].map((index) => madeUpBatch(withDropout, 4, index));
    const undisturbed = await engine.createTrainer(withDropout, { seed: 5 });
    for (const batch of batches.slice(0, 2)) await undisturbed.step([batch], learningRate);
    const state = await undisturbed.state();
    const restored = await engine.createTrainer(withDropout, { seed: 5 });
    await restored.step([batches[3]!], 1);
    await restored.restore(state);
    for (const batch of batches.slice(2)) {
      expect(await restored.step([batch], learningRate)).toBe(await undisturbed.step([batch], learningRate));
    }
    expect(await restored.state()).toEqual(await undisturbed.state());
    const { features, windows } = batches[0]!;
    expect(await restored.predict(features, windows)).toEqual(await undisturbed.predict(features, windows));
    undisturbed.close();
    restored.close();
  });

  test('a seed gives the same weights again, and another seed others', async () => {
    const batch = madeUpBatch(withDropout, 4, 0);
    const trained = async (seed: number): Promise<readonly Float32Array[]> => {
      const trainer = await engine.createTrainer(withDropout, { seed });
      for (let step = 0; step < 3; step++) await trainer.step([batch], learningRate);
      const { parameters } = await trainer.state();
      trainer.close();
      return parameters;
    };
    expect(await trained(5)).toEqual(await trained(5));
    expect(await trained(6)).not.toEqual(await trained(5));
  });

  test('tells of labels it does not know neither in the loss nor in the gradients', async () => {
    const batch = madeUpBatch(smallNetwork, 3, 5);
    const nonsense = {
      ...batch,
      targets: batch.targets.map((target, at) => (batch.weights[at] ? target : NaN)),
    };
    const trainer = await engine.createTrainer(smallNetwork, { seed: 5 });
    expect(await trainer.loss(nonsense)).toEqual(await trainer.loss(batch));
    expect(await trainer.gradients(nonsense)).toEqual(await trainer.gradients(batch));
    const unknown = { ...batch, weights: new Float32Array(batch.weights.length) };
    expect(await trainer.loss(unknown)).toEqual({ loss: 0, weight: 0 });
    trainer.close();
  });

  test('predicts alone what the trainer predicts, and the same of many windows as of few', async () => {
    const network = { ...withDropout, windowFrames: 200 };
    const batch = madeUpBatch(network, 50, 5);
    const trainer = await engine.createTrainer(network, { seed: 5 });
    for (let step = 0; step < 3; step++) await trainer.step([madeUpBatch(network, 2, step)], learningRate);
    const all = await trainer.predict(batch.features, batch.windows);
    const predictor = await engine.createPredictor(network, (await trainer.state()).parameters);
    const last = batch.features.subarray(-2 * network.windowFrames * network.features);
    const alone = await predictor.predict(last, 2);
    expect(apart(alone, all.subarray(-alone.length))).toBeLessThan(1e-6);
    trainer.close();
    predictor.close();
  });
});

test('Adam leaves weights alone whose gradient is zero', () => {
  const weights = Float32Array.of(1, -2);
  const moments: Moments = { first: new Float32Array(2), second: new Float32Array(2) };
  adam(weights, moments, Float32Array.of(0, 3), 0, 0.5);
  expect(weights).toEqual(Float32Array.of(1, -2.5));
});
