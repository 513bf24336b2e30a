import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../shared/errors';
import { parseConfigFile, type ConfigFile } from '../shared/resolve-settings';

/** What the file system's refusals mean to someone who named a file. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
};

/**
 * Reads and checks a configuration file.
 * @param file absolute, or relative to `folder`.
 * @throws GaitError bad-input where it cannot be read or is wrong.
 */
export async function readConfigFile(file: string, folder: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = await readFile(path.resolve(folder, file), 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    throw badInput(
      `The configuration file ${file} cannot be read: ${reasons[code] ?? code}.`,
      `Check its path; it was looked for from ${folder}.`,
    );
  }
  return parseConfigFile(text, path.basename(file));
}
