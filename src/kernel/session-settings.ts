import path from 'node:path';
import { refusedDeadline } from '../shared/auto-profile';
import { notMeasurable } from '../shared/profile-lookup';
import {
  parseSettingsLayer,
  profileNames,
  resolveSettings,
  type ConfigFile,
  type NamedLayer,
} from '../shared/resolve-settings';
import type { ResolvedSettings, SettingsLayer } from '../shared/settings';
import { settingsOfStep } from '../shared/parse-step';
import type { Step } from '../shared/steps';
import { readConfigFile } from './config-file';

/** The layers of settings under those of a step itself; every field may be left out. */
export interface SettingsUnderStep {
  /** A configuration file (JSON), a layer above the built-in defaults and the profile. */
  readonly configFile?: string;
  /** The layer above the configuration file: flags of a command, or settings of an editor. */
  readonly settings?: SettingsLayer;
  /** What to call that layer in run records; by dotted key where one name does not do. */
  readonly settingsSource?: string | Readonly<Record<string, string>>;
}

/** The same, read and checked. */
export interface LayersUnderStep {
  /** Lowest first. */
  readonly layers: readonly NamedLayer[];
  /** Of the configuration file. */
  readonly profiles: ConfigFile['profiles'] | undefined;
}

/** @throws GaitError bad-input for a configuration file or settings that are not right. */
export async function readLayers(
  { configFile, settings, settingsSource = 'session' }: SettingsUnderStep,
  workingFolder: string,
): Promise<LayersUnderStep> {
  const layers: NamedLayer[] = [];
  let config: ConfigFile | undefined;
  if (configFile !== undefined) {
    config = await readConfigFile(path.resolve(workingFolder, configFile));
    layers.push({ source: `config ${path.basename(configFile)}`, values: config.settings });
  }
  if (settings) {
    layers.push({ source: settingsSource, values: parseSettingsLayer(settings, 'The settings') });
  }
  // Says what is wrong with the settings before any work begins.
  resolveSettings(layers, config?.profiles);
  return { layers, profiles: config?.profiles };
}

/**
 * The settings of one step: its own win.
 * @throws GaitError bad-input for a profile that is not known, and for a deadline that nothing is chosen by.
 */
export function resolveForStep({ layers, profiles }: LayersUnderStep, step: Step): ResolvedSettings {
  const resolved = resolveSettings([...layers, { source: 'cell', values: settingsOfStep(step) }], profiles);
  const refused = refusedDeadline(step.step, resolved);
  if (refused) throw refused;
  return resolved;
}

/**
 * What the settings of one step would be with another profile.
 * @throws GaitError bad-input for a profile that is not known, or that stands for one that is to be chosen.
 */
export function withProfile(
  { layers, profiles }: LayersUnderStep,
  step: Step,
  profile: string,
): ResolvedSettings {
  const refused = notMeasurable(profile, profileNames(profiles ?? {}));
  if (refused) throw refused;
  const own = { source: 'cell', values: settingsOfStep(step) };
  // A deadline is what a profile is chosen by, and here it is named.
  const named = { source: 'cell', values: { performance_mode: profile, deadline_s: null } };
  return resolveSettings([...layers, own, named], profiles);
}

/** Names of all profiles that a step can have. */
export const profilesOf = ({ profiles = {} }: LayersUnderStep): string[] => profileNames(profiles);
