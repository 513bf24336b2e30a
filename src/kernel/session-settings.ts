import path from 'node:path';
import {
  parseSettingsLayer,
  resolveSettings,
  type ConfigFile,
  type NamedLayer,
} from '../shared/resolve-settings';
import type { ResolvedSettings, SettingsLayer } from '../shared/settings';
import { settingsOfStep, type Step } from '../shared/steps';
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

/** The settings of one step: its own win. */
export const resolveForStep = ({ layers, profiles }: LayersUnderStep, step: Step): ResolvedSettings =>
  resolveSettings([...layers, { source: 'cell', values: settingsOfStep(step) }], profiles);
