import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ownedName } from '../../processes/owner';

/** Makes a folder's entries last through a power cut. Windows cannot, and does not need to. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file so that a reader, now or after a crash, sees the old content or the new, never half of it.
 * @param options.mode Who may read and write it; the system's usual one where it is left out.
 * @param options.temporary Where it is written until it is whole: a path in the same folder that nobody else writes.
 */
export async function writeFileAtomically(
  file: string,
  content: string | Uint8Array,
  {
    mode,
    temporary = path.join(path.dirname(file), `.${ownedName()}`),
  }: { readonly mode?: number | undefined; readonly temporary?: string } = {},
): Promise<void> {
  try {
    const handle = await open(temporary, 'w');
    try {
      // Before there is anything in it that others should not read.
      if (mode !== undefined) await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
