import { describe, expect, it } from 'vitest';
import { withProfile } from '../../src/kernel/session-settings';
import {
  byNetworkSize,
  byPoseAccuracy,
  choiceNote,
  choiceSource,
  meetsDeadline,
  noneInTime,
  refusedDeadline,
  type Candidate,
  type Weighed,
} from '../../src/shared/auto-profile';
import {
  defaultProfiles,
  defaultSettings,
  parseConfigFile,
  resolveSettings,
} from '../../src/shared/resolve-settings';
import { baselineName } from '../../src/shared/benchmark';
import { stepSchema } from '../../src/shared/steps';
import type { ProfileTable, SettingsLayer } from '../../src/shared/settings';

const isBuiltIn = (profile: string): boolean => Object.hasOwn(defaultProfiles, profile);

const candidates = (own: ProfileTable = {}, cell: SettingsLayer = {}): Candidate[] =>
  [...Object.keys(defaultProfiles), ...Object.keys(own)].map((profile) => ({
    profile,
    resolved: resolveSettings([{ source: 'cell', values: { ...cell, performance_mode: profile } }], own),
  }));
const names = (ordered: readonly Candidate[]): string[] => ordered.map(({ profile }) => profile);

describe('the profile auto', () => {
  it('has the values of balanced until a step has chosen', () => {
    const { settings, sources } = resolveSettings([
      { source: 'cell', values: { performance_mode: 'auto', deadline_s: 60 } },
    ]);
    expect(settings).toEqual({
      ...resolveSettings([{ source: 'cell', values: { performance_mode: 'balanced' } }]).settings,
      performance_mode: 'auto',
      deadline_s: 60,
    });
    expect(sources['mediapipe.model_complexity']).toBe('profile balanced');
  });

  it('can be asked for in a configuration file, but no profile can be called so or start from it', () => {
    const file = (content: object) => () => parseConfigFile(JSON.stringify(content), 'my.json');
    expect(file({ performance_mode: 'auto' })().settings.performance_mode).toBe('auto');
    expect(file({ performance_profiles: { auto: { frame_width: 320 } } })).toThrow(/"auto"/);
    expect(file({ performance_profiles: { lab: { performance_mode: 'auto' } } })).toThrow(
      /start from "auto"/,
    );
    expect(file({ performance_profiles: { lab: { deadline_s: 60 } } })).toThrow(/cannot set "deadline_s"/);
  });

  it('is not measured, nor named among what can be', () => {
    const step = stepSchema.parse({ step: 'benchmark', video: 'walks' });
    const measuring = (profile: string) => () =>
      withProfile({ layers: [], profiles: { lab: {} } }, step, profile);
    expect(measuring('lab')).not.toThrow();
    expect(measuring('auto')).toThrow('"auto" is no profile of its own');
    expect(measuring('nope')).toThrow(
      expect.objectContaining({ hint: 'Known are: fast, balanced, accurate, lab.' }),
    );
  });

  it('is not the only name that is taken: benchmarks call their baseline by one', () => {
    const file = JSON.stringify({ performance_profiles: { [baselineName]: { frame_width: 320 } } });
    expect(() => parseConfigFile(file, 'my.json')).toThrow('no profile can be called "no optimizations"');
  });
});

describe('a deadline', () => {
  const resolved = (...layers: SettingsLayer[]) =>
    resolveSettings(
      layers.map((values, index) => ({ source: index === layers.length - 1 ? 'cell' : 'settings', values })),
    );

  it('is for the profile auto alone', () => {
    expect(
      refusedDeadline('extract-pose', resolved({ performance_mode: 'auto', deadline_s: 60 })),
    ).toBeNull();
    const refused = refusedDeadline('extract-pose', resolved({ performance_mode: 'fast', deadline_s: 60 }));
    expect(refused?.message).toContain('deadline_s is set (cell), and the profile is fast');
    expect(refused?.hint).toContain('auto');
    expect(refused?.kind).toBe('bad-input');
  });

  it('does not hold where a cell names its profile in place of auto', () => {
    const overruled = resolved({ performance_mode: 'auto', deadline_s: 60 }, { performance_mode: 'fast' });
    expect(overruled.settings.deadline_s).toBeNull();
    expect(overruled.sources['deadline_s']).toBe('profile fast');
    expect(refusedDeadline('extract-pose', overruled)).toBeNull();
  });

  it('waits in the settings for cells that take auto, and lets those be that name their own profile', () => {
    expect(resolved({ deadline_s: 600 }, { performance_mode: 'auto' }).settings.deadline_s).toBe(600);
    const own = resolved({ deadline_s: 600 }, { performance_mode: 'fast' });
    expect(own.settings.deadline_s).toBeNull();
    expect(refusedDeadline('extract-pose', own)).toBeNull();
    // Where nobody names a profile, nothing would come of it: that is said, with where it stands.
    expect(refusedDeadline('extract-pose', resolved({ deadline_s: 600 }, {}))?.message).toContain(
      'deadline_s is set (settings), and the profile is balanced',
    );
  });

  it('is meant for poses where it stands above all steps, and refused where another step asks for it', () => {
    const above = resolved({ performance_mode: 'auto', deadline_s: 60 }, {});
    expect(refusedDeadline('train-folds', above)).toBeNull();
    const own = resolved({ performance_mode: 'auto' }, { deadline_s: 60 });
    expect(refusedDeadline('train-folds', own)?.message).toContain('train-folds');
  });
});

describe('how profiles are ordered', () => {
  it('goes by the model, then by how much of the picture and how many frames are looked at', () => {
    expect(names(byPoseAccuracy(candidates(), isBuiltIn))).toEqual(['accurate', 'balanced', 'fast']);
    const own: ProfileTable = {
      wide: { performance_mode: 'balanced', frame_width: 960 },
      thinned: { performance_mode: 'accurate', frame_rate: 15 },
      small: { performance_mode: 'accurate', frame_width: 320 },
    };
    expect(names(byPoseAccuracy(candidates(own), isBuiltIn))).toEqual([
      'accurate',
      'thinned',
      'small',
      'wide',
      'balanced',
      'fast',
    ]);
  });

  it('takes those that come to the same result for one, and of them the user’s own', () => {
    const own: ProfileTable = { lab: { performance_mode: 'accurate', max_memory_mb: 3000 } };
    expect(names(byPoseAccuracy(candidates(own), isBuiltIn))).toEqual(['lab', 'balanced', 'fast']);
    const settled = { mediapipe: defaultSettings.mediapipe };
    expect(names(byPoseAccuracy(candidates({}, settled), isBuiltIn))).toHaveLength(1);
  });

  it('goes by the size of the network where one is trained', () => {
    expect(names(byNetworkSize(candidates(), isBuiltIn))).toEqual(['accurate', 'balanced', 'fast']);
    const own: ProfileTable = { deep: { training: { num_blocks: 12, num_filters: 256 } } };
    expect(names(byNetworkSize(candidates(own), isBuiltIn))[0]).toBe('deep');
  });
});

describe('how a choice is told', () => {
  const accurate: Weighed = {
    profile: 'accurate',
    refusal: null,
    seconds: { low: 720, expected: 780, high: 840 },
  };
  const balanced: Weighed = {
    profile: 'balanced',
    refusal: null,
    seconds: { low: 330, expected: 350, high: 360 },
  };
  const heavy: Weighed = { profile: 'heavy', refusal: 'takes 720 MB of 512 MB', seconds: null };

  it('is by the upper end of what is expected', () => {
    expect(meetsDeadline(balanced, 360)).toBe(true);
    expect(meetsDeadline(balanced, 355)).toBe(false);
    expect(meetsDeadline(heavy, 1000)).toBe(false);
    expect(meetsDeadline({ ...balanced, seconds: null }, 1000)).toBe(false);
  });

  it('names what was passed over, and why', () => {
    expect(choiceSource([heavy, accurate], { setS: 600, spentS: 0 })).toBe(
      'auto: heavy takes 720 MB of 512 MB, accurate would take 12–14 min of 10 min',
    );
    expect(choiceSource([], null)).toBe('auto: the most accurate one fits');
    const note = choiceNote(balanced, [accurate], { setS: 600, spentS: 0 });
    expect(note).toContain('auto chose balanced');
    expect(note).toContain('accurate would take 12–14 min');
    expect(note).toContain('5.5–6.0 min are expected');
  });

  it('tells what measuring took apart from what is expected after it', () => {
    const note = choiceNote(balanced, [accurate], { setS: 600, spentS: 9.4 });
    expect(note).toContain('5.5–6.0 min are expected, after 9.40 s to find that out, of 10 min.');
    // To look into what is known already takes no time worth a word.
    expect(choiceNote(balanced, [accurate], { setS: 600, spentS: 0.2 })).not.toContain('find that out');
  });

  it('says what would do where none is through in time', () => {
    const error = noneInTime([heavy, accurate, balanced], { setS: 60, spentS: 0 });
    expect(error.kind).toBe('bad-input');
    expect(error.message).toContain('balanced would take 5.5–6.0 min');
    expect(error.hint).toContain('deadline_s to 360');
  });

  it('says what measuring took where one would have been through in time without it', () => {
    const fast: Weighed = {
      profile: 'fast',
      refusal: null,
      seconds: { low: 10, expected: 10.5, high: 10.9 },
    };
    const { message, hint } = noneInTime([balanced, fast], { setS: 12, spentS: 3.25 });
    expect(message).toContain('balanced would take 5.5–6.0 min of 12 s; fast');
    expect(message).toContain('fast would take 10–11 s of 12 s, and finding that out took 3.25 s.');
    // As much may go again: a deadline that would not do is never advised.
    expect(hint).toContain('deadline_s to 15 or more');
  });
});
