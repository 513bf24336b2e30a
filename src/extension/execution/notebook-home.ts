import path from 'node:path';
import { badInput } from '../../shared/errors';

/** Where a notebook is, in the words of VS Code's addresses. */
export interface NotebookPlace {
  /** `file`, `untitled`, or that of a virtual file system. */
  readonly scheme: string;
  /** Path on this machine; means nothing where the scheme is not `file`. */
  readonly file: string;
  /** Its address, which names a notebook that was never saved. */
  readonly address: string;
  /** First folder of the workspace, where there is one on this machine. */
  readonly workspaceFolder: string | null;
  /** This window's name, so that unsaved notebooks of two windows are told apart. */
  readonly windowId: string;
}

/** Where a notebook's kernel works. */
export interface NotebookHome {
  /** Sessions of one name find each other's results again. */
  readonly session: string;
  /** Folder that relative paths in cells start from. */
  readonly workingFolder: string;
  /** True where the notebook was never saved, so that its user cannot know that folder. */
  readonly unsaved: boolean;
}

/**
 * Decides where the kernel of a notebook works: in the notebook's folder, or in the workspace's while it has none.
 * @throws GaitError bad-input where there is no folder on this machine to work in.
 */
export function homeOf({ scheme, file, address, workspaceFolder, windowId }: NotebookPlace): NotebookHome {
  if (scheme === 'file') return { session: file, workingFolder: path.dirname(file), unsaved: false };
  if (scheme !== 'untitled') {
    throw badInput(
      `This notebook is not a file on this machine (its address begins with "${scheme}:"), so its videos cannot be read.`,
      'Save a copy of it into a folder on disk, next to the videos, and open that.',
    );
  }
  if (workspaceFolder === null) {
    throw badInput(
      'This notebook was never saved, so there is no folder for its videos and results.',
      'Save it first, next to the videos.',
    );
  }
  return { session: `${windowId} ${address}`, workingFolder: workspaceFolder, unsaved: true };
}
