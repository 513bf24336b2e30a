import { copyFile, link, lstat, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../shared/errors';
import { isFolder, makeFolder, removeEmptyFolders } from './make-folder';

/**
 * Says before anything is written whether files can be put into a folder, as far as what lies in it tells.
 * @param names Their paths within the folder.
 * @param choose How the user names another place, a folder or a file, for example `--output`.
 * @throws GaitError bad-input where a folder lies in the place of a file, or a file in that of a folder.
 */
export async function checkPlaces(folder: string, names: readonly string[], choose: string): Promise<void> {
  const hint = `Move it, or name another place with ${choose}.`;
  for (const above of new Set(names.flatMap(foldersAbove))) {
    const place = path.join(folder, above);
    if ((await isThere(place)) && !(await isFolder(place))) {
      throw badInput(`${place} is a file where a folder is needed.`, hint);
    }
  }
  for (const name of names) {
    const place = path.join(folder, name);
    const there = await lstat(place).catch(() => null);
    if (there?.isDirectory() === true) {
      throw badInput(`${place} is a folder where a file is to be written.`, hint);
    }
  }
}

/** The folders that a path within one leads through, the topmost first. */
function foldersAbove(name: string): string[] {
  const above = path.dirname(name);
  return above === '.' ? [] : [...foldersAbove(above), above];
}

const isThere = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

/**
 * Moves files from one folder into another on the same disk, in the place of older ones and in the given order. Where
 * one of them cannot be moved, those before it are taken back, and the older ones are there again.
 * @param names Their paths within either folder.
 */
export async function placeFiles(from: string, folder: string, names: readonly string[]): Promise<void> {
  const backwards: (() => Promise<void>)[] = [];
  try {
    for (const [at, name] of names.entries()) {
      const target = path.join(folder, name);
      const made = await makeFolder(path.dirname(target));
      backwards.unshift(() => removeEmptyFolders(made));
      const older = (await isThere(target)) ? path.join(from, `.older-${at}`) : null;
      if (older !== null) await keepAlso(target, older);
      await rename(path.join(from, name), target);
      backwards.unshift(() => (older === null ? rm(target, { force: true }) : rename(older, target)));
    }
  } catch (thrown) {
    for (const takeBack of backwards) await takeBack();
    throw thrown;
  }
}

/** Gives a file a second name, so that the first is never without one; where a disk knows no such thing, a copy. */
const keepAlso = (file: string, also: string): Promise<void> =>
  link(file, also).catch(() => copyFile(file, also));
