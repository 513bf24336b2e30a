import { describe, expect, it } from 'vitest';
import {
  leftOutOfProfile,
  profileFrom,
  profileNameProblem,
  profileNameWarning,
  withConfigSettings,
  withProfile,
} from '../../src/shared/config-edits';
import { parseConfigFile, resolveSettings } from '../../src/shared/resolve-settings';
import type { ProfileTable } from '../../src/shared/settings';

const own: ProfileTable = { clinic: { performance_mode: 'fast', frame_rate: 30 } };
const config = `{
    "$schema": "./settings.schema.json",
    "max_memory_mb": 1024,
    "performance_mode": "balanced",
    "model_complexity": 1
}
`;

describe('a profile made of settings', () => {
  it('holds what differs from the profile that it starts from, and gives the same settings again', () => {
    const layer = {
      mediapipe: { model_complexity: 0, min_detection_confidence: 0.4 },
      max_memory_mb: 1024,
    } as const;
    const profile = profileFrom(layer, 'fast');
    expect(profile).toEqual({ performance_mode: 'fast', mediapipe: { min_detection_confidence: 0.4 } });
    const { settings } = resolveSettings([{ source: 'cell', values: { performance_mode: 'mine' } }], {
      mine: profile,
    });
    expect(settings.mediapipe).toMatchObject(layer.mediapipe);
    expect(settings.max_memory_mb).toBe(1024);
  });

  it('is made of all settings of a run as well as of some', () => {
    const all = resolveSettings([
      { source: 'cell', values: { performance_mode: 'accurate', frame_width: 480 } },
    ]);
    expect(profileFrom(all.settings, 'accurate')).toEqual({ performance_mode: 'accurate', frame_width: 480 });
  });

  it('leaves out what no profile may hold, and names it', () => {
    const layer = {
      signal_processing: { filter_cutoff_hz: 4 },
      blur_faces: false,
      frame_rate: 25,
      deadline_s: 60,
    };
    expect(profileFrom(layer, 'balanced')).toEqual({ performance_mode: 'balanced', frame_rate: 25 });
    expect(leftOutOfProfile(layer, 'balanced')).toEqual([
      'signal_processing.filter_cutoff_hz',
      'blur_faces',
      'deadline_s',
    ]);
  });

  it('starts from balanced where auto was set, and from one of the user’s own', () => {
    expect(profileFrom({ frame_width: 320 }, 'auto')).toMatchObject({ performance_mode: 'balanced' });
    expect(profileFrom({ frame_rate: 30 }, 'clinic', own)).toEqual({ performance_mode: 'clinic' });
  });
});

describe('a profile put into a configuration file', () => {
  const profile = { performance_mode: 'fast', frame_rate: 25 };

  it('stands beside what is there, whose order and indentation stay', () => {
    const text = withProfile(config, 'ward', profile);
    expect(text.startsWith(config.slice(0, config.lastIndexOf('\n}')))).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
    expect(parseConfigFile(text, 'c').profiles).toEqual({ ward: profile });
  });

  it('makes the file where there is none', () => {
    expect(withProfile('', 'ward', profile)).toBe(
      '{\n  "performance_profiles": {\n    "ward": {\n      "performance_mode": "fast",\n      "frame_rate": 25\n    }\n  }\n}\n',
    );
  });

  it('keeps what the one held that it takes the place of, where it starts from that', () => {
    const before = withProfile('', 'clinic', own['clinic']!);
    const text = withProfile(before, 'clinic', { performance_mode: 'clinic', frame_width: 480 });
    expect(parseConfigFile(text, 'c').profiles).toEqual({
      clinic: { performance_mode: 'fast', frame_rate: 30, frame_width: 480 },
    });
  });

  it('may stand in the place of a built-in one, which it starts from', () => {
    const text = withProfile('', 'fast', { performance_mode: 'fast', frame_rate: 25 });
    const { profiles } = parseConfigFile(text, 'c');
    const { settings } = resolveSettings([{ source: 'c', values: { performance_mode: 'fast' } }], profiles);
    expect([settings.frame_rate, settings.mediapipe.model_complexity]).toEqual([25, 0]);
  });

  it.each([
    ['auto', 'is taken'],
    ['no optimizations', 'is taken'],
    ['', 'Give the profile a name'],
    ['a,b', 'commas'],
    ['two words', 'commas'],
  ])('is refused the name %j', (name, why) => {
    expect(profileNameProblem(name)).toContain(why);
    expect(() => withProfile('', name, profile)).toThrow(/cannot be called/);
  });

  it.each(['klinik-1', 'Gänge', 'v1.2'])('may be called %s', (name) => {
    expect(profileNameProblem(name)).toBeNull();
  });

  it('says what a name that is there already would change', () => {
    expect(profileNameWarning('fast', {})).toContain('built-in');
    expect(profileNameWarning('clinic', own)).toContain('replaced');
    expect(profileNameWarning('new', own)).toBeNull();
    expect(profileNameWarning('constructor', own)).toBeNull();
  });

  it('is refused where it would start from one that is not there, or the file is none', () => {
    expect(() => withProfile('', 'ward', { performance_mode: 'nowhere' })).toThrow(/no profile "nowhere"/);
    expect(() => withProfile('{ "max_memory_mb": ', 'ward', profile, 'mine.json')).toThrow(
      /mine\.json is not JSON/,
    );
  });
});

describe('settings put into a configuration file', () => {
  it('take the place of those that are there, at the place where they stand', () => {
    const text = withConfigSettings(config, { max_memory_mb: 640, mediapipe: { model_complexity: 0 } });
    expect(text).toBe(
      config.replace('1024', '640').replace('"model_complexity": 1', '"model_complexity": 0'),
    );
  });

  it('are added to their group', () => {
    const text = withConfigSettings('{ "io_optimization": { "max_workers": 2 } }', {
      io_optimization: { parallel_processing: true },
    });
    expect(JSON.parse(text)).toEqual({ io_optimization: { max_workers: 2, parallel_processing: true } });
  });

  it('keep the line ends of Windows, tabs and the mark at the beginning', () => {
    const windows = '\uFEFF{\r\n\t"max_memory_mb": 1024\r\n}\r\n';
    expect(withConfigSettings(windows, { max_memory_mb: 640 })).toBe(windows.replace('1024', '640'));
  });
});
