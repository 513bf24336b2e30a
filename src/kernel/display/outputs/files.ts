import path from 'node:path';
import type { CellOutput } from '../../../shared/cell-output';
import { counted } from '../../../shared/numbers';
import type { FinishedRun } from './finished-run';

const mostNamed = 200;

/** What files are for, by the end of their names; the first that fits. */
const kinds: readonly (readonly [ending: RegExp, what: string])[] = [
  [/benchmark_report\.html$/, 'the benchmark with its charts, to be opened in a browser'],
  [/report\.html$/, 'the report, to be opened in a browser'],
  [/comparison\.html$/, 'the comparison, to be opened in a browser'],
  [/study\.csv$/, 'one row a walk, ready for statistics'],
  [/performance_report\.json$/, 'time, memory and advice'],
  [/benchmark_results_[^/\\]*\.json$/, 'every figure of the benchmark, for programs'],
  [/benchmark_report\.txt$/, 'the benchmark in plain text'],
  [/detectable_change\.json$/, 'what change this set-up can detect'],
  [/agreement\.csv$/, 'bias and limits of agreement by parameter'],
  [/agreement\.json$/, 'the same for programs'],
  [/pairs\.csv$/, 'the paired cycles'],
  [/events\.csv$/, 'heel strikes and toe-offs'],
  [/cycles\.csv$/, 'one row a cycle'],
  [/curves\.csv$/, 'joint curves over the normalised cycle'],
  [/angles\.csv$/, 'joint angles over time'],
  [/cv_metrics\.json$/, 'every figure as mean and SD over the folds'],
  [/fold_scores\.json$/, 'the figures of each fold'],
  [/training_histories\.json$/, 'loss and score by epoch'],
  [/classification_report\.txt$/, 'precision, recall and F1 by class'],
  [/detailed_results\.json$/, 'every held-out walk with its events'],
  [/predictions\.csv$/, 'probabilities of every frame, held out'],
  [/confusion_matrix\.svg$/, 'what was taken for what'],
  [/training_curves.*\.svg$/, 'loss and score as a picture'],
  [/model_card\.json$/, 'what the model is, and what it is not for'],
  [/model\.json$/, 'the model, for TensorFlow.js'],
  [/weights\.bin$/, 'its weights'],
  [/edits\.csv$/, 'corrections by hand'],
  [/parameters\.json$/, 'gait parameters'],
  [/pose\.parquet$/, 'the 33 landmarks of every frame'],
  [/keypoints\.parquet$/, 'the cleaned points'],
  [/pose_body25\.json(?:\.gz)?$/, 'points as OpenPose lays them out'],
  [/\.trc$/, 'points for OpenSim and other tools'],
  [/\.mot$/, 'joint angles for OpenSim'],
  [/\.c3d$/, 'points and events for motion capture tools'],
  [/\.mp4$/, 'the video'],
  [/\.truth\.json$/, 'the truth of the phantom'],
];

/** The files that a step wrote for the user, by their paths from the working folder; none where it wrote none. */
export function filesOutput({ outcome, workingFolder }: FinishedRun): CellOutput[] {
  const files = outcome?.files ?? [];
  if (files.length === 0) return [];
  const lines = files.slice(0, mostNamed).map((file) => {
    const what = kinds.find(([ending]) => ending.test(file))?.[1];
    const shown = nameFrom(workingFolder, file);
    return what === undefined ? shown : `${shown} – ${what}`;
  });
  if (files.length > lines.length) lines.push(`… and ${counted(files.length - lines.length, 'more file')}.`);
  const text = [`${counted(files.length, 'file')} written:`, ...lines].join('\n');
  return [{ slot: 'files', data: { 'text/plain': text } }];
}

/** A path as it is found from the working folder; outside of it the name of the file and its folder. */
function nameFrom(workingFolder: string, file: string): string {
  const relative = path.relative(workingFolder, file);
  const isWithin = !relative.startsWith('..') && !path.isAbsolute(relative);
  const shown = isWithin ? relative : path.join(path.basename(path.dirname(file)), path.basename(file));
  return shown.split(path.sep).join('/');
}
