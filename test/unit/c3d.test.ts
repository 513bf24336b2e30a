import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatC3d } from '../../src/kernel/landmarks/c3d/write';
import { inspectLandmarks, measureLandmarks, readLandmarks } from '../../src/kernel/landmarks/read';
import { readStoredEvents } from '../../src/kernel/landmarks/stored-events';
import type { GaitEvent, KeypointTrack } from '../../src/shared/results';
import { c3dBytes, type C3dRecipe } from './c3d-fixture';
import { onlyFrames, phantomTrack, withDropped } from './gait-fixture';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gait-c3d-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, content: Uint8Array | Iterable<Uint8Array>): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}
const made = (name: string, recipe: C3dRecipe) => fileOf(name, c3dBytes(recipe));

/** Hips over heels, as a laboratory with z upwards has them in millimetres; the right heel is missing at first. */
const labels = ['S1:LHIP', 'S1:RHIP', 'S1:LHEE', 'S1:RHEE'];
const frames = [
  [
    [100, 80, 900, 1],
    [100, -80, 900, 1],
    [60, 90, 40, 1],
    [0, 0, 0, -1],
  ],
  [
    [112, 80, 904, 1],
    [112, -80, 904, 1],
    [60, 90, 40, 1],
    [200, -90, 60, 1],
  ],
] as const;

const at = ({ names, position }: KeypointTrack, frame: number, name: string): number[] => {
  const start = (frame * names.length + names.indexOf(name)) * 3;
  return Array.from(position.subarray(start, start + 3), (value) => Number(value.toFixed(5)));
};

describe('a C3D made byte by byte from its guide', () => {
  for (const processor of ['intel', 'dec', 'mips'] as const) {
    for (const scale of [undefined, 0.5]) {
      const kind = scale === undefined ? 'floats' : 'scaled integers';
      it(`of ${kind} from ${processor === 'intel' ? 'an' : 'a'} ${processor} processor is read`, async () => {
        const stored = frames.map((frame) =>
          frame.map(([x, y, z, residual]) => {
            const unit = scale ?? 1;
            return [x / unit, y / unit, z / unit, residual] as const;
          }),
        );
        const recipe = { processor, labels, frames: stored, rateHz: 50, analogValues: 6 };
        const file = await made(`${processor}.c3d`, scale === undefined ? recipe : { ...recipe, scale });
        expect(await measureLandmarks(file)).toEqual({ frames: 2, points: 4 });
        const track = await readLandmarks(file);
        expect(track.names).toEqual(['LHip', 'RHip', 'LHeel', 'RHeel', 'MidHip']);
        expect(track.unit).toBe('m');
        expect(Array.from(track.timeS)).toEqual([0, 0.02]);
        // z upwards becomes y upwards by turning, so what lay to the left of x still does.
        expect(at(track, 1, 'LHip')).toEqual([0.112, 0.904, -0.08]);
        expect(at(track, 1, 'RHeel')).toEqual([0.2, 0.06, 0.09]);
        expect(at(track, 1, 'MidHip')).toEqual([0.112, 0.904, 0]);
        expect(at(track, 0, 'RHeel')).toEqual([NaN, NaN, NaN]);
        expect(Array.from(track.confidence)).toEqual([1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
      });
    }
  }

  it('keeps its clock: the first stored frame is not the first of the trial', async () => {
    const file = await made('cropped.c3d', { labels, frames, rateHz: 50, firstFrame: 101 });
    expect(Array.from((await readLandmarks(file)).timeS)).toEqual([2, 2.02]);
  });

  it('counted from frame 0, as Pose2Sim writes it, begins at 0 s', async () => {
    const file = await made('zero.c3d', { labels, frames, rateHz: 50, firstFrame: 0 });
    expect(Array.from((await readLandmarks(file)).timeS)).toEqual([0, 0.02]);
  });

  it('gives names beyond the 255th, and leaves out angles and markers without a name', async () => {
    const many = Array.from({ length: 300 }, (_, k) => `M${k}`);
    const first = [...many.slice(0, 253), 'LKneeAngles', '*13'];
    const second = [...many.slice(253, 270), ...labels];
    const file = await made('many.c3d', {
      labels: first,
      frames: [[...first.slice(0, -4), ...second].map((_, k) => [k + 1, 1, 1, 0] as const)].map((frame) => [
        ...frame,
        ...frames[1],
      ]),
      parameters: { POINT: { LABELS2: { texts: second }, ANGLES: { texts: ['LKneeAngles'] } } },
    });
    const { names } = await readLandmarks(file);
    expect(names).toHaveLength(first.length - 2 + second.length + 1);
    expect(names).toContain('M269');
    expect(names).not.toContain('LKneeAngles');
  });

  it('of Motion Analysis has its names in the descriptions, and 9999999 for missing', async () => {
    const [first, second] = frames;
    const file = await made('cortex.c3d', {
      labels: ['a', 'b', 'c', 'd'],
      frames: [[...first.slice(0, 3), [9_999_999, 9_999_999, 9_999_999, 0]], second],
      parameters: {
        MANUFACTURER: { COMPANY: { texts: ['Motion Analysis Corp.'] } },
        POINT: { DESCRIPTIONS: { texts: labels } },
      },
    });
    const track = await readLandmarks(file);
    expect(track.names).toContain('RHeel');
    expect(at(track, 0, 'RHeel')).toEqual([NaN, NaN, NaN]);
  });

  it('more than 65535 frames long says so in TRIAL', async () => {
    const count = 66_000;
    const long = Array.from({ length: count }, () => frames[1]);
    const bytes = c3dBytes({
      labels,
      frames: long.slice(0, 1),
      parameters: {
        TRIAL: {
          ACTUAL_START_FIELD: { int16: [1, 0] },
          ACTUAL_END_FIELD: { int16: [count % 65536, Math.floor(count / 65536)] },
        },
      },
    });
    const dataAt = (bytes.readUInt16LE(16) - 1) * 512;
    const frame = bytes.subarray(dataAt, dataAt + 64);
    const file = await fileOf(
      'long.c3d',
      Buffer.concat([bytes.subarray(0, dataAt), ...long.map(() => frame)]),
    );
    expect(await measureLandmarks(file)).toEqual({ frames: count, points: 4 });
    const track = await readLandmarks(file);
    expect(at(track, count - 1, 'LHip')).toEqual([0.112, 0.904, -0.08]);
  });

  it('cut short is read as far as it goes, with a word', async () => {
    const bytes = c3dBytes({ labels, frames });
    const dataAt = (bytes.readUInt16LE(16) - 1) * 512;
    const { track, warnings } = await inspectLandmarks(
      await fileOf('cut.c3d', bytes.subarray(0, dataAt + 100)),
    );
    expect(track.timeS).toHaveLength(1);
    expect(warnings).toEqual(['cut.c3d announces 2 frames and holds 1: it may be cut short.']);
  });

  const refused: readonly (readonly [story: string, bytes: Buffer, message: RegExp])[] = [
    ['cut within its parameters', c3dBytes({ labels, frames }).subarray(0, 700), /damaged/],
    ['without data', c3dBytes({ labels, frames }).subarray(0, 1024), /holds no frames/],
    ['without a frame rate', c3dBytes({ labels, frames, rateHz: 0 }), /no frame rate/],
    ['whose frame rate is no number', c3dBytes({ labels, frames, rateHz: Number.NaN }), /no frame rate/],
    ['in feet', c3dBytes({ labels, frames, units: 'ft' }), /is "ft", which is not known/],
    ['without feet', c3dBytes({ labels: ['LASI', 'RASI', 'C7', 'T10'], frames }), /no heels by name.*C7/],
  ];
  for (const [story, bytes, message] of refused) {
    it(`${story} is refused with the reason`, async () => {
      await expect(readLandmarks(await fileOf('refused.c3d', bytes))).rejects.toMatchObject({
        kind: 'bad-input',
        message: expect.stringMatching(message) as string,
      });
    });
  }

  it('damaged anywhere is read, or refused with a reason, and never fails with a riddle', async () => {
    const whole = c3dBytes({ labels, frames, headerEvents: [['LHS', 0.5]] });
    const bytes = whole.subarray(0, (whole.readUInt16LE(16) - 1) * 512 + 128);
    for (let at = 2; at < bytes.length; at += 37) {
      const damaged = Buffer.from(bytes);
      damaged[at] = 255 - damaged[at]!;
      damaged[(at * 31) % bytes.length] = at % 256;
      const file = await fileOf('damaged.c3d', damaged);
      for (const read of [readLandmarks, readStoredEvents]) {
        await read(file).catch((thrown: unknown) => {
          expect(thrown).toMatchObject({ kind: 'bad-input' });
        });
      }
    }
  });

  it('of a processor that nobody knows is refused by its code', async () => {
    const bytes = c3dBytes({ labels, frames });
    bytes[512 + 3] = 90;
    await expect(readLandmarks(await fileOf('processor.c3d', bytes))).rejects.toThrow(/code 90/);
  });
});

describe('the events that a C3D stores', () => {
  it('come from its group, sides from the context, times in minutes and seconds', async () => {
    const file = await made('events.c3d', {
      labels,
      frames,
      parameters: {
        EVENT: {
          USED: { int16: [4] },
          CONTEXTS: { texts: ['Left', 'Right', 'General', 'Right'] },
          LABELS: { texts: ['Foot Strike', 'Foot Off', 'Event', 'Foot Strike'] },
          TIMES: { floats: [1, 2.5, 0, 3.25, 0, 1, 0, 0.5], dims: [2, 4] },
        },
      },
    });
    expect(await readStoredEvents(file)).toEqual([
      { timeS: 0.5, side: 'right', event: 'heel_strike', confidence: 1 },
      { timeS: 3.25, side: 'right', event: 'toe_off', confidence: 1 },
      { timeS: 62.5, side: 'left', event: 'heel_strike', confidence: 1 },
    ]);
  });

  it('come from its header where there is no group, counted from the first stored frame', async () => {
    const headerEvents = [
      ['RTO', 0.75],
      ['LHS', 0.5],
      ['XYZ', 0.6],
    ] as const;
    for (const processor of ['intel', 'dec'] as const) {
      const file = await made('header.c3d', { labels, frames, processor, headerEvents, firstFrame: 101 });
      expect(await readStoredEvents(file)).toEqual([
        { timeS: 1.5, side: 'left', event: 'heel_strike', confidence: 1 },
        { timeS: 1.75, side: 'right', event: 'toe_off', confidence: 1 },
      ]);
    }
  });

  it('are none in files of other kinds', async () => {
    expect(await readStoredEvents(path.join(folder, 'walk.trc'))).toEqual([]);
  });
});

describe('a C3D of our own', () => {
  const event = (timeS: number, side: GaitEvent['side'], kind: GaitEvent['event']): GaitEvent => ({
    timeS,
    side,
    event: kind,
    confidence: 1,
  });
  const events = [event(1.234, 'left', 'heel_strike'), event(61.5, 'right', 'toe_off')];
  const missing = (track: KeypointTrack): KeypointTrack => ({
    ...track,
    position: track.position.map((value, k) => (track.confidence[Math.floor(k / 3)] === 0 ? NaN : value)),
  });
  /** Written and read back; the clock begins in the middle of things. */
  async function again(track: KeypointTrack, stored: readonly GaitEvent[] = []) {
    const file = await fileOf('own.c3d', formatC3d(track, stored));
    return { read: await readLandmarks(file), events: await readStoredEvents(file) };
  }
  const later = (track: KeypointTrack): KeypointTrack => ({
    ...track,
    timeS: track.timeS.map((time) => time + 0.4321),
  });

  it('is read back as it was written: points, missing ones, clock and events', async () => {
    const track = later(missing(withDropped(phantomTrack({ duration_s: 1 }).track, 0.2, 1)));
    const { read, events: found } = await again(track, events);
    expect(read.names).toEqual(track.names);
    expect(read.unit).toBe('m');
    expect(read.confidence).toEqual(track.confidence);
    for (const [k, value] of read.position.entries()) {
      if (Number.isNaN(track.position[k]!)) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(track.position[k]!, 6);
    }
    for (const [frame, time] of read.timeS.entries()) expect(time).toBeCloseTo(track.timeS[frame]!, 5);
    expect(found.map(({ timeS, ...rest }) => ({ ...rest, timeS: Number(timeS.toFixed(4)) }))).toEqual(events);
  });

  it('of a picture keeps its pixels', async () => {
    const { track } = phantomTrack({ duration_s: 1 }, 'px');
    const { read } = await again(track);
    expect(read.unit).toBe('px');
    for (const [k, value] of read.position.entries()) {
      if (k % 3 === 2) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(track.position[k]!, 3);
    }
  });

  it('of a camera that lost frames has them missing, and the others in their places', async () => {
    const { track } = phantomTrack({ duration_s: 1, fps: 50 });
    const { read } = await again(onlyFrames(track, (frame) => frame !== 20 && frame !== 21));
    expect(read.timeS.length).toBe(track.timeS.length);
    expect(at(read, 20, 'LHeel')).toEqual([NaN, NaN, NaN]);
    for (const frame of [0, 19, 22, 49]) {
      at(read, frame, 'LHeel').forEach((value, axis) => {
        expect(value).toBeCloseTo(at(track, frame, 'LHeel')[axis]!, 4);
      });
    }
  });

  it('of a camera of changing rate lies on one rate, between its neighbours', async () => {
    const { track } = phantomTrack({ duration_s: 1, fps: 50 });
    const timeS = track.timeS.map((time, frame) => time + (frame % 2) * 0.006);
    const x = timeS.map((time) => 2 * time);
    const moving = {
      ...track,
      timeS,
      position: track.position.map((value, k) =>
        k % 3 === 0 ? x[Math.floor(k / 3 / track.names.length)]! : value,
      ),
    };
    const { read } = await again(moving);
    const steps = read.timeS.subarray(1).map((time, k) => time - read.timeS[k]!);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1e-6);
    for (const [frame, time] of read.timeS.entries()) {
      expect(Math.abs(at(read, frame, 'LHip')[0]! - 2 * time)).toBeLessThan(0.012);
    }
  });

  it('has events beyond the 255th, and none where they do not fit', async () => {
    const { track } = phantomTrack({ duration_s: 1 });
    const walked = (count: number) =>
      Array.from({ length: count }, (_, k) => event(k, k % 2 ? 'left' : 'right', 'toe_off'));
    expect((await again(track, walked(600))).events.map(({ timeS }) => timeS)).toEqual(
      walked(600).map(({ timeS }) => timeS),
    );
    expect((await again(track, walked(20_000))).events).toEqual([]);
  });

  it('is laid out as the guide has it', () => {
    const { track } = phantomTrack({ duration_s: 1 });
    const bytes = Buffer.concat([...formatC3d(track, events)]);
    expect(bytes.length % 512).toBe(0);
    expect([bytes[0], bytes[1], bytes[512], bytes[513], bytes[515]]).toEqual([2, 0x50, 1, 0x50, 84]);
    expect(bytes.readUInt16LE(2)).toBe(track.names.length);
    expect([bytes.readUInt16LE(6), bytes.readUInt16LE(8)]).toEqual([1, track.timeS.length]);
    expect(bytes.readFloatLE(12)).toBe(-1);
    expect(bytes.readUInt16LE(16)).toBe(2 + bytes[514]!);
    const dataAt = (bytes.readUInt16LE(16) - 1) * 512;
    expect(bytes.readFloatLE(dataAt)).toBeCloseTo(1000 * track.position[0]!, 2);
    expect(bytes.readFloatLE(dataAt + 12)).toBe(0);
  });
});
