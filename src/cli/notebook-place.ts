import { isUtf8 } from 'node:buffer';
import { access, constants, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { readTextFile } from '../kernel/read-text';
import { writeFileAtomically } from '../kernel/store/atomic-file';
import { sweep } from '../kernel/store/leftovers';
import { makeFolder } from '../kernel/store/make-folder';
import { writingInto } from '../kernel/store/storage-errors';
import { checkWritable } from '../kernel/store/write-folder';
import { badInput, toGaitError } from '../shared/errors';
import {
  editorNotebook,
  notebookFile,
  notebookFileText,
  parseNotebookFile,
  type EditorNotebook,
} from '../shared/notebook';

/** @throws GaitError bad-input where there is no such file, or it is no notebook. */
export async function readNotebook(file: string): Promise<EditorNotebook> {
  const text = await readTextFile(file, 'The notebook', 'Name a file such as study.gaitnb.');
  if (!isUtf8(await readFile(file))) {
    throw badInput(
      `${path.basename(file)} is not text in UTF-8.`,
      'The file was left as it is. It may be damaged, or another kind of file under this name.',
    );
  }
  return editorNotebook(parseNotebookFile(text, path.basename(file)));
}

/** Where a notebook is saved into. */
export interface NotebookPlace {
  /** Absolute. */
  readonly file: string;
  save(notebook: EditorNotebook): Promise<void>;
}

/**
 * Looks whether a notebook can be saved there, before any work begins.
 * @throws GaitError bad-input where it is a folder, may not be written, or holds something that is no notebook.
 */
export async function placeFor(named: string): Promise<NotebookPlace> {
  // The file that a link leads to is the one that is written.
  const file = await realpath(named).catch(() => named);
  const folder = path.dirname(file);
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory()) {
    throw badInput(`${named} is a folder.`, 'Name a file with --output, such as ran.gaitnb.');
  }
  if (there) {
    await access(file, constants.W_OK).catch(() => {
      throw badInput(`${named} may not be written.`, 'Make it writable, or name another file with --output.');
    });
    await mustBeNotebook(file);
  }
  await checkWritable(folder, '--output');
  return {
    file,
    save: (notebook) =>
      writingInto(
        folder,
        async () => {
          await makeFolder(folder);
          await sweep(folder, '.');
          const mode = there === null ? undefined : there.mode & 0o777;
          await writeFileAtomically(file, notebookFileText(notebookFile(notebook)), { mode });
        },
        '--output',
      ),
  };
}

async function mustBeNotebook(file: string): Promise<void> {
  try {
    await readNotebook(file);
  } catch (thrown) {
    throw badInput(
      `${file} is there already, and is no notebook: ${toGaitError(thrown).message}`,
      'Name another file with --output.',
    );
  }
}
