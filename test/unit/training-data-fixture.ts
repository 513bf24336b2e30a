import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { buildDataset, type DatasetOptions } from '../../src/kernel/training/data/build-dataset';
import type { Dataset } from '../../src/kernel/training/data/dataset';
import { openDataset } from '../../src/kernel/training/data/open-dataset';
import type { SourceWalk } from '../../src/kernel/training/data/source-walk';
import type { KeypointTrack, Walk } from '../../src/shared/results';
import type { TrueEvent } from '../../src/kernel/gait/agreement/compare-truth';
import { phantomTrack, signal } from './gait-fixture';

/** A walk of a phantom's exact joints whose labels are its exact contacts. */
export interface KnownWalk {
  readonly source: SourceWalk;
  readonly events: readonly TrueEvent[];
}

export function knownWalk(
  id: string,
  {
    walk = {},
    track,
    ...phantom
  }: { walk?: Partial<Walk>; track?: (seen: KeypointTrack) => KeypointTrack } & Record<string, unknown> = {},
): KnownWalk {
  const made = phantomTrack(phantom);
  const seen = track?.(made.track) ?? made.track;
  return {
    source: {
      walk: { id, source: 'landmarks', path: `/data/${id}.trc`, ...walk },
      address: `address of ${id}`,
      recording: `recording of ${id}`,
      read: () => Promise.resolve(seen),
      events: null,
      corrected: false,
    },
    events: made.events,
  };
}

export const labelsOf = (walks: readonly KnownWalk[]): Map<string, readonly TrueEvent[]> =>
  new Map(walks.map(({ source, events }) => [source.walk.id, events]));

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gait-dataset-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const hooks = { signal: new AbortController().signal, onWalk: () => undefined };

/** Builds a data set of these walks into a folder of its own. */
export async function builtFolder(
  walks: readonly KnownWalk[],
  options: Partial<DatasetOptions> = {},
): Promise<string> {
  const folder = await temporaryFolder();
  const sources = walks.map(({ source }) => source);
  await buildDataset(
    sources,
    { target: 'contact', groupBy: 'subject', signal, labels: labelsOf(walks), ...options },
    folder,
    hooks,
  );
  return folder;
}

export async function built(
  walks: readonly KnownWalk[],
  options: Partial<DatasetOptions> & { inChunks?: boolean } = {},
): Promise<Dataset> {
  const { inChunks = false, ...rest } = options;
  const dataset = await openDataset(await builtFolder(walks, rest), { inChunks });
  onTestFinished(() => {
    dataset.close();
  });
  return dataset;
}
