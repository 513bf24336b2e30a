import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { openEngine } from '../../src/kernel/training/engines';
import { readModel, writeModel } from '../../src/kernel/training/model/model-files';
import { GaitError } from '../../src/shared/errors';
import type { NetworkDescription } from '../../src/shared/network';
import { registerCausalConv1D } from '../fixtures/causal-conv1d';
import { madeUpBatch, networkKinds, smallNetwork } from '../fixtures/training-batches';

const engine = await openEngine({ id: 'tfjs-wasm' });
const folders: string[] = [];
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

/** A model that has seen some steps, so that nothing in it is as it began. */
async function trainedModel(network: NetworkDescription): Promise<{
  folder: string;
  parameters: readonly Float32Array[];
  features: Float32Array;
  predicted: Float32Array;
}> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gait-model-'));
  folders.push(folder);
  const trainer = await engine.createTrainer(network, { seed: 3 });
  const batch = madeUpBatch(network, 6, 11);
  for (let step = 0; step < 5; step++) await trainer.step([batch], 0.01);
  const { parameters } = await trainer.state();
  const predicted = await trainer.predict(batch.features, batch.windows);
  trainer.close();
  await writeModel(folder, network, parameters);
  return { folder, parameters, features: batch.features, predicted };
}

describe('a stored model', () => {
  test('is read as it was written', async () => {
    const { folder, parameters } = await trainedModel(smallNetwork);
    const read = await readModel(folder);
    expect(read.network).toEqual(smallNetwork);
    expect(read.parameters).toEqual(parameters);
  });

  test.each(networkKinds)('predicts in any program that reads a LayersModel: %s', async (_, kind) => {
    const network = { ...kind, dropoutRate: 0.2 };
    // The centred ones come first, and need nothing.
    if (network.causal) registerCausalConv1D();
    const { folder, features, predicted } = await trainedModel(network);
    const model = await loadAsAnyProgram(folder);
    const shape: [number, number, number] = [6, network.windowFrames, network.features];
    const output = model.predict(tf.tensor3d(features, shape)) as tf.Tensor;
    const others = output.dataSync();
    expect(others).toHaveLength(predicted.length);
    const apart = predicted.map((value, at) => Math.abs(value - others[at]!));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
    model.dispose();
  });

  test('that was cut short is refused with what to do', async () => {
    const { folder } = await trainedModel(smallNetwork);
    await truncate(path.join(folder, 'weights.bin'), 100);
    const { message, hint } = await refusalOf(folder);
    expect(message).toMatch(/weights\.bin has 100 bytes, and the network in model\.json needs \d+/);
    expect(hint).toContain('cut short');
  });

  test('whose weights are of another network is refused', async () => {
    const { folder } = await trainedModel(smallNetwork);
    const larger = await trainedModel({ ...smallNetwork, filters: 6 });
    await writeFile(
      path.join(folder, 'weights.bin'),
      await readFile(path.join(larger.folder, 'weights.bin')),
    );
    expect((await refusalOf(folder)).hint).toContain('another model');
  });

  test.each([
    ['that is not JSON', () => '{"format": "layers-mo', 'is not JSON'],
    ['of another program', () => '{"format": "graph-model"}', 'not a model that Gait Notebook has trained'],
    [
      'whose layers were changed',
      (text: string) => text.replace('"dilation_rate": [\n', '"dilation_rate": [\n 3,'),
      'not those of the network',
    ],
  ])('%s is refused', async (_, change, message) => {
    const { folder } = await trainedModel(smallNetwork);
    const file = path.join(folder, 'model.json');
    const before = await readFile(file, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    await writeFile(file, after);
    expect((await refusalOf(folder)).message).toContain(message);
  });

  test('that is not there, or holds weights that are not numbers, is refused', async () => {
    const { folder, parameters } = await trainedModel(smallNetwork);
    await expect(readModel(path.join(folder, 'nowhere'))).rejects.toThrow('There is no model.json');
    parameters[0]![0] = NaN;
    await writeModel(folder, smallNetwork, parameters);
    await expect(readModel(folder)).rejects.toThrow('not numbers');
  });
});

async function refusalOf(folder: string): Promise<GaitError> {
  const thrown: unknown = await readModel(folder).catch((error: unknown) => error);
  if (!(thrown instanceof GaitError)) throw new Error('The model was not refused.', { cause: thrown });
  expect(thrown.kind).toBe('bad-input');
  return thrown;
}

async function loadAsAnyProgram(folder: string): Promise<layers.LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(
    await readFile(path.join(folder, 'model.json'), 'utf8'),
  ) as tf.io.ModelJSON;
  const bytes = await readFile(path.join(folder, 'weights.bin'));
  return layers.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: modelTopology,
      weightSpecs: weightsManifest[0]!.weights,
      weightData: Uint8Array.from(bytes).buffer,
    }),
  );
}
