import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { path as carriedFfmpeg } from '@ffmpeg-installer/ffmpeg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { createSession, type Session, type SessionOptions } from '../../src/kernel/session';
import { renderPhantom } from '../../src/phantom/render';
import { readTruth, truthOf, type PhantomTruth } from '../../src/phantom/truth';
import { phantomOptions, type PhantomOptions } from '../../src/shared/phantom-options';
import { gait, sample } from '../fixtures/gait-command';

const run = promisify(execFile);
const walker = (given: Partial<PhantomOptions> = {}): PhantomTruth =>
  truthOf(phantomOptions.parse({ duration_s: 0.8, width_px: 192, height_px: 108, ...given }));

/** Numbers of the frames that a clip decodes to, as bytes of grey. */
async function decode(clip: string): Promise<Buffer> {
  const { stdout } = await run(
    carriedFfmpeg,
    ['-v', 'error', '-i', clip, '-f', 'rawvideo', '-pix_fmt', 'gray', '-vsync', '0', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 1 << 28 },
  );
  return stdout;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gait-phantom-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a rendered clip', () => {
  it('decodes to the frames that its truth lists, and reports each of them', async () => {
    const clip = path.join(folder, 'walk.mp4');
    const told: number[] = [];
    const truth = walker();
    await renderPhantom(truth, clip, {
      ffmpegPath: carriedFfmpeg,
      workers: 2,
      onProgress: (done, total) => told.push(done / total),
    });
    expect(truth.frames).toHaveLength(24);
    expect((await decode(clip)).length).toBe(24 * 192 * 108);
    expect(told).toHaveLength(24);
    expect(told.at(-1)).toBe(1);
    const clip_sha256 = createHash('sha256')
      .update(await readFile(clip))
      .digest('hex');
    expect(await readTruth(clip)).toEqual({ ...truth, clip_sha256 });
  });

  it('is the same, byte for byte, with one worker and with two', async () => {
    const clips = await Promise.all(
      [1, 2].map(async (workers) => {
        const clip = path.join(folder, `by-${workers}.mp4`);
        await renderPhantom(walker({ seed: 9 }), clip, { ffmpegPath: carriedFfmpeg, workers });
        return [await decode(clip), await readFile(clip.replace('.mp4', '.truth.json'))] as const;
      }),
    );
    expect(clips[0]![0].equals(clips[1]![0])).toBe(true);
    expect(clips[0]![1].equals(clips[1]![1])).toBe(true);
  });
});

describe('a clip that is compressed more', () => {
  it('takes less room, and has the same frames and truth', async () => {
    const [clean, poor] = await Promise.all(
      [18, 42].map(async (compression_crf) => {
        const clip = path.join(folder, `crf-${compression_crf}.mp4`);
        await renderPhantom(walker({ compression_crf }), clip, { ffmpegPath: carriedFfmpeg, workers: 1 });
        return {
          bytes: (await stat(clip)).size,
          grey: (await decode(clip)).length,
          truth: await readTruth(clip),
        };
      }),
    );
    expect(poor!.bytes).toBeLessThan(0.7 * clean!.bytes);
    expect(poor!.grey).toBe(clean!.grey);
    expect(poor!.truth.frames).toEqual(clean!.truth.frames);
  });
});

describe('gait phantom --like', () => {
  const like = (video: string, ...more: string[]) =>
    gait(['phantom', '--like', video, '--output', 'like.mp4', '--performance-mode', 'fast', ...more], {
      folder,
    });

  it('renders a walker for the view, size, rate and walk of a recording', async () => {
    const seen = path.join(folder, 'seen.mp4');
    await run(carriedFfmpeg, ['-v', 'error', '-i', sample, '-frames:v', '110', '-pix_fmt', 'yuv420p', seen]);
    const { code, out } = await like(seen, '--duration', '1', '--seed', '5');
    expect(code).toBe(0);
    expect(out).toMatch(/still camera|following camera/);
    const { options } = await readTruth(path.join(folder, 'like.mp4'));
    const { options: real, frames } = await readTruth(sample);
    const { width_px, height_px, fps, direction, camera } = real;
    expect(options).toMatchObject({ width_px, height_px, fps, direction, camera, duration_s: 1, seed: 5 });
    expect(Math.abs(options.cadence_steps_per_min - real.cadence_steps_per_min)).toBeLessThan(4);
    expect(Math.abs(options.view_deg - real.view_deg)).toBeLessThan(12);
    const tallPx = ({ image }: (typeof frames)[number]) =>
      Math.max(image.LHeel[1], image.RHeel[1]) - image.Neck[1];
    const { frames: made } = await readTruth(path.join(folder, 'like.mp4'));
    const ratio = tallPx(made[made.length >> 1]!) / tallPx(frames[frames.length >> 1]!);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
  });

  it('a file that is no video says so', async () => {
    await writeFile(path.join(folder, 'broken.mp4'), 'no video at all');
    const { code, err } = await like('broken.mp4');
    expect(code).toBe(2);
    expect(err).toContain('broken.mp4');
  });

  it('a video without a walker says what was not measured', async () => {
    const empty = path.join(folder, 'empty.mp4');
    const plain = 'color=c=gray:s=128x96:d=1:r=30';
    await run(carriedFfmpeg, ['-v', 'error', '-f', 'lavfi', '-i', plain, '-pix_fmt', 'yuv420p', empty]);
    const { code, err } = await like('empty.mp4');
    expect(code).toBe(2);
    expect(err).toContain('this was not measured: a pass with whole cycles, cadence_steps_per_min');
  });
});

describe('a phantom of a session', () => {
  const tiny = { duration_s: 0.5, width_px: 128, height_px: 96 };
  let place: string;
  const opened: Session[] = [];
  const session = async (given: SessionOptions = {}): Promise<Session> => {
    const made = await createSession({
      workingFolder: place,
      storeFolder: path.join(folder, 'store'),
      ...given,
    });
    opened.push(made);
    return made;
  };
  beforeEach(async () => {
    place = await mkdtemp(path.join(folder, 'place-'));
  });
  afterAll(() => Promise.all(opened.map((made) => made.close())));

  it('appears with its truth in a folder that is made for it', async () => {
    const { files } = await (await session()).run({ step: 'make-phantom', output: 'new/walk.mp4', ...tiny });
    expect(files.map((file) => path.relative(place, file))).toEqual(['new/walk.mp4', 'new/walk.truth.json']);
    expect(await readdir(path.join(place, 'new'))).toEqual(['walk.mp4', 'walk.truth.json']);
  });

  it('leaves nothing behind when it is cancelled half way', async () => {
    const stop = new AbortController();
    const onProgress = ({ doneFrames }: { doneFrames: number }): void => {
      if (doneFrames >= 5) stop.abort();
    };
    const rendering = (await session({ onProgress })).run(
      { step: 'make-phantom', output: 'new/walk.mp4', ...tiny, duration_s: 20 },
      { signal: stop.signal },
    );
    await expect(rendering).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await readdir(place)).toEqual([]);
  });

  it('that ffmpeg cannot write says so, and leaves nothing behind', async () => {
    const tools = await mkdtemp(path.join(folder, 'tools-'));
    for (const name of ['ffmpeg', 'ffprobe']) {
      const script = `#!/bin/sh\n[ "$1" = -version ] && { echo "${name} version 9"; exit; }\necho "the disk burns" >&2; exit 1\n`;
      await writeFile(path.join(tools, name), script, { mode: 0o755 });
    }
    const own = await session({ settings: { ffmpeg_path: path.join(tools, 'ffmpeg') } });
    await expect(own.run({ step: 'make-phantom', output: 'walk.mp4', ...tiny })).rejects.toMatchObject({
      kind: 'failed',
      message: 'ffmpeg could not write the clip: the disk burns',
    });
    expect(await readdir(place)).toEqual([]);
  });

  it('is refused under a name that is no .mp4', async () => {
    const rendering = (await session()).run({ step: 'make-phantom', output: 'walk.avi', ...tiny });
    await expect(rendering).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining(path.join(place, 'walk.avi')) as string,
    });
  });

  it('loses what a killed one left beside it', async () => {
    await gait(['phantom', '--output', 'killed.mp4', '--duration', '60', '--store', '../store'], {
      folder: place,
      onSaid: (said, child) => {
        if (said.includes('frames')) child.kill('SIGKILL');
      },
    });
    expect(await readdir(place)).toHaveLength(1);
    await (await session()).run({ step: 'make-phantom', output: 'walk.mp4', ...tiny });
    expect(await readdir(place)).toEqual(['walk.mp4', 'walk.truth.json']);
  });
});

describe('the samples', () => {
  it.each(['walker-side', 'walker-oblique'])('%s is small and has the frames of its truth', async (name) => {
    const clip = path.join(packageRoot, 'samples', `${name}.mp4`);
    const { frames, options: asked } = await readTruth(clip);
    expect((await stat(clip)).size).toBeLessThan(400_000);
    expect((await decode(clip)).length).toBe(frames.length * asked.width_px * asked.height_px);
    expect(frames.every(({ visible }) => visible)).toBe(true);
  });
});
