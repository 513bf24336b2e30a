import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkBundle } from '../../shared/benchmark';

const file = 'display.json';

/** Keeps what a benchmark shows beside its results. */
export const writeBenchmarkBundle = (folder: string, bundle: BenchmarkBundle): Promise<void> =>
  writeFile(path.join(folder, file), JSON.stringify(bundle));

/** @throws where the store no longer holds it. */
export async function readBenchmarkBundle(folder: string): Promise<BenchmarkBundle> {
  // Sound: writeBenchmarkBundle wrote it, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as BenchmarkBundle;
}
