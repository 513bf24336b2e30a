import { createHash } from 'node:crypto';
import { createReadStream, type BigIntStats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { badInput } from '../../shared/errors';
import { writeFileAtomically } from './atomic-file';
import { makeFolder } from './make-folder';

const memoSchema = z.object({ path: z.string(), fingerprint: z.string(), digest: z.string() });

/**
 * A file that changed this recently is not remembered: a second change may leave the same times behind,
 * as the coarsest file systems in use (FAT) count in steps of two seconds.
 */
const settledAfterMs = 2000;

export interface Digester {
  /**
   * SHA-256 of a file's content, or of a folder's files with their names (one level, as in OpenPose's output).
   * Remembered by path, size, times of change (to the nanosecond) and inode, so that a large video is read once.
   * @throws GaitError where there is no such file or folder; AbortError.
   */
  digest(fileOrFolder: string, signal?: AbortSignal): Promise<string>;
}

/**
 * @param memoFolder Where digests are remembered, a small file each: losing or sharing them harms nothing.
 */
export function createDigester(memoFolder: string, nowMs: () => number = Date.now): Digester {
  const memoFile = (target: string): string =>
    path.join(memoFolder, `${createHash('sha256').update(target).digest('hex').slice(0, 32)}.json`);

  async function recall(target: string, fingerprint: string): Promise<string | null> {
    try {
      const memo = memoSchema.parse(JSON.parse(await readFile(memoFile(target), 'utf8')));
      return memo.path === target && memo.fingerprint === fingerprint ? memo.digest : null;
    } catch {
      return null;
    }
  }

  async function remember(target: string, fingerprint: string, digest: string): Promise<void> {
    try {
      await makeFolder(memoFolder);
      await writeFileAtomically(memoFile(target), JSON.stringify({ path: target, fingerprint, digest }));
    } catch {
      // Only costs reading the file again; a store that cannot be written says so when a result is written.
    }
  }

  async function digest(target: string, signal?: AbortSignal): Promise<string> {
    const before = await look(target);
    const known = await recall(target, before.fingerprint);
    if (known !== null) return known;
    const computed =
      before.files === null ? await hashFile(target, signal) : await hashFolder(target, before.files, signal);
    const after = await look(target);
    if (after.fingerprint === before.fingerprint && nowMs() - after.changedMs > settledAfterMs) {
      await remember(target, after.fingerprint, computed);
    }
    return computed;
  }

  return {
    async digest(fileOrFolder, signal) {
      const target = path.resolve(fileOrFolder);
      try {
        return await digest(target, signal);
      } catch (error) {
        if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
        throw badInput(`${target} cannot be read.`, 'Give yourself the right to read it.');
      }
    },
  };
}

interface Look {
  readonly fingerprint: string;
  /** Latest change of anything in it. */
  readonly changedMs: number;
  /** Sorted names of a folder's files; null for a file. */
  readonly files: readonly string[] | null;
}

async function look(target: string): Promise<Look> {
  const found = await statOrNull(target);
  if (found === null) throw badInput(`There is no file or folder ${target}.`, 'Check the path.');
  if (!found.isDirectory()) return { fingerprint: print(found), changedMs: changedMs(found), files: null };
  const files = (await readdir(target, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
  const all = createHash('sha256');
  let latestMs = changedMs(found);
  for (const name of files) {
    const file = await statOrNull(path.join(target, name));
    all.update(`${name}\0${file === null ? 'gone' : print(file)}\n`);
    if (file !== null) latestMs = Math.max(latestMs, changedMs(file));
  }
  return { fingerprint: all.digest('hex'), changedMs: latestMs, files };
}

// The time of status change cannot be set back, which the time of modification can (cp -p, rsync).
const print = (file: BigIntStats): string => [file.size, file.mtimeNs, file.ctimeNs, file.ino].join(' ');
const changedMs = (file: BigIntStats): number =>
  Number(file.ctimeMs > file.mtimeMs ? file.ctimeMs : file.mtimeMs);

async function statOrNull(target: string): Promise<BigIntStats | null> {
  try {
    return await stat(target, { bigint: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const content = createReadStream(file, { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) });
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function hashFolder(folder: string, files: readonly string[], signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (const name of files) hash.update(`${name}\0${await hashFile(path.join(folder, name), signal)}\n`);
  return hash.digest('hex');
}
