import { badInput } from '../shared/errors';
import type { StepInput } from '../shared/steps';
import type { AnalyzeOptions } from './analyze-options';

/**
 * The chains of steps that the options of `gait analyze` ask for: one for videos, one for landmarks.
 * @param studyHolds which kinds of walks the study table has, where one is given.
 * @throws GaitError bad-input for options that do not go together.
 */
export function chainsOf(
  options: AnalyzeOptions,
  studyHolds: { readonly videos: boolean; readonly landmarks: boolean } = { videos: true, landmarks: false },
): StepInput[][] {
  const { videos, landmarks, study, fps, height_m, belt_speed_m_s, capture_fps, crop } = options;
  const { view_deg, floor_points } = options;
  mustFitTask(options);
  const metadata = { height_m, belt_speed_m_s, view_deg, floor_points };
  const chains: StepInput[][] = [];
  const studyOf = (kind: keyof typeof studyHolds) => (studyHolds[kind] ? study : undefined);
  const videoStudy = studyOf('videos');
  const landmarkStudy = studyOf('landmarks');
  if (videos !== undefined || videoStudy !== undefined) {
    chains.push([
      { step: 'load-video', video: videos, study: videoStudy, ...metadata, capture_fps, crop, as: 'walks' },
      { step: 'extract-pose', video: 'walks', as: 'poses' },
      eventsStep(options, 'poses', 'gait'),
    ]);
  } else if (crop !== undefined || capture_fps !== undefined) {
    throw badInput(
      '--crop and --capture-fps are for videos, and no video is given.',
      'Give --videos, or leave them out.',
    );
  }
  if (landmarks !== undefined || landmarkStudy !== undefined) {
    chains.push([
      { step: 'load-landmarks', landmarks, study: landmarkStudy, fps, ...metadata, as: 'landmarks' },
      eventsStep(options, 'landmarks', 'landmark-gait'),
    ]);
  } else if (fps !== undefined) {
    throw badInput(
      '--fps says how fast landmark files without times were recorded, and no landmarks are given.',
      'For a slow-motion video give --capture-fps.',
    );
  }
  if (chains.length === 0) {
    throw badInput(
      'There is nothing to analyse.',
      'Give --videos FILE…, --landmarks FILE… or --study FILE.csv.',
    );
  }
  return chains;
}

/** @throws GaitError bad-input for options of one task that are given with the other. */
function mustFitTask({ task, model, fold, method, phantom }: AnalyzeOptions): void {
  if (task === 'event_detection') {
    const given = model !== undefined ? '--model' : fold !== undefined ? '--fold' : null;
    if (given === null) return;
    throw badInput(
      `${given} belongs to --task phase_detection.`,
      `Give --task phase_detection, or leave ${given} out.`,
    );
  }
  if (model === undefined) {
    throw badInput(
      '--task phase_detection needs a trained model.',
      'Give --model FOLDER, which gait train writes; event_detection finds contacts without a model.',
    );
  }
  if (method !== undefined) {
    throw badInput(
      '--method is a rule that finds events, and with --task phase_detection the model does.',
      'Leave --method out, or --task and --model.',
    );
  }
  if (phantom !== undefined) {
    throw badInput(
      '--phantom tells what change detect-events can detect, and with --task phase_detection a model finds the events.',
      'Leave --phantom out.',
    );
  }
}

/** The step that gets events out of points: by a rule, or by a trained model. */
const eventsStep = (
  { task, model, fold, method, exclude }: AnalyzeOptions,
  pose: string,
  as: string,
): StepInput =>
  task === 'phase_detection'
    ? { step: 'predict-phases', pose, model_folder: model, fold, exclude, as }
    : { step: 'detect-events', pose, method, exclude, as };

/** A phantom's clip with what its truth says of its scale. */
export interface PhantomClip {
  readonly file: string;
  readonly heightM: number;
}

/** The chain of each phantom, analysed as the recordings are; its height is its scale. */
export const phantomChains = (
  clips: readonly PhantomClip[],
  { method, exclude }: Pick<AnalyzeOptions, 'method' | 'exclude'>,
): StepInput[][] =>
  clips.map(({ file, heightM }, index) => [
    { step: 'load-video', video: file, height_m: heightM, as: `phantom-walk-${index}` },
    { step: 'extract-pose', video: `phantom-walk-${index}`, as: `phantom-pose-${index}` },
    { step: 'detect-events', pose: `phantom-pose-${index}`, method, exclude, as: `phantom-${index}` },
  ]);
