import { badInput, GaitError } from '../../shared/errors';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const readOnly = new Set(['EACCES', 'EPERM', 'EROFS']);
const notAFolder = new Set(['ENOTDIR', 'EEXIST']);

/**
 * Says what to do when a folder cannot be written: the disk is full, the folder is not ours, or it is a file.
 * Anything else comes back as it was.
 * @param folder The folder that was being written, as the user named it.
 * @param choose How the user names another one, for example `--store`.
 */
export function explainStorageError(thrown: unknown, folder: string, choose = '--store'): unknown {
  if (!(thrown instanceof Error) || thrown instanceof GaitError) return thrown;
  const { code, path: at, syscall } = thrown as NodeJS.ErrnoException;
  if (code === undefined) return thrown;
  const elsewhere = `choose another folder with ${choose}`;
  if (full.has(code)) {
    return new GaitError(
      'failed',
      `No space is left to write in ${folder}.`,
      `Free some space, or ${elsewhere}.`,
      {
        cause: thrown,
      },
    );
  }
  // A program that may not be started has the same codes; only what lies in the folder is the folder's fault.
  if (at === undefined || !(at.startsWith(folder) || folder.startsWith(at))) return thrown;
  // "No such folder" is also what the system says where it makes none, as in /proc.
  if (readOnly.has(code) || (code === 'ENOENT' && syscall === 'mkdir')) {
    return badInput(`The folder ${folder} cannot be written.`, `Make it writable, or ${elsewhere}.`);
  }
  if (notAFolder.has(code)) {
    return badInput(
      `${folder} is, or lies in, a file where a folder is needed.`,
      `Move it, or ${elsewhere}.`,
    );
  }
  return thrown;
}

/** Runs what writes into a folder; its failures say what to do. */
export async function writingInto<T>(folder: string, write: () => Promise<T>, choose?: string): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    throw explainStorageError(thrown, folder, choose);
  }
}
