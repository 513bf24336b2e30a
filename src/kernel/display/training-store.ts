import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrainingBundle } from '../../shared/training-bundle';

const file = 'display.json';

/** Keeps what a training shows beside its files. */
export const writeTrainingBundle = (folder: string, bundle: TrainingBundle): Promise<void> =>
  writeFile(path.join(folder, file), JSON.stringify(bundle));

/** @throws where the store no longer holds it. */
export async function readTrainingBundle(folder: string): Promise<TrainingBundle> {
  // Sound: writeTrainingBundle wrote it, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as TrainingBundle;
}
