import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { path as carriedFfmpeg } from '@ffmpeg-installer/ffmpeg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { readTruth, renderPhantom } from '../../src/phantom/render';
import { phantomOptions, type PhantomOptions } from '../../src/shared/steps';

const run = promisify(execFile);
const options = (given: Partial<PhantomOptions> = {}): PhantomOptions =>
  phantomOptions.parse({ duration_s: 0.8, width_px: 192, height_px: 108, ...given });

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
    const clip = path.join(folder, 'new/walk.mp4');
    const told: number[] = [];
    const truth = await renderPhantom(options(), clip, {
      ffmpegPath: carriedFfmpeg,
      workers: 2,
      onProgress: (done, total) => told.push(done / total),
    });
    expect(truth.frames).toHaveLength(24);
    expect((await decode(clip)).length).toBe(24 * 192 * 108);
    expect(told).toHaveLength(24);
    expect(told.at(-1)).toBe(1);
    expect(await readTruth(clip)).toEqual(truth);
    expect(await readdir(path.dirname(clip))).toEqual(['walk.mp4', 'walk.truth.json']);
  });

  it('is the same, byte for byte, with one worker and with two', async () => {
    const clips = await Promise.all(
      [1, 2].map(async (workers) => {
        const clip = path.join(folder, `by-${workers}.mp4`);
        await renderPhantom(options({ seed: 9 }), clip, { ffmpegPath: carriedFfmpeg, workers });
        return [await decode(clip), await readFile(clip.replace('.mp4', '.truth.json'))] as const;
      }),
    );
    expect(clips[0]![0].equals(clips[1]![0])).toBe(true);
    expect(clips[0]![1].equals(clips[1]![1])).toBe(true);
  });

  it('leaves nothing behind when it is cancelled half way', async () => {
    const place = path.join(folder, 'cancelled');
    await mkdir(place);
    const abort = new AbortController();
    const rendering = renderPhantom(options({ duration_s: 60 }), path.join(place, 'walk.mp4'), {
      ffmpegPath: carriedFfmpeg,
      workers: 2,
      signal: abort.signal,
      onProgress: (done) => {
        if (done === 5) abort.abort();
      },
    });
    await expect(rendering).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await readdir(place)).toEqual([]);
  });

  it('says in words that ffmpeg is missing or cannot write, and leaves nothing behind', async () => {
    const place = path.join(folder, 'broken');
    const clip = path.join(place, 'walk.mp4');
    for (const ffmpegPath of [path.join(folder, 'no-ffmpeg'), '/bin/false']) {
      await expect(renderPhantom(options(), clip, { ffmpegPath, workers: 1 })).rejects.toMatchObject({
        kind: 'failed',
        message: expect.stringContaining('ffmpeg') as string,
      });
      expect(await readdir(place)).toEqual([]);
    }
  });

  it('is refused under a name that is no .mp4', async () => {
    await expect(
      renderPhantom(options(), path.join(folder, 'walk.avi'), { ffmpegPath: carriedFfmpeg, workers: 1 }),
    ).rejects.toMatchObject({ kind: 'bad-input' });
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
