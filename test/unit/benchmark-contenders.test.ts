import { describe, expect, it } from 'vitest';
import { changedSettings, contendersOf } from '../../src/kernel/performance/benchmark/contenders';
import { nothingMeasured, type Measured } from '../../src/kernel/performance/benchmark/measure-all';
import { secondsLeftOf } from '../../src/kernel/performance/benchmark/results';
import { baselineName } from '../../src/shared/benchmark';
import { defaultSettings, resolveSettings } from '../../src/shared/resolve-settings';
import type { SettingsLayer } from '../../src/shared/settings';
import { benchmarkRun } from './benchmark-results-fixture';

const settingsWith = (profile: string, more: SettingsLayer = {}) =>
  resolveSettings([{ source: 'test', values: { ...more, performance_mode: profile } }]);

describe('who is measured', () => {
  it('is each profile once, and balanced without optimizations last', () => {
    const contenders = contendersOf(
      { profiles: ['accurate', 'fast', 'accurate'], baseline: true },
      { settingsWith },
    );
    expect(contenders.map(({ contender }) => contender)).toEqual(['accurate', 'fast', baselineName]);
    const { settings } = contenders[2]!;
    expect(settings.mediapipe).toEqual(settingsWith('balanced').settings.mediapipe);
    expect(settings).toMatchObject({
      enable_optimizations: false,
      io_optimization: { max_workers: 1, parallel_processing: false, use_compression: false },
    });
  });

  it('has one limit in all its runs, also where a share of the memory is allowed', () => {
    const [fast] = contendersOf(
      { profiles: ['fast'], baseline: false },
      { settingsWith: (profile) => settingsWith(profile, { max_memory_mb: '50%' }) },
    );
    expect(fast!.settings.max_memory_mb).toBeTypeOf('number');
  });

  it('is nobody where a profile is not known', () => {
    const asked = { profiles: ['fast', 'quick'], baseline: true };
    expect(() => contendersOf(asked, { settingsWith })).toThrow('There is no profile "quick".');
  });
});

describe('the settings that are told of', () => {
  it('are those that are not the defaults, without where programs lie on this machine', () => {
    const settings = {
      ...defaultSettings,
      frame_width: 480,
      ffmpeg_path: '/home/somebody/ffmpeg',
      tfjs_node_path: '/home/somebody/tfjs',
      node_path: '/home/somebody/node',
      mediapipe: { ...defaultSettings.mediapipe, model_complexity: 2 as const },
    };
    expect(changedSettings(settings)).toEqual({ frame_width: 480, mediapipe: { model_complexity: 2 } });
    expect(changedSettings(defaultSettings)).toEqual({});
  });
});

describe('the time that is left', () => {
  const contenders = ['fast', 'accurate'].map((contender) => ({ contender, settings: defaultSettings }));
  const begun = nothingMeasured({ contenders, works: ['mediapipe'], repeats: 1 });
  const after = (...wallS: readonly number[]): Measured => ({
    ...begun,
    wallS: [...wallS],
    runs: begun.left.slice(0, wallS.length).map(({ contender, repeat }) => benchmarkRun(contender, repeat)),
    left: begun.left.slice(wallS.length),
  });

  it('is not known before anything was measured', () => {
    expect(secondsLeftOf(begun)).toBeNull();
  });
  it('is reckoned from warm-ups until there is better', () => {
    expect(secondsLeftOf(after(2, 4))).toBe(6);
    expect(secondsLeftOf(after(2, 4, 10))).toBe(10);
    expect(secondsLeftOf(after(2, 4, 10, 30))).toBe(0);
  });
});
