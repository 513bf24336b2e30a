import { freshPlace, startAnalyze } from './run-gait.mjs';

/** Too little for any model. */
export const tooLittleMb = 150;

/** How the command answers to a limit that is too little: its exit code, and the limit that it names instead. */
export async function refusalOf(context, profile, video) {
  const args = ['--videos', video, '--performance-mode', profile, '--max-memory', String(tooLittleMb)];
  const { code, said } = await startAnalyze(context, { args, place: freshPlace(context) }).ended;
  const named = /max_memory_mb to (\d+)/.exec(said)?.[1];
  return { code, said, namedMb: named === undefined ? null : Number(named) };
}

/** The least limit with which the plan lets these videos be worked on, one after the other. */
export async function leastLimitMb({ kernel, tools }, profile, videos) {
  const layer = { source: 'benchmark', values: { performance_mode: profile } };
  const { settings } = kernel.resolveSettings([layer]);
  const refusal = kernel.planPose({
    limitMb: tooLittleMb,
    availableCores: 1,
    parallel: false,
    maxWorkers: 1,
    modelComplexity: settings.mediapipe.model_complexity,
    segmentation: settings.mediapipe.enable_segmentation,
    frameWidth: settings.frame_width,
    videos: await Promise.all(videos.map((video) => kernel.probeVideo(video, tools))),
  });
  return refusal.neededMb;
}
