// One test for every key of configs/default.json, run on some frames of video through the session: that what it says about
// `result` and `plan` is true, and what it changes. test/unit/settings-effects.test.ts checks that none is left out.
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { availableCores } from '../../src/kernel/performance/machine';
import type { PoseOutcome } from '../../src/kernel/pose/extract';
import { createSession } from '../../src/kernel/session';
import { readPoseTable } from '../../src/kernel/store/pose-table';
import { findVideoTools } from '../../src/kernel/video/ffmpeg';
import type { PoseBundle } from '../../src/shared/display';
import { GaitError } from '../../src/shared/errors';
import { settingsSchema, type SettingsLayer } from '../../src/shared/settings';
import { keepPoseCode } from '../fixtures/pose-code';
import { poseRequest, runPose } from '../fixtures/pose-run';

const sample = path.join(packageRoot, 'samples', 'walker-side.mp4');
let folder: string;
/** So long as most of these tests need it. */
let clip: string;
/** So long that angles are measured of it. */
let longerClip: string;

beforeAll(async () => {
  await keepPoseCode();
  folder = mkdtempSync(path.join(os.tmpdir(), 'gait-settings-'));
  const { ffmpegPath } = await findVideoTools();
  const firstOfSample = async (frames: number): Promise<string> => {
    const file = path.join(folder, `${frames}-frames.mp4`);
    const options = ['-frames:v', String(frames), '-pix_fmt', 'yuv420p'];
    await promisify(execFile)(ffmpegPath, ['-v', 'error', '-i', sample, ...options, file]);
    return file;
  };
  clip = await firstOfSample(18);
  longerClip = await firstOfSample(28);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let stores = 0;
const ownStore = (): string => path.join(folder, `store-${(stores += 1)}`);
const sharedStore = (): string => path.join(folder, 'shared-store');

const merged = (layer: SettingsLayer): SettingsLayer => ({ performance_mode: 'fast', ...layer });

/** Size of the landmarks that wait on disk for the end of their recording. */
const bytesWaitingOnDisk = (storeFolder: string): number =>
  readdirSync(storeFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.frames'))
    .reduce((sum, name) => sum + statSync(path.join(storeFolder, name)).size, 0);

/** The pose of the clip under these settings, in a store of its own or in the one that all share. */
async function pose(layer: SettingsLayer = {}, storeFolder = sharedStore(), videos = [clip]) {
  let spooledBytes = 0;
  let spooledBeforeEndBytes = 0;
  const session = await createSession({
    workingFolder: folder,
    storeFolder,
    settings: merged(layer),
    onProgress: ({ doneFrames, totalFrames }) => {
      spooledBytes = Math.max(spooledBytes, bytesWaitingOnDisk(storeFolder));
      if (doneFrames < totalFrames) spooledBeforeEndBytes = spooledBytes;
    },
  });
  try {
    await session.run({ step: 'load-video', video: videos });
    const { walks, record } = await session.run({ step: 'extract-pose', video: 'load-video' });
    const [walk] = walks;
    if (walk?.folder == null) throw new Error(walk?.error?.message ?? 'There is no walk.');
    const table = path.join(walk.folder, 'pose.parquet');
    return {
      fromStore: walk.fromStore,
      record,
      tableBytes: statSync(table).size,
      spooledBytes,
      spooledBeforeEndBytes,
      track: await readPoseTable(table),
      // Sound: the step wrote these files.
      outcome: JSON.parse(readFileSync(path.join(walk.folder, 'pose.json'), 'utf8')) as PoseOutcome,
      bundle: JSON.parse(readFileSync(path.join(walk.folder, 'display.json'), 'utf8')) as PoseBundle,
    };
  } finally {
    await session.close();
  }
}

/** Angles and events under these settings: of the longer clip's pose, or of a landmark file. */
async function gait(layer: SettingsLayer = {}, landmarks?: string) {
  const session = await createSession({
    workingFolder: folder,
    storeFolder: sharedStore(),
    settings: merged(layer),
  });
  try {
    if (landmarks === undefined) {
      await session.run({ step: 'load-video', video: longerClip });
      await session.run({ step: 'extract-pose', video: 'load-video', as: 'points' });
    } else {
      await session.run({ step: 'load-landmarks', landmarks, as: 'points' });
    }
    const { walks } = await session.run({ step: 'detect-events', pose: 'points' });
    const [walk] = walks;
    if (walk?.folder == null) throw new Error(walk?.error?.message ?? 'There is no walk.');
    const file = (name: string): string => readFileSync(path.join(walk.folder!, name), 'utf8');
    return { fromStore: walk.fromStore, angles: file('angles.csv'), trc: file('walk.trc') };
  } finally {
    await session.close();
  }
}

/** Cells of a CSV table that hold a value. */
const filledCells = (csv: string): number => csv.split(/[\n,]/).filter((cell) => cell.trim() !== '').length;

describe('what a setting says it affects is true', () => {
  // One other value for each key, the one that its test below takes as well; those that are refused or that need an
  // installed program have tests of their own there.
  const others: Readonly<Record<string, SettingsLayer>> = {
    frame_width: { frame_width: 256 },
    frame_rate: { frame_rate: 10 },
    blur_faces: { blur_faces: false },
    max_memory_mb: { max_memory_mb: 1900 },
    'io_optimization.batch_size': { io_optimization: { batch_size: 3 } },
    'io_optimization.use_compression': { io_optimization: { use_compression: false } },
    'io_optimization.parallel_processing': { io_optimization: { parallel_processing: false } },
    'io_optimization.max_workers': { io_optimization: { max_workers: 1 } },
    'memory_optimization.chunk_processing': { memory_optimization: { chunk_processing: false } },
    'memory_optimization.chunk_size': { memory_optimization: { chunk_size: 7 } },
    'memory_optimization.garbage_collection_frequency': {
      memory_optimization: { garbage_collection_frequency: 0 },
    },
    'mediapipe.model_complexity': { mediapipe: { model_complexity: 1 } },
    'mediapipe.min_detection_confidence': { mediapipe: { min_detection_confidence: 1 } },
    'mediapipe.min_tracking_confidence': { mediapipe: { min_tracking_confidence: 1 } },
    'mediapipe.smooth_landmarks': { mediapipe: { smooth_landmarks: true } },
    'mediapipe.enable_segmentation': { mediapipe: { enable_segmentation: true } },
  };
  const affects = (dotted: string): unknown => {
    const [key, inner] = dotted.split('.') as [keyof typeof settingsSchema.shape, string | undefined];
    const schema = settingsSchema.shape[key];
    if (inner === undefined) return schema.meta()?.['affects'];
    if (!('shape' in schema)) throw new Error(`${key} is no group.`);
    return (schema.shape as Record<string, { meta(): Record<string, unknown> | undefined }>)[inner]?.meta()?.[
      'affects'
    ];
  };

  it.each(Object.entries(others))('%s: only what affects the result is computed anew', async (key, layer) => {
    await pose();
    const { fromStore } = await pose(layer);
    expect({ key, affects: affects(key), fromStore }).toEqual({
      key,
      affects: fromStore ? 'plan' : 'result',
      fromStore: affects(key) === 'plan',
    });
  });

  it('signal processing is computed anew from the same pose', async () => {
    await gait();
    const { fromStore } = await gait({ signal_processing: { filter_cutoff_hz: 5.5 } });
    expect(fromStore).toBe(false);
    expect((await pose({}, sharedStore(), [longerClip])).fromStore).toBe(true);
  });
});

describe('what each setting changes', () => {
  it('performance_mode: another model, another pose', async () => {
    const fast = await pose({ performance_mode: 'fast' });
    const balanced = await pose({ performance_mode: 'balanced' });
    expect(balanced.record.engines).not.toEqual(fast.record.engines);
    expect(balanced.track.image).not.toEqual(fast.track.image);
  });

  it('enable_optimizations: off, nothing is taken from the store, and one worker runs', async () => {
    await pose();
    const off = await pose({ enable_optimizations: false }, undefined, [clip, clip]);
    expect(off.fromStore).toBe(false);
    expect(off.record.plan?.workers).toBe(1);
    expect(off.track.image).toEqual((await pose()).track.image);
  });

  it('max_memory_mb: too little is refused, and a limit that would do is named', async () => {
    const refused = pose({ max_memory_mb: 150 }, ownStore());
    await expect(refused).rejects.toBeInstanceOf(GaitError);
    await expect(refused).rejects.toMatchObject({ kind: 'memory-limit' });
  });

  it('deadline_s: without the profile auto it is not taken', async () => {
    // What it changes with auto, and where it is too short for any profile: auto-profile.test.ts.
    await expect(pose({ deadline_s: 60 }, ownStore())).rejects.toMatchObject({
      kind: 'bad-input',
      hint: expect.stringContaining('auto') as string,
    });
  });

  it('frame_width: smaller frames give other landmarks, in pixels of the same picture', async () => {
    const whole = await pose();
    const small = await pose({ frame_width: 256 });
    expect(small.track.widthPx).toBe(whole.track.widthPx);
    expect(small.track.image).not.toEqual(whole.track.image);
  });

  it('frame_rate: fewer frames, at times that were there', async () => {
    const all = await pose();
    const some = await pose({ frame_rate: 10 });
    expect(some.track.timeS.length).toBeLessThan(all.track.timeS.length / 2);
    for (const timeS of some.track.timeS) expect(Array.from(all.track.timeS)).toContain(timeS);
  });

  it('blur_faces: off, pictures are as they were', async () => {
    expect((await pose()).bundle.filmstrip?.blurred).toBe(true);
    expect((await pose({ blur_faces: false })).bundle.filmstrip?.blurred).toBe(false);
  });

  it('ffmpeg_path: the program that is named is used, and where there is none that is said', async () => {
    const { ffmpegPath, ffprobePath, ffmpegVersion } = await findVideoTools();
    const tools = path.join(folder, 'tools');
    mkdirSync(tools);
    const used = path.join(tools, 'used');
    const script = `#!/bin/sh\necho "$@" >> "${used}"\nexec "${ffmpegPath}" "$@"\n`;
    writeFileSync(path.join(tools, 'ffmpeg'), script, { mode: 0o755 });
    symlinkSync(ffprobePath, path.join(tools, 'ffprobe'));
    const named = await pose({ ffmpeg_path: path.join(tools, 'ffmpeg') }, ownStore());
    expect(readFileSync(used, 'utf8')).toContain('rawvideo');
    expect(Object.values(named.record.engines)).toContain(ffmpegVersion);
    await expect(pose({ ffmpeg_path: path.join(folder, 'no-ffmpeg') })).rejects.toMatchObject({
      kind: 'bad-input',
    });
  });

  it('io_optimization.batch_size: how many frames are handed on in one go', async () => {
    const tools = await findVideoTools();
    const handedOn = async (batchSize: number): Promise<number[]> =>
      (await runPose(await poseRequest(clip, tools, { batchSize }))).batches.map(({ timeS }) => timeS.length);
    const single = await handedOn(1);
    expect(new Set(single)).toEqual(new Set([1]));
    const seven = await handedOn(7);
    expect(seven).toHaveLength(Math.ceil(single.length / 7));
    expect(Math.max(...seven)).toBe(7);
    // In a session: what is handed on at once waits on disk while the work goes on, and what is not, does not yet.
    const inSession = (batch_size: number) => {
      const layer = { io_optimization: { batch_size }, memory_optimization: { chunk_size: 1 } };
      return pose(layer, ownStore(), [longerClip]); // so long that a quick machine tells before its end as well
    };
    const alone = await inSession(1);
    const together = await inSession(1000);
    expect(alone.spooledBeforeEndBytes).toBeGreaterThan(0);
    expect(together.spooledBeforeEndBytes).toBe(0);
    expect(together.track.image).toEqual(alone.track.image);
  });

  it('io_optimization.use_compression: off, the same values take more room', async () => {
    const packed = await pose();
    const plain = await pose({ io_optimization: { use_compression: false } }, ownStore());
    expect(plain.tableBytes).toBeGreaterThan(packed.tableBytes);
    expect(plain.track.image).toEqual(packed.track.image);
  });

  it('io_optimization.parallel_processing and io_optimization.max_workers: how many videos are worked on at once', async () => {
    const { ffmpegPath } = await findVideoTools();
    const videos = ['one.mp4', 'two.mp4'].map((name) => path.join(folder, name));
    for (const video of videos) {
      await promisify(execFile)(ffmpegPath, ['-v', 'error', '-t', '0.2', '-i', clip, video]);
    }
    const plan = async (io_optimization: SettingsLayer['io_optimization']) =>
      (await pose({ io_optimization }, ownStore(), videos)).record.plan;
    expect(await plan({ parallel_processing: false, max_workers: 4 })).toMatchObject({ workers: 1 });
    expect(await plan({ parallel_processing: true, max_workers: 1 })).toMatchObject({
      workers: 1,
      boundBy: 'max_workers',
    });
    if (availableCores() < 2) {
      console.log('This machine has one core: two workers side by side were not tried.');
      return;
    }
    expect(await plan({ parallel_processing: true, max_workers: 2 })).toMatchObject({ workers: 2 });
  });

  it('memory_optimization.chunk_processing and memory_optimization.chunk_size: what waits on disk, not in memory', async () => {
    const io_optimization = { batch_size: 5 };
    const spooled = async (chunk_processing: boolean, chunk_size: number) => {
      const memory_optimization = { chunk_processing, chunk_size };
      return pose({ io_optimization, memory_optimization }, ownStore());
    };
    const small = await spooled(true, 5);
    const large = await spooled(true, 10);
    const none = await spooled(false, 5);
    expect(small.spooledBytes).toBeGreaterThan(large.spooledBytes);
    expect(large.spooledBytes).toBeGreaterThan(0);
    expect(none.spooledBytes).toBe(0);
    expect(none.track.image).toEqual(small.track.image);
  });

  it('memory_optimization.garbage_collection_frequency: how often a worker collects garbage', async () => {
    const often = await pose({ memory_optimization: { garbage_collection_frequency: 5 } }, ownStore());
    expect(often.outcome.garbageCollections).toBe(Math.floor(often.track.timeS.length / 5));
    const never = await pose({ memory_optimization: { garbage_collection_frequency: 0 } }, ownStore());
    expect(never.outcome.garbageCollections).toBe(0);
  });

  it('mediapipe.model_complexity: another model', async () => {
    const lite = await pose();
    const full = await pose({ mediapipe: { model_complexity: 1 } });
    expect(full.record.engines).not.toEqual(lite.record.engines);
    expect(full.track.image).not.toEqual(lite.track.image);
  });

  it('mediapipe.min_detection_confidence: what nobody can reach finds nobody', async () => {
    expect((await pose()).outcome.detectedFrames).toBeGreaterThan(0);
    expect((await pose({ mediapipe: { min_detection_confidence: 1 } })).outcome.detectedFrames).toBe(0);
  });

  it('mediapipe.min_tracking_confidence: what nobody can reach loses the walker in every frame', async () => {
    const usual = await pose();
    const strict = await pose({ mediapipe: { min_tracking_confidence: 1 } });
    expect(strict.outcome.detectedFrames).toBeLessThan(usual.outcome.detectedFrames);
  });

  it('mediapipe.smooth_landmarks: landmarks move less from frame to frame', async () => {
    const roughness = ({ image }: { image: Float32Array }): number => {
      let sum = 0;
      const perFrame = 33 * 4;
      for (let i = 2 * perFrame; i < image.length; i += 4) {
        const bend = image[i]! - 2 * image[i - perFrame]! + image[i - 2 * perFrame]!;
        if (!Number.isNaN(bend)) sum += Math.abs(bend);
      }
      return sum;
    };
    const rough = await pose({ mediapipe: { smooth_landmarks: false } });
    const smooth = await pose({ mediapipe: { smooth_landmarks: true } });
    expect(roughness(smooth.track)).toBeLessThan(roughness(rough.track));
  });

  it('mediapipe.enable_segmentation: the silhouette’s share of the picture', async () => {
    expect((await pose()).track.silhouetteShare).toBeUndefined();
    const { silhouetteShare } = (await pose({ mediapipe: { enable_segmentation: true } })).track;
    expect(silhouetteShare!.some((share) => share > 0.005 && share < 0.5)).toBe(true);
  });

  it('signal_processing.confidence_threshold: what is not sure enough counts as missing', async () => {
    const usual = await gait();
    const strict = await gait({ signal_processing: { confidence_threshold: 1 } });
    expect(filledCells(strict.angles)).toBeLessThan(filledCells(usual.angles));
  });

  it('signal_processing.filter_cutoff_hz and signal_processing.filter_order: other angles', async () => {
    const { angles } = await gait();
    expect((await gait({ signal_processing: { filter_cutoff_hz: 3 } })).angles).not.toBe(angles);
    expect((await gait({ signal_processing: { filter_order: 8 } })).angles).not.toBe(angles);
  });

  it('signal_processing.max_gap_s: gaps up to it are filled, longer ones stay', async () => {
    const { trc } = await gait();
    const lines = trc.split(/\r?\n/);
    const firstFrame = lines.findIndex((line) => /^\s*1\t/.test(line));
    const gappy = lines.map((line, index) => {
      const frame = index - firstFrame;
      if (frame < 12 || frame > 14) return line;
      const [number, time, ...cells] = line.split('\t');
      return [number, time, ...cells.map(() => '')].join('\t');
    });
    const file = path.join(folder, 'gappy.trc');
    writeFileSync(file, gappy.join('\n'));
    const left = await gait({ signal_processing: { max_gap_s: 0 } }, file);
    const filled = await gait({ signal_processing: { max_gap_s: 0.3 } }, file);
    expect(filledCells(filled.angles)).toBeGreaterThan(filledCells(left.angles));
  });
});
