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
  const { task, model, videos, landmarks, study, fps, height_m, belt_speed_m_s, capture_fps, crop } = options;
  const { view_deg, floor_points, method, exclude } = options;
  if (task === 'phase_detection') {
    throw badInput(
      '--task phase_detection needs a trained phase model, and this version neither trains nor applies one.',
      'Leave --task out: event_detection finds contacts and parameters without a model.',
    );
  }
  if (model !== undefined) {
    throw badInput(
      '--model belongs to --task phase_detection, which this version cannot do.',
      'Leave --model out.',
    );
  }
  const metadata = { height_m, belt_speed_m_s, view_deg, floor_points };
  const detection = { method, exclude };
  const chains: StepInput[][] = [];
  const studyOf = (kind: keyof typeof studyHolds) => (studyHolds[kind] ? study : undefined);
  const videoStudy = studyOf('videos');
  const landmarkStudy = studyOf('landmarks');
  if (videos !== undefined || videoStudy !== undefined) {
    chains.push([
      { step: 'load-video', video: videos, study: videoStudy, ...metadata, capture_fps, crop, as: 'walks' },
      { step: 'extract-pose', video: 'walks', as: 'poses' },
      { step: 'detect-events', pose: 'poses', ...detection, as: 'gait' },
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
      { step: 'detect-events', pose: 'landmarks', ...detection, as: 'landmark-gait' },
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
