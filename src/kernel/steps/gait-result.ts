import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { body25Names } from '../../shared/body25';
import type { PhaseSpan } from '../../shared/display';
import type { AppliedEdit, GaitAnalysis, KeypointTrack } from '../../shared/results';
import { buildGaitBundle } from '../display/bundles';
import type { JudgedEvents, MeasureOptions } from '../gait/analyze';
import { toBody25 } from '../gait/signal/body25';
import { anglesCsv, curvesCsv, cyclesCsv, editsCsv, eventsCsv, parametersJson } from '../gait/tables';
import { formatC3d } from '../landmarks/c3d/write';
import { formatMot } from '../landmarks/mot';
import { formatBody25Json } from '../landmarks/openpose';
import { measureLandmarks, readLandmarks, type LandmarkSize } from '../landmarks/read';
import { formatTrc } from '../landmarks/trc';
import { writeKeypointTable } from '../store/keypoint-table';
import { readPoseTable } from '../store/pose-table';
import { poseFiles, readPoseOutcome } from './stored-pose';
import type { StepContext, WalkResult } from './step';

/** Files of a walk's result, under the names that `report` gives them. */
export const gaitFiles = {
  events: 'events.csv',
  cycles: 'cycles.csv',
  curves: 'curves.csv',
  angles: 'angles.csv',
  parameters: 'parameters.json',
  edits: 'edits.csv',
  /** What a network said of each frame; there where one found the events. */
  phases: 'phases.csv',
  trc: 'walk.trc',
  mot: 'walk.mot',
  c3d: 'walk.c3d',
  keypoints: 'keypoints.parquet',
  body25: 'pose_body25.json.gz',
  analysis: 'analysis.json',
  bundle: 'display.json',
} as const;

/** What later steps read of a walk's result; angles and curves are in their tables. */
export interface StoredAnalysis extends Pick<GaitAnalysis, 'events' | 'cycles' | 'parameters'> {
  /** How it was analysed, so that corrected events are measured in the same way. */
  readonly options: Required<Pick<MeasureOptions, 'signal' | 'method' | 'exclude'>>;
  /** What the detection of events declined and doubted, before anything was corrected. */
  readonly detection: Pick<JudgedEvents, 'abstentions' | 'warnings'>;
  /** Corrections by hand, in the order in which they were made. */
  readonly edits: readonly AppliedEdit[];
}

export async function readAnalysis(folder: string): Promise<StoredAnalysis> {
  // Sound: this module wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, gaitFiles.analysis), 'utf8')) as StoredAnalysis;
}

/** What decides how a walk is measured, whoever found its events: part of the address of every such result. */
export const measuringParameters = (
  { landmarksFps }: Pick<WalkResult, 'landmarksFps'>,
  { signal, exclude, walk }: Required<Pick<MeasureOptions, 'signal' | 'exclude' | 'walk'>>,
) => ({
  signal,
  exclude,
  height_m: walk.heightM ?? null,
  belt_speed_m_s: walk.beltSpeedMS ?? null,
  view_deg: walk.viewDeg ?? null,
  floor_points: walk.floorPoints ?? null,
  affected_side: walk.affectedSide ?? null,
  fps: landmarksFps ?? null,
});

/** Where the points of a walk come from: the pose found in its video, or another tool's file. */
export interface Recording {
  readonly size: () => Promise<LandmarkSize>;
  readonly read: (size: LandmarkSize) => Promise<KeypointTrack>;
}

/**
 * The recording behind a walk.
 * @param poseFolder folder of the pose that was found in its video; not there for landmarks.
 */
export function recordingOf(
  { walk, landmarksFps }: Pick<WalkResult, 'walk' | 'landmarksFps'>,
  poseFolder: string | null | undefined,
  { signal }: Pick<StepContext, 'signal'>,
): Recording {
  if (walk.source === 'landmarks') {
    const options = { fps: landmarksFps, signal };
    return {
      size: () => measureLandmarks(walk.path, options),
      read: (size) => readLandmarks(walk.path, options, size),
    };
  }
  if (typeof poseFolder !== 'string') throw new Error('The pose of a video that was analysed has a folder.');
  return {
    size: async () => ({ frames: (await readPoseOutcome(poseFolder)).frames, points: body25Names.length }),
    read: async () => toBody25(await readPoseTable(path.join(poseFolder, poseFiles.table), { world: false })),
  };
}

/** What a walk's events were found in. */
export type GaitSource = Pick<
  WalkResult,
  'walk' | 'sourceFolder' | 'sourceAddress' | 'sourceWarnings' | 'landmarksFps'
>;

/** The result that events are looked for in, as the source of what is found. */
export const sourceOf = ({ walk, folder, address, warnings, landmarksFps }: WalkResult): GaitSource => ({
  walk,
  ...(folder !== null && { sourceFolder: folder }),
  ...(address !== null && { sourceAddress: address }),
  sourceWarnings: warnings,
  ...(landmarksFps !== undefined && { landmarksFps }),
});

/** A walk's result as later steps see it. */
export async function toGaitResult(
  { walk, sourceFolder, sourceAddress, sourceWarnings = [], landmarksFps }: GaitSource,
  address: string,
  folder: string,
  fromStore: boolean,
): Promise<WalkResult> {
  const { events, cycles, parameters } = await readAnalysis(folder);
  const { cadence_steps_per_min: cadence, quality } = parameters;
  return {
    walk,
    folder,
    address,
    ...(sourceFolder !== undefined && { sourceFolder }),
    ...(sourceAddress !== undefined && { sourceAddress }),
    sourceWarnings,
    ...(landmarksFps !== undefined && { landmarksFps }),
    fromStore,
    summary: `${events.length} events, ${cycles.filter(({ kept }) => kept).length} cycles, ${
      cadence === null ? 'no cadence' : `${cadence.toFixed(1)} steps/min`
    }`,
    warnings: [...sourceWarnings, ...quality.warnings, ...quality.abstentions],
  };
}

/** Writes a walk's tables and display bundle piece by piece, and stops between pieces where the signal fires. */
export async function writeAnalysis(
  folder: string,
  track: KeypointTrack,
  analysis: GaitAnalysis,
  made: Pick<StoredAnalysis, 'options' | 'detection' | 'edits'>,
  signal: AbortSignal,
  phases: readonly PhaseSpan[] = [],
): Promise<void> {
  const { events, cycles, curves, angles, parameters } = analysis;
  const { options, detection, edits } = made;
  const stored: StoredAnalysis = { events, cycles, parameters, options, detection, edits };
  const files: Record<string, string | Iterable<string | Uint8Array>> = {
    [gaitFiles.events]: eventsCsv(events),
    [gaitFiles.cycles]: cyclesCsv(cycles),
    [gaitFiles.curves]: curvesCsv(curves),
    [gaitFiles.angles]: anglesCsv(angles),
    [gaitFiles.parameters]: parametersJson(parameters),
    [gaitFiles.trc]: formatTrc(track),
    [gaitFiles.mot]: formatMot(angles),
    [gaitFiles.c3d]: formatC3d(track, events),
    [gaitFiles.edits]: editsCsv(edits),
    [gaitFiles.analysis]: JSON.stringify(stored),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content, { signal });
  }
  await writeKeypointTable(path.join(folder, gaitFiles.keypoints), track);
  signal.throwIfAborted();
  await pipeline(
    Readable.from(formatBody25Json(track)),
    createGzip(),
    createWriteStream(path.join(folder, gaitFiles.body25)),
    { signal },
  );
  const bundle = JSON.stringify(buildGaitBundle(analysis, edits, phases));
  await writeFile(path.join(folder, gaitFiles.bundle), bundle, { signal });
}
