import path from 'node:path';
import { parseConfigFile, type ConfigFile } from '../shared/resolve-settings';
import { readTextFile } from './read-text';

/**
 * Reads a configuration file.
 * @throws GaitError bad-input where it cannot be read, or says something that is not right.
 */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  const text = await readTextFile(
    file,
    'The configuration file',
    'Check the path given with --config, or in the settings.',
  );
  return parseConfigFile(text, path.basename(file));
}
