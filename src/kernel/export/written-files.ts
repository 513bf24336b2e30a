import { lstat, mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../shared/errors';
import { writeFolder } from '../store/write-folder';

/** A file of an export, by its path from the folder that it is written into. */
export interface WrittenFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Says before any work begins whether an export may be written there.
 * @throws GaitError bad-input where something is in the way, so that nothing is lost.
 */
export async function checkTarget(
  target: string,
  { notebookFile, overwrite }: { readonly notebookFile: string | null; readonly overwrite: boolean },
): Promise<void> {
  const there = await lstat(target).catch(() => null);
  if (there === null) return;
  if (there.isDirectory()) {
    throw badInput(`${target} is a folder.`, 'Name a file within it with --output.');
  }
  if (notebookFile !== null && (await isSameFile(target, notebookFile))) {
    throw badInput(`${target} is the notebook itself.`, 'Name another file with --output.');
  }
  if (!overwrite) throw isThere(target);
}

/**
 * Writes the files of an export into the folder of its target; they appear once all of them are written.
 * @returns their absolute paths, the document first.
 * @throws GaitError where one is there already and may not be written over, or the folder cannot be written.
 */
export async function writeExport(
  target: string,
  files: readonly WrittenFile[],
  overwrite: boolean,
): Promise<string[]> {
  const folder = path.dirname(target);
  if (!overwrite) {
    for (const { name } of files) {
      const file = path.join(folder, name);
      if ((await lstat(file).catch(() => null)) !== null) throw isThere(file);
    }
  }
  return writeFolder(folder, '--output', async (staging) => {
    for (const { name, content } of files) {
      const file = path.join(staging, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    return files.map(({ name }) => name);
  });
}

const isThere = (file: string) =>
  badInput(
    `${file} is there already.`,
    'It was left as it is. Name another file with --output, or write over it with --force.',
  );

const isSameFile = async (a: string, b: string): Promise<boolean> => {
  const [first, second] = await Promise.all(
    [a, b].map((file) => realpath(file).catch(() => path.resolve(file))),
  );
  return first === second;
};
