import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from '../kernel/store/atomic-file';
import { writingInto } from '../kernel/store/storage-errors';
import { checkWritable } from '../kernel/store/write-folder';
import type { BenchmarkResults } from '../shared/benchmark';
import { profileFrom, profileNameProblem, profileNameWarning, withProfile } from '../shared/config-edits';
import { badInput, type GaitError } from '../shared/errors';
import { parseConfigFile } from '../shared/resolve-settings';
import type { ProfileTable } from '../shared/settings';

/** A configuration file that a profile can be written into. */
export interface ProfileFile {
  /** What a profile of this name takes the place of; null where it is a new one. */
  readonly warning: string | null;
  /** Writes what a benchmark recommends. Returns what became of it, in a sentence. */
  write(results: Pick<BenchmarkResults, 'optimization_recommendations'>): Promise<string>;
}

/** The advice that a benchmark ends in. */
const decision = 'take-profile';

/**
 * Looks whether a profile of this name can be saved there, before anything is measured.
 * @param named the file as the user names it; made where it is not there.
 * @param overwrite whether it may take the place of a profile that the file has under this name.
 * @throws GaitError bad-input for a name that is taken, or a file that is no configuration file or cannot be written.
 */
export async function profileFile(
  name: string,
  named: string,
  workingFolder: string,
  overwrite = false,
): Promise<ProfileFile> {
  const file = path.resolve(workingFolder, named);
  const problem = profileNameProblem(name);
  if (problem !== null) throw badInput(`--save-profile cannot be ${JSON.stringify(name)}.`, problem);
  const called = path.basename(file);
  await checkWritable(path.dirname(file), '--config');
  const { profiles: before } = parsed(await textOf(file), called);
  const inTheWay = (profiles: ProfileTable): GaitError | null =>
    Object.hasOwn(profiles, name) && !overwrite ? alreadyThere(name, named) : null;
  const refusal = inTheWay(before);
  if (refusal !== null) throw refusal;
  return {
    warning: profileNameWarning(name, before),
    async write({ optimization_recommendations }) {
      const settings = optimization_recommendations.find(({ id }) => id === decision)?.settings;
      if (settings === undefined)
        return 'No profile was saved: the benchmark recommends none over the others.';
      // It may have been changed while the benchmark ran.
      const text = await textOf(file);
      const { profiles } = parsed(text, called);
      const late = inTheWay(profiles);
      if (late !== null) return `No profile was saved. ${late.message}`;
      const base = settings.performance_mode ?? 'balanced';
      const written = withProfile(text, name, profileFrom(settings, base, profiles), called);
      await writingInto(path.dirname(file), () => writeFileAtomically(file, written), '--config');
      return `The profile "${name}" was saved into ${named}. ${useOf(name, named)}`;
    },
  };
}

const alreadyThere = (name: string, file: string): GaitError =>
  badInput(
    `There is a profile "${name}" in ${file} already.`,
    'It was left as it is. Give another name to --save-profile, or write over it with --force.',
  );

/** How the commands and the cells of a notebook name it. */
function useOf(name: string, file: string): string {
  const typed = /\s/.test(file) ? JSON.stringify(file) : file;
  return `It is used with --config ${typed} --performance-mode ${name}, and with "profile: ${name}" in the cells of notebooks that have this configuration file (gaitNotebook.configFile).`;
}

const parsed = (text: string, called: string) => parseConfigFile(text.trim() === '' ? '{}' : text, called);

/** Empty where there is no such file. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw badInput(`The configuration file ${file} cannot be read.`, 'Name another one with --config.');
  }
}
