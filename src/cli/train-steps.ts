import { badInput } from '../shared/errors';
import type { StepInput } from '../shared/steps';
import type { TrainOptions } from './train-options';

/** Where the walks of a training come from, by kind. */
export interface TrainingSources {
  readonly videos: readonly string[];
  readonly landmarks: readonly string[];
  /** Which kinds of walks the study table has, where one is given. */
  readonly studyHolds: { readonly videos: boolean; readonly landmarks: boolean };
}

/**
 * The chains of steps that `gait train` goes before it trains: one for videos, one for landmarks. What the last step of each
 * is called is what training takes.
 * @throws GaitError bad-input for options that do not go together.
 */
export function sourceChainsOf(options: TrainOptions, sources: TrainingSources): StepInput[][] {
  const { study, fps, capture_fps, found_labels } = options;
  mustGoTogether(options);
  const { studyHolds } = sources;
  const some = (files: readonly string[]) => (files.length === 0 ? undefined : [...files]);
  const [videos, landmarks] = [some(sources.videos), some(sources.landmarks)];
  const found = (pose: string, as: string): StepInput[] =>
    found_labels === true ? [{ step: 'detect-events', pose, as }] : [];
  const chains: StepInput[][] = [];
  if (videos !== undefined || studyHolds.videos) {
    const table = studyHolds.videos ? study : undefined;
    chains.push([
      { step: 'load-video', video: videos, study: table, capture_fps, as: 'videos' },
      { step: 'extract-pose', video: 'videos', as: 'poses' },
      ...found('poses', 'found-in-poses'),
    ]);
  } else if (capture_fps !== undefined) {
    throw badInput('--capture-fps is for videos, and no video is given.', 'Leave it out.');
  }
  if (landmarks !== undefined || studyHolds.landmarks) {
    const table = studyHolds.landmarks ? study : undefined;
    chains.push([
      { step: 'load-landmarks', landmarks, study: table, fps, as: 'landmarks' },
      ...found('landmarks', 'found-in-landmarks'),
    ]);
  } else if (fps !== undefined) {
    throw badInput(
      '--fps says how fast landmark files without times were recorded, and no landmarks are given.',
      'For a slow-motion video give --capture-fps.',
    );
  }
  if (chains.length === 0) {
    throw badInput(
      'There is nothing to train on.',
      'Give --data FILE…, --landmarks FILE… or --study FILE.csv.',
    );
  }
  return chains;
}

function mustGoTogether({ folds, leave_one_out, labels, found_labels }: TrainOptions): void {
  if (folds !== undefined && leave_one_out === true) {
    throw badInput(
      '--folds and --leave-one-out contradict each other: leaving one out makes a fold of each subject.',
      'Give one of them.',
    );
  }
  if (labels !== undefined && found_labels === true) {
    throw badInput(
      '--labels and --found-labels contradict each other: the table says what is true of the walks.',
      'Give one of them.',
    );
  }
}

/** The step that trains, on the results of these names. */
export const trainingStep = (
  { labels, folds, leave_one_out, group_by, targets, output }: TrainOptions,
  data: readonly string[],
): StepInput => ({
  step: 'train-folds',
  data: [...data],
  labels,
  n_folds: folds,
  leave_one_out,
  group_by,
  targets,
  output,
  as: 'training',
});
