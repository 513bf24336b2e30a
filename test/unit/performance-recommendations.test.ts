import { describe, expect, it } from 'vitest';
import type { Figures, TrainingFigures } from '../../src/kernel/performance/figures';
import { recommend, rules } from '../../src/kernel/performance/recommendations';
import { recommendationSchema } from '../../src/shared/performance-report';
import { settingsLayerSchema, type SettingsLayer } from '../../src/shared/settings';
import { defaultSettings, settingsWith, theFigures } from './performance-fixture';

const machine = (memoryMb: number, cores = 8) => ({ ...theFigures.machine, memoryMb, cores });
const plan = (workers: number, boundBy: string) => ({
  workers,
  limitMb: 2048,
  expectedMb: 400 * workers,
  boundBy,
});
const io = (changed: SettingsLayer['io_optimization']) => settingsWith({ io_optimization: changed });
const trained = (changed: Partial<TrainingFigures>): Partial<Figures> => ({
  training: {
    settings: defaultSettings,
    plan: plan(5, 'number of folds'),
    seconds: 300,
    engine: 'tfjs-node',
    folds: 5,
    limitReached: false,
    peakRssMb: 500,
    limitMb: 2048,
    ...changed,
  },
});
const slow = { frames: 1500, recordingS: 60, videoProcessingS: 120 };

/** Figures that trigger each rule, with what it then shows and proposes. */
const cases: [id: string, figures: Partial<Figures>, value: number, settings: SettingsLayer][] = [
  ['memory-limit-reached', { limitReached: true, peakRssMb: 2000 }, 2000, { max_memory_mb: 2624 }],
  [
    'memory-limit-reached',
    { limitReached: true, peakRssMb: 1010, limitMb: 1024, machine: machine(1500) },
    1010,
    { performance_mode: 'fast' },
  ],
  [
    'memory-limit-reached',
    {
      limitReached: true,
      peakRssMb: 90,
      limitMb: 150,
      settings: settingsWith({ mediapipe: { model_complexity: 0 } }),
    },
    90,
    { max_memory_mb: 448 },
  ],
  [
    'memory-limit-reached',
    {
      limitReached: true,
      peakRssMb: 395,
      limitMb: 400,
      machine: machine(500),
      settings: settingsWith({ mediapipe: { model_complexity: 0 } }),
    },
    395,
    { max_memory_mb: '80%' },
  ],
  ['memory-near-limit', { peakRssMb: 1900 }, 1900, { max_memory_mb: 2432 }],
  [
    'memory-near-limit',
    { peakRssMb: 3900, limitMb: 4096, machine: machine(4096) },
    3900,
    { performance_mode: 'fast' },
  ],
  ['limit-above-need', { limitMb: 4096, machine: machine(6000) }, 4096, { max_memory_mb: 576 }],
  [
    'profile-above-machine',
    {
      settings: settingsWith({ performance_mode: 'accurate', mediapipe: { model_complexity: 2 } }),
      machine: machine(7900),
      limitMb: 4096,
      ...slow,
    },
    7900,
    { performance_mode: 'balanced', max_memory_mb: 2048 },
  ],
  [
    'batch-above-memory',
    { settings: io({ batch_size: 100 }), machine: machine(3000) },
    100,
    { io_optimization: { batch_size: 32 } },
  ],
  [
    'garbage-left-to-engine',
    {
      peakRssMb: 1900,
      settings: settingsWith({ memory_optimization: { garbage_collection_frequency: 0 } }),
    },
    1900,
    { memory_optimization: { garbage_collection_frequency: 100 } },
  ],
  ['limit-above-machine', { peakRssMb: 900, machine: machine(2000) }, 2048, { max_memory_mb: '80%' }],
  [
    'chunks-off',
    { settings: settingsWith({ memory_optimization: { chunk_processing: false } }), frames: 108_000 },
    108_000,
    { memory_optimization: { chunk_processing: true } },
  ],
  ['slow-video-lighter-profile', slow, 12.5, { performance_mode: 'fast' }],
  [
    'slow-video-lighter-profile',
    { ...slow, settings: settingsWith({ mediapipe: { model_complexity: 2 } }) },
    12.5,
    { performance_mode: 'balanced' },
  ],
  ['slow-video-fewer-frames', { ...slow, frames: 7200 }, 120, { frame_rate: 60 }],
  [
    'side-by-side-off',
    { settings: io({ parallel_processing: false }), walks: 5 },
    1,
    { io_optimization: { parallel_processing: true } },
  ],
  [
    'workers-held-by-setting',
    { settings: io({ max_workers: 2 }), plan: plan(2, 'max_workers'), walks: 6 },
    2,
    { io_optimization: { max_workers: 6 } },
  ],
  ['workers-held-by-memory', { plan: plan(2, 'max_memory_mb'), walks: 4 }, 2, { max_memory_mb: 1792 }],
  [
    'cpu-full',
    { meanCpuPercent: 770, plan: plan(8, 'cores'), walks: 8 },
    770,
    { io_optimization: { max_workers: 7 } },
  ],
  [
    'live-plots-on-small-machine',
    { machine: machine(3900, 2), meanCpuPercent: 190, peakRssMb: 300, limitMb: 1024 },
    190,
    {},
  ],
  [
    'batch-below-profile',
    { settings: io({ batch_size: 4 }), frames: 20_000 },
    4,
    { io_optimization: { batch_size: 32 } },
  ],
  ['benchmark-first', { videoProcessingS: 900, recordingS: 1000 }, 900, {}],
  ['training-limit-reached', trained({ limitReached: true, peakRssMb: 2000 }), 2000, { max_memory_mb: 2624 }],
  [
    'training-limit-reached',
    {
      ...trained({ limitReached: true, peakRssMb: 1900 }),
      machine: machine(2400),
    },
    1900,
    { training: { batch_size: 16 } },
  ],
  [
    'training-limit-reached',
    trained({
      limitReached: true,
      settings: settingsWith({ memory_optimization: { chunk_processing: false } }),
    }),
    500,
    { memory_optimization: { chunk_processing: true } },
  ],
  [
    'training-batch-above-memory',
    trained({ settings: settingsWith({ training: { batch_size: 512 } }) }),
    512,
    { training: { batch_size: 128 } },
  ],
  ['training-slow-in-wasm', trained({ engine: 'tfjs-wasm' }), 300, {}],
  [
    'training-slow-in-wasm',
    trained({ engine: 'tfjs-wasm', settings: settingsWith({ training: { engine: 'wasm' } }) }),
    300,
    { training: { engine: 'auto' } },
  ],
  [
    'training-held-by-setting',
    trained({ settings: io({ max_workers: 2 }), plan: plan(2, 'max_workers') }),
    2,
    { io_optimization: { parallel_processing: true, max_workers: 5 } },
  ],
  ['training-held-by-memory', trained({ plan: plan(2, 'max_memory_mb') }), 2, { max_memory_mb: 2240 }],
  [
    'optimizations-off',
    { settings: settingsWith({ enable_optimizations: false }) },
    40,
    { enable_optimizations: true },
  ],
  [
    'silhouette-costs',
    { settings: settingsWith({ mediapipe: { enable_segmentation: true } }) },
    40,
    { mediapipe: { enable_segmentation: false } },
  ],
  [
    'compression-off',
    { settings: io({ use_compression: false }), frames: 20_000 },
    20_000,
    { io_optimization: { use_compression: true } },
  ],
  [
    'walker-often-missed',
    { leastDetected: { id: 'far', share: 0.35, cropped: false } },
    0.35,
    { mediapipe: { min_detection_confidence: 0.3 } },
  ],
  [
    'walker-often-missed',
    {
      leastDetected: { id: 'far', share: 0.35, cropped: true },
      settings: settingsWith({ mediapipe: { model_complexity: 0, min_detection_confidence: 0.3 } }),
    },
    0.35,
    { performance_mode: 'balanced' },
  ],
  [
    'walker-often-missed',
    {
      leastDetected: { id: 'far', share: 0.35, cropped: true },
      settings: settingsWith({ mediapipe: { model_complexity: 2, min_detection_confidence: 0.2 } }),
    },
    0.35,
    {},
  ],
  ['room-for-accuracy', { recordingS: 200 }, 5, { performance_mode: 'accurate' }],
  ['all-from-store', { walks: 3, walksFromStore: 3, frames: 0, recordingS: 0, videoProcessingS: 0 }, 3, {}],
];

const adviceFor = (changed: Partial<Figures>) => recommend({ ...theFigures, ...changed });

describe('advice', () => {
  it('is not given where there is nothing to complain about', () => {
    expect(recommend(theFigures)).toEqual([]);
  });

  it.each(cases)('%s: is given with its figure and a change of settings', (id, changed, value, settings) => {
    const advice = adviceFor(changed).find((piece) => piece.id === id);
    expect(advice).toMatchObject({ figure: { value }, settings });
    expect(recommendationSchema.parse(advice)).toEqual(advice);
  });

  it.each(cases)('%s: proposes settings that exist and differ from those of the run', (_, changed) => {
    const figures = { ...theFigures, ...changed };
    for (const { id, settings } of recommend(figures)) {
      expect(settingsLayerSchema.parse(settings), id).toEqual(settings);
      for (const [key, value] of Object.entries(settings)) {
        const own = id.startsWith('training-') ? figures.training!.settings : figures.settings;
        const had = own[key as keyof typeof own];
        if (typeof value === 'object') expect(had, id).not.toMatchObject(value as object);
        else if (key === 'max_memory_mb') expect(value, id).not.toBe(figures.limitMb);
        else if (key !== 'performance_mode') expect(had, id).not.toEqual(value);
      }
    }
  });

  it.each(cases)('%s: says its figure and its effect in plain words', (_, changed) => {
    for (const { text, effect } of adviceFor(changed)) {
      expect(`${text} ${effect}`).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
      expect(text).toMatch(/^[A-Z0-9m].*\.$/);
      expect(effect).toMatch(/^[A-Z0-9].*\.$/);
    }
  });

  it('can be triggered for every rule there is', () => {
    expect(new Set(cases.map(([id]) => id))).toEqual(new Set(rules.map(({ id }) => id)));
  });
});

/** What the guide of the system advises, and the rule that stands for each piece. */
const guide: readonly (readonly [advice: string, id: string])[] = [
  ['out of memory: lower profile, other limit', 'memory-limit-reached'],
  ['out of memory while training', 'training-limit-reached'],
  ['watch memory against the limit', 'memory-near-limit'],
  ['memory is cleaned up as it nears its limit', 'garbage-left-to-engine'],
  ['a limit of 80 % of what is available', 'limit-above-machine'],
  ['long recordings in chunks', 'chunks-off'],
  ['slow: enable optimizations', 'optimizations-off'],
  ['slow: the fast profile', 'slow-video-lighter-profile'],
  ['frame rate optimization', 'slow-video-fewer-frames'],
  ['optional features off', 'silhouette-costs'],
  ['high CPU: fewer workers', 'cpu-full'],
  ['low-end and mid-range systems: their profile and limit', 'profile-above-machine'],
  ['low-end systems: no real-time visualisation', 'live-plots-on-small-machine'],
  ['low-end systems: smaller batches', 'batch-above-memory'],
  ['batches by profile and available memory', 'batch-below-profile'],
  ['training batches by memory', 'training-batch-above-memory'],
  ['mid-range systems: parallel processing', 'side-by-side-off'],
  ['high-end systems and research: the accurate profile', 'room-for-accuracy'],
  ['compressed storage', 'compression-off'],
  ['faster training than in WebAssembly', 'training-slow-in-wasm'],
  ['benchmark the profiles on your own machine', 'benchmark-first'],
];

describe('all that the guide advises', () => {
  it.each(guide)('%s', (_, id) => {
    expect(rules.map((rule) => rule.id)).toContain(id);
    expect(cases.map(([triggered]) => triggered)).toContain(id);
  });
});

describe('advice does not come where it would be wrong', () => {
  const ids = (changed: Partial<Figures>): string[] => adviceFor(changed).map(({ id }) => id);

  it.each<[string, Partial<Figures>, string]>([
    ['more workers for one video', { settings: io({ max_workers: 1 }) }, 'workers-held-by-setting'],
    [
      'more workers than cores',
      { settings: io({ max_workers: 2 }), plan: plan(2, 'cores'), walks: 6, machine: machine(16_384, 2) },
      'workers-held-by-setting',
    ],
    [
      'more memory than the machine has, for more workers',
      { plan: plan(2, 'max_memory_mb'), walks: 8, machine: machine(2048) },
      'workers-held-by-memory',
    ],
    [
      'a lighter model than the lightest',
      { ...slow, settings: settingsWith({ mediapipe: { model_complexity: 0 } }) },
      'slow-video-lighter-profile',
    ],
    ['fewer frames of an ordinary camera', slow, 'slow-video-fewer-frames'],
    ['one worker less than one', { meanCpuPercent: 790 }, 'cpu-full'],
    [
      'a lower limit where a third of it was needed and the machine is large',
      { peakRssMb: 600 },
      'limit-above-need',
    ],
    [
      'a larger model than the machine carries',
      { recordingS: 400, machine: machine(3000) },
      'room-for-accuracy',
    ],
    [
      'a larger model than the largest',
      { recordingS: 400, settings: settingsWith({ mediapipe: { model_complexity: 2 } }) },
      'room-for-accuracy',
    ],
    [
      'a lighter profile on a small machine that carries the heavy one easily',
      { settings: settingsWith({ mediapipe: { model_complexity: 2 } }), machine: machine(7900) },
      'profile-above-machine',
    ],
    ['a benchmark after a benchmark', { videoProcessingS: 900, foretold: true }, 'benchmark-first'],
    [
      'small batches that the accurate profile has itself',
      {
        settings: settingsWith({ mediapipe: { model_complexity: 2 }, io_optimization: { batch_size: 16 } }),
        frames: 20_000,
      },
      'batch-below-profile',
    ],
    ['tfjs-node to somebody who trains with it', trained({}), 'training-slow-in-wasm'],
    ['speed where the recording’s length is not known', { recordingS: 0 }, 'slow-video-lighter-profile'],
    ['the store where one walk was computed', { walks: 3, walksFromStore: 2 }, 'all-from-store'],
    [
      'what optimizations off already explains',
      {
        settings: settingsWith({
          enable_optimizations: false,
          io_optimization: { parallel_processing: false, use_compression: false },
        }),
        walks: 5,
        frames: 20_000,
      },
      'side-by-side-off',
    ],
  ])('%s', (_, changed, id) => {
    expect(ids(changed)).not.toContain(id);
  });

  it('says that a crop helps, but not to somebody who has one', () => {
    const advice = (cropped: boolean) =>
      adviceFor({ leastDetected: { id: 'far', share: 0.5, cropped } }).find(
        ({ id }) => id === 'walker-often-missed',
      )?.text;
    expect(advice(false)).toContain('crop');
    expect(advice(true)).not.toContain('crop');
  });

  it('predicts speed from the models’ measured costs', () => {
    const [advice] = adviceFor(slow);
    expect(advice?.effect).toContain('About 20 frames/s');
  });

  it('never touches how signals are processed', () => {
    for (const [, changed] of cases) {
      for (const { settings } of adviceFor(changed)) expect(settings).not.toHaveProperty('signal_processing');
    }
    expect(defaultSettings.signal_processing.filter_cutoff_hz).toBe(6);
  });
});
