import os from 'node:os';
import path from 'node:path';
import { badInput } from '../shared/errors';
import type { EditorSettings } from '../shared/protocol';
import { memoryLimit, settingsSchema, type SettingsLayer } from '../shared/settings';

/** Section of our settings in VS Code. */
export const settingsSection = 'gaitNotebook';

/** Names of our settings within their section. */
export const settingNames = [
  'profile',
  'maxMemoryMb',
  'deadlineS',
  'configFile',
  'ffmpegPath',
  'store',
  'livePlots',
  'author',
  'tfjsNodePath',
  'nodePath',
  'browserPath',
] as const;
export type SettingName = (typeof settingNames)[number];

/** Where a setting was given a value; what VS Code's `inspect` says, as far as it is used. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** What the settings of the editor come to for one notebook. */
export interface NotebookSettings {
  /** What the kernel is told with each run. */
  readonly editor: EditorSettings;
  /** Folder of stored results, absolute; null where the kernel's own rule holds. */
  readonly store: string | null;
  readonly livePlots: boolean;
  /** The browser that prints a PDF; null where it is looked for. */
  readonly browserPath: string | null;
}

interface Given {
  readonly value: unknown;
  readonly source: string;
}

/** The value that counts, and where it stands; null, empty or nothing at all says nothing. */
function given(inspected: Inspected | undefined): Given | null {
  const layers: readonly (readonly [unknown, string])[] = [
    [inspected?.workspaceFolderValue, 'folder settings'],
    [inspected?.workspaceValue, 'workspace settings'],
    [inspected?.globalValue, 'user settings'],
  ];
  const found = layers.find(([value]) => value !== undefined);
  if (!found || found[0] === null || found[0] === '') return null;
  return { value: found[0], source: found[1] };
}

/**
 * Turns what VS Code knows of our settings into what the kernel takes.
 * @param inspect one setting by its name.
 * @param baseFolder folder that relative paths start from: the workspace's, or the notebook's where there is none.
 * @throws GaitError bad-input that names the setting whose value cannot be.
 */
export function notebookSettings(
  inspect: (name: SettingName) => Inspected | undefined,
  baseFolder: string,
): NotebookSettings {
  const text = (name: SettingName): string | null => {
    const found = given(inspect(name));
    if (found && typeof found.value !== 'string') throw wrong(name, found, 'Give a text.');
    // Sound: the line above has refused all else.
    return (found?.value as string | undefined) ?? null;
  };
  const file = (name: SettingName): string | null => {
    const said = text(name);
    return said === null ? null : absolutePath(said, baseFolder);
  };

  const profile = text('profile');
  const ffmpegPath = file('ffmpegPath');
  const tfjsNodePath = file('tfjsNodePath');
  const nodePath = file('nodePath');
  const layer: SettingsLayer = {
    ...(profile === null ? {} : { performance_mode: profile }),
    ...memoryLayer(given(inspect('maxMemoryMb'))),
    ...deadlineLayer(given(inspect('deadlineS'))),
    ...(ffmpegPath === null ? {} : { ffmpeg_path: ffmpegPath }),
    ...(tfjsNodePath === null ? {} : { tfjs_node_path: tfjsNodePath }),
    ...(nodePath === null ? {} : { node_path: nodePath }),
  };
  const sources = Object.fromEntries(
    Object.entries(settingOfKey).flatMap(([key, name]) => {
      const found = given(inspect(name));
      return found ? [[key, found.source] as const] : [];
    }),
  );
  return {
    editor: { configFile: file('configFile'), layer, sources },
    store: file('store'),
    livePlots: given(inspect('livePlots'))?.value !== false,
    browserPath: file('browserPath'),
  };
}

/** The setting behind each dotted key that the kernel is told. */
const settingOfKey = {
  performance_mode: 'profile',
  max_memory_mb: 'maxMemoryMb',
  deadline_s: 'deadlineS',
  ffmpeg_path: 'ffmpegPath',
  tfjs_node_path: 'tfjsNodePath',
  node_path: 'nodePath',
} as const satisfies Partial<Record<keyof SettingsLayer, SettingName>>;

function memoryLayer(found: Given | null): Pick<SettingsLayer, 'max_memory_mb'> {
  if (!found) return {};
  const limit = memoryLimit.safeParse(numberOf(found));
  if (!limit.success) throw wrong('maxMemoryMb', found, `Give ${String(memoryLimit.meta()?.['expects'])}.`);
  return { max_memory_mb: limit.data };
}

function deadlineLayer(found: Given | null): Pick<SettingsLayer, 'deadline_s'> {
  if (!found) return {};
  const deadline = settingsSchema.shape.deadline_s.safeParse(numberOf(found));
  if (!deadline.success) throw wrong('deadlineS', found, 'Give a number of seconds above 0.');
  return { deadline_s: deadline.data };
}

/** A number that was typed as a text is meant as a number. */
const numberOf = ({ value }: Given): unknown =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;

const wrong = (name: SettingName, { value, source }: Given, hint: string) =>
  badInput(`${settingsSection}.${name} in the ${source} cannot be ${JSON.stringify(value)}.`, hint);

function absolutePath(said: string, baseFolder: string): string {
  if (said === '~' || /^~[/\\]/.test(said)) return path.join(os.homedir(), said.slice(1));
  return path.resolve(baseFolder, said);
}
