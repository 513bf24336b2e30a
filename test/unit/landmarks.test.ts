import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toBody25 } from '../../src/kernel/gait/signal/body25';
import { body25Names } from '../../src/shared/body25';
import { formatBody25Json } from '../../src/kernel/landmarks/openpose';
import { readLandmarks } from '../../src/kernel/landmarks/read';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { landmarkCount, type KeypointTrack } from '../../src/shared/results';
import { analyze, phantomTrack, withDropped } from './gait-fixture';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gait-landmarks-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a file into the tests' folder and reads it as landmarks. */
async function readText(name: string, content: string | Buffer): Promise<KeypointTrack> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return readLandmarks(file);
}

const at = ({ names, position }: KeypointTrack, frame: number, name: string): number[] => {
  const start = (frame * names.length + names.indexOf(name)) * 3;
  return Array.from(position.subarray(start, start + 3));
};

/** A TRC of two frames, with its names over every third column. */
const trc = (unit: string, rows: readonly string[]) =>
  [
    'PathFileType\t4\t(X/Y/Z)\ttrial.trc',
    'DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames',
    `100\t100\t${rows.length}\t3\t${unit}\t100\t1\t${rows.length}`,
    'Frame#\tTime\tHip\t\t\tLHeel\t\t\tRHeel\t\t',
    '\t\tX1\tY1\tZ1\tX2\tY2\tZ2\tX3\tY3\tZ3',
    '',
    ...rows,
  ].join('\n');

describe('a TRC', () => {
  it('in millimetres becomes metres, with blank cells missing and other tools’ names known', async () => {
    const track = await readText(
      'mm.trc',
      trc('mm', ['1\t0.00\t10\t900\t5\t20\t50\t0\t\t\t', '2\t0.01\t12\t901\t5\t21\t50\t0\t30\t60\t1']),
    );
    expect(track.names).toEqual(['MidHip', 'LHeel', 'RHeel']);
    expect(track.unit).toBe('m');
    expect(at(track, 0, 'MidHip')).toEqual([0.01, 0.9, 0.005]);
    expect(at(track, 0, 'RHeel')).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(Array.from(track.confidence)).toEqual([1, 1, 0, 1, 1, 1]);
    expect(Array.from(track.timeS)).toEqual([0, 0.01]);
  });

  it('with names side by side, Windows line ends and no blank line reads the same', async () => {
    const rows = [
      '1\t0.00\t0\t0.9\t0\t0\t0.05\t0\t0\t0.05\t0',
      '2\t0.01\t0.1\t0.9\t0\t0\t0.05\t0\t0\t0.05\t0',
    ];
    const usual = await readText('usual.trc', trc('m', rows));
    const compact = trc('m', rows)
      .replace('Hip\t\t\tLHeel\t\t\tRHeel\t\t', 'Hip\tLHeel\tRHeel')
      .replace('\n\n', '\n')
      .replaceAll('\n', '\r\n');
    expect(await readText('compact.trc', compact)).toEqual(usual);
  });

  it('in pixels counted downwards is turned upright', async () => {
    const track = await readText('px.trc', trc('px', ['1\t0\t100\t200\t0\t90\t400\t0\t110\t410\t0']));
    expect(track.unit).toBe('px');
    expect(at(track, 0, 'MidHip')).toEqual([100, -200, Number.NaN]);
  });

  it('with z upwards is turned, and left stays left', async () => {
    const { track } = phantomTrack();
    const lying = {
      ...track,
      position: track.position.map((_, k) => {
        const [x, y, z] = track.position.subarray(k - (k % 3), k - (k % 3) + 3) as unknown as [
          number,
          number,
          number,
        ];
        return [x, -z, y][k % 3]!;
      }),
    };
    const read = await readText('zup.trc', [...formatTrc(lying)].join(''));
    const difference = read.position.map((value, k) => Math.abs(value - track.position[k]!));
    expect(Math.max(...difference)).toBeLessThan(1e-4);
  });

  it('is read back as it was written, missing points and all', async () => {
    const track = withDropped(phantomTrack({ duration_s: 1 }).track, 0.2, 1);
    const blank = {
      ...track,
      position: track.position.map((value, k) =>
        track.confidence[Math.floor(k / 3)] === 0 ? Number.NaN : value,
      ),
    };
    const read = await readText('again.trc', [...formatTrc(blank)].join(''));
    expect(read.names).toEqual(track.names);
    expect(read.confidence).toEqual(track.confidence);
    for (const [k, value] of read.position.entries()) {
      if (!Number.isNaN(blank.position[k]!)) expect(value).toBeCloseTo(blank.position[k]!, 4);
      else expect(value).toBeNaN();
    }
  });

  const refused: readonly (readonly [story: string, content: string, message: RegExp])[] = [
    ['cut short in its header', 'PathFileType\t4\n', /not a complete TRC/],
    ['in feet', trc('ft', []), /unit .* is "ft", which is not known/],
    [
      'with a decimal comma',
      trc('m', ['1\t0\t0,5\t0.9\t0\t0\t0\t0\t0\t0\t0']),
      /"0,5", which is not a number/,
    ],
    [
      'whose times do not rise',
      trc('m', ['1\t0.02\t0\t0.9\t0\t0\t0\t0\t0\t0\t0', '2\t0.01\t0\t0.9\t0\t0\t0\t0\t0\t0\t0']),
      /do not rise/,
    ],
    [
      'without heels',
      trc('m', ['1\t0\t0\t0.9\t0\t0\t0\t0\t0\t0\t0']).replace('LHeel', 'LWrist').replace('RHeel', 'RWrist'),
      /no heels by name/,
    ],
    ['without a frame', trc('m', []), /no frames/],
  ];
  for (const [story, content, message] of refused) {
    it(`${story} is refused with the reason`, async () => {
      await expect(readText('refused.trc', content)).rejects.toMatchObject({
        kind: 'bad-input',
        message: expect.stringMatching(message) as string,
      });
    });
  }
});

describe('OpenPose’s layout', () => {
  const person = (x: number, confidence = 0.9) => ({
    pose_keypoints_2d: body25Names.flatMap((name) => [x, /Heel|Toe/.test(name) ? 300 : 100, confidence]),
  });
  const folderOf = async (name: string, files: Record<string, unknown>): Promise<string> => {
    const where = path.join(folder, name);
    await mkdir(where);
    for (const [file, content] of Object.entries(files))
      await writeFile(path.join(where, file), JSON.stringify(content));
    return where;
  };

  it('a folder is read in order of frames, and a frame without its file stays as a gap', async () => {
    const where = await folderOf('frames', {
      'walk_000000000012_keypoints.json': { version: 1.3, people: [person(12)] },
      'walk_000000000009_keypoints.json': { version: 1.3, people: [person(9)] },
      'walk_000000000010_keypoints.json': { version: 1.3, people: [] },
      'notes.txt': 'not a frame',
    });
    const track = await readLandmarks(where, { fps: 50 });
    expect(Array.from(track.timeS)).toEqual([0, 0.02, 0.04, 0.06]);
    expect([0, 1, 2, 3].map((frame) => at(track, frame, 'Nose')[0])).toEqual([9, Number.NaN, Number.NaN, 12]);
    expect(at(track, 0, 'Nose')[1]).toBeGreaterThan(at(track, 0, 'LHeel')[1]!);
  });

  it('(0, 0, 0) is a missing point', async () => {
    const broken = person(5);
    broken.pose_keypoints_2d.splice(0, 3, 0, 0, 0);
    const where = await folderOf('missing', { 'a_000000000000_keypoints.json': { people: [broken] } });
    const track = await readLandmarks(where, { fps: 30 });
    expect(at(track, 0, 'Nose')[0]).toBeNaN();
    expect(track.confidence[0]).toBe(0);
  });

  it('of two people the one found first is followed', async () => {
    const where = await folderOf('two', {
      'a_000000000000_keypoints.json': { people: [person(400, 0.5), person(100)] },
      'a_000000000001_keypoints.json': { people: [person(402, 0.9), person(104, 0.4)] },
    });
    const track = await readLandmarks(where, { fps: 30 });
    expect([at(track, 0, 'Nose')[0], at(track, 1, 'Nose')[0]]).toEqual([100, 104]);
  });

  it('a folder wants to know its frame rate', async () => {
    const where = await folderOf('rate', { 'a_000000000000_keypoints.json': { people: [] } });
    await expect(readLandmarks(where)).rejects.toMatchObject({
      kind: 'bad-input',
      hint: expect.stringContaining('fps') as string,
    });
  });

  it('points of another model are refused', async () => {
    const where = await folderOf('coco', {
      'a_000000000000_keypoints.json': { people: [{ pose_keypoints_2d: new Array(54).fill(1) }] },
    });
    await expect(readLandmarks(where, { fps: 30 })).rejects.toThrow(/not the 25 of BODY_25/);
  });

  it('one document of a whole walk gives the same events back, packed or not', async () => {
    const { track } = phantomTrack({ seed: 2 }, 'px');
    const withHeight = { ...track, heightPx: 360 };
    const json = [...formatBody25Json(withHeight)].join('');
    const read = await readText('pose_body25.json.gz', gzipSync(json));
    expect(await readText('pose_body25.json', json)).toEqual(read);
    expect(read.heightPx).toBe(360);
    expect(analyze(read).events.map(({ side, event }) => [side, event])).toEqual(
      analyze(track).events.map(({ side, event }) => [side, event]),
    );
    expect(at(read, 10, 'LKnee')[1]).toBeCloseTo(at(track, 10, 'LKnee')[1]!, 2);
  });

  it('a document is read whatever stands around its frames, and however it is laid out', async () => {
    const frames = [0, 0.04, 0.08].map((time_s) => ({
      note: 'a "quoted" {brace] and a \\',
      people: [person(100 + time_s)],
      time_s,
    }));
    const document = {
      version: 1.3,
      'odd "frames": [': { frames: [{ people: [] }] },
      frames,
      model: 'BODY_25',
      height_px: 480,
    };
    const track = await readText('odd.json', JSON.stringify(document, null, 2));
    expect(Array.from(track.timeS)).toEqual([0, 0.04, 0.08]);
    expect(at(track, 2, 'Nose')).toEqual([100.08, 380, Number.NaN]);
  });

  it('a document that is cut within its frames is refused', async () => {
    const document = { version: 1.3, model: 'BODY_25', height_px: 480, frames: [] };
    const cut = JSON.stringify(document).replace(']}', JSON.stringify({ people: [person(1)], time_s: 0 }));
    for (const length of [cut.length, cut.length - 1, cut.length - 200]) {
      await expect(readText('cut-within.json', cut.slice(0, length))).rejects.toThrow(/not valid JSON/);
    }
  });

  it('is OpenPose’s own for each frame: y downwards, 75 numbers, nobody where nothing is seen', () => {
    const track: KeypointTrack = {
      names: ['MidHip', 'LHeel'],
      timeS: Float64Array.of(0, 0.04),
      position: Float64Array.of(50, 260, NaN, 40, 60, NaN, NaN, NaN, NaN, NaN, NaN, NaN),
      confidence: Float32Array.of(0.5, 1, 0, 0),
      unit: 'px',
      heightPx: 360,
    };
    // Sound for reading: the test looks at each part that it names.
    const { frames } = JSON.parse([...formatBody25Json(track)].join('')) as {
      frames: { time_s: number; people: { pose_keypoints_2d: number[] }[] }[];
    };
    const values = frames[0]!.people[0]!.pose_keypoints_2d;
    expect(values).toHaveLength(75);
    expect(values.slice(8 * 3, 9 * 3)).toEqual([50, 100, 0.5]);
    expect(values.slice(0, 3)).toEqual([0, 0, 0]);
    expect(frames[1]).toEqual({ time_s: 0.04, people: [] });
  });
});

describe('what is no landmark file', () => {
  const refused: readonly (readonly [
    story: string,
    name: string,
    content: string | Buffer,
    message: RegExp,
  ])[] = [
    ['an empty file', 'empty.trc', '', /is empty/],
    ['a text', 'notes.trc', 'patient 7, session 2', /no landmark file/],
    ['JSON of something else', 'other.json', '{"a": 1}', /layout that is known/],
    ['JSON cut short', 'cut.json', '{"frames": [', /not valid JSON/],
    ['a damaged gzip', 'cut.json.gz', gzipSync('{"frames": []}').subarray(0, 14), /cannot be unpacked/],
  ];
  for (const [story, name, content, message] of refused) {
    it(`${story} is refused with the reason`, async () => {
      await expect(readText(name, content)).rejects.toMatchObject({
        kind: 'bad-input',
        message: expect.stringMatching(message) as string,
      });
    });
  }

  it('a path that leads nowhere', async () => {
    await expect(readLandmarks(path.join(folder, 'nowhere.trc'))).rejects.toMatchObject({
      kind: 'bad-input',
    });
  });

  it('an empty folder', async () => {
    const where = path.join(folder, 'nothing');
    await mkdir(where);
    await expect(readLandmarks(where, { fps: 30 })).rejects.toThrow(/no \*_keypoints.json/);
  });
});

describe('BODY_25 from MediaPipe’s landmarks', () => {
  const image = new Float32Array(landmarkCount * 4);
  for (let landmark = 0; landmark < landmarkCount; landmark++) {
    image.set([10 * landmark, 5 * landmark, 0, 0.5 + landmark / 100], landmark * 4);
  }
  const track = toBody25({
    timeS: Float64Array.of(0),
    widthPx: 640,
    heightPx: 360,
    image,
    world: new Float32Array(landmarkCount * 3),
  });

  it('puts each landmark under its name, y upwards', () => {
    expect(at(track, 0, 'Nose')).toEqual([0, 360, Number.NaN]);
    expect(at(track, 0, 'RHeel')).toEqual([300, 210, Number.NaN]);
    expect(at(track, 0, 'LBigToe')).toEqual([310, 205, Number.NaN]);
    expect(at(track, 0, 'LKnee')).toEqual([250, 235, Number.NaN]);
    expect(track).toMatchObject({ unit: 'px', heightPx: 360, names: body25Names });
  });

  it('makes neck and mid-hip of two, with the lower confidence', () => {
    expect(at(track, 0, 'MidHip')).toEqual([235, 242.5, Number.NaN]);
    expect(track.confidence[body25Names.indexOf('MidHip')]).toBeCloseTo(0.73, 6);
    expect(at(track, 0, 'Neck')).toEqual([115, 302.5, Number.NaN]);
  });

  it('leaves small toes, lost frames and points outside the picture missing', () => {
    expect(track.confidence[body25Names.indexOf('LSmallToe')]).toBe(0);
    const outside = image.slice();
    outside[29 * 4] = 700;
    const lost = new Float32Array(landmarkCount * 4).fill(Number.NaN);
    const pose = { widthPx: 640, heightPx: 360, world: new Float32Array(landmarkCount * 3) };
    const left = toBody25({ ...pose, timeS: Float64Array.of(0), image: outside });
    expect(at(left, 0, 'LHeel')[0]).toBeNaN();
    expect(left.confidence[body25Names.indexOf('LHeel')]).toBe(0);
    const nobody = toBody25({ ...pose, timeS: Float64Array.of(0), image: lost });
    expect(nobody.position.every(Number.isNaN)).toBe(true);
    expect(nobody.confidence.every((trust) => trust === 0)).toBe(true);
  });
});
