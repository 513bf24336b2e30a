import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ownedName } from '../../../processes/owner';
import type { Candidate } from '../../../shared/auto-profile';
import { lookedAtShare } from '../../../shared/pose-cost';
import type { Settings } from '../../../shared/settings';
import { distinctWork, poseEngines, type PoseWork } from '../../steps/pose-work';
import type { StepContext } from '../../steps/step';
import type { VideoTools } from '../../video/ffmpeg';
import { rememberCalibration } from './calibration';
import { videoJob } from './jobs';
import { runOf } from './measure';
import { runJob } from './run-job';

/** Frames of each video that are looked at: enough that the pace of most of them is steady. */
const calibrationFrames = 40;

/** Frames from the start of these videos in which so many are looked at, where a rate passes over some. */
export const framesToCalibrate = (
  work: readonly Pick<PoseWork, 'walk' | 'video'>[],
  settings: Pick<Settings, 'frame_rate'>,
): number =>
  Math.max(
    ...work.map(({ walk, video: { info } }) => {
      const frames = Math.ceil(calibrationFrames / lookedAtShare(walk, info, settings));
      return Math.min(frames, info.expectedFrames, walk.maxFrames ?? Infinity);
    }),
  );
const bytesPerMb = 2 ** 20;

/** A profile whose time is asked for. */
export interface ToCalibrate {
  readonly candidate: Candidate;
  /** Walks that are to be worked on. */
  readonly fitting: readonly PoseWork[];
  /** How many of them at once. */
  readonly workers: number;
}

/**
 * A short calibration in a process of its own, which is remembered.
 * @returns why there is none; null where there is one.
 */
export async function calibrate(
  { candidate: { profile, resolved }, fitting, workers }: ToCalibrate,
  tools: VideoTools,
  context: StepContext,
): Promise<string | null> {
  const { store, limitMb, workingFolder, signal, log } = context;
  const measured = distinctWork(fitting).slice(0, workers);
  const [first] = measured;
  if (!first) return null;
  const frames = framesToCalibrate(measured, resolved.settings);
  log(
    'info',
    `${profile} was not measured here yet: its first ${frames} frames are taken to know how long it takes.`,
  );
  const heldMb = process.memoryUsage.rss() / bytesPerMb;
  const folder = path.join(store.folder, 'temporary', ownedName());
  try {
    const job = await videoJob({
      work: 'mediapipe',
      walks: measured.map(({ walk }) => walk),
      frames,
      // The limit holds for this process and that one together.
      settings: {
        ...resolved.settings,
        max_memory_mb: Math.max(1, Math.floor(limitMb - heldMb)),
        deadline_s: null,
      },
      folder,
      workingFolder,
    });
    const result = await runJob(job, {
      signal,
      onProgress: (progress) => {
        if (progress.step !== 'extract-pose') return;
        const { step: _step, walkId: _walkId, ...told } = progress;
        context.progress({ ...told, doing: `measuring ${profile}` });
      },
    });
    const run = runOf({ contender: profile, work: 'mediapipe', repeat: 1 }, result);
    if (run.outcome !== 'done') return `could not be measured: ${run.error ?? run.outcome}`;
    await rememberCalibration(store, {
      runs: [run],
      contenders: [{ contender: profile, settings: resolved.settings }],
      measured: { walk: first.walk, info: first.video.info },
      measuredWalks: measured.length,
      enginesOf: (settings) => poseEngines(settings, tools),
    });
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
