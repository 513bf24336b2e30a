import { mkdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { badInput } from '../../../shared/errors';
import { parameterShapes, type NetworkDescription } from '../../../shared/network';
import { layersModel } from './layers-model';

const topologyFile = 'model.json';
const weightsFile = 'weights.bin';

const count = z.number().int().min(1).max(100_000);
const networkSchema = z.strictObject({
  features: count,
  windowFrames: count,
  filters: count,
  blocks: count.max(64),
  kernelSize: count,
  dropoutRate: z.number().min(0).max(1),
  causal: z.boolean(),
  head: z.enum(['frame', 'pooled']),
  groups: count,
  classes: count,
});
const modelSchema = z.looseObject({
  format: z.literal('layers-model'),
  modelTopology: z.unknown(),
  weightsManifest: z.unknown(),
  userDefinedMetadata: z.looseObject({ network: networkSchema }),
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Writes a LayersModel, which Keras and TensorFlow.js read too: `model.json` and `weights.bin`. */
export async function writeModel(
  folder: string,
  network: NetworkDescription,
  parameters: readonly Float32Array[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const bytes = Buffer.concat(
    parameters.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  await writeFile(path.join(folder, weightsFile), littleEndian(bytes));
  const model = layersModel(network, weightsFile);
  await writeFile(path.join(folder, topologyFile), `${JSON.stringify(model, null, 1)}\n`);
}

/**
 * Reads a model that {@link writeModel} has written.
 * @throws GaitError bad-input that says what is wrong with the files.
 */
export async function readModel(
  folder: string,
): Promise<{ network: NetworkDescription; parameters: Float32Array[] }> {
  const network = networkOf(await readPart(folder, topologyFile), folder);
  const bytes = littleEndian(await readPart(folder, weightsFile));
  const sizes = parameterShapes(network).map(({ shape }) => sizeOf(shape));
  const expected = 4 * sizes.reduce((sum, size) => sum + size, 0);
  if (bytes.byteLength !== expected) {
    throw badInput(
      `${path.join(folder, weightsFile)} has ${bytes.byteLength} bytes, and the network in ${topologyFile} needs ${expected}.`,
      bytes.byteLength < expected
        ? 'The file was cut short, or belongs to another model: copy the whole folder of the model again.'
        : 'The file belongs to another model: copy the whole folder of the model again.',
    );
  }
  // A copy of its own: it must begin where a number may begin.
  const all = new Float32Array(Uint8Array.from(bytes).buffer);
  let from = 0;
  const parameters = sizes.map((size) => all.slice(from, (from += size)));
  if (!parameters.every((values) => values.every(Number.isFinite))) {
    throw badInput(
      `${path.join(folder, weightsFile)} holds weights that are not numbers.`,
      'Copy the model again, or train it again.',
    );
  }
  return { network, parameters };
}

function networkOf(text: Buffer, folder: string): NetworkDescription {
  const file = path.join(folder, topologyFile);
  let json: unknown;
  try {
    json = JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw Object.assign(badInput(`${file} is not JSON, or was cut short.`, 'Copy the model again.'), {
      cause,
    });
  }
  const model = modelSchema.safeParse(json);
  if (!model.success) {
    throw badInput(
      `${file} is not a model that Gait Notebook has trained.`,
      'Give the folder “model” of a fold that train-folds has written.',
    );
  }
  const { network } = model.data.userDefinedMetadata;
  // What other programs read and what this one reads must be the same network.
  const { modelTopology, weightsManifest } = layersModel(network, weightsFile);
  const { data } = model;
  if (
    !isDeepStrictEqual(data.modelTopology, modelTopology) ||
    !isDeepStrictEqual(data.weightsManifest, weightsManifest)
  ) {
    throw badInput(
      `The layers in ${file} are not those of the network that the file describes.`,
      'The file was changed after training: copy the model again.',
    );
  }
  return network;
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  const file = path.join(folder, name);
  try {
    return await readFile(file);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw thrown;
    throw badInput(
      `There is no ${name} in ${folder}.`,
      'Give the folder of a model: it holds model.json and weights.bin.',
    );
  }
}

/** The numbers in the file have their lowest byte first, on any machine. */
function littleEndian(bytes: Buffer): Buffer {
  return os.endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}
