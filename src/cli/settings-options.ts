import { z } from 'zod';
import { badInput } from '../shared/errors';
import { leaves, nested, parseSettingsLayer } from '../shared/resolve-settings';
import type { SessionOptions } from '../kernel/session';
import { settingsSchema } from '../shared/settings';
import { placeholder } from './schema-options';

/** Options of every command that runs steps. */
export const settingsOptions = {
  performance_mode: placeholder(settingsSchema.shape.performance_mode.optional(), 'profile'),
  max_memory_mb: placeholder(settingsSchema.shape.max_memory_mb.optional(), 'MB|share'),
  deadline_s: placeholder(settingsSchema.shape.deadline_s.unwrap().optional(), 's').meta({
    description:
      'Seconds that finding the poses may take: --performance-mode auto then takes the most accurate profile that is through by then.',
  }),
  config: placeholder(z.string().min(1).optional(), 'file').meta({
    description: 'Configuration file (JSON), a layer above the profile and below these options.',
  }),
  enable_optimizations: z.boolean().optional().meta({
    description:
      'Workers side by side, store and compression, as the settings say: the default, spelled out.',
  }),
  disable_optimizations: z.boolean().optional().meta({
    description: 'One worker, no store, no compression: the honest baseline. Results stay the same.',
  }),
  set: placeholder(z.array(z.string()).optional(), 'key=value...').meta({
    description: 'Any other setting by its dotted key, such as signal_processing.filter_cutoff_hz=5.',
  }),
  store: placeholder(z.string().min(1).optional(), 'folder').meta({
    description: 'Folder of stored results. (default .gait)',
  }),
};
type SettingsOptions = z.output<z.ZodObject<typeof settingsOptions>>;

/**
 * The layers of a session that the options stand for.
 * @throws GaitError bad-input for settings that contradict each other or are not known.
 */
export function sessionOptionsOf(
  options: SettingsOptions,
): Pick<SessionOptions, 'configFile' | 'storeFolder' | 'settings' | 'settingsSource'> {
  const {
    performance_mode,
    max_memory_mb,
    deadline_s,
    config,
    enable_optimizations,
    disable_optimizations,
    set,
    store,
  } = options;
  if (enable_optimizations && disable_optimizations) {
    throw badInput(
      '--enable-optimizations and --disable-optimizations contradict each other.',
      'Give one of them.',
    );
  }
  const fromSet = parseSettingsLayer(nested((set ?? []).map(assignment)), '--set');
  const flags = {
    ...(performance_mode === undefined ? {} : { performance_mode }),
    ...(max_memory_mb === undefined ? {} : { max_memory_mb }),
    ...(deadline_s === undefined ? {} : { deadline_s }),
    ...(enable_optimizations ? { enable_optimizations: true } : {}),
    ...(disable_optimizations ? { enable_optimizations: false } : {}),
  };
  return {
    ...(config === undefined ? {} : { configFile: config }),
    ...(store === undefined ? {} : { storeFolder: store }),
    settings: { ...fromSet, ...flags },
    settingsSource: {
      ...Object.fromEntries([...leaves(fromSet)].map(([key]) => [key, '--set'])),
      performance_mode: performance_mode === undefined ? '--set' : '--performance-mode',
      deadline_s: deadline_s === undefined ? '--set' : '--deadline',
      max_memory_mb: max_memory_mb === undefined ? '--set' : '--max-memory',
      enable_optimizations: disable_optimizations
        ? '--disable-optimizations'
        : enable_optimizations
          ? '--enable-optimizations'
          : '--set',
    },
  };
}

/**
 * "a.b=5" → ["a.b", 5]; a value that is not JSON is a text.
 * @throws GaitError bad-input where there is no key or no value.
 */
export function assignment(text: string): [key: string, value: unknown] {
  const [, key, value] = /^\s*([\w.$-]+)\s*=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw badInput(
      `--set ${text}: that is not a setting.`,
      'Write key=value, such as --set frame_width=480 or --set mediapipe.smooth_landmarks=false.',
    );
  }
  try {
    return [key, JSON.parse(value)];
  } catch {
    return [key, value.trim()];
  }
}
