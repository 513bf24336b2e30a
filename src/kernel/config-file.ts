import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../shared/errors';
import { parseConfigFile, type ConfigFile } from '../shared/resolve-settings';

/**
 * Reads a configuration file.
 * @throws GaitError bad-input where it cannot be read, or says something that is not right.
 */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : 'it may not be read';
    throw badInput(
      `The configuration file ${file} cannot be read: ${reason}.`,
      'Check the path given with --config.',
    );
  }
  return parseConfigFile(text, path.basename(file));
}
