import { badInput } from '../../../shared/errors';
import { planPoseWith } from '../../../shared/pose-plan';
import type { Walk } from '../../../shared/results';
import { readLoadedVideo, type LoadedVideo } from '../../steps/load-video';
import { planPlace } from '../../steps/pose-work';
import type { WalkResult } from '../../steps/step';
import type { BenchmarkContender } from './contenders';

/** A walk of the study with its video. */
export interface StudyWalk {
  readonly walk: Walk;
  readonly video: LoadedVideo;
}

/** Videos that are measured side by side at most: each costs every contender its frames once more. */
const mostWalks = 4;
/** Fewer frames than this tell no pace. */
export const leastFrames = 10;

/**
 * The walks that could be opened.
 * @throws GaitError bad-input where none could.
 */
export async function studyOf(results: readonly WalkResult[], name: string): Promise<StudyWalk[]> {
  const study: StudyWalk[] = [];
  for (const { walk, folder } of results) {
    if (folder !== null) study.push({ walk, video: await readLoadedVideo(folder) });
  }
  if (study.length === 0) {
    throw badInput(
      `There is nothing to measure: ${results[0]?.summary ?? `${name} holds no walks.`}`,
      'Look at load-video, which failed for every video.',
    );
  }
  return study;
}

/**
 * The walks that are measured: the first, and where a plan for the whole study would work on several side by side, as many
 * as that, so that what they gain from each other is known. All contenders measure the same ones, with the workers that
 * their own settings and limits allow.
 */
export function measuredWalks(
  study: readonly StudyWalk[],
  contenders: readonly BenchmarkContender[],
): StudyWalk[] {
  const videos = study.map(({ video }) => video.info);
  const workers = contenders.map(({ settings }) => {
    const planned = planPoseWith(settings, planPlace(Number(settings.max_memory_mb)), videos);
    return planned.ok ? planned.plan.workers : 1;
  });
  return study.slice(0, Math.min(mostWalks, Math.max(1, ...workers)));
}

/** Frames that there are to measure, of the shortest of these walks. */
export const framesThereAre = (walks: readonly StudyWalk[]): number =>
  Math.min(
    ...walks.map(({ walk, video }) => Math.min(video.info.expectedFrames, walk.maxFrames ?? Infinity)),
  );

/** @throws GaitError bad-input where a video is too short to tell how fast it is worked on. */
export function checkLength({ walk, video }: StudyWalk): void {
  const frames = framesThereAre([{ walk, video }]);
  if (frames >= leastFrames) return;
  throw badInput(
    `${walk.id} has ${frames} frames, which are too few to measure: at least ${leastFrames} are needed.`,
    'Measure a longer video: two seconds or more tell how long a study takes, ten seconds how right it is.',
  );
}
