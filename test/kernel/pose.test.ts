import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { extractPose } from '../../src/kernel/pose/extract';
import { findVideoTools } from '../../src/kernel/video/ffmpeg';
import { landmarkCount } from '../../src/shared/results';
import { keepPoseCode } from '../fixtures/pose-code';
import { clipFolder, makeClip, packagedTools, testPicture } from '../fixtures/video-clips';
import { isFound, lite, poseRequest, runPose, type PoseRun } from '../fixtures/pose-run';

const folder = clipFolder();
await keepPoseCode();
const tools = await findVideoTools();
const packaged = await packagedTools();
const walker = path.join(packageRoot, 'samples/walker-side.mp4');
/** The first steps of the sample, which most of these tests can do with. */
const short = makeClip(packaged, path.join(folder, 'short.mp4'), ['-i', walker, '-frames:v', '24']);
const still = makeClip(packaged, path.join(folder, 'still.mp4'), testPicture('320x180', 40));

/** The short clip with the usual model and picture, extracted once for all that look at it or compare with it. */
const usual = (() => {
  let run: Promise<PoseRun> | undefined;
  const handedOn = { batchSize: 10, garbageCollectionFrequency: 7 };
  return () => (run ??= poseRequest(short, tools, handedOn).then(runPose));
})();

const commandLines = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });

/** Mean distance between corresponding landmarks of two runs, in pixels, over frames where both found somebody. */
function meanDistancePx(a: PoseRun, b: PoseRun): number {
  let sum = 0;
  let count = 0;
  a.image.forEach((frame, index) => {
    const other = b.image[index]!;
    if (!isFound(frame) || !isFound(other)) return;
    for (let at = 0; at < landmarkCount * 4; at += 4) {
      sum += Math.hypot(frame[at]! - other[at]!, frame[at + 1]! - other[at + 1]!);
      count++;
    }
  });
  return sum / count;
}

/** Mean second difference of the ankles' places, in pixels: what smoothing takes away. */
function roughnessPx({ image }: PoseRun): number {
  let sum = 0;
  let count = 0;
  for (let frame = 2; frame < image.length; frame++) {
    for (const at of [27 * 4, 28 * 4]) {
      const difference = image[frame]![at]! - 2 * image[frame - 1]![at]! + image[frame - 2]![at]!;
      if (Number.isNaN(difference)) continue;
      sum += Math.abs(difference);
      count++;
    }
  }
  return sum / count;
}

describe('following the sample walker', () => {
  it('finds the walker in every frame, in batches of the size that was asked for', async () => {
    const { outcome, batches, timeS, image } = await usual();
    expect(batches.map((batch) => batch.timeS.length)).toEqual([10, 10, 4]);
    expect(outcome).toMatchObject({ frames: 24, lostFrames: 0, garbageCollections: 3, filmstrip: null });
    expect(outcome.detectedFrames).toBeGreaterThanOrEqual(23);
    expect(image.filter(isFound)).toHaveLength(outcome.detectedFrames);
    expect(timeS.every((time, index) => index === 0 || time > timeS[index - 1]!)).toBe(true);
    expect(outcome.seconds.total).toBeGreaterThan(outcome.seconds.start + outcome.seconds.inference);
  });

  it('gives the same landmarks again, to the bit', async () => {
    const first = await usual();
    const second = await runPose(await poseRequest(short, tools, { batchSize: 7, decoderThreads: 2 }));
    expect(second.image).toEqual(first.image);
    expect(second.timeS).toEqual(first.timeS);
  });

  it('says where landmarks are in the whole picture, also when it looks at a part of it', async () => {
    const request = await poseRequest(short, tools);
    const { widthPx, heightPx } = request.info;
    const whole = await usual();
    const cropped = await runPose({ ...request, crop: [0, 0, Math.round(widthPx * 0.75), heightPx] });
    const halved = await runPose({ ...request, frameWidth: widthPx / 2 });
    const heights = whole.image.filter(isFound).map((frame) => frame[28 * 4 + 1]! - frame[1]!);
    const tolerancePx = 0.08 * Math.max(...heights);
    expect(meanDistancePx(whole, cropped)).toBeLessThan(tolerancePx);
    expect(meanDistancePx(whole, halved)).toBeLessThan(tolerancePx);
    expect(meanDistancePx(whole, halved)).toBeGreaterThan(0);
  });

  it('each model finds the walker, and none like another', async () => {
    const request = await poseRequest(short, tools, { maxFrames: 8 });
    const runs: PoseRun[] = [];
    for (const complexity of [0, 1, 2] as const) {
      runs.push(await runPose({ ...request, mediapipe: { ...lite, model_complexity: complexity } }));
    }
    for (const run of runs) expect(run.outcome.detectedFrames).toBeGreaterThanOrEqual(7);
    expect(meanDistancePx(runs[0]!, runs[1]!)).toBeGreaterThan(0);
    expect(meanDistancePx(runs[1]!, runs[2]!)).toBeGreaterThan(0);
  });

  it('finds nobody whose score is below min_detection_confidence', async () => {
    const { outcome } = await runPose(
      await poseRequest(short, tools, { mediapipe: { ...lite, min_detection_confidence: 1 } }),
    );
    expect(outcome.detectedFrames).toBe(0);
  });

  it('lets go of a person whose score falls below min_tracking_confidence', async () => {
    const { outcome } = await runPose(
      await poseRequest(short, tools, { mediapipe: { ...lite, min_tracking_confidence: 1 } }),
    );
    expect(outcome.detectedFrames).toBe(0);
  });

  it('smooths less when smoothing is off, in a clip and in recordings of an hour and of ten', async () => {
    const request = await poseRequest(short, tools);
    const smooth = await usual();
    const unsmoothed = { ...request, mediapipe: { ...lite, smooth_landmarks: false } };
    const clip = await runPose(unsmoothed);
    expect(roughnessPx(clip)).toBeGreaterThan(roughnessPx(smooth));
    expect(clip.outcome.notes.join()).toMatch(/smooth_landmarks off/);
    const smoothingPx = meanDistancePx(smooth, clip);
    expect(smoothingPx).toBeGreaterThan(0.1);
    for (const hours of [1, 10]) {
      const long = await runPose({ ...unsmoothed, info: { ...request.info, durationS: hours * 3600 } });
      const leftPx = meanDistancePx(long, clip);
      console.log(
        `Of the smoothing, ${((100 * leftPx) / smoothingPx).toFixed(0)} % is left in ${hours} h of video.`,
      );
      expect(leftPx).toBeLessThan(0.75 * smoothingPx);
    }
  });

  it.each([1, 10])('reaches the end of %d h without smoothing', async (hours) => {
    // A camera that recorded a frame now and then: the same frames, with the times of a long recording.
    const request = await poseRequest(short, tools, { mediapipe: { ...lite, smooth_landmarks: false } });
    const { outcome, timeS } = await runPose({
      ...request,
      captureFps: request.info.expectedFrames / (hours * 3600),
    });
    expect(timeS.at(-1)).toBeGreaterThan(0.95 * hours * 3600);
    expect(outcome.detectedFrames).toBeGreaterThanOrEqual(23);
  });

  it('measures the silhouette when it is asked for', async () => {
    const with_ = await runPose(
      await poseRequest(short, tools, { mediapipe: { ...lite, enable_segmentation: true } }),
    );
    const without = await usual();
    expect(without.silhouetteShare).toEqual([]);
    const shares = with_.silhouetteShare.filter((share) => !Number.isNaN(share));
    expect(shares.length).toBe(with_.outcome.detectedFrames);
    for (const share of shares) {
      expect(share).toBeGreaterThan(0.01);
      expect(share).toBeLessThan(0.3);
    }
  });

  it('works with the ffmpeg that the npm packages carry', async () => {
    const { outcome } = await runPose(await poseRequest(short, packaged));
    expect(outcome.detectedFrames).toBeGreaterThanOrEqual(23);
  });

  it('draws a filmstrip of small blurred pictures with the skeleton, the same each time', async () => {
    const [one, two] = ['one.jpg', 'two.jpg'].map((name) => path.join(folder, name));
    const request = await poseRequest(short, tools);
    const strip = (file: string, blurFaces: boolean) =>
      runPose({ ...request, blurFaces, filmstrip: { path: file, tiles: 48, tileWidthPx: 96 } });
    const { outcome } = await strip(one!, true);
    expect(outcome.filmstrip).toMatchObject({ file: 'one.jpg', columns: 8, tileWidthPx: 96, blurred: true });
    expect(outcome.filmstrip!.tiles).toHaveLength(24);
    expect(outcome.filmstrip!.tiles.at(-1)!.landmarks).toHaveLength(33);
    await strip(two!, true);
    expect(readFileSync(one!)).toEqual(readFileSync(two!));
    const clear = await strip(two!, false);
    expect(clear.outcome.filmstrip!.blurred).toBe(false);
    expect(statSync(two!).size).toBeGreaterThan(statSync(one!).size); // more to see takes more bytes
  });
});

describe('a video without a person', () => {
  it('keeps every frame, as missing', async () => {
    const { outcome, image, timeS } = await runPose(await poseRequest(still, tools));
    expect(outcome).toMatchObject({ frames: 40, detectedFrames: 0 });
    expect(timeS).toHaveLength(40);
    expect(image.some(isFound)).toBe(false);
  });
});

describe('when something is wrong', () => {
  it('a crop that does not fit is refused before anything starts', async () => {
    const request = await poseRequest(short, tools, { crop: [0, 0, 9999, 10] });
    await expect(runPose(request)).rejects.toMatchObject({ kind: 'bad-input' });
  });

  it('a file that loses its content after it was probed is an error, not an empty result', async () => {
    const broken = path.join(folder, 'broken.mp4');
    writeFileSync(broken, readFileSync(short));
    const request = await poseRequest(broken, tools);
    writeFileSync(broken, Buffer.alloc(statSync(short).size));
    await expect(runPose(request)).rejects.toMatchObject({ kind: 'bad-input' });
  });

  it('a worker that crashes is reported with its last words', async () => {
    const request = await poseRequest(short, tools);
    const unknown = { ...lite, model_complexity: 7 as 0 }; // no such model: what the worker does not expect
    await expect(runPose({ ...request, mediapipe: unknown })).rejects.toMatchObject({
      name: 'GaitError',
      kind: 'failed',
    });
  });

  it('what receives the landmarks may fail, and ends the work', async () => {
    const request = await poseRequest(walker, tools, { batchSize: 4 });
    const diskFull = new Error('no space left on device');
    const failing = extractPose(request, { onBatch: () => Promise.reject(diskFull) });
    await expect(failing).rejects.toBe(diskFull);
  });
});

describe('stopping', () => {
  const long = (): string =>
    makeClip(packaged, path.join(folder, 'long-walk.mp4'), [
      '-stream_loop',
      '20',
      '-i',
      walker,
      '-c',
      'copy',
    ]);

  it('ends the worker and its ffmpeg', async () => {
    const request = await poseRequest(long(), tools, { batchSize: 4 });
    const stop = new AbortController();
    const running = extractPose(request, {
      onBatch: () => {
        stop.abort();
      },
      signal: stop.signal,
    });
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    await expect.poll(() => commandLines().includes(request.videoPath), { timeout: 5000 }).toBe(false);
  });

  it('does not even begin when it was stopped before', async () => {
    const request = await poseRequest(short, tools);
    const hooks = { onBatch: () => undefined, signal: AbortSignal.abort() };
    await expect(extractPose(request, hooks)).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('leaves no ffmpeg behind when the whole process is killed', async () => {
    const child = await startChild(await poseRequest(long(), tools, { batchSize: 4 }));
    await child.said('batch');
    expect(commandLines()).toContain('long-walk.mp4');
    process.kill(child.pid, 'SIGKILL');
    await expect.poll(() => commandLines().includes('long-walk.mp4'), { timeout: 5000 }).toBe(false);
  });
});

describe('the network', () => {
  it('sees no attempt at a connection in a whole extraction', async () => {
    const request = await poseRequest(short, tools, {
      filmstrip: { path: path.join(folder, 'net.jpg'), tiles: 8, tileWidthPx: 96 },
    });
    const child = await startChild(request);
    await child.said('done');
    expect(child.words()).toContain('watched: main');
    expect(child.words()).toContain('watched: worker');
    expect(child.words()).not.toContain('network:');
  });

  it('would be seen by that test', async () => {
    // They are made before its first frame.
    const child = await startChild(await poseRequest(short, tools, { maxFrames: 1 }), ['--attempt']);
    await child.said('done');
    const attempts = child.words().match(/network: \w+/g);
    expect(new Set(attempts)).toEqual(
      new Set(['network: connect', 'network: lookup', 'network: fetch', 'network: send']),
    );
  });
});

/** An extraction in a process of its own, which reports every attempt to reach the network. */
async function startChild(request: object, options: readonly string[] = []) {
  const script = path.join(packageRoot, 'dist', `pose-child-${process.pid}.mjs`);
  await build({
    entryPoints: [path.join(packageRoot, 'test/fixtures/pose-child.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  process.on('exit', () => {
    rmSync(script, { force: true });
  });
  const watch = path.join(packageRoot, 'test/fixtures/network-watch.mjs');
  const child = spawn(process.execPath, ['--import', watch, script, JSON.stringify(request), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      words += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  return {
    pid: child.pid!,
    words: () => words,
    said: (word: string) =>
      new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (words.includes(word)) resolve();
        };
        listeners.add(check);
        check();
        child.on('close', (code) => {
          check();
          reject(new Error(`the process ended with ${code ?? 'a signal'}: ${words}`));
        });
      }),
  };
}

const real = path.resolve(packageRoot, '../shared/data/video/overground-real.mp4');
if (!existsSync(real)) console.log(`No ${real}: the real recording is not tried.`);

describe.runIf(existsSync(real))('a real recording with a bystander', () => {
  it('is followed with a crop: the walker in at least 90 % of frames 60–190', async () => {
    const { image } = await runPose(
      await poseRequest(real, tools, { crop: [0, 520, 1768, 474], maxFrames: 191 }),
    );
    const found = image.slice(60, 191).filter(isFound);
    expect(found.length).toBeGreaterThanOrEqual(0.9 * 131);
    // She walks from right to left, and her feet are in the crop: it is her, and not the man on the box.
    const hipX = (frame: Float32Array): number => (frame[23 * 4]! + frame[24 * 4]!) / 2;
    expect(hipX(found[0]!) - hipX(found.at(-1)!)).toBeGreaterThan(800);
    for (const frame of found) expect(frame[27 * 4 + 1]).toBeGreaterThan(520);
  });
});
