import path from 'node:path';
import { readConfigFile } from '../kernel/config-file';
import { choosableProfiles, type ListedProfile } from '../shared/profile-names';
import { leaves, resolveSettings } from '../shared/resolve-settings';
import type { ProfilesOptions } from './profiles-options';
import type { CommandContext } from './terminal';

/** `gait profiles`: every profile that can be named, what it is for and what it sets. */
export async function profiles(
  { config: file }: ProfilesOptions,
  { terminal, json, workingFolder }: CommandContext,
): Promise<number> {
  const config = file === undefined ? null : await readConfigFile(path.resolve(workingFolder, file));
  const own = config?.profiles ?? {};
  const listed = choosableProfiles(own);
  // Says what is wrong with a profile before it is listed as if it could be used.
  for (const { name } of listed)
    resolveSettings([{ source: 'profiles', values: { performance_mode: name } }], own);
  terminal.out(
    json
      ? `${JSON.stringify({ profiles: listed.map(document) }, null, 2)}\n`
      : listed.map(inWords).join('\n'),
  );
  return 0;
}

function document({ name, origin, profile }: ListedProfile) {
  const { description = '', performance_mode: from = null, ...settings } = profile;
  return { name, origin, description, starts_from: from, settings };
}

function inWords({ name, origin, profile }: ListedProfile): string {
  const { description, performance_mode: from, ...settings } = profile;
  const lines = [
    `${name} (${origin}${from === undefined ? '' : `, starts from ${from}`})`,
    ...(description === undefined ? [] : [`  ${description}`]),
    ...[...leaves(settings)].map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`),
  ];
  return `${lines.join('\n')}\n`;
}
