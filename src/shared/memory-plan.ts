import type { VideoInfo } from './results';
import type { PlanRecord } from './run-record';
import type { Settings } from './settings';

type ModelComplexity = Settings['mediapipe']['model_complexity'];

/**
 * What a run takes, in MB of resident memory: not less than the most that `node scripts/measure-memory.mjs` has seen
 * (Node 20, x64, Linux; ffmpeg 5.1 and the packaged build of 2018).
 */
export const measuredCosts = {
  /** Process, session and monitor, before any video is opened. */
  kernelMb: 110,
  /** What workers that have ended leave behind in the process: arenas of the allocator, one for each of V8's threads. */
  leftBehindMb: 50,
  /** The same where V8 has one thread (`node --v8-pool-size=1`), as the `gait` command starts itself. */
  leftBehindByOneThreadMb: 15,
  /** All that is there when charts and the report are drawn. */
  kernelAtEndMb: 260,
  /** One pose worker beyond the kernel: thread, wasm, model, one frame. */
  workerMb: { 0: 172, 1: 215, 2: 455 } satisfies Record<ModelComplexity, number>,
  /** What segmentation adds to it, for each million pixels of a frame. */
  segmentationMbPerMegapixel: 60,
  /** ffmpeg itself, without pictures. */
  ffmpegMb: 55,
  /** Finding events and writing their files, however short the recording. */
  gaitMb: 110,
  /** The same beyond that: bytes for each frame of the recording, and for each point in it. */
  gaitBytesPerFrame: 1300,
  gaitBytesPerPoint: 80,
  /** A thread that draws a phantom, and ffmpeg that encodes it: alone, and for each million pixels of the clip. */
  painterMb: 90,
  painterMbPerMegapixel: 25,
  encoderMb: 80,
  encoderMbPerMegapixel: 210,
} as const;

/**
 * Full-size pictures that ffmpeg holds with one decoder thread: what the decoder refers back to, and what is on its
 * way to the pipe. AV1 is planned for libaom, which older builds decode it with; dav1d takes a quarter of that.
 */
function picturesHeld({ codec, referenceFrames }: PlannedVideo): number {
  if (codec === 'av1') return 40;
  if (codec === 'hevc') return 7.8;
  return Math.max(10, (referenceFrames ?? 0) + 9);
}
const picturesPerThread = 2.2;

/** What of a video its plan depends on. */
export type PlannedVideo = Pick<
  VideoInfo,
  'widthPx' | 'heightPx' | 'codedWidthPx' | 'codedHeightPx' | 'codec' | 'pixelFormat' | 'referenceFrames'
>;

export interface PlanRequest {
  readonly limitMb: number;
  readonly availableCores: number;
  /** Whether videos may be worked on side by side. */
  readonly parallel: boolean;
  readonly maxWorkers: number;
  /** Whether this process gives V8 one thread for its own work; false where it is left out. */
  readonly oneV8Thread?: boolean;
  readonly modelComplexity: ModelComplexity;
  readonly segmentation: boolean;
  /** Width in pixels that frames are scaled down to. */
  readonly frameWidth: number;
  readonly videos: readonly PlannedVideo[];
}

export interface PosePlan extends PlanRecord {
  readonly decoderThreads: number;
}

export type PlanResult =
  | { readonly ok: true; readonly plan: PosePlan }
  | {
      readonly ok: false;
      /** The least limit that would do with these settings. */
      readonly neededMb: number;
      readonly message: string;
      readonly suggestion: string;
    };

/**
 * How many videos are worked on side by side, and with how many decoder threads each, so that the run stays below the
 * limit; or that it cannot, and what would do. Only the plan depends on limit and cores, never a result.
 */
export function planPose(request: PlanRequest): PlanResult {
  const { limitMb, availableCores } = request;
  const least = expectedMb(request, 1, 1);
  if (least > usableMb(limitMb)) return refusal(request, limitFor(least));

  const bounds = [
    [request.parallel ? request.maxWorkers : 1, request.parallel ? 'max_workers' : 'parallel_processing'],
    [Math.max(1, Math.floor(availableCores)), 'cores'],
    [Math.max(1, request.videos.length), request.videos.length === 1 ? 'one video' : 'number of videos'],
  ] as const;
  const [wanted, wantedBy] = bounds.reduce((lower, bound) => (bound[0] < lower[0] ? bound : lower));
  let workers = 1;
  while (workers < wanted && expectedMb(request, workers + 1, 1) <= usableMb(limitMb)) workers++;

  // Large pictures decode slower than they are looked at: spare cores help, where memory has room.
  const large = request.videos.some(({ codedWidthPx, codedHeightPx }) => codedWidthPx * codedHeightPx > 4e6);
  const sparePerWorker = large ? Math.min(4, Math.floor(availableCores / workers)) : 1;
  let decoderThreads = 1;
  while (
    decoderThreads < sparePerWorker &&
    expectedMb(request, workers, decoderThreads + 1) <= usableMb(limitMb)
  ) {
    decoderThreads++;
  }
  return {
    ok: true,
    plan: {
      workers,
      decoderThreads,
      limitMb,
      expectedMb: Math.ceil(expectedMb(request, workers, decoderThreads)),
      boundBy: workers < wanted ? 'max_memory_mb' : wantedBy,
    },
  };
}

/** Stopping begins a little below the limit, and a plan must not run into that. */
export const usableMb = (limitMb: number): number => limitMb - Math.max(16, 0.04 * limitMb);

/** The least limit, in steps of 10 MB, that has room for so much. */
export function limitFor(neededMb: number): number {
  return Math.ceil(Math.max(neededMb + 16, neededMb / 0.96) / 10) * 10;
}

/** Highest resident memory of all processes of a run together, in MB. */
function expectedMb(request: PlanRequest, workers: number, decoderThreads: number): number {
  const costs = measuredCosts;
  const workerMb =
    costs.workerMb[request.modelComplexity] +
    (request.segmentation ? costs.segmentationMbPerMegapixel * largestFrameMegapixels(request) : 0);
  const decoderMb = Math.max(
    ...request.videos.map((video) => decoderCostMb(video, decoderThreads)),
    costs.ffmpegMb,
  );
  const leftByOneMb = request.oneV8Thread === true ? costs.leftBehindByOneThreadMb : costs.leftBehindMb;
  const leftBehindMb = request.videos.length > workers ? leftByOneMb : 0;
  const tracking = costs.kernelMb + leftBehindMb + workers * (workerMb + decoderMb);
  // While a process is being started, the system counts the memory of the one that starts it twice. A worker starts
  // its ffmpeg before it loads its model; the others may hold theirs.
  const starting = 2 * (costs.kernelMb + leftBehindMb + (workers - 1) * workerMb) + (workers - 1) * decoderMb;
  return Math.max(tracking, starting, costs.kernelAtEndMb);
}

function largestFrameMegapixels({ videos, frameWidth }: PlanRequest): number {
  const megapixels = videos.map(({ widthPx, heightPx }) => {
    const frameWidthPx = Math.min(frameWidth, widthPx);
    return (frameWidthPx * frameWidthPx * heightPx) / widthPx / 1e6;
  });
  return Math.max(0, ...megapixels);
}

/** What one ffmpeg takes for one video: it holds pictures of their full size. */
export function decoderCostMb(video: PlannedVideo, decoderThreads: number): number {
  const pictures = picturesHeld(video) + picturesPerThread * (decoderThreads - 1);
  const pictureMb = (video.codedWidthPx * video.codedHeightPx * bytesPerPixel(video.pixelFormat)) / 2 ** 20;
  return measuredCosts.ffmpegMb + pictures * pictureMb;
}

/** Whether a few pictures of a video can be decoded below the limit, whatever was left behind before. */
export function allowsDecoding(video: PlannedVideo, limitMb: number): boolean {
  const { kernelMb, leftBehindMb } = measuredCosts;
  return kernelMb + leftBehindMb + decoderCostMb(video, 1) <= usableMb(limitMb);
}

/** Bytes a pixel of a decoded picture, from ffmpeg's name of its format: yuv420p 1.5, yuv422p10le 4, … */
function bytesPerPixel(pixelFormat: string): number {
  const samples = /4(?:44|40)|gbr|rgb|bgr/.test(pixelFormat) ? 3 : /422/.test(pixelFormat) ? 2 : 1.5;
  const alpha = /yuva|gbrap|rgba|bgra|argb|abgr/.test(pixelFormat) ? 1 : 0;
  return (samples + alpha) * (/(9|10|12|14|16)(le|be)$|^p01/.test(pixelFormat) ? 2 : 1);
}

export interface GaitPlanRequest {
  readonly limitMb: number;
  /** Length of the recording in frames, and points in each. */
  readonly frames: number;
  readonly points: number;
}

export type GaitPlanResult =
  { readonly ok: true; readonly expectedMb: number } | Extract<PlanResult, { readonly ok: false }>;

/**
 * Whether events can be found in a recording below the limit. Filtering forward and back wants all of it at once, so
 * there is nothing to plan but the limit itself.
 */
export function planGait({ limitMb, frames, points }: GaitPlanRequest): GaitPlanResult {
  const { kernelMb, leftBehindMb, gaitMb, gaitBytesPerFrame, gaitBytesPerPoint } = measuredCosts;
  const recordingMb = (frames * (gaitBytesPerFrame + points * gaitBytesPerPoint)) / 2 ** 20;
  const expectedMb = Math.ceil(kernelMb + leftBehindMb + gaitMb + recordingMb);
  if (expectedMb <= usableMb(limitMb)) return { ok: true, expectedMb };
  const neededMb = limitFor(expectedMb);
  return {
    ok: false,
    neededMb,
    message:
      `The memory limit of ${Math.round(limitMb)} MB does not allow finding events in ${frames} frames of ${points} points: ` +
      `that takes ${neededMb} MB.`,
    suggestion: `Set max_memory_mb to ${neededMb} or more, whatever the profile, or cut the recording into shorter ones.`,
  };
}

export interface PhantomPlanRequest {
  readonly limitMb: number;
  /** Threads that are wanted to draw frames. */
  readonly wantedWorkers: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export type PhantomPlanResult =
  | { readonly ok: true; readonly workers: number; readonly expectedMb: number }
  | Extract<PlanResult, { readonly ok: false }>;

/** With how many threads a phantom is drawn, so that the run stays below the limit; or that it cannot be drawn. */
export function planPhantom(request: PhantomPlanRequest): PhantomPlanResult {
  const { limitMb, wantedWorkers, widthPx, heightPx } = request;
  const { kernelMb, painterMb, painterMbPerMegapixel, encoderMb, encoderMbPerMegapixel } = measuredCosts;
  const megapixels = (widthPx * heightPx) / 1e6;
  const expected = (workers: number): number =>
    Math.ceil(
      kernelMb +
        workers * (painterMb + painterMbPerMegapixel * megapixels) +
        encoderMb +
        encoderMbPerMegapixel * megapixels,
    );
  let workers = wantedWorkers;
  while (workers > 1 && expected(workers) > usableMb(limitMb)) workers--;
  if (expected(workers) <= usableMb(limitMb)) return { ok: true, workers, expectedMb: expected(workers) };
  const neededMb = limitFor(expected(1));
  return {
    ok: false,
    neededMb,
    message:
      `The memory limit of ${Math.round(limitMb)} MB does not allow a phantom of ${widthPx} × ${heightPx} pixels: ` +
      `that takes ${neededMb} MB.`,
    suggestion: `Set max_memory_mb to ${neededMb} or more, or make the picture smaller.`,
  };
}

const modelNames: Record<ModelComplexity, string> = { 0: 'lite', 1: 'full', 2: 'heavy' };

function refusal(request: PlanRequest, neededMb: number): PlanResult {
  const { limitMb, modelComplexity, segmentation, videos } = request;
  const lite = { ...request, modelComplexity: 0, segmentation: false } as const;
  const liteNeedsMb = limitFor(expectedMb(lite, 1, 1));
  const lighter =
    (modelComplexity > 0 || segmentation) && liteNeedsMb < neededMb
      ? `, or the profile "fast", which needs ${liteNeedsMb} MB`
      : '';
  const decoderMb = Math.max(0, ...videos.map((video) => decoderCostMb(video, 1)));
  const why =
    decoderMb > 2 * measuredCosts.ffmpegMb
      ? ` Decoding the largest video alone takes about ${Math.ceil(decoderMb)} MB.`
      : '';
  return {
    ok: false,
    neededMb,
    message:
      `The memory limit of ${Math.round(limitMb)} MB does not allow the ${modelNames[modelComplexity]} pose model` +
      `${segmentation ? ' with segmentation' : ''}: that takes ${neededMb} MB.${why}`,
    suggestion: `Set max_memory_mb to ${neededMb} or more${lighter}.`,
  };
}

/** A memory limit in MB, from MB or from a share such as "80%" of what is available. */
export function resolveMemoryLimit(value: number | string, availableMb: number): number {
  if (typeof value === 'number') return value;
  return Math.floor((Number.parseFloat(value) / 100) * availableMb);
}
