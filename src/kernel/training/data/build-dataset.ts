import { open, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../../shared/errors';
import type { GaitEvent } from '../../../shared/results';
import type { Settings } from '../../../shared/settings';
import { outputsOf, type LabelTarget } from '../../../shared/training';
import { collectGarbage } from '../../display/collect-garbage';
import { findEvents, prepareWalk, type PreparedWalk } from '../../gait/analyze';
import {
  checkEventKinds,
  checkLabels,
  labelCounts,
  unlabelledGroups,
  type LabelCounts,
} from './check-labels';
import { commonRateHz } from './clock';
import type { DatasetDescription, DatasetFrames, DatasetWalk } from './dataset';
import { datasetFiles } from './dataset-files';
import { featureMirror, featureNames } from './feature-columns';
import { featuresOfPrepared } from './features';
import { groupsOf } from './groups';
import { toLabelRows } from './label-rows';
import type { SourceWalk } from './source-walk';
import { targetsOf } from './targets';
import { resolveLabels, type LabelsTable, type WalkLabels } from './walk-labels';

/** Raised whenever a data set comes out different from the same walks. */
export const datasetVersion = 2;

export interface DatasetOptions {
  readonly target: LabelTarget;
  readonly groupBy: 'subject' | 'video';
  readonly signal: Settings['signal_processing'];
  /** Labels of the step; null where each walk has its own. */
  readonly labels: LabelsTable | null;
}

export interface BuildHooks {
  readonly signal: AbortSignal;
  readonly onWalk: (done: number, of: number) => void;
}

/**
 * Makes a data set of walks, walk by walk: only one is held at a time.
 * @param folder that its files are written into
 * @throws GaitError bad-input where there is nothing to learn from, before anything is trained.
 */
export async function buildDataset(
  walks: readonly SourceWalk[],
  options: DatasetOptions,
  folder: string,
  { signal, onWalk }: BuildHooks,
): Promise<DatasetDescription> {
  mustBeTold(walks);
  const labels = await resolveLabels(walks, options.labels);
  checkEventKinds(labels);
  const groups = groupsOf(walks, options.groupBy);
  const rateHz = await rateOf(walks, signal);
  const counts: LabelCounts[] = [];
  const described: DatasetWalk[] = [];
  let firstFrame = 0;
  const { groups: outputGroups } = outputsOf[options.target];
  await writingFrames(folder, outputGroups, async (write) => {
    for (const [index, source] of walks.entries()) {
      signal.throwIfAborted();
      const made = await framesOf(source, labels[index]!, options, rateHz);
      await write(made);
      const counted = labelCounts(source.walk.id, made, options.target);
      counts.push(counted);
      const warnings = [...labels[index]!.warnings, ...unlabelledGroups(counted, options.target)];
      described.push(
        describe(source, { ...labels[index]!, warnings }, groups[index]!, { ...made, firstFrame }),
      );
      firstFrame += made.frames;
      collectGarbage();
      onWalk(index + 1, walks.length);
    }
  });
  checkLabels(counts, options.target);
  const description: DatasetDescription = {
    target: options.target,
    rateHz,
    features: featureNames,
    mirror: featureMirror,
    ...outputsOf[options.target],
    walks: described,
  };
  await writeFile(path.join(folder, datasetFiles.description), JSON.stringify(description));
  return description;
}

/** @throws GaitError bad-input where there are no walks, or two of one name. */
function mustBeTold(walks: readonly SourceWalk[]): void {
  if (walks.length === 0) throw badInput('There are no walks to train with.', 'Give data that holds walks.');
  const ids = walks.map(({ walk }) => walk.id);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (twice.length > 0) {
    throw badInput(
      `The data holds more than one walk called ${twice.join(', ')}.`,
      'Name each walk once: leave one of the results out, or give the walks an id each in the study table.',
    );
  }
}

/** Reads every recording once for its rate alone: the clock of all must be known before the first frame is made. */
async function rateOf(walks: readonly SourceWalk[], signal: AbortSignal): Promise<number> {
  const times: Float64Array[] = [];
  for (const { read } of walks) {
    signal.throwIfAborted();
    times.push((await read()).timeS);
  }
  return commonRateHz(times);
}

/** Frames of one walk, and what else is known of it. */
interface MadeFrames extends DatasetFrames {
  readonly frames: number;
  readonly startS: number;
  readonly ruleEvents: readonly GaitEvent[];
}

async function framesOf(
  { walk, read }: SourceWalk,
  labels: WalkLabels,
  { target, signal }: DatasetOptions,
  rateHz: number,
): Promise<MadeFrames> {
  const prepared = prepareWalk(await read(), { signal, walk });
  const { timeS, frames: features, seen } = featuresOfPrepared(prepared, signal, rateHz);
  const { targets, weights } = targetsOf(target, labels, prepared, timeS);
  const { groups } = outputsOf[target];
  return {
    frames: timeS.length,
    startS: timeS[0] ?? 0,
    features,
    targets,
    weights: weights.map((weight, at) => weight * seen[Math.floor(at / groups)]!),
    ruleEvents: ruleEventsOf(prepared, { signal, walk }),
  };
}

const ruleEventsOf = (prepared: PreparedWalk, options: Parameters<typeof findEvents>[1]): GaitEvent[] =>
  findEvents(prepared, options).events.map(({ timeS, side, event, confidence }) => ({
    timeS,
    side,
    event,
    confidence,
  }));

function describe(
  { walk }: SourceWalk,
  { source, events, spanS, warnings }: WalkLabels,
  group: string,
  {
    firstFrame,
    frames,
    startS,
    ruleEvents,
  }: Pick<MadeFrames, 'frames' | 'startS' | 'ruleEvents'> & {
    firstFrame: number;
  },
): DatasetWalk {
  return {
    id: walk.id,
    subject: walk.subject ?? null,
    group,
    condition: walk.condition ?? null,
    firstFrame,
    frames,
    startS,
    labelSource: source,
    events,
    spanS,
    ruleEvents,
    warnings,
  };
}

/** Opens the two files of frames, and closes them however it ends. */
async function writingFrames(
  folder: string,
  groups: number,
  fill: (write: (frames: DatasetFrames) => Promise<void>) => Promise<void>,
): Promise<void> {
  const files: FileHandle[] = [];
  try {
    const features = await open(path.join(folder, datasetFiles.features), 'w');
    files.push(features);
    const labels = await open(path.join(folder, datasetFiles.labels), 'w');
    files.push(labels);
    await fill(async (frames) => {
      await features.writeFile(bytesOf(frames.features));
      await labels.writeFile(bytesOf(toLabelRows(frames, groups)));
    });
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

const bytesOf = (numbers: Float32Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
