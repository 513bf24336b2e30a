import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { KeypointTrack, Walk } from '../../../shared/results';
import { featuresOf } from '../data/features';
import type { FoundEngine } from '../engines';
import { decode } from '../evaluation/decode';
import { startFold } from '../run/start-fold';
import type { PhaseModels } from './phase-models';
import type { StatedWalk } from './phase-table';
import { readFloats, writeFloats } from './predict-walk-file';

/**
 * What networks say of a walk: probabilities of each frame at their rate, and what is read from them. They are applied in
 * a worker of their own, which the signal ends.
 * @param folder for the files that pass between this process and the worker; they are gone afterwards
 */
export async function readWalk(
  { track, walk }: { readonly track: KeypointTrack; readonly walk: Walk },
  { models, network, target, rateHz, signal: prepared }: PhaseModels,
  engine: FoundEngine,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<Omit<StatedWalk, 'events'>> {
  const { timeS, frames, seen } = featuresOf(track, walk, prepared, rateHz);
  const features = path.join(folder, 'features.f32');
  const output = path.join(folder, 'probabilities.f32');
  try {
    await writeFloats(features, frames);
    const job = {
      network,
      models: models.map(({ folder: own, card }) => ({ folder: own, standardisation: card.standardisation })),
      features,
      output,
    };
    await startFold({ prediction: job, engine }, engine, { signal, onMessage: () => undefined });
    const probabilities = await readFloats(output);
    return { timeS, probabilities, target, seen, decoded: decode(probabilities, target, timeS, seen) };
  } finally {
    await Promise.all([features, output].map((file) => rm(file, { force: true })));
  }
}
