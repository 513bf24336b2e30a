import type { Filmstrip } from '../../shared/display';
import { landmarkCount, type Crop, type VideoInfo } from '../../shared/results';
import type { Settings } from '../../shared/settings';
import type { VideoTools } from '../video/ffmpeg';
import { readFrames, type Frame } from '../video/frames';
import { planGeometry, toPicture } from '../video/geometry';
import { FilmstripMaker, type FilmstripRequest, type FilmstripSheet } from './filmstrip';
import type { Landmarker, LocatedPose, Silhouette } from './landmarker';

/** What to extract, from what, and how. Plain data: it goes to a worker thread. */
export interface PoseRequest {
  readonly videoPath: string;
  readonly info: VideoInfo;
  readonly crop?: Crop;
  /** Frames per second at which the camera recorded, where the file's clock is stretched. */
  readonly captureFps?: number;
  /** Frames of the video, from its start, after which it is left. */
  readonly maxFrames?: number;
  readonly frameWidth: number;
  readonly frameRate: number | null;
  readonly mediapipe: Settings['mediapipe'];
  /** Frames handed on in one go. */
  readonly batchSize: number;
  /** Frames between two garbage collections of the worker; 0 leaves it to the engine. */
  readonly garbageCollectionFrequency: number;
  readonly decoderThreads: number;
  readonly blurFaces: boolean;
  readonly filmstrip: FilmstripRequest | null;
  readonly tools: VideoTools;
}

/** Consecutive frames of a pose track; shapes and units as in `PoseTrack`. */
export interface PoseBatch {
  readonly timeS: Float64Array;
  /** n × 33 × 4: x, y, z in pixels of the whole upright picture, visibility; NaN where no pose was found. */
  readonly image: Float32Array;
  /** n × 33 × 3 in metres; NaN where no pose was found. */
  readonly world: Float32Array;
  /** n long; only with segmentation. */
  readonly silhouetteShare?: Float32Array;
}

export interface PoseOutcome {
  readonly frames: number;
  readonly detectedFrames: number;
  /** Frames that the file promises and that could not be decoded. */
  readonly lostFrames: number;
  readonly seconds: {
    /** Until the landmarker was ready. */
    readonly start: number;
    /** Within the landmarker. */
    readonly inference: number;
    readonly total: number;
  };
  readonly garbageCollections: number;
  readonly filmstrip: Filmstrip | null;
  /** A few of its tiles. */
  readonly stills: Filmstrip | null;
  /** How settings were met, what ffmpeg complained about. */
  readonly notes: readonly string[];
}

/** What the worker knows at its end: the filmstrip is not written yet. */
export interface TrackOutcome extends Omit<PoseOutcome, 'filmstrip' | 'stills'> {
  readonly filmstrip: FilmstripSheet | null;
  readonly stills: FilmstripSheet | null;
}

/** Frames of the video that are decoded, as far as the header is right. */
const wantedFrames = ({ info, maxFrames = Infinity }: Pick<PoseRequest, 'info' | 'maxFrames'>): number =>
  Math.min(info.expectedFrames, maxFrames);

/** Length in real time of what is looked at of the recording, as far as its header is right. */
export function realDurationS(request: Pick<PoseRequest, 'info' | 'captureFps' | 'maxFrames'>): number {
  const { info, captureFps } = request;
  const wholeS = captureFps === undefined ? info.durationS : info.expectedFrames / captureFps;
  const frames = wantedFrames(request);
  return frames < info.expectedFrames ? (wholeS * frames) / info.expectedFrames : wholeS;
}

/** Frames that will be looked at, as far as the header is right. */
export const expectedFrames = (
  request: Pick<PoseRequest, 'info' | 'captureFps' | 'maxFrames' | 'frameRate'>,
): number =>
  Math.min(wantedFrames(request), Math.ceil(realDurationS(request) * (request.frameRate ?? Infinity)));

/**
 * Follows the person through one video: decodes frame by frame, locates, hands on batches.
 * @param onFrame Called after each frame, whether its batch is full or not.
 * @param collectGarbage Called every `garbageCollectionFrequency` frames.
 */
export async function trackPose(
  request: PoseRequest,
  startLandmarker: () => Promise<Landmarker>,
  onBatch: (batch: PoseBatch) => void,
  onFrame: () => void,
  collectGarbage: () => void,
): Promise<TrackOutcome> {
  const startedMs = performance.now();
  const geometry = planGeometry(request.info, request.crop, request.frameWidth);
  const filmstrip =
    request.filmstrip && new FilmstripMaker(request.filmstrip, request.blurFaces, expectedFrames(request));

  let landmarker: Landmarker | null = null;
  let startMs = 0;
  let frames = 0;
  let detectedFrames = 0;
  let inferenceMs = 0;
  let garbageCollections = 0;
  let batch = new BatchBuilder(request);
  const lookAt = async (frame: Frame): Promise<void> => {
    // Not before ffmpeg runs: starting a process counts this one's memory twice for a moment.
    landmarker ??= await startLandmarker().finally(() => {
      startMs = performance.now() - startedMs;
    });
    const beforeMs = performance.now();
    const pose = landmarker.locate(frame, frame.timeS);
    inferenceMs += performance.now() - beforeMs;
    if (pose !== null) detectedFrames++;
    batch.add(frame.timeS, pose, (x, y) => toPicture(geometry, x, y), geometry.crop[2]);
    filmstrip?.offer(frames, frame.timeS, frame, pose);
    frames++;
    onFrame();
    if (batch.full) {
      onBatch(batch.finish());
      batch = new BatchBuilder(request);
    }
    if (request.garbageCollectionFrequency > 0 && frames % request.garbageCollectionFrequency === 0) {
      collectGarbage();
      garbageCollections++;
    }
  };

  const read = await readFrames(request, lookAt);
  if (!batch.empty) onBatch(batch.finish());
  const { notes } = landmarker!; // readFrames has shown it at least one frame
  landmarker!.close();
  return {
    frames,
    detectedFrames,
    lostFrames: read.lostFrames,
    garbageCollections,
    filmstrip: filmstrip?.sheet() ?? null,
    stills: filmstrip?.stills() ?? null,
    notes: [...notes, ...read.complaints.map((line) => `ffmpeg: ${line}`)],
    seconds: {
      start: startMs / 1000,
      inference: inferenceMs / 1000,
      total: (performance.now() - startedMs) / 1000,
    },
  };
}

/** Fills the arrays of one batch. */
class BatchBuilder {
  readonly #timeS: Float64Array;
  readonly #image: Float32Array;
  readonly #world: Float32Array;
  readonly #silhouetteShare: Float32Array | null;
  #count = 0;

  constructor({ batchSize, mediapipe }: Pick<PoseRequest, 'batchSize' | 'mediapipe'>) {
    this.#timeS = new Float64Array(batchSize);
    this.#image = new Float32Array(batchSize * landmarkCount * 4).fill(NaN);
    this.#world = new Float32Array(batchSize * landmarkCount * 3).fill(NaN);
    this.#silhouetteShare = mediapipe.enable_segmentation ? new Float32Array(batchSize).fill(NaN) : null;
  }

  get full(): boolean {
    return this.#count === this.#timeS.length;
  }
  get empty(): boolean {
    return this.#count === 0;
  }

  add(
    timeS: number,
    pose: LocatedPose | null,
    toPicturePx: (xShare: number, yShare: number) => readonly [number, number],
    frameWidthPx: number,
  ): void {
    const index = this.#count++;
    this.#timeS[index] = timeS;
    if (pose === null) return;
    for (let landmark = 0; landmark < landmarkCount; landmark++) {
      const from = landmark * 4;
      const [xPx, yPx] = toPicturePx(pose.image[from]!, pose.image[from + 1]!);
      const point = [xPx, yPx, pose.image[from + 2]! * frameWidthPx, pose.image[from + 3]!];
      this.#image.set(point, (index * landmarkCount + landmark) * 4);
    }
    this.#world.set(pose.world, index * landmarkCount * 3);
    if (this.#silhouetteShare !== null && pose.silhouette !== null) {
      this.#silhouetteShare[index] = coveredShare(pose.silhouette);
    }
  }

  finish(): PoseBatch {
    const n = this.#count;
    return {
      timeS: this.#timeS.slice(0, n),
      image: this.#image.slice(0, n * landmarkCount * 4),
      world: this.#world.slice(0, n * landmarkCount * 3),
      ...(this.#silhouetteShare !== null && { silhouetteShare: this.#silhouetteShare.slice(0, n) }),
    };
  }
}

/** Share of the pixels that are more likely the person than not. */
function coveredShare({ confidence }: Silhouette): number {
  let covered = 0;
  for (const value of confidence) if (value > 0.5) covered++;
  return covered / confidence.length;
}
