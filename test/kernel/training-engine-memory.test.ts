import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openEngine } from '../../src/kernel/training/engines';
import { heapMb } from '../../src/kernel/training/engines/memory-need';
import type { NetworkDescription } from '../../src/shared/network';
import { madeUpBatch, smallNetwork } from '../fixtures/training-batches';

const heapNowMb = (): number =>
  // Sound: the WebAssembly backend keeps its module under this name.
  (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength / 2 ** 20;

test('training and predicting leave nothing behind', async () => {
  const engine = await openEngine({ id: 'tfjs-wasm' });
  const network = { ...smallNetwork, dropoutRate: 0.2 };
  const batch = madeUpBatch(network, 4, 1);
  const before = tf.memory();
  const trainer = await engine.createTrainer(network, { seed: 1 });
  const once = async (): Promise<number> => {
    await trainer.step([batch, batch], 0.01);
    await trainer.loss(batch);
    await trainer.predict(batch.features, batch.windows);
    await trainer.gradients(batch);
    return tf.memory().numTensors;
  };
  const first = await once();
  for (let again = 0; again < 20; again++) expect(await once()).toBe(first);
  trainer.close();
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
});

test('a network needs no more of the heap than the plan reckons with', async () => {
  const engine = await openEngine({ id: 'tfjs-wasm' });
  const wide: NetworkDescription = { ...smallNetwork, features: 50, windowFrames: 30, filters: 64 };
  const deep: NetworkDescription = { ...wide, windowFrames: 100, filters: 16, blocks: 8, kernelSize: 5 };
  // The smaller first: a heap does not shrink again.
  for (const [network, windows] of [
    [deep, 32],
    [wide, 128],
    [wide, 512],
  ] as const) {
    const trainer = await engine.createTrainer(network, { seed: 1 });
    await trainer.step([madeUpBatch(network, windows, 1)], 0.01);
    expect(heapNowMb()).toBeLessThan(heapMb(network, windows));
    trainer.close();
  }
});
