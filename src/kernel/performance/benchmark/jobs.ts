import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkedWork } from '../../../shared/benchmark';
import type { Walk } from '../../../shared/results';
import type { Settings } from '../../../shared/settings';
import type { StepInput, StepName } from '../../../shared/steps';
import { makeFolder } from '../../store/make-folder';
import { formatStudyTable } from '../../study/table';
import type { BenchmarkJob } from './job';

/** Steps whose time and memory count; the others only lead to them. */
export const countedSteps: Readonly<Record<BenchmarkedWork, readonly StepName[]>> = {
  mediapipe: ['extract-pose'],
  pipeline: ['load-video', 'extract-pose', 'detect-events', 'report'],
  training: ['train-folds'],
};

/** The step of each work that says how much was done, and that plans its memory. */
export const heaviestStep: Readonly<Record<BenchmarkedWork, StepName>> = {
  mediapipe: 'extract-pose',
  pipeline: 'extract-pose',
  training: 'train-folds',
};

interface JobPlace {
  readonly settings: Settings;
  /** Folder of this job alone, which is made: its store, its table of walks and what it writes lie there. */
  readonly folder: string;
  readonly workingFolder: string;
}

export interface VideoJob extends JobPlace {
  readonly work: Exclude<BenchmarkedWork, 'training'>;
  readonly walks: readonly Walk[];
  /** Of each video, from its start. */
  readonly frames: number;
}

/** The pose of so many frames of these walks, and for `pipeline` what follows from it: events, parameters and files. */
export async function videoJob({ work, walks, frames, ...place }: VideoJob): Promise<BenchmarkJob> {
  await makeFolder(place.folder);
  const study = path.join(place.folder, 'walks.csv');
  // Labels are not in the table: nothing is compared with them.
  await writeFile(study, formatStudyTable(walks));
  // Where the study itself is cut to fewer frames, no others are measured.
  const max_frames = Math.min(frames, ...walks.map(({ maxFrames = Infinity }) => maxFrames));
  const pose: StepInput[] = [
    { step: 'load-video', study, max_frames, as: 'walks' },
    { step: 'extract-pose', video: 'walks', as: 'poses' },
  ];
  const rest: StepInput[] = [
    { step: 'detect-events', pose: 'poses', as: 'events' },
    { step: 'report', of: 'events', output: path.join(place.folder, 'report') },
  ];
  return jobIn(place, work === 'pipeline' ? [...pose, ...rest] : pose);
}

/** Each epoch costs the same: few tell what all take, if they outweigh the start. */
export const trainingAmount = { epochs: 4, folds: 2 } as const;

/** Folds on a standard data set; see `writeTrainingLoad`. What decides how much is learnt is the same for all profiles. */
export function trainingJob({ table, ...place }: JobPlace & { readonly table: string }): BenchmarkJob {
  return jobIn(place, [
    { step: 'load-landmarks', study: table, as: 'walks' },
    {
      step: 'train-folds',
      data: 'walks',
      epochs: trainingAmount.epochs,
      n_folds: trainingAmount.folds,
      leave_one_out: false,
      group_by: 'subject',
      validation_split: 0.25,
      output: path.join(place.folder, 'training'),
    },
  ]);
}

const jobIn = ({ settings, folder, workingFolder }: JobPlace, steps: readonly StepInput[]): BenchmarkJob => ({
  steps,
  settings,
  workingFolder,
  storeFolder: path.join(folder, 'store'),
});
