import { lstat, mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../shared/errors';
import type { ExportRequest } from '../../shared/export-form';
import { writeFolder } from '../store/write-folder';

/** A file of an export, by its path from the folder that it is written into. */
export interface WrittenFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * Says before any work begins whether a document can be written there.
 * @throws GaitError bad-input where something is in the way that is never written over.
 */
export async function checkTarget(target: string, notebookFile: string | null): Promise<void> {
  const there = await lstat(target).catch(() => null);
  if (there === null) return;
  if (there.isDirectory()) {
    throw badInput(`${target} is a folder.`, 'Name a file within it with --output.');
  }
  if (notebookFile !== null && (await isSameFile(target, notebookFile))) {
    throw badInput(`${target} is the notebook itself.`, 'Name another file with --output.');
  }
}

/** Which of the files of an export are there already and may not be written over. */
export async function filesInTheWay(
  files: readonly string[],
  { target, overwrite }: Pick<ExportRequest, 'target' | 'overwrite'>,
): Promise<string[]> {
  if (overwrite === 'everything') return [];
  // One path can be written in several ways: "study/./walks.md".
  const document = path.resolve(target);
  const kept = overwrite === 'document' ? files.filter((file) => path.resolve(file) !== document) : files;
  const there = await Promise.all(kept.map((file) => lstat(file).catch(() => null)));
  return kept.filter((_, at) => there[at] !== null);
}

/**
 * Writes the files of an export into a folder; they appear once all of them are written, in the place of older ones. The
 * document, which is the first of them, comes last: it never shows pictures that are not there yet.
 * @returns their absolute paths, the document first.
 * @throws GaitError where the folder cannot be written.
 */
export async function writeExport(folder: string, files: readonly WrittenFile[]): Promise<string[]> {
  await writeFolder(folder, '--output', async (staging) => {
    for (const { name, content } of files) {
      const file = path.join(staging, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    return [...files.slice(1), ...files.slice(0, 1)].map(({ name }) => name);
  });
  return files.map(({ name }) => path.join(folder, name));
}

const isSameFile = async (a: string, b: string): Promise<boolean> => {
  const [first, second] = await Promise.all(
    [a, b].map((file) => realpath(file).catch(() => path.resolve(file))),
  );
  return first === second;
};
