import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkedWork, BenchmarkRun } from '../../../shared/benchmark';
import type { Walk } from '../../../shared/results';
import type { BenchmarkContender } from './contenders';
import type { BenchmarkJob, JobResult } from './job';
import { trainingJob, videoJob } from './jobs';
import { runOf } from './measure';
import { scheduleRuns, without, type ScheduledRun } from './schedule';
import { writeTrainingLoad } from './training-load';

export interface MeasureRequest {
  readonly contenders: readonly BenchmarkContender[];
  readonly works: readonly BenchmarkedWork[];
  readonly repeats: number;
  readonly walks: readonly Walk[];
  readonly frames: number;
  readonly workingFolder: string;
  /** Its folders for single runs are removed as soon as nothing in them is needed; the caller removes the rest. */
  readonly scratchFolder: string;
  /** Carries a job out in a process of its own. */
  readonly run: (job: BenchmarkJob) => Promise<JobResult>;
}

/** How far measuring has come; it grows while that goes on, and holds what is done when it is stopped. */
export interface Measured {
  readonly runs: BenchmarkRun[];
  /** Seconds that each of them took with the start and the end of its process. */
  readonly wallS: number[];
  /** Folder of the first walk's pose of each contender that has one, by its last run. */
  readonly poseFolders: Map<string, string>;
  /** What computed, by contender. */
  readonly engines: Map<string, Readonly<Record<string, string>>>;
  /** What is measured now; null between two runs. */
  running: ScheduledRun | null;
  /** What is left, what is measured now not counted. */
  left: readonly ScheduledRun[];
}

export const nothingMeasured = ({
  contenders,
  works,
  repeats,
}: Pick<MeasureRequest, 'contenders' | 'works' | 'repeats'>): Measured => ({
  runs: [],
  wallS: [],
  poseFolders: new Map(),
  engines: new Map(),
  running: null,
  left: scheduleRuns(
    contenders.map(({ contender }) => contender),
    works,
    repeats,
  ),
});

/**
 * A warm-up brings models, libraries and the video into the system's cache, which a few frames do. What the engine
 * compiles it compiles anew in every process, as it does for the user.
 */
export const warmUpFrames = 12;

/**
 * Does the runs that are left, one after the other.
 * @throws what `run` throws; what was measured until then stands in `measured`.
 */
export async function measureAll(
  measured: Measured,
  request: MeasureRequest,
  onChange: () => void,
): Promise<void> {
  const table = request.works.includes('training')
    ? await writeTrainingLoad(path.join(request.scratchFolder, 'training-load'))
    : null;
  for (let count = 1; measured.left.length > 0; count++) {
    const [next, ...left] = measured.left;
    measured.running = next!;
    measured.left = left;
    onChange();
    const folder = path.join(request.scratchFolder, `run-${count}`);
    const beganMs = performance.now();
    const result = await request.run(await jobOf(next!, folder, table, request));
    const run = runOf(next!, result);
    measured.runs.push(run);
    measured.wallS.push((performance.now() - beganMs) / 1000);
    measured.running = null;
    keepEngines(measured, next!, result);
    await keepPose(measured, next!, result, folder);
    if (endsContender(run)) measured.left = without(measured.left, run);
    onChange();
  }
}

function jobOf(
  { contender, work, repeat }: ScheduledRun,
  folder: string,
  table: string | null,
  { contenders, walks, frames, workingFolder }: MeasureRequest,
): Promise<BenchmarkJob> | BenchmarkJob {
  // Sound: the schedule was made of these contenders.
  const { settings } = contenders.find((one) => one.contender === contender)!;
  const place = { settings, folder, workingFolder };
  // Sound: it was written where any work is training.
  if (work === 'training') return trainingJob({ ...place, table: table! });
  return videoJob({ ...place, work, walks, frames: repeat === 0 ? Math.min(warmUpFrames, frames) : frames });
}

/** It would fail again. A warm-up is short, which alone can be a reason to fail, but never one to need too much memory. */
const endsContender = ({ outcome, repeat }: BenchmarkRun): boolean =>
  outcome === 'memory-limit' || (outcome === 'failed' && repeat > 0);

function keepEngines({ engines }: Measured, { contender }: ScheduledRun, { steps }: JobResult): void {
  const all = steps.map(({ record }) => record?.engines ?? {});
  engines.set(contender, Object.assign({}, engines.get(contender), ...all) as Record<string, string>);
}

/** The pose of a run that counts takes the place of the one before; all else of a run is of no more use. */
async function keepPose(
  { poseFolders }: Measured,
  { contender, repeat }: ScheduledRun,
  { outcomes, error }: JobResult,
  folder: string,
): Promise<void> {
  const poses = outcomes.find(({ step }) => step === 'extract-pose');
  const pose = poses?.walks[0]?.folder ?? null;
  // Without optimizations it lay in a store that is gone by now.
  const isKept =
    repeat > 0 && error === null && pose !== null && poses?.record.settings.settings.enable_optimizations;
  const unused = isKept ? runFolderOf(poseFolders.get(contender), folder) : folder;
  if (isKept) poseFolders.set(contender, pose);
  if (unused !== null) await rm(unused, { recursive: true, force: true });
}

/** The folder of the run that a pose lies in. */
function runFolderOf(pose: string | undefined, anyRun: string): string | null {
  if (pose === undefined) return null;
  const root = path.dirname(anyRun);
  const [name] = path.relative(root, pose).split(path.sep);
  return path.join(root, name!);
}
