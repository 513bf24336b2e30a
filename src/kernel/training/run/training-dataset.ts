import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../../../shared/settings';
import type { LabelTarget } from '../../../shared/training';
import { addressOf } from '../../store/address';
import { gaitVersion } from '../../steps/detect-events';
import type { StepContext } from '../../steps/step';
import { buildDataset, datasetVersion } from '../data/build-dataset';
import type { DatasetDescription } from '../data/dataset';
import { datasetFiles } from '../data/dataset-files';
import { groupsOf } from '../data/groups';
import type { SourceWalk } from '../data/source-walk';
import { resolveLabels, type LabelsTable } from '../data/walk-labels';

/** A data set in the store. */
export interface StoredDataset {
  readonly address: string;
  readonly folder: string;
  readonly description: DatasetDescription;
}

/**
 * The data set of these walks, from the store or made anew.
 * @throws GaitError bad-input where there is nothing to learn from.
 */
export async function storedDataset(
  walks: readonly SourceWalk[],
  wanted: {
    readonly target: LabelTarget;
    readonly groupBy: 'subject' | 'video';
    readonly labels: LabelsTable | null;
  },
  { store, settings, signal, log }: Pick<StepContext, 'store' | 'settings' | 'signal' | 'log'>,
): Promise<StoredDataset> {
  const options = { ...wanted, signal: settings.signal_processing };
  const address = await addressOfDataset(walks, options);
  const stored = await store.find(address);
  const folder =
    stored ??
    (await store.write(address, async (temporary) => {
      await buildDataset(walks, options, temporary, {
        signal,
        onWalk: (done, of) => {
          log('debug', `Training data of ${done} of ${of} walks are made.`);
        },
      });
    }));
  return { address, folder, description: await readDescription(folder) };
}

async function addressOfDataset(
  walks: readonly SourceWalk[],
  { target, groupBy, labels, signal }: Parameters<typeof buildDataset>[1],
): Promise<string> {
  const known = await resolveLabels(walks, labels);
  const groups = groupsOf(walks, groupBy);
  return addressOf({
    step: 'training-data',
    version: datasetVersion,
    inputs: Object.fromEntries(walks.map(({ walk, address }) => [walk.id, address])),
    parameters: {
      target,
      // Walks are prepared as there, and its events are the baseline.
      gait: gaitVersion,
      signal: signal satisfies Settings['signal_processing'],
      // What is known of a walk, but not where it lies.
      walks: walks.map(({ walk: { path: _path, labels: _labels, ...walk } }, index) => ({
        ...walk,
        group: groups[index],
        events: known[index]!.events,
        source: known[index]!.source,
        span: known[index]!.spanS,
      })),
    },
    engines: {},
  });
}

async function readDescription(folder: string): Promise<DatasetDescription> {
  // Sound: the data set was written by this version of its module, and the store hands out complete results only.
  return JSON.parse(
    await readFile(path.join(folder, datasetFiles.description), 'utf8'),
  ) as DatasetDescription;
}
