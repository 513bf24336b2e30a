/** The landmarker of MediaPipe's wasm library, `@mediapipe/tasks-vision`, on the processor. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GaitError } from '../../shared/errors';
import { landmarkCount } from '../../shared/results';
import type { Settings } from '../../shared/settings';
import { packageRoot } from '../package-files';
import type { Landmarker, LocatedPose, RgbaFrame, Silhouette } from './landmarker';
import { modelPath, poseModels, type ModelComplexity } from './models';
import { asImage, CarrierCanvas, installBrowserGlobals, type ImageLike } from './node-host';

/** The part of the library's interface that is used; its own types want the browser's. */
interface VisionModule {
  readonly PoseLandmarker: {
    createFromOptions(
      files: { wasmLoaderPath: string; wasmBinaryPath: string },
      options: Readonly<Record<string, unknown>>,
    ): Promise<VisionPoseLandmarker>;
  };
}
interface VisionPoseLandmarker {
  detectForVideo(image: ImageLike, timestampMs: number): VisionResult;
  close(): void;
}
interface VisionResult {
  readonly landmarks: readonly (readonly VisionLandmark[])[];
  readonly worldLandmarks: readonly (readonly VisionLandmark[])[];
  readonly segmentationMasks?: readonly VisionMask[];
  close(): void;
}
interface VisionLandmark {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly visibility?: number;
}
interface VisionMask {
  readonly width: number;
  readonly height: number;
  getAsFloat32Array(): Float32Array;
}

/** Last time stamp that the library takes (0.10.35): whole milliseconds in 32 bits, found by trial. */
const lastStampMs = 2 ** 31 - 1;

/**
 * By how much time stamps are stretched when smoothing is off. The library smooths in VIDEO mode with a 1€ filter
 * (Casiez et al. 2012), which has no switch, but which lets landmarks through when frames lie far apart in time.
 * Twice the declared length must still fit, because headers of videos may be wrong. So minutes of video are stretched
 * by tens of thousands, which leaves next to nothing of the smoothing; ten hours by 29, which leaves about a third.
 */
export function timeFactor(smoothLandmarks: boolean, durationS: number): number {
  if (smoothLandmarks) return 1;
  const fitting = Math.floor(lastStampMs / (2 * Math.max(1, durationS) * 1000));
  return Math.max(1, Math.min(1e6, fitting));
}

/** What computes the landmarks, for run records and for the address of stored results. */
export function poseEngine(complexity: ModelComplexity): Readonly<Record<string, string>> {
  const require = createRequire(path.join(packageRoot, 'package.json'));
  const library = path.join(path.dirname(require.resolve('@mediapipe/tasks-vision')), 'package.json');
  const { version } = JSON.parse(readFileSync(library, 'utf8')) as { version: string }; // npm guarantees it
  return {
    'pose library': `@mediapipe/tasks-vision ${version}`,
    'pose model': `${poseModels[complexity].name} ${poseModels[complexity].sha256}`,
  };
}

/** How each setting is met; the notes go into the run record. */
export function describeSettings(mediapipe: Settings['mediapipe'], factor: number): readonly string[] {
  const notes = [
    `min_detection_confidence ${mediapipe.min_detection_confidence}: the library's minPoseDetectionConfidence.`,
    `min_tracking_confidence ${mediapipe.min_tracking_confidence}: the library's minPosePresenceConfidence, below ` +
      'which the detector looks for the person again (what the setting meant in MediaPipe’s older Pose solution), ' +
      'and its minTrackingConfidence as well.',
  ];
  notes.push(
    mediapipe.smooth_landmarks
      ? "smooth_landmarks on: the library's own filter, fed with real presentation times."
      : `smooth_landmarks off: the library has no switch, so times are multiplied by ${factor} for it, which lets ` +
          'landmarks pass its filter nearly unchanged; visibility keeps a low-pass of its own.',
  );
  if (mediapipe.enable_segmentation) {
    notes.push(
      "enable_segmentation on: the library's outputSegmentationMasks gives the silhouette's share of the analysed " +
        'picture for each frame, and what filmstrip pictures are cut to.',
    );
  }
  return notes;
}

/**
 * Starts MediaPipe in this thread. How the settings are met:
 * `model_complexity` chooses the model (0 lite, 1 full, 2 heavy);
 * `min_detection_confidence` is `minPoseDetectionConfidence`;
 * `min_tracking_confidence` is `minPosePresenceConfidence`, which is what it meant in the older Pose solution, and
 * `minTrackingConfidence`; `smooth_landmarks` off stretches time stamps ({@link timeFactor});
 * `enable_segmentation` is `outputSegmentationMasks`.
 *
 * Install nothing else in the thread: `console` must be silenced before, as the wasm binds it when it starts.
 * @param durationS Declared length of the video, in the time that `locate` is given.
 * @throws {GaitError} `failed` where the model bundles were not built.
 */
export async function createMediapipeLandmarker(
  mediapipe: Settings['mediapipe'],
  durationS: number,
): Promise<Landmarker> {
  installBrowserGlobals();
  const require = createRequire(path.join(packageRoot, 'package.json'));
  const library = require.resolve('@mediapipe/tasks-vision');
  const wasm = path.join(path.dirname(library), 'wasm', 'vision_wasm_internal');
  // The package has no types without a browser; VisionModule states what version 0.10.35, which is pinned, has.
  const { PoseLandmarker } = require(library) as VisionModule;

  const landmarker = await PoseLandmarker.createFromOptions(
    { wasmLoaderPath: `${wasm}.js`, wasmBinaryPath: `${wasm}.wasm` },
    {
      baseOptions: { modelAssetBuffer: await readModel(mediapipe.model_complexity), delegate: 'CPU' },
      canvas: new CarrierCanvas(),
      runningMode: 'VIDEO',
      numPoses: 1,
      minPoseDetectionConfidence: mediapipe.min_detection_confidence,
      minPosePresenceConfidence: mediapipe.min_tracking_confidence,
      minTrackingConfidence: mediapipe.min_tracking_confidence,
      outputSegmentationMasks: mediapipe.enable_segmentation,
    },
  );
  const factor = timeFactor(mediapipe.smooth_landmarks, durationS);
  let lastWholeStampMs = -1;
  return {
    notes: describeSettings(mediapipe, factor),
    locate(frame: RgbaFrame, timeS: number): LocatedPose | null {
      // The library refuses frames less than a (whole) millisecond apart.
      const stampMs = Math.max(timeS * 1000 * factor, lastWholeStampMs + 1);
      lastWholeStampMs = Math.floor(stampMs);
      if (stampMs > lastStampMs) {
        throw new GaitError(
          'failed',
          `The video goes on for more than twice the ${durationS.toFixed(1)} s that its header declares.`,
          'Repair the file with "ffmpeg -i IN -c copy OUT", or set smooth_landmarks: true.',
        );
      }
      const result = landmarker.detectForVideo(asImage(frame), stampMs);
      const pose = toPose(result);
      result.close();
      return pose;
    },
    close: () => {
      landmarker.close();
    },
  };
}

async function readModel(complexity: ModelComplexity): Promise<Uint8Array> {
  const file = modelPath(complexity);
  try {
    return await readFile(file);
  } catch (error) {
    throw new GaitError(
      'failed',
      `The pose model ${file} cannot be read.`,
      'Run "npm run build", which makes it.',
      {
        cause: error,
      },
    );
  }
}

function toPose(result: VisionResult): LocatedPose | null {
  const [landmarks] = result.landmarks;
  const [worldLandmarks] = result.worldLandmarks;
  if (landmarks?.length !== landmarkCount || worldLandmarks?.length !== landmarkCount) return null;
  const image = new Float32Array(landmarkCount * 4);
  const world = new Float32Array(landmarkCount * 3);
  landmarks.forEach(({ x, y, z, visibility }, index) => {
    image.set([x, y, z, visibility ?? 0], index * 4);
  });
  worldLandmarks.forEach(({ x, y, z }, index) => {
    world.set([x, y, z], index * 3);
  });
  const mask = result.segmentationMasks?.[0];
  return { image, world, silhouette: mask === undefined ? null : toSilhouette(mask) };
}

const toSilhouette = (mask: VisionMask): Silhouette => ({
  widthPx: mask.width,
  heightPx: mask.height,
  confidence: mask.getAsFloat32Array(),
});
