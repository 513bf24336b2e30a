import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatC3d } from '../../src/kernel/landmarks/c3d/write';
import { formatMot } from '../../src/kernel/landmarks/mot';
import { formatBody25Json } from '../../src/kernel/landmarks/openpose';
import { inspectLandmarks, readLandmarks } from '../../src/kernel/landmarks/read';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { writeKeypointTable } from '../../src/kernel/store/keypoint-table';
import type { KeypointTrack } from '../../src/shared/results';
import { analyze, phantomTrack, withDropped } from './gait-fixture';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gait-written-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Points that are not seen lie nowhere, as in every track that is read. */
const hidden = (track: KeypointTrack): KeypointTrack => ({
  ...track,
  position: track.position.map((value, k) => (track.confidence[Math.floor(k / 3)] === 0 ? NaN : value)),
});
const walks: Readonly<Record<string, KeypointTrack>> = {
  'in metres': hidden(withDropped(phantomTrack({ seed: 3 }).track, 0.05, 1)),
  'in pixels': { ...hidden(withDropped(phantomTrack({ seed: 3 }, 'px').track, 0.05, 1)), heightPx: 360 },
};

const writers: Readonly<Record<string, (file: string, track: KeypointTrack) => Promise<void>>> = {
  'walk.trc': (file, track) => writeFile(file, formatTrc(track)),
  'walk.c3d': (file, track) => writeFile(file, formatC3d(track, [])),
  'keypoints.parquet': writeKeypointTable,
  'pose_body25.json.gz': (file, track) => writeFile(file, gzipSync([...formatBody25Json(track)].join(''))),
};

describe('what one analysis writes another reads', () => {
  for (const [how, walk] of Object.entries(walks)) {
    const formats = Object.entries(writers).filter(
      ([name]) => walk.unit === 'px' || !name.includes('body25'),
    );
    for (const [name, write] of formats) {
      it(`${name} ${how}: the same events, and no word of anything put right`, async () => {
        const file = path.join(folder, name);
        await write(file, walk);
        const { track, warnings } = await inspectLandmarks(file);
        expect(warnings).toEqual([]);
        expect(track.unit).toBe(walk.unit);
        const found = analyze(track).events;
        const expected = analyze(walk).events;
        expect(found.map(({ side, event }) => `${side} ${event}`)).toEqual(
          expected.map(({ side, event }) => `${side} ${event}`),
        );
        for (const [k, { timeS }] of found.entries()) expect(timeS).toBeCloseTo(expected[k]!.timeS, 2);
      });
    }
  }
});

describe('the table of keypoints', () => {
  for (const [how, walk] of Object.entries(walks)) {
    it(`${how} is read back as it was written`, async () => {
      const file = path.join(folder, 'again.parquet');
      await writeKeypointTable(file, walk);
      const read = await readLandmarks(file);
      expect(read.names).toEqual(walk.names);
      expect(read.timeS).toEqual(walk.timeS);
      expect(read.confidence).toEqual(walk.confidence);
      expect(read.heightPx).toBe(walk.heightPx);
      expect(Float32Array.from(read.position)).toEqual(Float32Array.from(walk.position));
    });
  }

  it('has a row a frame under plain names, for any Parquet reader', async () => {
    const file = path.join(folder, 'plain.parquet');
    await writeKeypointTable(file, walks['in pixels']!);
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
    expect(rows).toHaveLength(walks['in pixels']!.timeS.length);
    const names = Object.keys(rows[0]!);
    expect(names.slice(0, 4)).toEqual(['time_s', 'Nose_x_px', 'Nose_y_px', 'Nose_confidence']);
    expect(names).not.toContain('Nose_z_px');
  });

  it('of another program, or damaged, is refused', async () => {
    const file = path.join(folder, 'damaged.parquet');
    await writeKeypointTable(file, walks['in metres']!);
    await writeFile(file, (await readFile(file)).subarray(0, 5000));
    await expect(readLandmarks(file)).rejects.toMatchObject({ kind: 'bad-input' });
  });
});

describe('a motion for OpenSim', () => {
  const { angles } = analyze(phantomTrack({ seed: 3 }).track);
  const lines = [...formatMot(angles)].join('').trimEnd().split('\n');
  const end = lines.indexOf('endheader');
  const columns = lines[end + 1]!.split('\t');
  const rows = lines.slice(end + 2).map((line) => line.split('\t').map(Number));
  const stated = (key: string) =>
    lines
      .slice(0, end)
      .find((line) => line.startsWith(`${key}=`))
      ?.split('=')[1];

  it('has the header that OpenSim wants, and says its sizes', () => {
    expect(lines.slice(0, 2)).toEqual(['Coordinates', 'version=1']);
    expect(stated('inDegrees')).toBe('yes');
    expect(Number(stated('nColumns'))).toBe(columns.length);
    expect(Number(stated('nRows'))).toBe(rows.length);
    expect(rows.every(({ length }) => length === columns.length)).toBe(true);
    for (const convention of angles.conventions) expect(lines.slice(0, end)).toContain(convention);
  });

  it('holds the angles under OpenSim’s names, knee flexion positive and the pelvis tilting with the trunk', () => {
    const expected = {
      pelvis_tilt: angles.left.trunk.map((angle) => -angle),
      hip_flexion_l: angles.left.hip,
      knee_angle_l: angles.left.knee,
      ankle_angle_r: angles.right.ankle,
    };
    for (const [name, values] of Object.entries(expected)) {
      const column = columns.indexOf(name);
      for (const row of rows) {
        const frame = angles.timeS.findIndex((time) => Math.abs(time - row[0]!) < 1e-5);
        if (Number.isNaN(values[frame]!)) expect(row[column]).toBeNaN();
        else expect(row[column]).toBeCloseTo(values[frame]!, 3);
      }
    }
    expect(Math.max(...rows.map((row) => row[columns.indexOf('knee_angle_r')]!))).toBeGreaterThan(40);
  });

  it('has no column of what is not seen', () => {
    const unknown = angles.timeS.map(() => NaN);
    const seenLeft = { ...angles, right: { ...angles.right, hip: unknown, knee: unknown, ankle: unknown } };
    const text = [...formatMot(seenLeft)].join('');
    expect(text).toContain('knee_angle_l');
    expect(text).not.toContain('knee_angle_r');
  });
});
