import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { GaitAnalysis, KeypointTrack, Walk } from '../../shared/results';
import { buildGaitBundle } from '../display/bundles';
import { collectGarbage } from '../display/collect-garbage';
import { analyzeGait } from '../gait/analyze';
import { body25Names } from '../../shared/body25';
import { toBody25 } from '../gait/body25';
import { anglesCsv, curvesCsv, cyclesCsv, eventsCsv } from '../gait/tables';
import { formatBody25Json } from '../landmarks/openpose';
import { measureLandmarks, readLandmarks, type LandmarkSize } from '../landmarks/read';
import { formatTrc } from '../landmarks/trc';
import { addressOf } from '../store/address';
import { readPoseTable } from '../store/pose-table';
import { poseFiles, readPoseOutcome } from './extract-pose';
import { mapWalks } from './map-walks';
import { recordingMemory } from './recording-memory';
import type { StepContext, StepDefinition, WalkResult } from './step';

/** Raised whenever what this step writes changes. */
const version = 1;

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

export const detectEvents: StepDefinition<'detect-events'> = {
  async run(step, context) {
    const pose = context.result(step.pose, 'extract-pose', 'load-landmarks');
    const memory = recordingMemory(context);
    const walks = await mapWalks(pose.walks, context, 1, async (input) => {
      // What failed before stays failed, for the reason it failed for.
      if (input.address === null) return input;
      const address = addressOfGait(input, input.address, context);
      const stored = await context.store.find(address);
      if (stored !== null) return toResult(input, address, stored, true);
      const recording = recordingOf(input, pose.step === 'load-landmarks', context);
      const size = await recording.size();
      const refused = memory.refuse(input.walk, size);
      if (refused) return refused;
      const folder = await context.store.write(address, (temporary) =>
        detectOne(input.walk, () => recording.read(size), temporary, context),
      );
      return toResult(input, address, folder, false);
    });
    return { walks: memory.checked(walks) };
  },
};

const addressOfGait = (
  { walk, landmarksFps }: WalkResult,
  pose: string,
  { settings }: Pick<StepContext, 'settings'>,
): string =>
  addressOf({
    step: 'detect-events',
    version,
    inputs: { pose },
    parameters: {
      signal: settings.signal_processing,
      height_m: walk.heightM ?? null,
      belt_speed_m_s: walk.beltSpeedMS ?? null,
      fps: landmarksFps ?? null,
    },
    engines: {},
  });

/** Where the points of a walk come from: the pose found in its video, or another tool's file. */
interface Recording {
  readonly size: () => Promise<LandmarkSize>;
  readonly read: (size: LandmarkSize) => Promise<KeypointTrack>;
}

function recordingOf(
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

async function detectOne(
  walk: Walk,
  read: () => Promise<KeypointTrack>,
  folder: string,
  { settings, recorder, signal }: StepContext,
): Promise<void> {
  const track = await recorder.stage('read', read);
  collectGarbage();
  // What follows does not look up until it is done.
  signal.throwIfAborted();
  const analysis = await recorder.stage('gait_events', () =>
    Promise.resolve(analyzeGait(track, { signal: settings.signal_processing, walk })),
  );
  collectGarbage();
  await recorder.stage('write', () => writeAnalysis(folder, track, analysis, signal));
  const bundle = JSON.stringify(buildGaitBundle(analysis));
  await writeFile(path.join(folder, gaitFiles.bundle), bundle);
  // What this walk leaves behind must not stand beside the next one.
  collectGarbage();
}

async function toResult(
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

/** Writes the tables piece by piece, and stops between pieces where the signal fires. */
async function writeAnalysis(
  folder: string,
  track: KeypointTrack,
  { events, cycles, curves, angles, parameters }: GaitAnalysis,
  signal: AbortSignal,
): Promise<void> {
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
}
