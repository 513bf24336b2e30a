import { mkdir, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing, one at a time: Node's own recursive way never ends where the
 * system says that a folder is missing while it is there, as it does in /proc.
 * @returns The folders that were made, the topmost first; none where it was there.
 * @throws the system's error where one cannot be made; those above it that were made are gone again.
 */
export async function makeFolder(folder: string): Promise<string[]> {
  const target = path.resolve(folder);
  const above = path.dirname(target);
  if (await isFolder(target)) return [];
  const made = above === target ? [] : await makeFolder(above);
  try {
    await mkdir(target);
    return [...made, target];
  } catch (thrown) {
    if (await isFolder(target)) return made; // another process made it at the same moment
    if (!(await isFolder(above))) return [...made, ...(await makeFolder(target))]; // another process took it back
    await removeEmptyFolders(made);
    throw thrown;
  }
}

/** Takes back what {@link makeFolder} made; what somebody has put something into stays. */
export async function removeEmptyFolders(made: readonly string[]): Promise<void> {
  for (const folder of [...made].reverse()) await rmdir(folder).catch(() => undefined);
}

/** Whether a folder is there; a link to one is as good. */
export const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
