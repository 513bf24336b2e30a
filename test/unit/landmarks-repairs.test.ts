import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectLandmarks, type InspectedLandmarks } from '../../src/kernel/landmarks/read';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import type { KeypointTrack } from '../../src/shared/results';
import { analyze, phantomTrack } from './gait-fixture';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gait-repairs-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function inspect(content: string | Iterable<string>): Promise<InspectedLandmarks> {
  const file = path.join(folder, 'walk.trc');
  await writeFile(file, content);
  return inspectLandmarks(file);
}

const { track: walk } = phantomTrack({ duration_s: 2 });
type Place = readonly [x: number, y: number, z: number];
const changed = (change: (place: Place) => readonly number[], track = walk): KeypointTrack => ({
  ...track,
  position: Float64Array.from({ length: track.position.length / 3 }, (_, k) => k).reduce((all, k) => {
    // Sound: three values from the middle of a track's positions.
    all.set(change([...track.position.subarray(k * 3, k * 3 + 3)] as unknown as Place), k * 3);
    return all;
  }, new Float64Array(track.position.length)),
});
const text = (track: KeypointTrack) => [...formatTrc(track)].join('');
/** The same file, saying another unit in its header. */
const saying = (unit: string, file: string) =>
  file
    .split('\n')
    .map((line, k) => {
      const cells = line.split('\t');
      return k === 2 ? [...cells.slice(0, 4), unit, ...cells.slice(5)].join('\t') : line;
    })
    .join('\n');

const farthest = (a: KeypointTrack, b: KeypointTrack) =>
  Math.max(...a.position.map((value, k) => Math.abs(value - b.position[k]!)));

describe('axes of another laboratory', () => {
  const turned: readonly (readonly [
    story: string,
    change: (place: Place) => readonly number[],
    axis: RegExp,
  ])[] = [
    ['z up', ([x, y, z]) => [x, -z, y], /z points upwards/],
    ['z down', ([x, y, z]) => [x, z, -y], /z points downwards/],
    ['x up', ([x, y, z]) => [y, -x, z], /x points upwards/],
    ['x down', ([x, y, z]) => [-y, x, z], /x points downwards/],
    ['y down', ([x, y, z]) => [x, -y, -z], /y points downwards/],
  ];
  for (const [story, change, axis] of turned) {
    it(`with ${story} are turned upright with a word, and left stays left`, async () => {
      const { track, warnings } = await inspect(text(changed(change)));
      expect(farthest(track, walk)).toBeLessThan(2e-5);
      expect(warnings).toEqual([expect.stringMatching(axis)]);
    });
  }

  it('two of them exchanged make a mirror image, which is said', async () => {
    const { warnings } = await inspect(text(changed(([x, y, z]) => [x, z, y])));
    expect(warnings).toEqual([
      expect.stringMatching(/z points upwards/),
      expect.stringMatching(/mirror image/),
    ]);
  });

  it('as they should be draw no word', async () => {
    expect((await inspect(text(walk))).warnings).toEqual([]);
  });
});

describe('lengths in another unit than the file says', () => {
  const inMm = changed((place) => place.map((value) => value * 1000));
  const inCm = changed((place) => place.map((value) => value * 100));
  const wrong: readonly (readonly [story: string, file: string, taken: string])[] = [
    ['millimetres that say metres', text(inMm), 'mm'],
    ['centimetres that say metres', text(inCm), 'cm'],
    ['metres that say millimetres', saying('mm', text(walk)), 'm'],
    ['millimetres that say nothing', saying('', text(inMm)), 'mm'],
    ['metres that say nothing', saying('', text(walk)), 'm'],
  ];
  for (const [story, file, taken] of wrong) {
    it(`${story} are known by the size of the body, with a word`, async () => {
      const { track, warnings } = await inspect(file);
      expect(track.unit).toBe('m');
      expect(farthest(track, walk)).toBeLessThan(2e-5);
      expect(warnings).toEqual([expect.stringContaining(`lengths were taken as ${taken}.`)]);
    });
  }

  it('a child in metres is left as it is', async () => {
    const { track, warnings } = await inspect(text(changed((place) => place.map((value) => value * 0.35))));
    expect(warnings).toEqual([]);
    expect(track.unit).toBe('m');
  });

  const flat = changed(([x, y]) => [x * 1000, y * 1000, 0]);
  const refused: readonly (readonly [story: string, file: string, message: RegExp])[] = [
    ['a flat picture that names no unit may be pixels or millimetres', saying('', text(flat)), /told apart/],
    ['a flat picture that says metres may be pixels', text(flat), /told apart/],
    ['a walker of a pixel', saying('px', text(walk)), /told apart/],
    ['a giant', text(changed((place) => place.map((value) => value * 5))), /which cannot be\./],
  ];
  for (const [story, file, message] of refused) {
    it(`${story}, and is refused`, async () => {
      await expect(inspect(file)).rejects.toMatchObject({
        kind: 'bad-input',
        message: expect.stringMatching(message) as string,
        hint: expect.stringContaining('header') as string,
      });
    });
  }
});

describe('what one camera saw, in metres', () => {
  const long = phantomTrack({ duration_s: 6 }).track;
  const flat = (zOf: (point: number) => number): KeypointTrack => ({
    ...long,
    position: long.position.map((value, at) =>
      at % 3 === 2 ? zOf(((at - 2) / 3) % long.names.length) : value,
    ),
  });

  it.each([
    ['one z for all', () => 0],
    ['a z for each point, as Sports2D writes it', (point: number) => 0.09 * ((point % 3) - 1)],
  ])('with %s gives lengths along the way, and none that need 3D', async (_story, zOf) => {
    const { track, warnings } = await inspect(text(flat(zOf)));
    expect(warnings.join()).toContain('what one camera sees');
    const { parameters, cycles } = analyze(track);
    expect(cycles.length).toBeGreaterThan(4);
    expect(parameters.stride_length_m!.all.mean!).toBeCloseTo(
      analyze(long).parameters.stride_length_m!.all.mean!,
      1,
    );
    for (const { stepLengthM, stepWidthM, footClearanceM } of cycles) {
      expect([stepLengthM, stepWidthM, footClearanceM]).toEqual([null, null, null]);
    }
    expect(parameters.quality.abstentions.join()).toMatch(/No step length: from one camera.*these need 3D/);
    expect(parameters.quality.walking_direction).toBe('right');
    expect(parameters.quality.scale).toMatchObject({ metres_per_pixel: null });
  });

  it('is not what somebody in 3D is taken for, who leaves one point still', async () => {
    const { track, warnings } = await inspect(
      text({
        ...long,
        position: flat(() => 0).position.map((value, at) =>
          at % 3 === 2 && at % 7 !== 0 ? long.position[at]! : value,
        ),
      }),
    );
    expect(track.planar).toBeUndefined();
    expect(warnings).toEqual([]);
  });
});

describe('times that are out of order', () => {
  const lines = text(walk).trimEnd().split('\n');
  const header = lines.slice(0, 6);
  const rows = lines.slice(6);
  const file = (of: readonly string[]) => [...header, ...of].join('\n');
  const moved = (row: string, timeS: string) => row.split('\t').with(1, timeS).join('\t');

  it('frames that stand there twice count once, with a word', async () => {
    const { track, warnings } = await inspect(
      file(rows.flatMap((row, k) => (k % 10 === 3 ? [row, row] : [row]))),
    );
    expect(track.timeS.length).toBe(walk.timeS.length);
    expect(farthest(track, walk)).toBeLessThan(2e-5);
    expect(warnings).toEqual([
      `${Math.ceil((rows.length - 3) / 10)} frames stood in the file twice and counted once.`,
    ]);
  });

  it('other points at a time that was there already are refused by their line', async () => {
    const again = rows.with(5, moved(rows[5]!, rows[4]!.split('\t')[1]!));
    await expect(inspect(file(again))).rejects.toThrow(
      /^Line 12 .* other points at the time of the frame before/,
    );
  });

  it('times that fall are refused by their line', async () => {
    const exchanged = rows.with(5, rows[6]!).with(6, rows[5]!);
    await expect(inspect(file(exchanged))).rejects.toThrow(/do not rise: in line 13,/);
  });

  it('a time that is no number, or endless, is refused by its line', async () => {
    for (const time of ['NaN', 'Infinity', '']) {
      await expect(inspect(file(rows.with(2, moved(rows[2]!, time))))).rejects.toThrow(/^Line 9 .* no time/);
    }
  });
});

describe('points that are not there', () => {
  it('nobody seen at all: NaN everywhere gives no figure, and says why', async () => {
    const nowhere = text(walk)
      .trimEnd()
      .split('\n')
      .map((line, k) => (k < 6 ? line : line.split('\t').fill('NaN', 2).join('\t')))
      .join('\n');
    const { track } = await inspect(nowhere);
    const { events, parameters } = analyze(track);
    expect(events).toEqual([]);
    expect(parameters.cadence_steps_per_min).toBeNull();
    expect(parameters.quality.abstentions[0]).toMatch(/^No events/);
  });

  it('exactly at the origin, as BTK exports them, they are missing', async () => {
    const { track } = await inspect(text(changed((place) => (place[0] > 1 ? place : [0, 0, 0]))));
    expect(track.position.some((value) => value === 0)).toBe(false);
    expect(track.confidence).toContain(0);
  });

  it('three frames give no figure, and say why', async () => {
    const { track } = await inspect(text(walk).split('\n').slice(0, 9).join('\n'));
    const { events, parameters } = analyze(track);
    expect(track.timeS).toHaveLength(3);
    expect(events).toEqual([]);
    expect(parameters.stride_time_s.all).toEqual({ mean: null, sd: null, n: 0 });
    expect(parameters.quality.abstentions[0]).toMatch(/^No events/);
  });

  it('NaN in a JSON, as Python writes it, is a missing point', async () => {
    const where = path.join(folder, 'python');
    await mkdir(where);
    const values = Array.from({ length: 75 }, (_, k) => (k % 3 === 2 ? '0.9' : String(100 + 4 * k)));
    const frame = `{"people": [{"pose_keypoints_2d": [${values.fill('NaN', 0, 3).join(', ')}]}]}`;
    await writeFile(path.join(where, 'walk_000000.json'), frame);
    const { track } = await inspectLandmarks(where, { fps: 30 });
    expect(track.confidence[0]).toBe(0);
    expect(track.confidence[1]).toBeCloseTo(0.9, 6);
  });
});
