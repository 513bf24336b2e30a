import { rm } from 'node:fs/promises';
import path from 'node:path';
import { thisOwner } from '../../processes/owner';
import { sweep, sweepOld } from './leftovers';
import { makeFolder } from './make-folder';

/** Where it is kept how far the work on a result has come. */
export interface CheckpointPlace {
  /** Path of the file, which need not be there. */
  readonly file: string;
  readonly remove: () => Promise<void>;
  /** Takes away what a writer of it that was ended has left half-written. */
  readonly tidy: () => Promise<void>;
}

/**
 * Where a process writes the checkpoint until it is whole. A worker that is ended cannot take that away: whoever ends it
 * knows the name.
 */
export const unfinishedCheckpoint = (file: string): string =>
  path.join(path.dirname(file), `.${thisOwner}-${path.basename(file)}`);

const checkpointsFolder = (root: string): string => path.join(root, 'checkpoints');
/** How old a checkpoint must be before nobody is expected to go on from it. */
const forgottenMs = 30 * 24 * 3600 * 1000;

/** The place for the result at an address, in the store of this folder. */
export async function checkpointPlace(root: string, address: string): Promise<CheckpointPlace> {
  const folder = checkpointsFolder(root);
  await makeFolder(folder);
  const file = path.join(folder, address);
  return {
    file,
    remove: () => rm(file, { force: true }),
    async tidy() {
      await rm(unfinishedCheckpoint(file), { force: true });
      // A worker that was a process of its own wrote under its own name.
      await sweep(folder);
    },
  };
}

/** Removes what dead processes left half-written, and what nobody came back to. */
export async function sweepCheckpoints(root: string): Promise<void> {
  await sweep(checkpointsFolder(root));
  await sweepOld(checkpointsFolder(root), forgottenMs);
}
