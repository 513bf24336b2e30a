import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { GaitAnalysis, KeypointTrack } from '../../shared/results';
import { buildGaitBundle } from '../display/bundles';
import { analyzeGait } from '../gait/analyze';
import { toBody25 } from '../gait/body25';
import { anglesCsv, curvesCsv, cyclesCsv, eventsCsv } from '../gait/tables';
import { formatBody25Json } from '../landmarks/openpose';
import { readLandmarks } from '../landmarks/read';
import { formatTrc } from '../landmarks/trc';
import { addressOf } from '../store/address';
import { readPoseTable } from '../store/pose-table';
import { poseFiles } from './extract-pose';
import { mapWalks } from './map-walks';
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
    return {
      walks: await mapWalks(pose.walks, context, 1, async (input) =>
        detectOne(input, pose.step === 'load-landmarks', context),
      ),
    };
  },
};

async function detectOne(
  input: WalkResult,
  fromLandmarks: boolean,
  { settings: { signal_processing: signal }, store, recorder }: StepContext,
): Promise<WalkResult> {
  const { walk } = input;
  // What failed before stays failed, for the reason it failed for.
  if (input.address === null) return input;
  const address = addressOf({
    step: 'detect-events',
    version,
    inputs: { pose: input.address },
    parameters: {
      signal,
      height_m: walk.heightM ?? null,
      belt_speed_m_s: walk.beltSpeedMS ?? null,
      fps: input.landmarksFps ?? null,
    },
    engines: {},
  });
  const stored = await store.find(address);
  const folder =
    stored ??
    (await store.write(address, async (temporary) => {
      const track = await recorder.stage('read', () =>
        fromLandmarks ? readLandmarks(walk.path, { fps: input.landmarksFps }) : readBody25(input),
      );
      const analysis = await recorder.stage('gait_events', () =>
        Promise.resolve(analyzeGait(track, { signal, walk })),
      );
      await recorder.stage('write', () => writeAnalysis(temporary, track, analysis));
      await writeFile(
        path.join(temporary, gaitFiles.bundle),
        JSON.stringify(buildGaitBundle(analysis)),
      );
    }));
  const analysis = await readAnalysis(folder);
  const { cadence_steps_per_min: cadence, quality } = analysis.parameters;
  return {
    walk,
    folder,
    address,
    ...(input.folder !== null && { sourceFolder: input.folder }),
    fromStore: stored !== null,
    summary: `${analysis.events.length} events, ${analysis.cycles.filter(({ kept }) => kept).length} cycles, ${
      cadence === null ? 'no cadence' : `${cadence.toFixed(1)} steps/min`
    }`,
    warnings: [...input.warnings, ...quality.warnings, ...quality.abstentions],
  };
}

async function readBody25({ folder }: WalkResult): Promise<KeypointTrack> {
  if (folder === null) throw new Error('A result with an address has a folder.');
  return toBody25(await readPoseTable(path.join(folder, poseFiles.table), { world: false }));
}

async function writeAnalysis(folder: string, track: KeypointTrack, analysis: GaitAnalysis): Promise<void> {
  const { events, cycles, curves, angles, parameters } = analysis;
  const files: Record<string, string | Buffer> = {
    [gaitFiles.events]: eventsCsv(events),
    [gaitFiles.cycles]: cyclesCsv(cycles),
    [gaitFiles.curves]: curvesCsv(curves),
    [gaitFiles.angles]: anglesCsv(angles),
    [gaitFiles.parameters]: `${JSON.stringify(parameters, null, 2)}\n`,
    [gaitFiles.trc]: formatTrc(track),
    [gaitFiles.body25]: await promisify(gzip)(formatBody25Json(track)),
    [gaitFiles.analysis]: JSON.stringify({ events, cycles, parameters } satisfies StoredAnalysis),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
}
