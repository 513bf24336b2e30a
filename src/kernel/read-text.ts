import { readFile } from 'node:fs/promises';
import { badInput } from '../shared/errors';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
};

/**
 * Reads a text file that the user named.
 * @param called What the file is to the user: "The study table".
 * @throws GaitError bad-input where it cannot be read.
 */
export async function readTextFile(file: string, called: string, hint: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    const reason = reasons[(thrown as NodeJS.ErrnoException).code ?? ''] ?? 'it may not be read';
    throw badInput(`${called} ${file} cannot be read: ${reason}.`, hint);
  }
}
