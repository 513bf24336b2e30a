import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { createPoseTableWriter, readPoseTable, type PoseBatch } from '../../src/kernel/store/pose-table';

const options = { chunkSize: 100, compress: true, widthPx: 1920, heightPx: 1080 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'table-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
});

/** A walk that wanders, the same for the same seed; no pose is found in every seventh frame. */
function walk(frames: number, { silhouette = false, seed = 1 } = {}): PoseBatch {
  let state = seed;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const isMissing = (frame: number): boolean => frame % 7 === 3;
  const values = (perFrame: number, scale: number): Float32Array =>
    Float32Array.from({ length: frames * perFrame }, (_, index) =>
      isMissing(Math.floor(index / perFrame)) ? NaN : scale * random(),
    );
  return {
    timeS: Float64Array.from({ length: frames }, (_, frame) => frame / 29.97 + 1e-9 * random()),
    image: values(132, 1000),
    world: values(99, 1),
    ...(silhouette && { silhouetteShare: values(1, 1) }),
  };
}

/** Writes a track in batches of the given size. */
async function write(
  track: PoseBatch,
  batchSize: number,
  changed: Partial<typeof options> | { chunkSize: null } = {},
) {
  const file = path.join(folder, `${readdirSync(folder).length}.parquet`);
  const table = await createPoseTableWriter(file, { ...options, ...changed });
  for (let start = 0; start < track.timeS.length; start += batchSize) {
    const end = start + batchSize;
    await table.append({
      timeS: track.timeS.slice(start, end),
      image: track.image.slice(start * 132, end * 132),
      world: track.world.slice(start * 99, end * 99),
      ...(track.silhouetteShare && { silhouetteShare: track.silhouetteShare.slice(start, end) }),
    });
  }
  await table.close();
  return file;
}

it('gives back every number as it was, and frames without a pose as missing', async () => {
  const track = walk(250, { silhouette: true });
  const read = await readPoseTable(await write(track, 32));
  expect(read).toEqual({ ...track, widthPx: 1920, heightPx: 1080 });
  expect(read.image[3 * 132]).toBeNaN();
});

it.each([
  { chunkSize: 1, compress: true },
  { chunkSize: 7, compress: false },
  { chunkSize: 1_000_000, compress: false },
  { chunkSize: null, compress: true },
  { chunkSize: null, compress: false },
])('gives back the same for chunks of $chunkSize frames, compressed: $compress', async (changed) => {
  const track = walk(220);
  expect(await readPoseTable(await write(track, 16, changed))).toEqual(
    await readPoseTable(await write(track, 32)),
  );
});

it('has the same bytes for every chunk size and batch', async () => {
  const track = walk(5000);
  const [one, other, whole] = [
    await write(track, 33, { chunkSize: 100 }),
    await write(track, 64, { chunkSize: 1000 }),
    await write(track, 5000, { chunkSize: null }),
  ];
  expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
  expect(readFileSync(one).equals(readFileSync(whole))).toBe(true);
});

it('writes chunks to disk while they come, and cleans them up', async () => {
  const file = path.join(folder, 'walk.parquet');
  const table = await createPoseTableWriter(file, { ...options, chunkSize: 50 });
  const onDisk = (): number =>
    readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  await table.append(walk(49));
  expect(onDisk()).toBe(0);
  await table.append(walk(1));
  const chunk = onDisk();
  expect(chunk).toBeGreaterThan(50 * 231 * 4);
  await table.append(walk(50));
  expect(onDisk()).toBe(2 * chunk);
  await table.close();
  expect(readdirSync(folder)).toEqual(['walk.parquet']);
});

it('is smaller with compression', async () => {
  // Landmarks move little from frame to frame, as in a recording.
  const still = walk(1);
  const track: PoseBatch = {
    timeS: walk(1000).timeS,
    image: Float32Array.from(
      { length: 132_000 },
      (_, index) => still.image[index % 132]! + Math.floor(index / 132) / 64,
    ),
    world: Float32Array.from({ length: 99_000 }, (_, index) => still.world[index % 99]!),
  };
  const size = async (compress: boolean) => statSync(await write(track, 100, { compress })).size;
  expect(await size(true)).toBeLessThan(0.8 * (await size(false)));
});

it('can leave the world landmarks unread', async () => {
  const track = walk(30);
  const read = await readPoseTable(await write(track, 30), { world: false });
  expect(read.image).toEqual(track.image);
  expect(read.world).toHaveLength(0);
});

it('keeps a recording in which there was no frame at all', async () => {
  const read = await readPoseTable(await write(walk(0), 1));
  expect(read.timeS).toHaveLength(0);
  expect(read.widthPx).toBe(1920);
});

it('is a Parquet table with names that anybody can read', async () => {
  const track = walk(3, { silhouette: true });
  const content = readFileSync(await write(track, 3));
  const bytes = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
  const rows = (await parquetReadObjects({ file: bytes })) as Record<string, number>[];
  expect(rows).toHaveLength(3);
  expect(Object.keys(rows[0]!)).toHaveLength(1 + 33 * 7 + 1);
  expect(rows[1]).toMatchObject({
    time_s: track.timeS[1],
    nose_x_px: track.image[132],
    right_foot_index_visibility: track.image[263],
    left_heel_world_y_m: track.world[99 + 29 * 3 + 1],
    silhouette_share: track.silhouetteShare![1],
  });
});

it('says so where a file is no pose table', async () => {
  const file = path.join(folder, 'walk.parquet');
  writeFileSync(file, 'not Parquet, though its name says so');
  await expect(readPoseTable(file)).rejects.toMatchObject({ kind: 'bad-input' });
  const cut = await write(walk(10), 10);
  const whole = readFileSync(cut);
  writeFileSync(cut, whole.subarray(0, whole.length / 2));
  await expect(readPoseTable(cut)).rejects.toMatchObject({ kind: 'bad-input' });
  writeFileSync(cut, '');
  appendFileSync(cut, whole.subarray(0, 3));
  await expect(readPoseTable(cut)).rejects.toMatchObject({ kind: 'bad-input' });
});
