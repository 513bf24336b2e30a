import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { body25Names } from '../../shared/body25';
import type { GaitAnalysis, KeypointTrack } from '../../shared/results';
import { buildGaitBundle } from '../display/bundles';
import { toBody25 } from '../gait/body25';
import { anglesCsv, curvesCsv, cyclesCsv, eventsCsv } from '../gait/tables';
import { formatBody25Json } from '../landmarks/openpose';
import { measureLandmarks, readLandmarks, type LandmarkSize } from '../landmarks/read';
import { formatTrc } from '../landmarks/trc';
import { readPoseTable } from '../store/pose-table';
import { poseFiles, readPoseOutcome } from './extract-pose';
import type { StepContext, WalkResult } from './step';

/** Files of a walk's result, under the names that `report` gives them. */
export const gaitFiles = {
  events: 'events.csv',
  cycles: 'cycles.csv',
  curves: 'curves.csv',
  angles: 'angles.csv',
  parameters: 'parameters.json',
  trc: 'walk.trc',
  body25: 'pose_body25.json.gz',
  analysis: 'analysis.json',
  bundle: 'display.json',
} as const;

/** The part of an analysis that later steps read; angles and curves are in their tables. */
export type StoredAnalysis = Pick<GaitAnalysis, 'events' | 'cycles' | 'parameters'>;

export async function readAnalysis(folder: string): Promise<StoredAnalysis> {
  // Sound: this module wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, gaitFiles.analysis), 'utf8')) as StoredAnalysis;
}

/** Where the points of a walk come from: the pose found in its video, or another tool's file. */
export interface Recording {
  readonly size: () => Promise<LandmarkSize>;
  readonly read: (size: LandmarkSize) => Promise<KeypointTrack>;
}

/** The recording behind a walk of an extract-pose or load-landmarks result. */
export function recordingOf(
  { walk, folder, landmarksFps }: WalkResult,
  fromLandmarks: boolean,
  { signal }: Pick<StepContext, 'signal'>,
): Recording {
  if (fromLandmarks) {
    const options = { fps: landmarksFps, signal };
    return {
      size: () => measureLandmarks(walk.path, options),
      read: (size) => readLandmarks(walk.path, options, size),
    };
  }
  if (folder === null) throw new Error('A result with an address has a folder.');
  return {
    size: async () => ({ frames: (await readPoseOutcome(folder)).frames, points: body25Names.length }),
    read: async () => toBody25(await readPoseTable(path.join(folder, poseFiles.table), { world: false })),
  };
}

/** A walk's result as later steps see it. */
export async function toGaitResult(
  { walk, folder: sourceFolder, warnings }: WalkResult,
  address: string,
  folder: string,
  fromStore: boolean,
): Promise<WalkResult> {
  const analysis = await readAnalysis(folder);
  const { cadence_steps_per_min: cadence, quality } = analysis.parameters;
  return {
    walk,
    folder,
    address,
    ...(sourceFolder !== null && { sourceFolder }),
    fromStore,
    summary: `${analysis.events.length} events, ${analysis.cycles.filter(({ kept }) => kept).length} cycles, ${
      cadence === null ? 'no cadence' : `${cadence.toFixed(1)} steps/min`
    }`,
    warnings: [...warnings, ...quality.warnings, ...quality.abstentions],
  };
}

/** Writes a walk's tables and display bundle piece by piece, and stops between pieces where the signal fires. */
export async function writeAnalysis(
  folder: string,
  track: KeypointTrack,
  analysis: GaitAnalysis,
  signal: AbortSignal,
): Promise<void> {
  const { events, cycles, curves, angles, parameters } = analysis;
  const files: Record<string, string | Iterable<string>> = {
    [gaitFiles.events]: eventsCsv(events),
    [gaitFiles.cycles]: cyclesCsv(cycles),
    [gaitFiles.curves]: curvesCsv(curves),
    [gaitFiles.angles]: anglesCsv(angles),
    [gaitFiles.parameters]: `${JSON.stringify(parameters, null, 2)}\n`,
    [gaitFiles.trc]: formatTrc(track),
    [gaitFiles.analysis]: JSON.stringify({ events, cycles, parameters } satisfies StoredAnalysis),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content, { signal });
  }
  await pipeline(
    Readable.from(formatBody25Json(track)),
    createGzip(),
    createWriteStream(path.join(folder, gaitFiles.body25)),
    { signal },
  );
  const bundle = JSON.stringify(buildGaitBundle(analysis));
  await writeFile(path.join(folder, gaitFiles.bundle), bundle, { signal });
}
