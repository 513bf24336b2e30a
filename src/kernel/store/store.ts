import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { createHash } from 'node:crypto';
import { ownedName } from '../../processes/owner';
import { syncFolder, writeFileAtomically } from './atomic-file';
import { checkpointPlace, sweepCheckpoints, type CheckpointPlace } from './checkpoints';
import { createDigester, type Digester } from './digest';
import { sweep } from './leftovers';
import { makeFolder } from './make-folder';
import { writingInto } from './storage-errors';

/** Results on disk, each a folder under the address of what it was made from. Several processes may share one. */
export interface Store extends Digester {
  readonly folder: string;
  /** Where run records lie. */
  readonly runsFolder: string;
  /** Folder of the complete result at this address, or null. Never a half-written one. */
  find(address: string): Promise<string | null>;
  /**
   * Fills a temporary folder and puts it at the address in one move; where somebody else was faster, theirs is kept.
   * Where `fill` throws, nothing is left behind.
   * @returns The folder of the result.
   * @throws GaitError where the disk is full or the store cannot be written, and whatever `fill` throws.
   */
  write(address: string, fill: (temporaryFolder: string) => Promise<void>): Promise<string>;
  /**
   * A place for how far the work on the result at this address has come; null in a store that reuses nothing. What is put
   * there stays when the process is killed, until it is removed, or nobody came back to it for a month.
   * @throws GaitError where the disk is full or the store cannot be written.
   */
  checkpoint(address: string): Promise<CheckpointPlace | null>;
  /** Keeps a named value (plain data) for the session after this one, also if this one is killed. */
  remember(name: string, value: unknown): Promise<void>;
  /** What was remembered, by name; the reader checks the values. */
  recall(): Promise<ReadonlyMap<string, unknown>>;
  close(): Promise<void>;
}

const manifestFile = 'result.json';
/** Sizes of a result's files: tells a complete result from one that somebody copied or deleted in part. */
const manifestSchema = z.object({ address: z.string(), files: z.record(z.string(), z.number()) });
const namedSchema = z.object({ name: z.string(), value: z.unknown() });

/**
 * Opens a store, makes its folder where there is none, and removes what dead processes left half-written.
 * @throws GaitError where the folder cannot be made.
 */
export async function openStore(folder: string): Promise<Store> {
  const root = path.resolve(folder);
  await writingInto(root, async () => {
    await makeFolder(root);
    await keepOutOfGit(root);
  });
  await Promise.all(
    ['temporary', 'names', 'digests', 'calibrations'].map((part) => sweep(path.join(root, part))),
  );
  await sweepCheckpoints(root);
  return createStore(root, { reuse: true, choose: '--store', close: () => Promise.resolve() });
}

const temporaryPrefix = 'gait-notebook-';

/**
 * A store for one session that reuses nothing, for runs with optimizations off: results live in the system's temporary
 * folder and go when it is closed; what killed sessions left there goes when the next one opens.
 * @throws GaitError where the temporary folder cannot be written.
 */
export async function openScratchStore(): Promise<Store> {
  await sweep(os.tmpdir(), temporaryPrefix);
  const root = path.join(os.tmpdir(), `${temporaryPrefix}${ownedName()}`);
  // Others on this machine may look into the temporary folder; these may be a patient's data.
  await writingInto(root, () => mkdir(root, { mode: 0o700 }), 'TMPDIR');
  return createStore(root, {
    reuse: false,
    choose: 'TMPDIR',
    close: () => rm(root, { recursive: true, force: true }),
  });
}

interface StoreNature {
  readonly reuse: boolean;
  /** What the user sets to have it elsewhere. */
  readonly choose: string;
  readonly close: () => Promise<void>;
}

function createStore(root: string, { reuse, choose, close }: StoreNature): Store {
  const temporaryRoot = path.join(root, 'temporary');
  const namesFolder = path.join(root, 'names');
  const resultFolder = (address: string): string => path.join(root, 'results', address);

  async function complete(address: string): Promise<string | null> {
    const folder = resultFolder(address);
    return (await isComplete(folder, address)) ? folder : null;
  }

  async function moveIn(temporary: string, address: string): Promise<void> {
    const target = resultFolder(address);
    await makeFolder(path.dirname(target));
    try {
      await rename(temporary, target);
    } catch (error) {
      if ((await complete(address)) !== null) return;
      if (!(await exists(target))) throw error;
      // Something damaged lies there: it makes room.
      const aside = path.join(temporaryRoot, ownedName());
      await rename(target, aside);
      await rename(temporary, target);
      await rm(aside, { recursive: true, force: true });
    }
    await syncFolder(path.dirname(target));
  }

  return {
    folder: root,
    runsFolder: path.join(root, 'runs'),
    ...createDigester(path.join(root, 'digests')),
    find: (address) => (reuse ? complete(address) : Promise.resolve(null)),
    write: (address, fill) =>
      writingInto(
        root,
        async () => {
          const temporary = path.join(temporaryRoot, ownedName());
          await makeFolder(temporary);
          try {
            await fill(temporary);
            await seal(temporary, address);
            await moveIn(temporary, address);
          } finally {
            await rm(temporary, { recursive: true, force: true });
          }
          return resultFolder(address);
        },
        choose,
      ),
    checkpoint: (address) =>
      reuse ? writingInto(root, () => checkpointPlace(root, address), choose) : Promise.resolve(null),
    remember: (name, value) =>
      writingInto(
        root,
        async () => {
          await makeFolder(namesFolder);
          // Named by digest: file systems that do not tell upper from lower case must still tell names apart.
          const file = createHash('sha256').update(name).digest('hex').slice(0, 32);
          await writeFileAtomically(path.join(namesFolder, `${file}.json`), JSON.stringify({ name, value }));
        },
        choose,
      ),
    async recall() {
      const named = new Map<string, unknown>();
      for (const file of await listFolder(namesFolder)) {
        if (!/^[0-9a-f]+\.json$/.test(file)) continue;
        const read = namedSchema.safeParse(await readJson(path.join(namesFolder, file)));
        if (read.success) named.set(read.data.name, read.data.value);
      }
      return named;
    },
    close,
  };
}

/** Writes the manifest and makes everything last through a power cut. */
async function seal(folder: string, address: string): Promise<void> {
  const files: Record<string, number> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await syncFolder(full);
    if (!entry.isFile()) continue;
    const handle = await open(full, 'r+');
    try {
      await handle.sync();
      files[path.relative(folder, full).split(path.sep).join('/')] = (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  }
  await writeFileAtomically(path.join(folder, manifestFile), JSON.stringify({ address, files }));
  await syncFolder(folder);
}

async function isComplete(folder: string, address: string): Promise<boolean> {
  const manifest = manifestSchema.safeParse(await readJson(path.join(folder, manifestFile)));
  if (!manifest.success || manifest.data.address !== address) return false;
  for (const [file, size] of Object.entries(manifest.data.files)) {
    const found = await statOrNull(path.join(folder, file));
    if (found?.size !== size) return false;
  }
  return true;
}

/** Patients' data should not slip into a repository because the store lies beside the notebook. */
async function keepOutOfGit(root: string): Promise<void> {
  try {
    await writeFile(path.join(root, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    // It is there already, or the store is one that can only be read, which is enough for finding results.
    if (
      !['EEXIST', 'EROFS', 'EACCES', 'EPERM', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')
    )
      throw error;
  }
}

async function statOrNull(file: string): Promise<{ size: number; mtimeMs: number } | null> {
  return stat(file).catch(() => null);
}

const exists = async (file: string): Promise<boolean> => (await statOrNull(file)) !== null;

async function listFolder(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    return null;
  }
}
