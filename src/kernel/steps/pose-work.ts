import { GaitError } from '../../shared/errors';
import type { PosePlan } from '../../shared/memory-plan';
import { counted } from '../../shared/numbers';
import { planPoseWith, type PlanPlace } from '../../shared/pose-plan';
import type { Walk } from '../../shared/results';
import type { Settings } from '../../shared/settings';
import { availableCores } from '../performance/machine';
import { poseEngine } from '../pose/mediapipe';
import { addressOf } from '../store/address';
import type { VideoTools } from '../video/ffmpeg';
import { isBlurred, readLoadedVideo, type LoadedVideo } from './load-video';
import type { StepContext, WalkResult } from './step';

/** Raised whenever what a walk's pose consists of changes. */
const version = 2;

/** A walk whose pose is asked for, with where it lies in the store, if it is there. */
export interface PoseWork {
  readonly walk: Walk;
  readonly video: LoadedVideo;
  readonly blurred: boolean;
  readonly address: string;
  readonly stored: string | null;
}

export const isPoseWork = (item: PoseWork | WalkResult): item is PoseWork => 'video' in item;

/** What computes poses with these settings. */
export const poseEngines = (
  { mediapipe }: Pick<Settings, 'mediapipe'>,
  { ffmpegVersion }: Pick<VideoTools, 'ffmpegVersion'>,
): Readonly<Record<string, string>> => ({ ...poseEngine(mediapipe.model_complexity), ffmpeg: ffmpegVersion });

/** What is to be done for these walks with these settings. A walk that failed before stays as it is. */
export function preparePoses(
  walks: readonly WalkResult[],
  settings: Settings,
  tools: VideoTools,
  { store }: Pick<StepContext, 'store'>,
): Promise<(PoseWork | WalkResult)[]> {
  const engines = poseEngines(settings, tools);
  return Promise.all(
    walks.map(async (input) => {
      const { walk, folder } = input;
      // What failed before stays failed, for the reason it failed for.
      if (folder === null) return input;
      const video = await readLoadedVideo(folder);
      const blurred = await isBlurred(walk, video, settings);
      const address = addressOf({
        step: 'extract-pose',
        version,
        inputs: { video: video.digest },
        parameters: {
          frame_width: settings.frame_width,
          frame_rate: settings.frame_rate,
          mediapipe: settings.mediapipe,
          blur_faces: blurred,
          crop: walk.crop ?? null,
          capture_fps: walk.captureFps ?? null,
          max_frames: walk.maxFrames,
        },
        engines,
      });
      return { walk, video, blurred, address, stored: await store.find(address) };
    }),
  );
}

/** The walks that are not in the store. */
export const missingOf = (prepared: readonly (PoseWork | WalkResult)[]): PoseWork[] =>
  prepared.filter((item): item is PoseWork => isPoseWork(item) && item.stored === null);

/** A recording that stands twice in the study is worked on once. */
export const distinctWork = (work: readonly PoseWork[]): PoseWork[] => [
  ...new Map(work.map((item) => [item.address, item])).values(),
];

export interface PlannedWork {
  /** For the walks that fit in the limit; null where there are none. */
  readonly plan: PosePlan | null;
  /** Why the others do not. */
  readonly refused: ReadonlyMap<PoseWork, GaitError>;
}

/**
 * The plan for the walks that fit in the limit, and why the others do not.
 * @throws GaitError memory-limit where none fits.
 */
export function planWork(missing: readonly PoseWork[], settings: Settings, limitMb: number): PlannedWork {
  const refused = new Map<PoseWork, GaitError>();
  const place = planPlace(limitMb);
  const planFor = (work: readonly PoseWork[]) =>
    planPoseWith(
      settings,
      place,
      work.map(({ video }) => video.info),
    );
  for (const work of missing) {
    const alone = planFor([work]);
    if (!alone.ok) refused.set(work, new GaitError('memory-limit', alone.message, alone.suggestion));
  }
  const [refusal] = refused.values();
  if (refusal && refused.size === missing.length) throw refusal;
  const fitting = missing.filter((work) => !refused.has(work));
  if (fitting.length === 0) return { plan: null, refused };
  const planned = planFor(fitting);
  if (!planned.ok) throw new GaitError('memory-limit', planned.message, planned.suggestion);
  return { plan: planned.plan, refused };
}

/** This machine and process, as plans of poses see them. */
export const planPlace = (limitMb: number): PlanPlace => ({
  limitMb,
  availableCores: availableCores(),
  // Electron's Node makes threads of its own, whatever the option says.
  oneV8Thread: process.execArgv.includes('--v8-pool-size=1') && process.versions['electron'] === undefined,
});

export const planWords = ({ workers, boundBy, decoderThreads, expectedMb, limitMb }: PosePlan): string =>
  `${counted(workers, 'worker')} (bound by ${boundBy}), each with ${counted(decoderThreads, 'decoder thread')}: about ${Math.round(expectedMb)} of ${Math.round(limitMb)} MB are expected.`;
