import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildGaitBundle, buildPoseBundle } from '../../src/kernel/display/bundles';
import type { FinishedRun } from '../../src/kernel/display/outputs';
import { poseFiles } from '../../src/kernel/steps/stored-pose';
import { gaitFiles } from '../../src/kernel/steps/gait-result';
import { failedWalk, type NamedResult, type WalkResult } from '../../src/kernel/steps/step';
import type { Store } from '../../src/kernel/store/store';
import { badInput } from '../../src/shared/errors';
import type { RunRecord } from '../../src/shared/run-record';
import type { StepInput } from '../../src/shared/steps';
import { filmstrip, gaitAnalysis, runRecord, seenLegs, walk } from './display-fixture';

/** As many bytes as a sheet of frames may have; they begin as a JPEG does, and nobody decodes them here. */
const jpeg = (bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes, 0x5a);
  buffer.set([0xff, 0xd8, 0xff, 0xe0]);
  return buffer;
};

export interface PoseInStore {
  readonly durationS: number;
  readonly fps?: number;
  readonly tiles?: number;
  readonly jpegBytes?: number;
}

/** A folder as extract-pose leaves it. */
export async function poseFolder(
  folder: string,
  { durationS, fps = 30, tiles = 12, jpegBytes = 2000 }: PoseInStore,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const bundle = buildPoseBundle(
    seenLegs(durationS, [3], fps),
    { ...filmstrip(tiles), file: poseFiles.filmstrip },
    [],
  );
  const files: Record<string, string | Buffer> = {
    [poseFiles.bundle]: JSON.stringify(bundle),
    [poseFiles.filmstrip]: jpeg(jpegBytes),
    [poseFiles.stills]: jpeg(2000),
    [poseFiles.outcome]: JSON.stringify({
      stills: { ...filmstrip(8), file: poseFiles.stills },
      recording: 'one-recording',
    }),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return folder;
}

/** A folder as detect-events leaves it. */
export async function gaitFolder(folder: string, durationS: number, fps = 30): Promise<string> {
  await mkdir(folder, { recursive: true });
  const bundle = buildGaitBundle(gaitAnalysis(durationS, fps));
  await writeFile(path.join(folder, gaitFiles.bundle), JSON.stringify(bundle));
  return folder;
}

export const result = (id: string, folder: string, more: Partial<WalkResult> = {}): WalkResult => ({
  walk: walk(id),
  folder,
  address: `address of ${id}`,
  fromStore: false,
  summary: 'some events',
  warnings: [],
  ...more,
});

export const failed = (id: string): WalkResult =>
  failedWalk(walk(id), badInput(`Not one frame of ${walk(id).path} can be decoded.`));

/** A run that was done. */
export function doneRun(
  store: Store,
  step: StepInput,
  walks: readonly WalkResult[],
  change: Partial<RunRecord> = {},
): FinishedRun {
  const name = step.as ?? step.step;
  const results: NamedResult = { name, step: step.step, walks, records: [] };
  const records = walks.map(({ walk: { id }, fromStore, error }) => ({
    id,
    fromStore,
    seconds: 1,
    notes: [],
    ...(error && { error: error.message }),
  }));
  const record = runRecord(records, { step: step.step, name, ...change });
  return {
    recordId: record.id,
    step,
    inputs: {},
    read: {},
    signal: new AbortController().signal,
    outcome: { step: step.step, name, walks, record, files: [] },
    results,
    files: [],
    record,
    store,
    workingFolder: '/home/someone/study',
  };
}
