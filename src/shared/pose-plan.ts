import { planPose, type PlannedVideo, type PlanResult } from './memory-plan';
import type { Settings } from './settings';

/** The machine and the limit that a plan is made for. */
export interface PlanPlace {
  readonly limitMb: number;
  readonly availableCores: number;
  /** Whether the process gives V8 one thread for its own work; false where it is left out. */
  readonly oneV8Thread?: boolean;
}

/** The plan that a step with these settings makes for these videos. */
export const planPoseWith = (
  { io_optimization: io, mediapipe, frame_width: frameWidth }: Settings,
  place: PlanPlace,
  videos: readonly PlannedVideo[],
): PlanResult =>
  planPose({
    ...place,
    parallel: io.parallel_processing,
    maxWorkers: io.max_workers,
    modelComplexity: mediapipe.model_complexity,
    segmentation: mediapipe.enable_segmentation,
    frameWidth,
    videos,
  });
