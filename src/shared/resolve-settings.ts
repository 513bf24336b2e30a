import type { z } from 'zod';
import builtInDefaults from '../../configs/default.json';
import builtInProfiles from '../../configs/performance_optimized.json';
import { autoProfile, autoStandIn } from './auto-profile';
import { badInput } from './errors';
import { ownValue } from './own-value';
import { takenName, unknownProfile } from './profile-lookup';
import { readableIssues } from './readable-issues';
import { topLevelSpellings, refusedInGroups, refusedKeys, refusedInProfiles } from './refused-settings';
import {
  configFileSchema,
  profileTableSchema,
  settingsLayerSchema,
  settingsSchema,
  type Profile,
  type ProfileTable,
  type ResolvedSettings,
  type Settings,
  type SettingsLayer,
} from './settings';

const { $schema: _defaultsSchema, ...defaultValues } = builtInDefaults;
/** The values of `configs/default.json`. */
export const defaultSettings: Settings = settingsSchema.parse(defaultValues);
/** The profiles of `configs/performance_optimized.json`. */
export const defaultProfiles: ProfileTable = profileTableSchema.parse(builtInProfiles.performance_profiles);

/** A configuration file, read and checked. */
export interface ConfigFile {
  readonly settings: SettingsLayer;
  readonly profiles: ProfileTable;
}

/** A layer with its name, for the record: one for all its keys, or one by dotted key. */
export interface NamedLayer {
  readonly source: string | Readonly<Record<string, string>>;
  readonly values: SettingsLayer;
}

/**
 * Reads a configuration file's text.
 * @param name what errors call it: the file's name.
 * @throws GaitError bad-input that names the key, what was expected and the nearest known key.
 */
export function parseConfigFile(text: string, name: string): ConfigFile {
  const raw = parseJson(text, name);
  const {
    performance_profiles: profiles = {},
    $schema: _schema,
    ...settings
  } = checked(configFileSchema, withoutTopLevelSpellings(raw, name), name);
  checkProfileNames(profiles, name);
  return { settings, profiles };
}

/** @throws GaitError bad-input for a profile whose name stands for something else, or that starts from a choice. */
function checkProfileNames(profiles: ProfileTable, where: string): void {
  for (const [name, { performance_mode: base }] of Object.entries(profiles)) {
    const taken = takenName(name);
    if (taken !== null) {
      throw badInput(`${where}: no profile can be called "${name}".`, `${taken} Give it another name.`);
    }
    if (base !== autoProfile) continue;
    throw badInput(
      `${where}: the profile "${name}" cannot start from "${autoProfile}", which has no values of its own.`,
      'In performance_mode name fast, balanced or accurate, or leave it out.',
    );
  }
}

/**
 * Checks a layer that did not come from a file: flags, an editor's settings.
 * @param where what errors call it.
 * @throws GaitError bad-input as for a configuration file.
 */
export function parseSettingsLayer(raw: unknown, where: string): SettingsLayer {
  return checked(settingsLayerSchema, withoutTopLevelSpellings(raw, where), where);
}

/**
 * Merges the layers over the built-in defaults and the profile that the last of them names.
 * @param layers lowest first: configuration file, flags or editor, cell.
 * @param profiles profiles of the configuration file, beside (or in place of) the built-in ones.
 * @throws GaitError bad-input for an unknown profile, or profiles that start from each other.
 */
export function resolveSettings(
  layers: readonly NamedLayer[],
  profiles: ProfileTable = {},
): ResolvedSettings {
  const effective = new Map<string, { readonly value: unknown; readonly source: string }>();
  const apply = (values: object, source: NamedLayer['source']): void => {
    for (const [key, value] of leaves(values)) {
      effective.set(key, {
        value,
        source: typeof source === 'string' ? source : (source[key] ?? 'settings'),
      });
    }
  };
  apply(defaultSettings, 'default');
  const mode =
    layers.findLast(({ values }) => values.performance_mode !== undefined)?.values.performance_mode ??
    defaultSettings.performance_mode;
  for (const { name, values } of profileChain(mode, profiles)) apply(values, `profile ${name}`);
  for (const { values, source } of layers) apply(values, source);
  if (isOverruledDeadline(layers, mode)) apply({ deadline_s: null }, `profile ${mode}`);
  if (effective.get('enable_optimizations')?.value === false)
    apply(withoutOptimizations, 'enable_optimizations');

  return {
    settings: settingsSchema.parse(nested([...effective].map(([key, { value }]) => [key, value]))),
    sources: Object.fromEntries([...effective].map(([key, { source }]) => [key, source])),
  };
}

/** Whether a layer that names a profile of its own stands above the one that sets a deadline: that is for auto alone. */
function isOverruledDeadline(layers: readonly NamedLayer[], mode: string): boolean {
  const set = layers.findLastIndex(({ values }) => values.deadline_s !== undefined);
  const named = layers.findLastIndex(({ values }) => values.performance_mode !== undefined);
  return mode !== autoProfile && set >= 0 && named > set;
}

/** What `enable_optimizations: false` stands for, beside a store that is not used. */
const withoutOptimizations = {
  io_optimization: { use_compression: false, parallel_processing: false, max_workers: 1 },
} satisfies SettingsLayer;

/** Names of all profiles that have values: the built-in ones, then the user's own. */
export const profileNames = (own: ProfileTable): string[] => [
  ...new Set([...Object.keys(defaultProfiles), ...Object.keys(own)]),
];

/** The profile's layers, the one it starts from first. */
function profileChain(mode: string, own: ProfileTable): { name: string; values: object }[] {
  const chain: { name: string; values: object }[] = [];
  let name: string | undefined = mode === autoProfile ? autoStandIn : mode;
  const visited = new Set<object>();
  while (name !== undefined) {
    // A profile of the user's that starts from its own name starts from the built-in one.
    const mine: Profile | undefined = ownValue(own, name);
    const profile: Profile | undefined =
      mine && !visited.has(mine) ? mine : (ownValue(defaultProfiles, name) ?? mine);
    if (!profile) {
      // No profile starts from auto, which is none itself.
      const choices = chain.length === 0 ? [autoProfile] : [];
      throw unknownProfile(name, [...profileNames(own), ...choices], chain.at(0)?.name);
    }
    if (visited.has(profile)) {
      throw badInput(
        `The profile "${mode}" starts from itself: ${[...chain.map((link) => link.name).reverse(), name].join(' → ')}.`,
        'In performance_mode name fast, balanced or accurate, or leave it out.',
      );
    }
    visited.add(profile);
    const { performance_mode, description: _description, ...values }: Profile = profile;
    chain.unshift({ name, values });
    name = performance_mode;
  }
  return chain;
}

function checked<T extends z.ZodType>(schema: T, raw: unknown, where: string): z.output<T> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw readableIssues(schema, result.error, raw, where);
}

/** Refuses what this version cannot honour, and puts keys from the top level where they belong. */
function withoutTopLevelSpellings(raw: unknown, where: string): unknown {
  if (!isGroup(raw)) return raw;
  const layer: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const reason = ownValue(refusedKeys, key) ?? ownValue(refusedInGroups, key);
    if (reason !== undefined)
      throw badInput(`${where}: "${key}" is not taken. ${reason.why}`, reason.instead);
    for (const inner of isGroup(value) ? Object.keys(value) : []) {
      const refused = ownValue(refusedInGroups, inner);
      if (refused !== undefined)
        throw badInput(`${where}: "${key}.${inner}" is not taken. ${refused.why}`, refused.instead);
    }
    const group = ownValue(topLevelSpellings, key);
    if (group === undefined) {
      layer[key] = isGroup(value) && isGroup(layer[key]) ? { ...layer[key], ...value } : value;
    } else {
      if (isGroup(raw[group]) && key in raw[group]) {
        throw badInput(
          `${where}: "${key}" is set twice, by itself and in "${group}".`,
          'Keep one of the two.',
        );
      }
      layer[group] = { ...(isGroup(layer[group]) ? layer[group] : {}), [key]: value };
    }
  }
  for (const [name, profile] of Object.entries(
    isGroup(layer['performance_profiles']) ? layer['performance_profiles'] : {},
  )) {
    for (const key of isGroup(profile) ? Object.keys(profile) : []) {
      const reason = ownValue(refusedInProfiles, key) ?? ownValue(refusedKeys, key);
      if (reason !== undefined)
        throw badInput(`${where}: the profile "${name}" cannot set "${key}". ${reason.why}`, reason.instead);
    }
  }
  return layer;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    const position = /position (\d+)/.exec(detail)?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position));
    const line = before.split('\n').length;
    throw badInput(
      `${name} is not JSON: ${text.trim() === '' ? 'it is empty' : `it breaks off or goes wrong in line ${line}`}.`,
      'A configuration file looks like { "performance_mode": "fast", "max_memory_mb": 1024 }; no comments, no comma after the last key.',
    );
  }
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A layer's values by dotted key; what is left out or undefined says nothing. */
export function* leaves(values: object, prefix = ''): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(values)) {
    if (isGroup(value)) yield* leaves(value, `${prefix}${key}.`);
    else if (value !== undefined) yield [prefix + key, value];
  }
}

/** The reverse of {@link leaves}. */
export function nested(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (const [dotted, value] of entries) {
    const [key, ...rest] = dotted.split('.') as [string, ...string[]];
    tree[key] =
      rest.length === 0
        ? value
        : { ...(isGroup(tree[key]) ? tree[key] : {}), ...nested([[rest.join('.'), value]]) };
  }
  return tree;
}
