import { GaitError } from './errors';
import { measuredCosts, planPose, type PlannedVideo, type PlanResult } from './memory-plan';
import type { Settings } from './settings';
import type { StepName } from './steps';

type PoseSettings = Pick<Settings, 'mediapipe' | 'frame_width'>;

type Refused = Extract<PlanResult, { readonly ok: false }>;

const h264 = (widthPx: number, heightPx: number): PlannedVideo => ({
  widthPx,
  heightPx,
  codedWidthPx: widthPx,
  codedHeightPx: heightPx,
  codec: 'h264',
  pixelFormat: 'yuv420p',
});
const fullHd = h264(1920, 1080);
/** No video takes less: where this one is refused, all are. */
const tiny = h264(64, 64);

/** The plan for one video alone. */
const planOne = (
  limitMb: number,
  { mediapipe, frame_width }: PoseSettings,
  video: PlannedVideo = fullHd,
): PlanResult =>
  planPose({
    limitMb,
    availableCores: 1,
    parallel: false,
    maxWorkers: 1,
    modelComplexity: mediapipe.model_complexity,
    segmentation: mediapipe.enable_segmentation,
    frameWidth: frame_width,
    videos: [video],
  });

/** Whether a limit has room for a pose step: for a video of ordinary size, for small ones alone, or for none. */
export function roomForPose(
  limitMb: number,
  settings: PoseSettings,
): { readonly room: 'ordinary' } | ({ readonly room: 'small' | 'none' } & Refused) {
  const ordinary = planOne(limitMb, settings);
  if (ordinary.ok) return { room: 'ordinary' };
  return { room: planOne(limitMb, settings, tiny).ok ? 'small' : 'none', ...ordinary };
}

/** Least limit in MB with which one video of ordinary size can be worked on at these settings. */
export function leastLimitMb(settings: PoseSettings): number {
  const refusal = planOne(1, settings);
  return refusal.ok ? 1 : refusal.neededMb;
}

/**
 * Why a step cannot even begin: the process alone takes more than the limit. Null where there is room to begin; what
 * the videos at hand need is then the plan's matter.
 */
export function noRoomToBegin(step: StepName, limitMb: number, settings: PoseSettings): Refused | null {
  const { kernelAtEndMb } = measuredCosts;
  if (limitMb >= kernelAtEndMb) return null;
  if (step === 'load-video' || step === 'extract-pose') {
    const plan = planOne(limitMb, settings);
    return plan.ok ? null : plan;
  }
  const neededMb = Math.ceil((1.1 * kernelAtEndMb) / 10) * 10;
  return {
    ok: false,
    neededMb,
    message: `The memory limit of ${Math.round(limitMb)} MB does not allow ${step}: with its charts a run takes ${neededMb} MB, even without videos.`,
    suggestion: `Set max_memory_mb to ${neededMb} or more.`,
  };
}

/** The same as the error that the step ends with. */
export function refusedLimit(step: StepName, limitMb: number, settings: PoseSettings): GaitError | null {
  const refused = noRoomToBegin(step, limitMb, settings);
  return refused && new GaitError('memory-limit', refused.message, refused.suggestion);
}
