import { autoProfile, autoStandIn } from './auto-profile';
import { badInput } from './errors';
import { ownValue } from './own-value';
import { takenName } from './profile-lookup';
import { defaultProfiles, leaves, nested, parseConfigFile, resolveSettings } from './resolve-settings';
import { refusedInProfiles, topLevelSpellings } from './refused-settings';
import { profileSchema, type Profile, type ProfileTable, type SettingsLayer } from './settings';

/** What errors call a configuration file where its name is not known. */
const theFile = 'The configuration file';

/** Keys that no profile holds; a deadline is a matter of one study, and only chooses a profile. */
const notInProfiles: readonly string[] = [...Object.keys(refusedInProfiles), 'deadline_s'];

const groupOf = (dotted: string): string => dotted.split('.')[0]!;

/** Dotted keys of settings that a profile may not hold, where they differ from those of its base. */
export function leftOutOfProfile(settings: SettingsLayer, base: string, own: ProfileTable = {}): string[] {
  return changedLeaves(settings, base, own)
    .map(([key]) => key)
    .filter((key) => notInProfiles.includes(groupOf(key)));
}

/**
 * A profile that gives these settings: it starts from another, and holds what differs from that one. What a profile may
 * not hold is left out.
 * @param settings some of them, or all.
 * @param base profile that it starts from; the stand-in of `auto` where that is named.
 * @param own profiles of the configuration file.
 * @throws GaitError bad-input for a base that is not known.
 */
export function profileFrom(settings: SettingsLayer, base: string, own: ProfileTable = {}): Profile {
  const kept = changedLeaves(settings, base, own).filter(([key]) => !notInProfiles.includes(groupOf(key)));
  return profileSchema.parse({ performance_mode: startOf(base), ...nested(kept) });
}

const startOf = (base: string): string => (base === autoProfile ? autoStandIn : base);

function changedLeaves(settings: SettingsLayer, base: string, own: ProfileTable): [string, unknown][] {
  const layer = { source: 'base', values: { performance_mode: startOf(base) } };
  const had = new Map(leaves(resolveSettings([layer], own).settings));
  return [...leaves(settings)].filter(([key, value]) => key !== 'performance_mode' && had.get(key) !== value);
}

/** Why a profile cannot be called so; null where it can. */
export function profileNameProblem(name: string): string | null {
  if (name.trim() === '') return 'Give the profile a name.';
  const taken = takenName(name);
  if (taken !== null) return taken;
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name)
    ? null
    : 'A name is a letter or a digit, then letters, digits, ".", "_" or "-": it stands in lists with commas.';
}

/** What a name that there is already would change; null where there is none. */
export function profileNameWarning(name: string, own: ProfileTable): string | null {
  if (Object.hasOwn(own, name))
    return `There is a profile "${name}" in the configuration file: it would be replaced.`;
  return Object.hasOwn(defaultProfiles, name)
    ? `"${name}" is a built-in profile: in this configuration, yours would stand in its place.`
    : null;
}

/**
 * The text of a configuration file with a profile put into it, in the place of one of that name.
 * @param configText empty where there is no file yet.
 * @throws GaitError bad-input where the text is no configuration file, or the profile cannot stand in it.
 */
export function withProfile(configText: string, name: string, profile: Profile, file = theFile): string {
  const problem = profileNameProblem(name);
  if (problem !== null) throw badInput(`The profile cannot be called ${JSON.stringify(name)}.`, problem);
  const own = configText.trim() === '' ? {} : parseConfigFile(configText, file).profiles;
  return edited(configText, file, (config) => {
    const profiles = objectAt(config, 'performance_profiles');
    config['performance_profiles'] = { ...profiles, [name]: startingElsewhere(name, profile, own) };
  });
}

/** A profile that starts from the one that it takes the place of holds what that one held, and starts where it did. */
function startingElsewhere(name: string, profile: Profile, own: ProfileTable): Profile {
  const replaced = ownValue(own, name);
  if (profile.performance_mode !== name || !replaced) return profile;
  const { performance_mode: _itself, ...changes } = profile;
  return profileSchema.parse({
    ...nested([...leaves(replaced), ...leaves(changes)].filter(([, value]) => value !== undefined)),
  });
}

/**
 * The text of a configuration file with settings put into it; its other keys stay, in their order.
 * @param configText empty where there is no file yet.
 * @throws GaitError bad-input where the text is no configuration file.
 */
export function withConfigSettings(configText: string, settings: SettingsLayer, file = theFile): string {
  return edited(configText, file, (config) => {
    for (const [key, value] of leaves(settings)) {
      const path = key.split('.');
      const last = path.at(-1)!;
      // People write some keys at the top level; there they stay, for nowhere else may they then stand.
      const isAtTop = topLevelSpellings[last] === path[0] && last in config;
      if (path.length === 1 || isAtTop) config[last] = value;
      else config[path[0]!] = { ...objectAt(config, path[0]!), [last]: value };
    }
  });
}

function objectAt(config: Readonly<Record<string, unknown>>, key: string): object {
  const value = config[key];
  return typeof value === 'object' && value !== null ? value : {};
}

/** Changes a file's text and checks what comes of it; indentation, line ends and what stands at its end stay. */
function edited(text: string, file: string, change: (config: Record<string, unknown>) => void): string {
  const isNew = text.trim() === '';
  if (!isNew) parseConfigFile(text, file);
  // Sound: what parses as a configuration file is an object.
  const config = isNew ? {} : (JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>);
  change(config);
  const indent = /^\s*\{\r?\n([ \t]+)"/.exec(text.replace(/^\uFEFF/, ''))?.[1] ?? '  ';
  const end = isNew ? '\n' : (/\s*$/.exec(text)?.[0] ?? '');
  const written = JSON.stringify(config, null, indent) + end;
  const { profiles } = parseConfigFile(written, file);
  // A profile that starts from itself, or from one that is not there, is refused before it is written.
  for (const name of Object.keys(profiles))
    resolveSettings([{ source: file, values: { performance_mode: name } }], profiles);
  const withLineEnds = text.includes('\r\n') ? written.replaceAll(/\r?\n/g, '\r\n') : written;
  return text.startsWith('\uFEFF') ? `\uFEFF${withLineEnds}` : withLineEnds;
}
