import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findVideoTools, type VideoTools } from '../../src/kernel/video/ffmpeg';
import { readFrames, type FramesRequest } from '../../src/kernel/video/frames';
import { writeJpeg } from '../../src/kernel/video/jpeg';
import { probeVideo } from '../../src/kernel/video/probe';
import type { GaitError } from '../../src/shared/errors';
import { clipFolder, makeClip, packagedTools, testPicture } from '../fixtures/video-clips';

const folder = clipFolder();
const packaged = await packagedTools();
const usual = await findVideoTools();
/** The packaged build of 2018, and the system's where there is one: both must do. */
const builds: [string, VideoTools][] = [['packaged', packaged]];
if (usual.source === 'PATH') builds.push(['system', usual]);
else console.log('No ffmpeg on the PATH: only the packaged one is tested.');

const clip = (name: string, options: readonly string[]): string =>
  makeClip(packaged, path.join(folder, name), options);
const plain = clip('plain.mp4', [...testPicture('320x180', 60), '-g', '12', '-bf', '2']);

interface Decoded {
  readonly times: readonly number[];
  readonly sizes: ReadonlySet<string>;
  readonly firstPixels: Uint8Array;
  readonly lostFrames: number;
}

async function decode(
  file: string,
  tools: VideoTools,
  changes: Partial<FramesRequest> = {},
): Promise<Decoded> {
  const info = await probeVideo(file, tools);
  const times: number[] = [];
  const sizes = new Set<string>();
  let firstPixels = new Uint8Array();
  const { lostFrames } = await readFrames(
    { videoPath: file, info, frameWidth: 640, frameRate: null, decoderThreads: 1, tools, ...changes },
    ({ widthPx, heightPx, data, timeS }) => {
      if (times.length === 0) firstPixels = Uint8Array.from(data);
      times.push(timeS);
      sizes.add(`${widthPx}x${heightPx}`);
    },
  );
  return { times, sizes, firstPixels, lostFrames };
}

const failure = async (promise: Promise<unknown>): Promise<GaitError> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error as GaitError,
  );

describe.each(builds)('with the %s ffmpeg', (_, tools) => {
  it('every frame arrives once, with its time', async () => {
    const { times, sizes, lostFrames } = await decode(plain, tools);
    expect(times).toHaveLength(60);
    times.forEach((timeS, frame) => {
      expect(timeS).toBeCloseTo(frame / 30, 5);
    });
    expect([...sizes]).toEqual(['320x180']);
    expect(lostFrames).toBe(0);
  });

  it.each(['vfr.mp4', 'vfr.mkv'])('uneven frame times come through as they are (%s)', async (name) => {
    // Frames 10–19 are missing, and from frame 30 on time runs at half the rate.
    const uneven = clip(name, [
      ...testPicture('160x90', 60),
      '-vf',
      "select='not(between(n,10,19))',setpts='if(lt(T,1),PTS,1/TB+2*(PTS-1/TB))'",
      ...['-vsync', 'vfr', '-bf', '0'],
    ]);
    const info = await probeVideo(uneven, tools);
    const { times } = await decode(uneven, tools);
    const expected = Array.from({ length: 60 }, (_, n) => n)
      .filter((n) => n < 10 || n > 19)
      .map((n) => (n < 30 ? n / 30 : 1 + (2 * (n - 30)) / 30));
    expect(times).toHaveLength(expected.length);
    times.forEach((timeS, index) => {
      expect(Math.abs(timeS - expected[index]!)).toBeLessThan(0.0006); // Matroska counts in milliseconds
    });
    // Matroska's header does not tell; its frames do.
    expect(info.variableFrameRate).toBe(name === 'vfr.mp4');
  });

  it('a phone video that says it lies on its side comes upright', async () => {
    // Blue above red, stored lying down with the turn in the header; this ffmpeg's tag counts counterclockwise.
    const flat = clip('flat.mp4', [
      ...['-f', 'lavfi', '-i', 'color=red:s=90x160:r=30', '-f', 'lavfi', '-i', 'color=blue:s=90x160:r=30'],
      ...['-filter_complex', 'hstack', '-frames:v', '5', '-pix_fmt', 'yuv420p'],
    ]);
    const turned = clip('turned.mp4', ['-i', flat, '-c', 'copy', '-metadata:s:v:0', 'rotate=90']);
    const info = await probeVideo(turned, tools);
    const { sizes, firstPixels } = await decode(turned, tools);
    expect([info.widthPx, info.heightPx, info.rotationDeg]).toEqual([160, 180, 270]);
    expect([...sizes]).toEqual(['160x180']);
    const last = firstPixels.length - 4;
    expect(firstPixels[2]).toBeGreaterThan(200); // blue above
    expect(firstPixels[last]).toBeGreaterThan(200); // red below
  });

  it('the crop is cut from the upright picture, to the pixel', async () => {
    const { sizes, firstPixels } = await decode(plain, tools, { crop: [100, 60, 81, 41] });
    const whole = await decode(plain, tools);
    expect([...sizes]).toEqual(['80x40']);
    // The crop's middle is the same place of the whole picture.
    const cropped = firstPixels.subarray((20 * 80 + 40) * 4, (20 * 80 + 40) * 4 + 3);
    const same = whole.firstPixels.subarray((80 * 320 + 140) * 4, (80 * 320 + 140) * 4 + 3);
    cropped.forEach((value, channel) => {
      expect(Math.abs(value - same[channel]!)).toBeLessThan(40);
    });
  });

  it('fewer frames a second keep their real times', async () => {
    const { times, lostFrames } = await decode(plain, tools, { frameRate: 10 });
    expect(times).toHaveLength(20);
    times.forEach((timeS, index) => {
      expect(timeS).toBeCloseTo(index / 10, 5);
    });
    expect(lostFrames).toBe(0);
  });

  it('slow motion is brought back to real time', async () => {
    const { times } = await decode(plain, tools, { captureFps: 240 });
    expect(times.at(-1)).toBeCloseTo(59 / 240, 5);
  });

  it('pixels that are not square are evened out', async () => {
    const narrow = clip('narrow.mp4', [...testPicture('160x180', 3), '-vf', 'setsar=2/1']);
    expect(await probeVideo(narrow, tools)).toMatchObject({ widthPx: 320, heightPx: 180 });
    expect([...(await decode(narrow, tools)).sizes]).toEqual(['320x180']);
  });

  it('a video of one frame is a video', async () => {
    const { times } = await decode(clip('one.mp4', testPicture('160x90', 1)), tools);
    expect(times).toEqual([0]);
  });

  it('a file cut off anywhere gives what can be decoded and counts the rest, or says what is wrong', async () => {
    for (const suffix of ['mkv', 'mp4', 'ts']) {
      const flags = suffix === 'mp4' ? ['-movflags', '+faststart'] : [];
      const whole = clip(`whole.${suffix}`, [...testPicture('320x180', 90), '-g', '15', ...flags]);
      const bytes = readFileSync(whole);
      let most = 0;
      for (let tenth = 1; tenth <= 9; tenth++) {
        const cut = path.join(folder, `cut-${tenth}.${suffix}`);
        writeFileSync(cut, bytes.subarray(0, Math.floor((bytes.length * tenth) / 10)));
        try {
          const { times, lostFrames } = await decode(cut, tools);
          expect(times.length).toBeGreaterThanOrEqual(most);
          most = times.length;
          expect(times.every((timeS, index) => index === 0 || timeS > times[index - 1]!)).toBe(true);
          // MPEG-TS says nowhere how many frames it should hold.
          if (suffix !== 'ts') expect(Math.abs(times.length + lostFrames - 90)).toBeLessThanOrEqual(1);
        } catch (error) {
          expect(error).toMatchObject({ name: 'GaitError', kind: 'bad-input' });
        }
      }
      expect(most, suffix).toBeGreaterThan(60);
    }
  });

  it('an MP4 without its table of frames says that it was cut off', async () => {
    const cut = path.join(folder, 'no-moov.mp4');
    writeFileSync(cut, readFileSync(plain).subarray(0, statSync(plain).size >> 1));
    expect((await failure(probeVideo(cut, tools))).message).toMatch(/cut off or was never finished/);
  });

  it('garbage within a file costs frames, not the whole', async () => {
    const bytes = readFileSync(clip('scratched.mkv', [...testPicture('320x180', 90), '-g', '15']));
    bytes.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 2000);
    writeFileSync(path.join(folder, 'scratched.mkv'), bytes);
    const { times } = await decode(path.join(folder, 'scratched.mkv'), tools);
    expect(times.length).toBeGreaterThan(40);
  });

  it('the picture that comes first is taken, not the cover art or the sound', async () => {
    const sound = ['-f', 'lavfi', '-i', 'sine=d=0.5'];
    const both = clip('both.mp4', [...sound, ...testPicture('160x90', 10), '-map', '0:a', '-map', '1:v']);
    expect((await decode(both, tools)).times).toHaveLength(10);
  });

  it('a name with spaces, quotes and a leading dash is only a name', async () => {
    const odd = path.join(folder, `-odd 'name' %d [1].mp4`);
    writeFileSync(odd, readFileSync(plain));
    expect((await decode(odd, tools)).times).toHaveLength(60);
  });

  it('a picture is written as a JPEG, the same bytes each time', async () => {
    const picture = { widthPx: 48, heightPx: 27, data: new Uint8Array(48 * 27 * 4).map((_, i) => i % 251) };
    const files = ['a.jpg', 'b.jpg'].map((name) => path.join(folder, name));
    for (const file of files) await writeJpeg(file, picture, tools);
    expect(readFileSync(files[0]!).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(readFileSync(files[0]!)).toEqual(readFileSync(files[1]!));
  });

  it('stopping in the middle ends ffmpeg', async () => {
    const long = clip('long.mp4', testPicture('640x360', 240));
    const info = await probeVideo(long, tools);
    const stop = new AbortController();
    let frames = 0;
    const error = await failure(
      readFrames(
        { videoPath: long, info, frameWidth: 640, frameRate: null, decoderThreads: 1, tools },
        () => {
          if (++frames === 10) stop.abort();
        },
        stop.signal,
      ),
    );
    expect(error.kind).toBe('cancelled');
    expect(frames).toBe(10);
    await expect.poll(() => processesWith(long), { timeout: 5000 }).toEqual([]);
  });
});

/** Command lines of this machine's processes that name a file. */
const processesWith = (file: string): string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(file));

describe('what is not a video', () => {
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const cases: [string, () => string, RegExp][] = [
    ['a missing file', () => path.join(folder, 'nowhere.mp4'), /There is no file/],
    ['a folder', () => folder, /is a folder, not a video/],
    ['an empty file', () => file('empty.mp4', ''), /is empty \(0 bytes\)/],
    ['text named .mp4', () => file('text.mp4', 'Dear diary,\n'.repeat(50)), /is not a video/],
    [
      'noise',
      () =>
        file(
          'noise.mp4',
          new Uint8Array(9000).map((_, i) => (i * i * 31) % 256),
        ),
      /is not a video|holds/,
    ],
    ['sound alone', () => clip('sound.m4a', ['-f', 'lavfi', '-i', 'sine=d=1']), /holds sound but no picture/],
  ];
  it.each(cases)('%s is named, with something to do about it', async (_, make, message) => {
    const error = await failure(probeVideo(make(), usual));
    expect(error).toMatchObject({ name: 'GaitError', kind: 'bad-input' });
    expect(error.message).toMatch(message);
    expect(error.hint).toBeTruthy();
  });

  it('a playlist named .mp4 fetches nothing', async () => {
    const playlist = file('list.mp4', '#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n');
    expect((await failure(probeVideo(playlist, usual))).kind).toBe('bad-input');
  });
});

describe('finding ffmpeg', () => {
  it('falls back on the one in the npm packages', () => {
    expect(packaged.source).toBe('package');
    expect(packaged.ffmpegPath).toContain('node_modules');
  });

  it('takes what the setting names, with its ffprobe beside it', async () => {
    const own = path.join(folder, 'own');
    mkdirSync(own);
    for (const [name, target] of Object.entries({
      ffmpeg: packaged.ffmpegPath,
      ffprobe: packaged.ffprobePath,
    })) {
      writeFileSync(path.join(own, name), `#!/bin/sh\nexec "${target}" "$@"\n`);
      chmodSync(path.join(own, name), 0o755);
    }
    const tools = await findVideoTools(path.join(own, 'ffmpeg'));
    expect(tools).toMatchObject({ source: 'setting', ffprobePath: path.join(own, 'ffprobe') });
    expect((await decode(plain, tools)).times).toHaveLength(60);
  });

  it('says which part of a wrong setting is wrong', async () => {
    expect((await failure(findVideoTools('/no/such/ffmpeg'))).message).toMatch(/ffmpeg does not exist/);
    const alone = path.join(folder, 'alone');
    mkdirSync(alone);
    writeFileSync(path.join(alone, 'ffmpeg'), `#!/bin/sh\nexec "${packaged.ffmpegPath}" "$@"\n`, {
      mode: 0o755,
    });
    expect((await failure(findVideoTools(path.join(alone, 'ffmpeg')))).message).toMatch(
      /ffprobe does not exist/,
    );
  });
});
