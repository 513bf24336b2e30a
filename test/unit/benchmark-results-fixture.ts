import type {
  BenchmarkedWork,
  BenchmarkResults,
  BenchmarkRun,
  Contender,
  Spread,
  StudyPrediction,
} from '../../src/shared/benchmark';
import type { Accuracy } from '../../src/shared/benchmark-accuracy';

/** A plausible benchmark made up for the tests of displays: pose alone, three profiles and the baseline, two runs each. */
const medians: Readonly<Record<string, { seconds: number; peakMb: number }>> = {
  fast: { seconds: 4.2, peakMb: 402 },
  balanced: { seconds: 6.21, peakMb: 468 },
  accurate: { seconds: 13.4, peakMb: 655 },
  'no optimizations': { seconds: 8.9, peakMb: 610 },
};

export const spread = (median: number, share = 0.03): Spread => ({
  median,
  least: median * (1 - share),
  most: median * (1 + share),
  values: [median * (1 - share), median * (1 + share)],
});

export const contender = (name: string, more: Partial<Contender> = {}): Contender => {
  const { seconds, peakMb } = medians[name] ?? { seconds: 5, peakMb: 500 };
  return {
    contender: name,
    work: 'mediapipe',
    runs: 2,
    failure: null,
    seconds: spread(seconds),
    cpu_s: spread(1.7 * seconds),
    amount_per_second: spread(120 / seconds),
    unit: 'frames',
    peak_rss_mb: spread(peakMb, 0.01),
    speed_of_balanced: 6.21 / seconds,
    speed_of_baseline: 8.9 / seconds,
    memory_reduction_percent: 100 * (1 - peakMb / 610),
    expected:
      name === 'fast'
        ? {
            speed: { low: 2, high: 3 },
            speed_of: 'balanced',
            memory_reduction_percent: { low: 50, high: 60 },
            accuracy: 'Minimal',
          }
        : null,
    ...more,
  };
};

/** Of which nothing was measured, because it failed. */
export const failedContender = (
  name: string,
  failure: string,
  work: BenchmarkedWork = 'mediapipe',
): Contender =>
  contender(name, {
    work,
    runs: 0,
    failure,
    seconds: null,
    cpu_s: null,
    amount_per_second: null,
    peak_rss_mb: null,
    speed_of_balanced: null,
    speed_of_baseline: null,
    memory_reduction_percent: null,
  });

export const benchmarkRun = (
  name: string,
  repeat: number,
  more: Partial<BenchmarkRun> = {},
): BenchmarkRun => {
  const { seconds, peakMb } = medians[name] ?? { seconds: 5, peakMb: 500 };
  const samples = 20;
  return {
    contender: name,
    work: 'mediapipe',
    repeat,
    started_at: '2026-01-31T14:05:06.250Z',
    outcome: 'done',
    error: null,
    seconds,
    cpu_s: 1.7 * seconds,
    amount: 120,
    unit: 'frames',
    peak_rss_mb: peakMb,
    expected_mb: 500,
    limit_mb: 1024,
    workers: 1,
    start_s: 1.1,
    seconds_per_frame: seconds / 130,
    watching_s: 0.01,
    stages: { video_processing: seconds },
    series: Array.from({ length: samples }, (_, index) => ({
      time_s: (seconds * index) / (samples - 1),
      rss_mb: peakMb * Math.min(1, 0.35 + (0.8 * index) / samples) * (1 - 0.02 * (index % 3)),
      cpu_percent: 150,
    })),
    ...more,
  };
};

export const accuracy = (name: string, error: number, more: Partial<Accuracy> = {}): Accuracy => ({
  contender: name,
  reference: 'truth',
  frames: 120,
  detected_share: 1,
  joints_px: { median: error, p95: 3 * error, by_joint: { hip: error, ankle: 1.2 * error } },
  events: {
    matched: 7,
    missed: 1,
    invented: 0,
    bias_ms: -4.2 * error,
    sd_ms: 6.1,
    by_kind: { heel_strike: { bias_ms: -8, sd_ms: 5 }, toe_off: { bias_ms: 2, sd_ms: null } },
  },
  parameters_percent: { cadence_steps_per_min: 0.4 * error, stance_percent: -1.2 },
  ...more,
});

export const prediction = (name: string, more: Partial<StudyPrediction> = {}): StudyPrediction => ({
  contender: name,
  work: 'mediapipe',
  walks: 12,
  frames: 14_400,
  workers: 2,
  seconds: { low: 190, expected: 205, high: 231 },
  peak_rss_mb: { low: 700, expected: 731, high: 790 },
  limit_mb: 1024,
  fits: true,
  ...more,
});

const names = Object.keys(medians);

export const benchmarkResults = (more: Partial<BenchmarkResults> = {}): BenchmarkResults => ({
  version: 1,
  started_at: '2026-01-31T14:05:03.250Z',
  seconds: 95.2,
  complete: true,
  type: 'mediapipe',
  repeats: 2,
  frames: 120,
  video: { file: 'walk.mp4', width_px: 1280, height_px: 720, fps: 29.97, frames: 300, phantom: true },
  contenders: names.map((name) => contender(name)),
  accuracy: [
    accuracy('fast', 3.1),
    accuracy('balanced', 2.4),
    accuracy('accurate', 1.9),
    accuracy('no optimizations', 2.4),
  ],
  predictions: [
    prediction('fast'),
    prediction('accurate', { seconds: { low: 900, expected: 960, high: 1100 }, fits: false }),
  ],
  optimization_recommendations: [
    {
      id: 'profile-that-fits',
      text: 'Take the profile fast: it is 1.5 times as fast as balanced.',
      figure: { name: 'speed', value: 1.48, threshold: 1.2, unit: 'times' },
      settings: { performance_mode: 'fast', max_memory_mb: 1024 },
      effect: 'The whole study takes about 3 min 25 s.',
    },
  ],
  noise: { spread_percent: 3, too_noisy: false },
  watching_percent: 0.31,
  runs: names.flatMap((name) => [0, 1, 2].map((repeat) => benchmarkRun(name, repeat))),
  settings: {
    fast: { mediapipe: { model_complexity: 0 } },
    balanced: {},
    accurate: {},
    'no optimizations': {},
  },
  machine: { platform: 'linux x64', cpu: 'a processor', cores: 2, memory_mb: 8192, node: 'v22.0.0' },
  engines: { mediapipe: '0.10' },
  notes: ['Each run had a process of its own.'],
  ...more,
});
