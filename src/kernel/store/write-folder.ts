import { constants } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ownedName } from './process-owner';
import { writingInto } from './storage-errors';
import { sweep } from './store';

const stagingPrefix = '.gait-';

/**
 * Puts files into a folder of the user's. They appear there once all of them are written, in the place of older ones;
 * where something goes wrong, the folder is as it was.
 * @param choose How the user names another folder, for example `--output`.
 * @param fill Writes into the folder it is given, and returns the paths of the files within.
 * @returns Absolute paths of the files.
 * @throws GaitError where the disk is full or the folder cannot be written, and whatever `fill` throws.
 */
export async function writeFolder(
  folder: string,
  choose: string,
  fill: (staging: string) => Promise<readonly string[]>,
): Promise<string[]> {
  return writingInto(
    folder,
    async () => {
      const made = await mkdir(folder, { recursive: true });
      await sweep(folder, stagingPrefix);
      // Within the folder, so that moving a file needs no room and cannot stop half-way.
      const staging = path.join(folder, stagingPrefix + ownedName());
      try {
        await mkdir(staging);
        const names = await fill(staging);
        for (const name of names) {
          await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
          await rename(path.join(staging, name), path.join(folder, name));
        }
        await rm(staging, { recursive: true, force: true });
        return names.map((name) => path.join(folder, name));
      } catch (thrown) {
        await rm(made ?? staging, { recursive: true, force: true });
        throw thrown;
      }
    },
    choose,
  );
}

/**
 * Says before any work begins whether a folder can be written, or made. It makes nothing.
 * @throws GaitError bad-input where it cannot.
 */
export async function checkWritable(folder: string, choose: string): Promise<void> {
  await writingInto(folder, () => nearestWritable(path.resolve(folder)), choose);
}

async function nearestWritable(folder: string): Promise<void> {
  try {
    // The separator at the end lets only folders pass.
    await access(folder.endsWith(path.sep) ? folder : folder + path.sep, constants.W_OK);
  } catch (thrown) {
    const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT' && path.dirname(folder) !== folder;
    if (!missing) throw thrown;
    await nearestWritable(path.dirname(folder));
  }
}
