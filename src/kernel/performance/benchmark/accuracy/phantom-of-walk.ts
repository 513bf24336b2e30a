import path from 'node:path';
import { readTruth, type PhantomTruth } from '../../../../phantom/truth';
import { GaitError } from '../../../../shared/errors';
import { counted } from '../../../../shared/numbers';
import type { VideoInfo, Walk } from '../../../../shared/results';
import type { Settings } from '../../../../shared/settings';
import type { StepInput } from '../../../../shared/steps';
import { mapPaths, type SagittalTrack } from '../../../gait/signal/sagittal';
import { phantomLike, type PhantomLike } from '../../../steps/phantom-like';
import type { BenchmarkJob, JobResult } from '../job';
import type { SeenWalk } from './seen-walk';

/** Most frames of a phantom: ten seconds at 30 frames/s, in which every profile shows how right it is. */
const mostFrames = 300;
/**
 * Width of a phantom's picture at most, in widths that frames are scaled down to before a pose is looked for: what is
 * wider takes longer to draw and shows no more.
 */
const mostFrameWidths = 1.25;

/** A phantom that was drawn like a walk, and the walk that others load of it. */
export interface DrawnPhantom {
  readonly load: StepInput;
  readonly walk: Walk;
  readonly truth: PhantomTruth;
  /** What a pixel of the phantom is in pixels of the video. */
  readonly pixelScale: number;
}

/** Where a phantom can be drawn, and by what. */
export interface DrawingRoom {
  readonly run: (job: BenchmarkJob) => Promise<JobResult>;
  readonly settings: Settings;
  /** For the clip and what comes of it. */
  readonly folder: string;
}

/** What a phantom like a walk is to be, and what a pixel of it is in pixels of the video. */
export type PlannedPhantom = PhantomLike & Pick<DrawnPhantom, 'pixelScale'>;

/** The part of a picture that is looked at, as if it were all of it. */
function lookedAt(
  { crop }: Walk,
  info: VideoInfo,
  track: SagittalTrack,
): { widthPx: number; heightPx: number; track: SagittalTrack } {
  if (crop === undefined) return { widthPx: info.widthPx, heightPx: info.heightPx, track };
  const [x, y, widthPx, heightPx] = crop;
  const below = info.heightPx - y - heightPx;
  const shifted = mapPaths(track, ({ along, up }) => ({
    along: along.map((value) => value - x),
    up: up.map((value) => value - below),
  }));
  return { widthPx, heightPx, track: shifted };
}

/**
 * What a phantom like a walk would be: as long as what was looked at of it, in a picture of a bounded size.
 * @param frameWidth the widest that any contender looks at
 * @returns why there can be none, in words, where too little of the walk was measured
 */
export function planPhantomOf(
  seen: Pick<SeenWalk, 'frames' | 'spanS' | 'parameters' | 'track'>,
  walk: Walk,
  info: VideoInfo,
  frameWidth: number,
): PlannedPhantom | string {
  const fps = walk.captureFps ?? info.averageFps;
  const spannedFrames = Math.round((seen.spanS[1] - seen.spanS[0]) * fps) + 1;
  const { widthPx, heightPx, track } = lookedAt(walk, info, seen.track);
  const share = Math.min(1, (mostFrameWidths * frameWidth) / widthPx);
  const even = (px: number) => 2 * Math.round((share * px) / 2);
  try {
    const recording = {
      walk,
      info: { ...info, widthPx, heightPx, expectedFrames: Math.min(spannedFrames, mostFrames) },
      parameters: seen.parameters,
      track,
    };
    const like = phantomLike(recording, { width_px: even(widthPx), height_px: even(heightPx) });
    return { ...like, pixelScale: widthPx / like.options.width_px };
  } catch (thrown) {
    if (!(thrown instanceof GaitError)) throw thrown;
    return (
      `There are no errors against a phantom like the video: in ${counted(seen.frames, 'frame')} of it ` +
      `(${(seen.spanS[1] - seen.spanS[0]).toFixed(1)} s) too little of a walk was measured. ${thrown.message} ` +
      'More frames help where the walker is still coming into the picture.'
    );
  }
}

/**
 * Draws the phantom and writes its truth beside it, in a process of its own.
 * @throws GaitError where it cannot be drawn
 */
export async function drawPhantom(
  { options, pixelScale }: PlannedPhantom,
  { run, settings, folder }: DrawingRoom,
): Promise<DrawnPhantom> {
  const clip = path.join(folder, 'phantom-like.mp4');
  const { error } = await run({
    steps: [{ step: 'make-phantom', output: clip, ...options }],
    settings,
    workingFolder: folder,
    storeFolder: storeIn(folder),
  });
  if (error !== null) throw new GaitError(error.kind, error.message, error.hint);
  const { treadmill, stride_length_m: strideM, cadence_steps_per_min: cadence, height_m: heightM } = options;
  // As a user would know them of a walker, so that lengths have a scale.
  const beltSpeedMS = treadmill ? (strideM * cadence) / 120 : undefined;
  return {
    load: {
      step: 'load-video',
      video: clip,
      height_m: heightM,
      ...(beltSpeedMS !== undefined && { belt_speed_m_s: beltSpeedMS }),
      as: 'phantom',
    },
    walk: {
      id: 'phantom-like',
      source: 'video',
      path: clip,
      heightM,
      ...(beltSpeedMS !== undefined && { beltSpeedMS }),
    },
    truth: await readTruth(clip),
    pixelScale,
  };
}

/**
 * Lets a contender look for the pose of a phantom, in a process of its own.
 * @returns the folder of what it found
 * @throws GaitError where it failed
 */
export async function poseOfPhantom(
  { load }: DrawnPhantom,
  { run, settings, folder }: DrawingRoom,
): Promise<string> {
  const { outcomes, error } = await run({
    steps: [load, { step: 'extract-pose', video: 'phantom', as: 'pose' }],
    // Without a store nothing of the result would be left to judge.
    settings: { ...settings, enable_optimizations: true },
    workingFolder: folder,
    storeFolder: storeIn(folder),
  });
  const found = outcomes.find(({ step }) => step === 'extract-pose')?.walks[0];
  const failure = error ?? found?.error;
  if (failure !== undefined) throw new GaitError(failure.kind, failure.message, failure.hint);
  if (found === undefined || found.folder === null) {
    throw new GaitError('failed', 'The pose of the phantom was not kept.');
  }
  return found.folder;
}

const storeIn = (folder: string): string => path.join(folder, 'phantom-store');
