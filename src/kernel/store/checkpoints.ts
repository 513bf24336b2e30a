import { rm } from 'node:fs/promises';
import path from 'node:path';
import { sweep, sweepOld } from './leftovers';
import { makeFolder } from './make-folder';

/** Where it is kept how far the work on a result has come. */
export interface CheckpointPlace {
  /** Path of the file, which need not be there. */
  readonly file: string;
  readonly remove: () => Promise<void>;
}

const checkpointsFolder = (root: string): string => path.join(root, 'checkpoints');
/** How old a checkpoint must be before nobody is expected to go on from it. */
const forgottenMs = 30 * 24 * 3600 * 1000;

/** The place for the result at an address, in the store of this folder. */
export async function checkpointPlace(root: string, address: string): Promise<CheckpointPlace> {
  const folder = checkpointsFolder(root);
  await makeFolder(folder);
  const file = path.join(folder, address);
  return { file, remove: () => rm(file, { force: true }) };
}

/** Removes what dead processes left half-written, and what nobody came back to. */
export async function sweepCheckpoints(root: string): Promise<void> {
  await sweep(checkpointsFolder(root));
  await sweepOld(checkpointsFolder(root), forgottenMs);
}
