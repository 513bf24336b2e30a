import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { createPoseTableWriter } from '../../src/kernel/store/pose-table';
import { openStore } from '../../src/kernel/store/store';

const work = mkdtempSync(path.join(os.tmpdir(), 'store-kernel-'));
const writerProgram = path.join(work, 'store-writer.mjs');
let folder: string;

beforeAll(async () => {
  await build({
    entryPoints: [path.join(packageRoot, 'test/kernel/store-writer.ts')],
    outfile: writerProgram,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});
afterAll(() => {
  rmSync(work, { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(path.join(work, 'store-'));
});

async function startWriter(name: string, results: number | 'forever'): Promise<ChildProcess> {
  const writer = spawn(process.execPath, [writerProgram, folder, name, String(results)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Also where the test fails: what is left of it holds the error stream of the whole run, which then never ends.
  onTestFinished(() => {
    writer.kill('SIGKILL');
  });
  await once(writer.stdout, 'data');
  return writer;
}

const results = (): string[] =>
  existsSync(path.join(folder, 'results')) ? readdirSync(path.join(folder, 'results')) : [];

/** What is being written; a writer that was killed at once has not made a place for it. */
const unfinished = (): string[] =>
  existsSync(path.join(folder, 'temporary')) ? readdirSync(path.join(folder, 'temporary')) : [];

/** Reads a result as its readers do: it must be one writer's, and whole. */
async function expectWhole(address: string): Promise<string> {
  const found = await (await openStore(folder)).find(address);
  expect(found, address).not.toBeNull();
  const parts = ['a', 'b', 'c'].map((part) => readFileSync(path.join(found!, part), 'utf8'));
  expect(new Set(parts).size).toBe(1);
  expect(parts[0]).toHaveLength(20_000);
  return parts[0]![0]!;
}

describe('a store', () => {
  it('is whole after its writer was killed, at any of twenty moments', async () => {
    let state = 20;
    const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    let leftovers = 0;
    for (let kill = 0; kill < 20; kill++) {
      const writer = await startWriter('w', 'forever');
      // The moment is what is random here, so it must be a time.
      await new Promise((resolve) => setTimeout(resolve, 40 * random()));
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      leftovers += unfinished().length;

      const store = await openStore(folder);
      for (const address of results()) await expectWhole(address);
      expect(unfinished()).toEqual([]);
      const names = path.join(folder, 'names');
      if (existsSync(names)) expect(readdirSync(names).filter((name) => name.startsWith('.'))).toEqual([]);
      const latest = (await store.recall()).get('latest') as { index: number; writer: string } | undefined;
      if (latest) expect(latest.writer).toHaveLength(1000);
    }
    // Otherwise the kills came at moments when there was nothing to break.
    expect(results().length).toBeGreaterThan(0);
    expect(leftovers).toBeGreaterThan(0);
  });

  it('has one whole result at every address where two processes wrote them all at once', async () => {
    const writers = await Promise.all([startWriter('x', 60), startWriter('y', 60)]);
    const codes = await Promise.all(
      writers.map(async (writer) => ((await once(writer, 'exit')) as [number])[0]),
    );
    expect(codes).toEqual([0, 0]);
    expect(results()).toHaveLength(60);
    for (const address of results()) expect(['x', 'y']).toContain(await expectWhole(address));
    expect(readdirSync(path.join(folder, 'temporary'))).toEqual([]);
  });
});

/** Mounts a file system of 2 MB, where we may; the function unmounts it. */
function mountSmallDisk(at: string): (() => void) | null {
  mkdirSync(at, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', at]).status === 0;
  if (!mounted) return null;
  return () => {
    spawnSync('umount', [at]);
  };
}

const probe = mountSmallDisk(path.join(work, 'probe'));
probe?.();
if (!probe) console.log('May not mount a small disk here: the tests of full and read-only disks do not run.');

describe.runIf(probe !== null)('on a disk that', () => {
  let disk: string;
  beforeEach(() => {
    disk = path.join(folder, 'disk');
    const unmount = mountSmallDisk(disk);
    onTestFinished(() => unmount?.());
  });

  it('is full, a result is given up with words, and nothing of it stays', async () => {
    const store = await openStore(disk);
    await store.write('a'.repeat(64), (temporary) => writeFile(path.join(temporary, 'small'), 'fits'));
    const tooLarge = store.write('b'.repeat(64), (temporary) =>
      writeFile(path.join(temporary, 'large'), Buffer.alloc(4 << 20)),
    );
    await expect(tooLarge).rejects.toMatchObject({
      name: 'GaitError',
      kind: 'failed',
      message: expect.stringContaining('No space is left') as string,
      hint: expect.stringContaining('--store') as string,
    });
    expect(readdirSync(path.join(disk, 'temporary'))).toEqual([]);
    expect(readdirSync(path.join(disk, 'results'))).toEqual(['a'.repeat(64)]);
    expect(await store.find('a'.repeat(64))).not.toBeNull();
  });

  it('fills up while landmarks come, the pose is given up with the same words', async () => {
    const store = await openStore(disk);
    const frames = 200;
    const batch = {
      timeS: new Float64Array(frames),
      image: new Float32Array(frames * 132),
      world: new Float32Array(frames * 99),
    };
    const written = store.write('c'.repeat(64), async (temporary) => {
      const table = await createPoseTableWriter(path.join(temporary, 'pose.parquet'), {
        chunkSize: 100,
        compress: true,
        widthPx: 640,
        heightPx: 360,
      });
      for (let count = 0; count < 20; count++) await table.append(batch);
      await table.close();
    });
    await expect(written).rejects.toThrow('No space is left');
    expect(readdirSync(path.join(disk, 'temporary'))).toEqual([]);
  });

  it('is read-only, what is there is found, and writing says what to do', async () => {
    await (
      await openStore(disk)
    ).write('a'.repeat(64), (temporary) => writeFile(path.join(temporary, 'x'), 'x'));
    expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
    const store = await openStore(disk);
    expect(await store.find('a'.repeat(64))).not.toBeNull();
    for (const write of [
      () => store.write('b'.repeat(64), () => Promise.resolve()),
      () => store.remember('walks', 1),
    ]) {
      await expect(write()).rejects.toMatchObject({
        kind: 'bad-input',
        message: expect.stringContaining('cannot be written') as string,
      });
    }
    await expect(openStore(path.join(disk, 'new'))).rejects.toMatchObject({ kind: 'bad-input' });
  });
});
