import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { GaitError } from '../../src/shared/errors';
import { jsonSchemas } from '../../src/shared/json-schemas';
import { refusedInProfiles, refusedKeys } from '../../src/shared/refused-settings';
import {
  defaultProfiles,
  defaultSettings,
  parseConfigFile,
  parseSettingsLayer,
  resolveSettings,
} from '../../src/shared/resolve-settings';
import { settingsLayerSchema, settingsSchema } from '../../src/shared/settings';

/** The error that a piece of work ends in, as a user would read it. */
function refusal(work: () => unknown): { message: string; hint: string; kind: string } {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof GaitError)
      return { message: thrown.message, hint: thrown.hint ?? '', kind: thrown.kind };
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}

const config = (content: object): string => JSON.stringify(content);

describe('layers of settings', () => {
  it('start from the built-in defaults, each named as such', () => {
    const { settings, sources } = resolveSettings([]);
    expect(settings).toEqual(defaultSettings);
    expect(sources['frame_width']).toBe('default');
    expect(sources['mediapipe.model_complexity']).toBe('profile balanced');
  });

  it('win in the order default, profile, configuration file, flags, cell', () => {
    const { settings, sources } = resolveSettings([
      {
        source: 'my.json',
        values: { max_memory_mb: 1500, frame_width: 480, mediapipe: { min_detection_confidence: 0.35 } },
      },
      { source: { max_memory_mb: '--max-memory' }, values: { performance_mode: 'fast', max_memory_mb: 900 } },
      { source: 'cell', values: { frame_width: 320 } },
    ]);
    expect(settings.mediapipe).toMatchObject({ model_complexity: 0, min_detection_confidence: 0.35 });
    expect(settings.max_memory_mb).toBe(900);
    expect(settings.frame_width).toBe(320);
    expect(sources).toMatchObject({
      'mediapipe.model_complexity': 'profile fast',
      'mediapipe.min_detection_confidence': 'my.json',
      max_memory_mb: '--max-memory',
      frame_width: 'cell',
    });
  });

  it('may set a value back to null, and say nothing by undefined', () => {
    const { settings } = resolveSettings([
      { source: 'a', values: { frame_rate: 15, frame_width: 320 } },
      { source: 'b', values: { frame_rate: null, frame_width: undefined } },
    ]);
    expect(settings.frame_rate).toBeNull();
    expect(settings.frame_width).toBe(320);
  });

  it('give every key a source', () => {
    const keys = (value: object, prefix = ''): string[] =>
      Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
        typeof child === 'object' && child !== null ? keys(child, `${prefix}${key}.`) : [prefix + key],
      );
    const { settings, sources } = resolveSettings([]);
    expect(Object.keys(sources).sort()).toEqual(keys(settings).sort());
  });
});

describe('the built-in profiles', () => {
  it.each([
    ['fast', 0, 0.3, 1024, 64],
    ['balanced', 1, 0.5, 2048, 32],
    ['accurate', 2, 0.7, 4096, 16],
  ])('%s has its figures', (performance_mode, complexity, confidence, memoryMb, batch) => {
    const { settings } = resolveSettings([{ source: 'flags', values: { performance_mode } }]);
    expect(settings.mediapipe.model_complexity).toBe(complexity);
    expect(settings.mediapipe.min_detection_confidence).toBe(confidence);
    expect(settings.mediapipe.min_tracking_confidence).toBe(confidence);
    expect(settings.max_memory_mb).toBe(memoryMb);
    expect(settings.io_optimization.batch_size).toBe(batch);
  });

  it('filter and threshold alike, whatever the profile', () => {
    const signals = Object.keys(defaultProfiles).map(
      (performance_mode) =>
        resolveSettings([{ source: 'flags', values: { performance_mode } }]).settings.signal_processing,
    );
    expect(signals).toHaveLength(3);
    for (const signal of signals) expect(signal).toEqual(defaultSettings.signal_processing);
  });

  it('have balanced as the default, word for word', () => {
    expect(resolveSettings([{ source: 'x', values: { performance_mode: 'balanced' } }]).settings).toEqual(
      defaultSettings,
    );
  });
});

describe('profiles of one’s own', () => {
  // A profile that starts from a built-in one.
  const { profiles } = parseConfigFile(
    config({
      performance_profiles: {
        custom_fast: {
          description: 'Custom fast profile for specific use case',
          performance_mode: 'fast',
          enable_optimizations: true,
          max_memory_mb: 1536,
          mediapipe: { model_complexity: 0, min_detection_confidence: 0.4 },
        },
        fast: { performance_mode: 'fast', frame_width: 512 },
        loop: { performance_mode: 'pool' },
        pool: { performance_mode: 'loop' },
        orphan: { performance_mode: 'fastest_of_all' },
      },
    }),
    'my.json',
  );
  const use = (performance_mode: string) =>
    resolveSettings([{ source: 'flags', values: { performance_mode } }], profiles);

  it('start from the one they name', () => {
    const { settings, sources } = resolveSettings(
      [{ source: 'flags', values: { performance_mode: 'custom_fast' } }],
      { custom_fast: profiles['custom_fast']! },
    );
    expect(settings.performance_mode).toBe('custom_fast');
    expect(settings.max_memory_mb).toBe(1536);
    expect(settings.mediapipe).toMatchObject({ min_detection_confidence: 0.4, min_tracking_confidence: 0.3 });
    expect(sources['max_memory_mb']).toBe('profile custom_fast');
    expect(sources['mediapipe.min_tracking_confidence']).toBe('profile fast');
  });

  it('may change a built-in one by its own name', () => {
    expect(use('fast').settings).toMatchObject({ frame_width: 512, mediapipe: { model_complexity: 0 } });
  });

  it('may not start from themselves in a ring', () => {
    const { message } = refusal(() => use('loop'));
    expect(message).toContain('loop → pool → loop');
  });

  it('may not start from one that is not there', () => {
    const { message, hint } = refusal(() => use('orphan'));
    expect(message).toContain('"fastest_of_all", which the profile "orphan" starts from');
    expect(hint).toContain('fast, balanced, accurate');
  });

  it('are found by the nearest name', () => {
    expect(refusal(() => use('costum_fast')).hint).toContain('Did you mean "custom_fast"?');
  });

  it.each(Object.keys(refusedInProfiles))('may not set %s, and say why', (key) => {
    const { message, hint, kind } = refusal(() =>
      parseConfigFile(config({ performance_profiles: { mine: { [key]: {} } } }), 'my.json'),
    );
    expect(kind).toBe('bad-input');
    expect(message).toContain(`the profile "mine" cannot set "${key}". ${refusedInProfiles[key]!.why}`);
    expect(hint).toBe(refusedInProfiles[key]!.instead);
  });
});

describe('a configuration file', () => {
  it.each(Object.keys(refusedKeys))('with "%s" is refused with the reason', (key) => {
    const { message, hint } = refusal(() => parseConfigFile(config({ [key]: 1 }), 'my.json'));
    expect(message).toBe(`my.json: "${key}" is not taken. ${refusedKeys[key]!.why}`);
    expect(hint).toBe(refusedKeys[key]!.instead);
  });

  it.each([['gpu'], ['use_gpu']])(
    'with "%s" is told what computes instead, in whatever group it stands',
    (key) => {
      const { message } = refusal(() => parseConfigFile(config({ training: { [key]: true } }), 'my.json'));
      expect(message).toBe(
        `my.json: "training.${key}" is not taken. Neither engine trains on a graphics card: TensorFlow.js computes on the processor here, in WebAssembly or in tfjs-node.`,
      );
      const atTop = refusal(() => parseConfigFile(config({ [key]: true }), 'my.json'));
      expect(atTop.message).toContain(`"${key}" is not taken. Neither engine trains on a graphics card`);
    },
  );

  it('may spell MediaPipe’s keys at the top level', () => {
    const { settings } = parseConfigFile(
      config({ performance_mode: 'fast', model_complexity: 0, min_detection_confidence: 0.3 }),
      'my.json',
    );
    expect(settings.mediapipe).toEqual({ model_complexity: 0, min_detection_confidence: 0.3 });
  });

  it('may not say the same twice', () => {
    const { message } = refusal(() =>
      parseConfigFile(config({ model_complexity: 0, mediapipe: { model_complexity: 1 } }), 'my.json'),
    );
    expect(message).toContain('"model_complexity" is set twice');
  });

  it('keeps what a group says beside a key spelled at the top, in either order', () => {
    for (const layer of [
      { model_complexity: 0, mediapipe: { smooth_landmarks: false } },
      { mediapipe: { smooth_landmarks: false }, model_complexity: 0 },
    ]) {
      const { settings } = parseConfigFile(config(layer), 'my.json');
      expect(settings.mediapipe).toEqual({ model_complexity: 0, smooth_landmarks: false });
    }
  });

  it.each([
    ['mediapipe.model_complexty', { mediapipe: { model_complexty: 1 } }, 'mediapipe.model_complexity'],
    ['filter_cutoff', { filter_cutoff: 6 }, 'signal_processing.filter_cutoff_hz'],
    ['max_memory', { max_memory: 6 }, 'max_memory_mb'],
    ['performance_mod', { performance_mod: 'fast' }, 'performance_mode'],
    [
      'performance_profiles.x.frame_widht',
      { performance_profiles: { x: { frame_widht: 1 } } },
      'performance_profiles.x.frame_width',
    ],
  ])('with the unknown key %s is told the nearest', (wrong, content, right) => {
    const { message, hint } = refusal(() => parseConfigFile(config(content), 'my.json'));
    expect(message).toBe(`my.json: unknown key "${wrong}".`);
    expect(hint).toBe(`Did you mean "${right}"?`);
  });

  it.each<[object, string, string]>([
    [{ mediapipe: { model_complexity: 3 } }, 'mediapipe.model_complexity cannot be 3', '0, 1 or 2'],
    [{ frame_width: '640' }, 'frame_width cannot be "640"', 'a whole number from 64 to 7680'],
    [{ blur_faces: 'no' }, 'blur_faces cannot be "no"', 'true or false'],
    [{ frame_rate: 0 }, 'frame_rate cannot be 0', 'a number from 1 to 1000 or null'],
    [{ mediapipe: 2 }, 'mediapipe cannot be 2', 'a group of keys'],
    [{ mediapipe: { min_tracking_confidence: 1.2 } }, 'cannot be 1.2', 'a number from 0 to 1'],
    [{ performance_mode: '' }, 'performance_mode cannot be ""', 'a text that is not empty'],
  ])('with a wrong value in %j is told what is expected', (content, says, expected) => {
    const { message, hint } = refusal(() => parseConfigFile(config(content), 'my.json'));
    expect(message).toContain(says);
    expect(hint).toContain(expected);
  });

  it('with several mistakes is told each of them', () => {
    const { message } = refusal(() => parseConfigFile(config({ frame_width: 1, frame_rat: 2 }), 'my.json'));
    expect(message.split('\n')).toHaveLength(2);
    expect(message).toContain('frame_width cannot be 1.');
    expect(message).toContain('Did you mean "frame_rate"?');
  });

  it.each([
    ['', 'it is empty'],
    ['{\n  "frame_width": 640,\n}', 'line 3'],
    ['performance_mode: fast', 'line 1'],
  ])('that is not JSON says so: %j', (text, says) => {
    const { message } = refusal(() => parseConfigFile(text, 'my.json'));
    expect(message).toContain('my.json is not JSON');
    expect(message).toContain(says);
  });

  it('may begin with a byte order mark', () => {
    expect(parseConfigFile('\uFEFF{"frame_width": 320}', 'my.json').settings.frame_width).toBe(320);
  });

  it.each(['default.json', 'performance_optimized.json'])('configs/%s can itself be given', (name) => {
    const { settings, profiles } = parseConfigFile(
      readFileSync(path.join(packageRoot, 'configs', name), 'utf8'),
      name,
    );
    expect(resolveSettings([{ source: name, values: settings }], profiles).settings).toEqual(defaultSettings);
  });
});

describe('the memory limit', () => {
  const limit = (max_memory_mb: unknown) => parseSettingsLayer({ max_memory_mb }, 'the flags').max_memory_mb;

  it.each([1, 512, 2048.5, '80%', '12.5%', '100%', '0.5%'])('may be %j', (value) => {
    expect(limit(value)).toBe(value);
  });

  it.each([
    -1,
    0,
    0.5,
    NaN,
    Infinity,
    1e9,
    '0%',
    '0.0%',
    '-5%',
    '101%',
    '100.5%',
    '250%',
    '80',
    'lots',
    '',
    null,
    true,
  ])('may not be %j', (value) => {
    const { hint } = refusal(() => limit(value));
    expect(hint).toMatch(/a number of MB from 1 to 16777216, or a share .* such as "80%"/);
  });
});

describe('optimizations that are turned off', () => {
  const { settings, sources } = resolveSettings([
    { source: 'my.json', values: { io_optimization: { max_workers: 8 } } },
    { source: '--disable-optimizations', values: { enable_optimizations: false } },
  ]);

  it('leave one worker and no compression, and say why', () => {
    expect(settings.io_optimization).toMatchObject({
      max_workers: 1,
      parallel_processing: false,
      use_compression: false,
    });
    expect(sources['io_optimization.max_workers']).toBe('enable_optimizations');
    expect(sources['io_optimization.use_compression']).toBe('enable_optimizations');
  });

  it('leave every key that affects a result as it was', () => {
    const on = resolveSettings([]).settings;
    expect(settings.mediapipe).toEqual(on.mediapipe);
    expect(settings.signal_processing).toEqual(on.signal_processing);
    expect(settings.frame_width).toBe(on.frame_width);
  });
});

describe('schemas', () => {
  it.each(Object.entries(jsonSchemas()))('configs/%s is up to date (npm run schemas)', (name, schema) => {
    const file = readFileSync(path.join(packageRoot, 'configs', name), 'utf8');
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('mark every setting as affecting the result or the plan, with a description', () => {
    interface Node {
      readonly properties?: Record<string, Node>;
      readonly affects?: string;
      readonly description?: string;
    }
    const unmarked = (node: Node, at: string): string[] =>
      Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
        if (child.properties) return unmarked(child, `${at}${key}.`);
        const marked = (child.affects === 'result' || child.affects === 'plan') && child.description;
        return marked ? [] : [at + key];
      });
    for (const schema of [settingsSchema, settingsLayerSchema]) {
      expect(unmarked(schema.toJSONSchema({ io: 'input' }) as Node, '')).toEqual([]);
    }
  });
});
