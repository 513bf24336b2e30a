import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ownerState } from '../../processes/owner';
import type { RunFiles } from '../../shared/run-follower';

/** Folder of a store's logs. */
export const runsFolderOf = (store: string): string => path.join(store, 'runs');

/**
 * The logs of a store. Read by path, not through the editor: a log that grows is read on from where it ended, several
 * times a second.
 */
export function runFiles(store: string): RunFiles {
  const fileOf = (name: string): string => path.join(runsFolderOf(store), name);
  return {
    names: () => readdir(runsFolderOf(store)).catch((): string[] => []),
    sizeBytes: async (name) => (await stat(fileOf(name))).size,
    read: async (name, fromByte, toByte) => {
      const file = await open(fileOf(name));
      try {
        const bytes = new Uint8Array(toByte - fromByte);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, fromByte);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    text: (bytes) => new TextDecoder().decode(bytes),
    ownerState,
  };
}
