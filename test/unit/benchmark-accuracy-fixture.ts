import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkJob, JobResult } from '../../src/kernel/performance/benchmark/job';
import { poseFiles } from '../../src/kernel/steps/stored-pose';
import { createPoseTableWriter } from '../../src/kernel/store/pose-table';
import { truthOf, truthPath, type PhantomTruth } from '../../src/phantom/truth';
import type { Body25Name } from '../../src/shared/body25';
import { phantomOptions, type PhantomOptions } from '../../src/shared/phantom-options';
import { defaultSettings } from '../../src/shared/resolve-settings';
import { landmarkCount, type VideoInfo, type Walk } from '../../src/shared/results';
import type { Settings } from '../../src/shared/settings';

/** MediaPipe's landmark for each point that a phantom's truth and a pose share. */
const landmarks: Partial<Record<Body25Name, number>> = {
  Nose: 0,
  LShoulder: 11,
  RShoulder: 12,
  LElbow: 13,
  RElbow: 14,
  LWrist: 15,
  RWrist: 16,
  LHip: 23,
  RHip: 24,
  LKnee: 25,
  RKnee: 26,
  LAnkle: 27,
  RAnkle: 28,
  LHeel: 29,
  RHeel: 30,
  LBigToe: 31,
  RBigToe: 32,
};

export const phantom = (options: Partial<PhantomOptions> = {}): PhantomTruth =>
  truthOf(phantomOptions.parse({ duration_s: 4, seed: 31, height_m: 1.8, ...options }));

/** Settings of a contender with its model. */
export const withModel = (model_complexity: 0 | 1 | 2, more: Partial<Settings> = {}): Settings => ({
  ...defaultSettings,
  ...more,
  mediapipe: { ...defaultSettings.mediapipe, model_complexity },
});

/** A result of extract-pose: a phantom's exact joints, all of them so many pixels to the right. */
export async function writePose(folder: string, truth: PhantomTruth, shiftPx = 0): Promise<string> {
  const { frames, options } = truth;
  const image = new Float32Array(frames.length * landmarkCount * 4).fill(Number.NaN);
  for (const [frame, { image: places }] of frames.entries()) {
    for (const [name, landmark] of Object.entries(landmarks)) {
      const [x, y] = places[name as Body25Name]; // a key of the table
      image.set([x + shiftPx, y, 0, 1], (frame * landmarkCount + landmark) * 4);
    }
  }
  await mkdir(folder, { recursive: true });
  const table = await createPoseTableWriter(path.join(folder, poseFiles.table), {
    chunkSize: null,
    compress: true,
    widthPx: options.width_px,
    heightPx: options.height_px,
  });
  await table.append({
    timeS: Float64Array.from(frames, ({ timeS }) => timeS),
    image,
    world: new Float32Array(frames.length * landmarkCount * 3),
  });
  await table.close();
  await writeFile(
    path.join(folder, poseFiles.outcome),
    JSON.stringify({ frames: frames.length, detectedFrames: frames.length }),
  );
  return folder;
}

/** A video that is not there, as it would be probed. */
export const videoOf = ({ options, frames }: PhantomTruth): VideoInfo => ({
  widthPx: options.width_px,
  heightPx: options.height_px,
  codedWidthPx: options.width_px,
  codedHeightPx: options.height_px,
  rotationDeg: 0,
  codec: 'h264',
  pixelFormat: 'yuv420p',
  durationS: options.duration_s,
  expectedFrames: frames.length,
  averageFps: options.fps,
  variableFrameRate: false,
  sizeBytes: 1,
});

export const walkIn = (folder: string): Walk => ({
  id: 'walk',
  source: 'video',
  path: path.join(folder, 'walk.mp4'),
  heightM: 1.8,
});

/** Writes the truth of the walk's clip, whose digest is `digest`. */
export const writeTruth = (walk: Walk, truth: PhantomTruth, digest: string): Promise<void> =>
  writeFile(truthPath(walk.path), JSON.stringify({ ...truth, clip_sha256: digest }));

const record = {} as never; // nothing that is judged reads it

/**
 * Processes in which a phantom is drawn at once, and its pose found with an error that grows as the model gets smaller.
 * @param failing models for which no pose is found
 */
export function poseProcesses(failing: readonly number[] = []) {
  const jobs: BenchmarkJob[] = [];
  const outcome = (step: JobResult['outcomes'][number]['step'], folder: string | null, clip: string) => ({
    step,
    name: step,
    walks: [
      {
        walk: { id: 'phantom', source: 'video', path: clip } as const,
        folder,
        fromStore: false,
        summary: '',
        warnings: [],
      },
    ],
    record,
    files: [],
  });
  const ended = (outcomes: JobResult['outcomes'], error: JobResult['error'] = null): JobResult => ({
    startedAt: '2026-11-22T12:00:00Z',
    limitMb: 1000,
    outcomes,
    error,
    steps: [],
    marks: [],
    cpuS: 1,
    watchingS: 0,
  });
  let drawn: PhantomTruth | null = null;
  const run = async (job: BenchmarkJob): Promise<JobResult> => {
    jobs.push(job);
    const [first] = job.steps;
    if (first?.step === 'make-phantom') {
      const { step: _step, output, as: _as, like: _like, ...options } = first;
      drawn = truthOf(phantomOptions.parse(options));
      await writeFile(truthPath(output), JSON.stringify({ ...drawn, clip_sha256: 'drawn' }));
      return ended([outcome('make-phantom', null, output)]);
    }
    const model = job.settings.mediapipe.model_complexity;
    if (failing.includes(model)) {
      return ended([], { kind: 'memory-limit', message: 'It needs 900 MB.' });
    }
    const pose = await writePose(path.join(job.storeFolder, `model-${model}`), drawn!, 3 - model);
    return ended([outcome('load-video', null, 'clip'), outcome('extract-pose', pose, 'clip')]);
  };
  return { jobs, run };
}
