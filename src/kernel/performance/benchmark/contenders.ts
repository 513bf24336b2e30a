import { baselineName } from '../../../shared/benchmark';
import { resolveMemoryLimit } from '../../../shared/memory-plan';
import { defaultSettings, leaves, nested, resolveSettings } from '../../../shared/resolve-settings';
import { settingsLayerSchema, type Settings, type SettingsLayer } from '../../../shared/settings';
import type { StepOf } from '../../../shared/steps';
import type { StepContext } from '../../steps/step';
import { availableMemoryMb } from '../machine';

/** A profile that is measured, or the baseline. */
export interface BenchmarkContender {
  readonly contender: string;
  /** Complete, with a memory limit in MB. */
  readonly settings: Settings;
}

/** What the baseline is of. */
const baselineProfile = 'balanced';

/**
 * Who is measured: each profile once, in the order that was asked for, and the baseline last.
 * @throws GaitError bad-input for a profile that there is not, before anything is measured.
 */
export function contendersOf(
  { profiles, baseline }: Pick<StepOf<'benchmark'>, 'profiles' | 'baseline'>,
  { settingsWith }: Pick<StepContext, 'settingsWith'>,
): BenchmarkContender[] {
  const measured = [...new Set(profiles)].map((profile) => ({
    contender: profile,
    settings: withLimitInMb(settingsWith(profile).settings),
  }));
  if (!baseline) return measured;
  const { settings } = resolveSettings([
    {
      source: 'benchmark',
      values: { ...settingsWith(baselineProfile).settings, enable_optimizations: false },
    },
  ]);
  return [...measured, { contender: baselineName, settings: withLimitInMb(settings) }];
}

/** A share of what is available would be another limit in every run. */
const withLimitInMb = (settings: Settings): Settings => ({
  ...settings,
  max_memory_mb: resolveMemoryLimit(settings.max_memory_mb, availableMemoryMb()),
  deadline_s: null,
});

/** Programs' places on this machine: results are sent to others. */
const ownKeys: readonly string[] = ['ffmpeg_path', 'tfjs_node_path', 'node_path'];

/** The settings that are not the defaults. */
export function changedSettings(settings: Settings): SettingsLayer {
  const defaults = new Map(leaves(defaultSettings));
  const changed = [...leaves(settings)].filter(
    ([key, value]) => !ownKeys.includes(key) && defaults.get(key) !== value,
  );
  return settingsLayerSchema.parse(nested(changed));
}
