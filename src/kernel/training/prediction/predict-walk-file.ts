import { readFile, writeFile } from 'node:fs/promises';
import type { TrainingEngine } from '../engines/engine';
import { readModel } from '../model/model-files';
import { predictWalk } from '../run/predict-walk';
import type { PredictionJob } from './prediction-job';

/** Applies trained networks to the features of a walk, one after the other, and writes the mean of what they say. */
export async function predictWalkFile(job: PredictionJob, engine: TrainingEngine): Promise<void> {
  const { network, models } = job;
  const features = await readFloats(job.features);
  const width = network.features;
  const walk = {
    frames: features.length / width,
    read: (from: number, count: number) => features.slice(from * width, (from + count) * width),
  };
  let sum: Float64Array | null = null;
  for (const { folder, standardisation } of models) {
    const { parameters } = await readModel(folder);
    const predictor = await engine.createPredictor(network, parameters);
    try {
      const stated = await predictWalk(predictor, network, standardisation, walk);
      sum ??= new Float64Array(stated.length);
      for (const [at, probability] of stated.entries()) sum[at]! += probability;
    } finally {
      predictor.close();
    }
  }
  await writeFloats(
    job.output,
    Float32Array.from(sum ?? [], (total) => total / models.length),
  );
}

/** Numbers as they lie in this machine's memory: the files pass between two processes of one run. */
export const writeFloats = (file: string, { buffer, byteOffset, byteLength }: Float32Array): Promise<void> =>
  writeFile(file, new Uint8Array(buffer, byteOffset, byteLength));

export async function readFloats(file: string): Promise<Float32Array> {
  // A copy of its own: floats must begin where a number may begin.
  return new Float32Array(Uint8Array.from(await readFile(file)).buffer);
}
