import { GaitError } from '../../shared/errors';
import { measuredCosts, planPose, type PlanResult } from '../../shared/memory-plan';
import type { Settings } from '../../shared/settings';
import type { StepName } from '../../shared/steps';

type PoseSettings = Pick<Settings, 'mediapipe' | 'frame_width'>;

const fullHd = {
  widthPx: 1920,
  heightPx: 1080,
  codedWidthPx: 1920,
  codedHeightPx: 1080,
  codec: 'h264',
  pixelFormat: 'yuv420p',
};

/** The plan for one video of ordinary size alone. */
const planOne = (limitMb: number, { mediapipe, frame_width }: PoseSettings): PlanResult =>
  planPose({
    limitMb,
    availableCores: 1,
    parallel: false,
    maxWorkers: 1,
    modelComplexity: mediapipe.model_complexity,
    segmentation: mediapipe.enable_segmentation,
    frameWidth: frame_width,
    videos: [fullHd],
  });

/** Least limit in MB with which one video of ordinary size can be worked on at these settings. */
export function leastLimitMb(settings: PoseSettings): number {
  const refusal = planOne(1, settings);
  return refusal.ok ? 1 : refusal.neededMb;
}

/**
 * Why a step cannot even begin: the process alone takes more than the limit. Null where there is room to begin; what
 * the videos at hand need is then the plan's matter.
 */
export function refusedLimit(step: StepName, limitMb: number, settings: PoseSettings): GaitError | null {
  const { kernelAtEndMb } = measuredCosts;
  if (limitMb >= kernelAtEndMb) return null;
  if (step === 'load-video' || step === 'extract-pose') {
    const plan = planOne(limitMb, settings);
    return plan.ok ? null : new GaitError('memory-limit', plan.message, plan.suggestion);
  }
  const neededMb = Math.ceil((1.1 * kernelAtEndMb) / 10) * 10;
  return new GaitError(
    'memory-limit',
    `The memory limit of ${Math.round(limitMb)} MB does not allow ${step}: with its charts a run takes ${neededMb} MB, even without videos.`,
    `Set max_memory_mb to ${neededMb} or more.`,
  );
}
