import { describe, expect, it } from 'vitest';
import { adviseOnBenchmark, benchmarkRules } from '../../src/kernel/performance/benchmark/advice';
import type { BenchmarkContext } from '../../src/kernel/performance/benchmark/decision';
import type { BenchmarkResults } from '../../src/shared/benchmark';
import { recommendationSchema } from '../../src/shared/performance-report';
import {
  accuracy,
  benchmarkResults,
  benchmarkRun,
  contender,
  failedContender,
  prediction,
  spread,
} from './benchmark-results-fixture';
import { settingsWith } from './performance-fixture';

const context: BenchmarkContext = {
  limitMb: 1024,
  machine: { memoryMb: 8192, cores: 2 },
  current: settingsWith({}),
};

const events = (rmsMs: number) => ({
  matched: 20,
  missed: 0,
  invented: 0,
  bias_ms: 0,
  sd_ms: rmsMs,
  by_kind: {},
});

/** Three profiles whose events are so far off. */
const judged = (fastMs: number, balancedMs: number, accurateMs: number) => [
  accuracy('fast', 2, { events: events(fastMs) }),
  accuracy('balanced', 2, { events: events(balancedMs) }),
  accuracy('accurate', 2, { events: events(accurateMs) }),
];

const advise = (more: Partial<BenchmarkResults>, changed: Partial<BenchmarkContext> = {}) =>
  adviseOnBenchmark(benchmarkResults({ predictions: [], ...more }), { ...context, ...changed });

const take = (more: Partial<BenchmarkResults>, changed: Partial<BenchmarkContext> = {}) =>
  advise(more, changed).find(({ id }) => id === 'take-profile');

describe('the profile that a benchmark ends in', () => {
  it('is the quickest that is as exact as any, with how much quicker and how near', () => {
    const advice = take({ accuracy: judged(40, 14, 12) });
    expect(advice?.text).toBe(
      'Take the profile balanced: 2.2 times as fast as accurate, and as exact: its events are within 2 ms of what accurate finds them with; fast is 1.5 times as fast, but its events are 40 ms off, not 12 ms off.',
    );
    expect(advice?.settings).toEqual({ performance_mode: 'balanced', max_memory_mb: 704 });
    expect(advice?.figure).toEqual({ name: 'events_error_ms', value: 14, threshold: 22, unit: 'ms' });
  });

  it('is the most exact where quicker ones are less right', () => {
    expect(take({ accuracy: judged(60, 40, 12) })?.text).toContain(
      'Take the profile accurate: it is the most exact',
    );
  });

  it('is said to be quickest of the profiles where only the baseline, which is none, took less time', () => {
    const contenders = [
      contender('fast', { seconds: spread(8.71) }),
      contender('accurate', { seconds: spread(20), amount_per_second: spread(2) }),
      contender('no optimizations', { seconds: spread(7.31), amount_per_second: spread(90) }),
    ];
    const text = take({
      contenders,
      accuracy: judged(7, 0, 12).filter(({ contender: name }) => name !== 'balanced'),
    })?.text;
    expect(text).toContain(
      'it is the quickest of the profiles (no optimizations, which is no profile, took less time: 7.31 s, not 8.71 s)',
    );
    expect(text).not.toContain('none is quicker');
  });

  it('says that it alone was measured, rather than that none is better', () => {
    const contenders = [contender('fast')];
    const alone = take({ contenders, accuracy: judged(7, 0, 0).slice(0, 1) })?.text;
    expect(alone).toBe('Take the profile fast: it alone of the profiles was measured, its events 7 ms off.');
    expect(take({ contenders, accuracy: [] })?.text).toContain('it alone of the profiles was measured');
  });

  it('says that no other fits where others were measured but do not', () => {
    const predictions = [
      prediction('fast'),
      ...['balanced', 'accurate'].map((name) => prediction(name, { fits: false })),
    ];
    expect(take({ accuracy: judged(30, 20, 10), predictions })?.text).toContain(
      'it alone of the profiles fits in the memory and the time that are set, its events 30 ms off',
    );
  });

  it('says in what none is more exact, and whose joints are nearer', () => {
    const near = judged(7, 15, 12).map((entry, place) => ({
      ...entry,
      joints_px: { ...entry.joints_px!, median: [4.2, 3, 2.8][place]! },
    }));
    expect(take({ accuracy: near })?.text).toMatch(
      /and none is more exact in its events, 7 ms off \(its joints are 4\.2 px off, those of accurate 2\.8 px; up to [\d.]+ px apart counts as the same\)\.$/,
    );
  });

  it('is not one that misses events, however near those are that it finds', () => {
    const found = judged(12, 12, 12);
    found[0] = accuracy('fast', 2, { events: { ...events(12), missed: 5 } });
    expect(take({ accuracy: found })?.text).toMatch(
      /^Take the profile balanced: .*it misses or invents 20 % of the events/,
    );
  });

  it('is not one whose joints are elsewhere', () => {
    const found = judged(12, 12, 12);
    found[0] = accuracy('fast', 20, { events: events(12) });
    expect(take({ accuracy: found })?.text).toContain('its joints are 20.0 px off');
  });

  it('never the baseline, which is no profile', () => {
    const all = [...judged(60, 50, 40), accuracy('no optimizations', 1, { events: events(1) })];
    expect(take({ accuracy: all })?.settings.performance_mode).not.toBe('no optimizations');
  });

  it('is one that the study fits in, whatever is more exact', () => {
    const accuracies = judged(60, 40, 12);
    const predictions = [
      prediction('fast'),
      prediction('balanced'),
      prediction('accurate', { fits: false, peak_rss_mb: { low: 1100, expected: 1190, high: 1280 } }),
    ];
    const advice = advise({ accuracy: accuracies, predictions });
    expect(advice[0]?.settings.performance_mode).toBe('balanced');
    expect(advice[0]?.effect).toContain('The study of 12 walks takes about 3.2–3.9 min');
    expect(advice.find(({ id }) => id === 'profile-over-limit')).toMatchObject({
      text: 'accurate does not fit in 1024 MB: it would take 1280 MB.',
      figure: { value: 1280, threshold: 1024 },
      settings: { performance_mode: 'accurate', max_memory_mb: 1600 },
    });
  });

  it('is through by the deadline where there is one', () => {
    const predictions = [
      prediction('fast'),
      prediction('balanced', { seconds: { low: 400, expected: 420, high: 450 } }),
      prediction('accurate', { seconds: { low: 900, expected: 960, high: 1100 } }),
    ];
    const current = { ...settingsWith({}), performance_mode: 'auto', deadline_s: 600 };
    const advice = advise({ accuracy: judged(60, 40, 12), predictions }, { current });
    expect(advice[0]?.settings.performance_mode).toBe('balanced');
    expect(advice.find(({ id }) => id === 'profile-over-deadline')?.text).toBe(
      'accurate would take 15–18 min, and 10 min are allowed.',
    );
  });

  it('is the largest model that keeps up where nothing was compared', () => {
    const slow = { amount_per_second: spread(9) };
    const contenders = [
      contender('fast', { amount_per_second: spread(60) }),
      contender('balanced', { amount_per_second: spread(35) }),
      contender('accurate', slow),
    ];
    const advice = take({ accuracy: [], contenders });
    expect(advice?.settings.performance_mode).toBe('balanced');
    expect(advice?.figure).toMatchObject({ name: 'frames_per_second', threshold: 29.97 });
    const tooSlow = [contender('balanced', { amount_per_second: spread(20) }), contender('accurate', slow)];
    expect(take({ accuracy: [], contenders: tooSlow })?.text).toContain('it is the quickest of the profiles');
  });

  it('counts the profile that others are compared with as exact', () => {
    const compared = judged(60, 8, 0)
      .filter(({ contender: name }) => name !== 'accurate')
      .map((entry) => ({
        ...entry,
        joints_px: null,
        parameters_percent: {},
        reference: 'accurate' as const,
      }));
    expect(take({ accuracy: compared })?.text).toMatch(
      /^Take the profile balanced: 2.2 times as fast as accurate, and finds nearly the same: its events are within 8 ms/,
    );
  });

  it('does not call that profile exact, for how right it is itself was not measured', () => {
    const entry = { ...judged(48, 0, 0)[0]!, joints_px: null, parameters_percent: {} };
    const compared = { ...entry, reference: 'accurate' as const };
    const contenders = [contender('fast'), contender('balanced')];
    const advice = take({ accuracy: [compared], contenders });
    expect(advice?.settings.performance_mode).toBe('balanced');
    expect(advice?.text).toMatch(
      /^Take the profile balanced: the others were set against it, and how right it is itself was not measured; fast is .* times as fast, but beside balanced its events are 48 ms off\.$/,
    );
    expect(advice?.text).not.toContain('0 ms off');
    expect(advice?.figure).toEqual({ name: 'events_difference_ms', value: 48, threshold: 10, unit: 'ms' });
  });

  it('leaves the limit out where memory was not told, or the machine has not as much', () => {
    const contenders = benchmarkResults().contenders.map((each) => ({ ...each, peak_rss_mb: null }));
    expect(take({ contenders })?.settings).not.toHaveProperty('max_memory_mb');
    expect(take({}, { machine: { memoryMb: 600, cores: 2 } })?.settings).not.toHaveProperty('max_memory_mb');
  });

  it('is none where all failed', () => {
    expect(advise({ contenders: [failedContender('fast', 'It broke.')], accuracy: [] })).toEqual([]);
  });
});

/** Results and settings that call for each other piece of advice. */
const cases: [id: string, Partial<BenchmarkResults>, Partial<BenchmarkContext>, settings: object][] = [
  ['take-profile', {}, {}, { performance_mode: 'fast' }],
  [
    'profile-over-limit',
    {
      contenders: [contender('fast'), failedContender('accurate', 'Stopped at its limit.')],
      runs: [benchmarkRun('accurate', 1, { outcome: 'memory-limit', peak_rss_mb: 1000 })],
    },
    { machine: { memoryMb: 1500, cores: 2 } },
    {},
  ],
  [
    'profile-over-deadline',
    { predictions: [prediction('fast')] },
    { current: { ...settingsWith({}), deadline_s: 60 } },
    {},
  ],
  [
    'optimizations-pay',
    {},
    { current: settingsWith({ enable_optimizations: false }) },
    { enable_optimizations: true },
  ],
  [
    'more-workers-pay',
    { predictions: [prediction('fast', { workers: 1 })] },
    { current: settingsWith({ io_optimization: { max_workers: 1 } }) },
    { io_optimization: { max_workers: 2 } },
  ],
  [
    'training-profile',
    {
      contenders: [
        contender('fast', { work: 'training', unit: 'windows', amount_per_second: spread(900) }),
        contender('accurate', { work: 'training', unit: 'windows', amount_per_second: spread(80) }),
      ],
    },
    {},
    {},
  ],
  ['machine-too-noisy', { noise: { spread_percent: 14, too_noisy: true } }, {}, {}],
];

describe('advice on a benchmark', () => {
  it.each(cases)(
    '%s: is given with its figure and settings that there are',
    (id, more, changed, settings) => {
      const advice = advise(more, changed).find((piece) => piece.id === id);
      expect(advice).toMatchObject({ settings });
      expect(recommendationSchema.parse(advice)).toEqual(advice);
      expect(`${advice!.text} ${advice!.effect}`).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
      expect(advice!.effect).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('can be triggered for every rule there is', () => {
    expect(cases.map(([id]) => id)).toEqual(benchmarkRules.map(({ id }) => id));
  });

  it('offers to change nothing where optimizations are on already', () => {
    expect(advise({}).find(({ id }) => id === 'optimizations-pay')?.settings).toEqual({});
  });

  it('offers no more workers than the study has walks', () => {
    const predictions = [prediction('fast', { walks: 1, workers: 1 })];
    const ids = advise({ predictions }, { machine: { memoryMb: 8192, cores: 8 } }).map(({ id }) => id);
    expect(ids).not.toContain('more-workers-pay');
  });
});
