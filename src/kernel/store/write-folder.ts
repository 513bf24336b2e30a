import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ownedName } from '../../processes/owner';
import { sweep } from './leftovers';
import { makeFolder, removeEmptyFolders } from './make-folder';
import { checkPlaces, placeFiles } from './place-files';
import { writingInto } from './storage-errors';

const stagingPrefix = '.gait-';

/** Within the folder, so that moving a file out of it needs no room and cannot stop half-way. */
const stagingIn = (folder: string): string => path.join(folder, stagingPrefix + ownedName());

/**
 * Puts files into a folder of the user's. They appear there once all of them are written, in the place of older ones
 * and in the order of their names; where something goes wrong, the folder is as it was, and gone where it was made for
 * them.
 * @param choose How the user names another folder, for example `--output`.
 * @param fill Writes into the folder it is given, and returns the paths of the files within.
 * @returns Absolute paths of the files.
 * @throws GaitError where the disk is full, the folder cannot be written or something lies in a file's place, and
 *   whatever `fill` throws.
 */
export async function writeFolder(
  folder: string,
  choose: string,
  fill: (staging: string) => Promise<readonly string[]>,
): Promise<string[]> {
  return writingInto(
    folder,
    async () => {
      await sweep(folder, stagingPrefix);
      const staging = stagingIn(folder);
      const made = await makeFolder(staging);
      try {
        const names = await fill(staging);
        await checkPlaces(folder, names, choose);
        await placeFiles(staging, folder, names);
        await rm(staging, { recursive: true, force: true });
        return names.map((name) => path.join(folder, name));
      } catch (thrown) {
        await rm(staging, { recursive: true, force: true });
        await removeEmptyFolders(made);
        throw thrown;
      }
    },
    choose,
  );
}

/**
 * Says before any work begins whether a folder can be written, or made, by trying; nothing of the trial stays.
 * @throws GaitError bad-input where it cannot.
 */
export async function checkWritable(folder: string, choose: string): Promise<void> {
  await writingInto(folder, async () => removeEmptyFolders(await makeFolder(stagingIn(folder))), choose);
}
