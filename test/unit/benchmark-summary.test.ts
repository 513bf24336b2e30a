import { describe, expect, it } from 'vitest';
import { baselineName, type BenchmarkRun } from '../../src/shared/benchmark';
import {
  expectationOf,
  noiseOf,
  spreadOf,
  summarise,
  tellAnything,
  watchingPercent,
  type Asked,
} from '../../src/shared/benchmark-summary';

const run = (
  contender: string,
  repeat: number,
  seconds: number,
  more: Partial<BenchmarkRun> = {},
): BenchmarkRun => ({
  contender,
  work: 'mediapipe',
  repeat,
  started_at: '2026-01-02T03:04:05.000Z',
  outcome: 'done',
  error: null,
  seconds,
  cpu_s: 1.5 * seconds,
  amount: 120,
  unit: 'frames',
  peak_rss_mb: 400,
  expected_mb: 420,
  limit_mb: 2048,
  workers: 1,
  start_s: 1,
  seconds_per_frame: seconds / 120,
  watching_s: 0.01 * seconds,
  stages: {},
  series: [],
  ...more,
});
const asked: Asked = {
  contenders: ['fast', 'balanced', 'accurate', baselineName],
  works: ['mediapipe'],
  repeats: 2,
  stopped: false,
};
const usual = [
  run('fast', 0, 50),
  run('fast', 1, 4, { peak_rss_mb: 300 }),
  run('fast', 2, 6, { peak_rss_mb: 320 }),
  run('balanced', 1, 10),
  run('balanced', 2, 10),
  run('accurate', 1, 20, { peak_rss_mb: 700 }),
  run('accurate', 2, 22, { peak_rss_mb: 700 }),
  run(baselineName, 1, 15, { peak_rss_mb: 500 }),
  run(baselineName, 2, 15, { peak_rss_mb: 500 }),
];
const of = (runs: readonly BenchmarkRun[], contender: string, more: Partial<Asked> = {}) =>
  summarise(runs, { ...asked, ...more }).find((one) => one.contender === contender)!;

describe('a spread', () => {
  it('has the middle of an even number of values between the two in the middle', () => {
    expect(spreadOf([4, 1, 3, 10])).toEqual({ median: 3.5, least: 1, most: 10, values: [4, 1, 3, 10] });
  });
  it('of nothing is none', () => {
    expect(spreadOf([])).toBeNull();
  });
});

describe('a contender over its repeats', () => {
  it('has the median of the runs that count; the warm-up is none of them', () => {
    const fast = of(usual, 'fast');
    expect(fast.runs).toBe(2);
    expect(fast.seconds).toEqual({ median: 5, least: 4, most: 6, values: [4, 6] });
    expect(fast.amount_per_second).toMatchObject({ median: 25, least: 20, most: 30 });
    expect(fast.failure).toBeNull();
  });

  it('stands beside balanced and beside no optimizations', () => {
    expect(of(usual, 'fast')).toMatchObject({ speed_of_balanced: 2, speed_of_baseline: 3 });
    expect(of(usual, 'balanced')).toMatchObject({ speed_of_balanced: 1, speed_of_baseline: 1.5 });
    expect(of(usual, 'fast').memory_reduction_percent).toBeCloseTo(38, 10);
    expect(of(usual, 'accurate').memory_reduction_percent).toBeCloseTo(-40, 10);
  });

  it('stands beside nothing that was not measured', () => {
    const alone = usual.filter(({ contender }) => contender === 'fast');
    expect(of(alone, 'fast', { contenders: ['fast'] })).toMatchObject({
      speed_of_balanced: null,
      speed_of_baseline: null,
      memory_reduction_percent: null,
    });
  });

  it('without figures of memory has none, rather than nought', () => {
    const blind = usual.map((one) => ({ ...one, peak_rss_mb: null }));
    expect(of(blind, 'fast')).toMatchObject({ peak_rss_mb: null, memory_reduction_percent: null });
    expect(of(blind, 'fast').seconds?.median).toBe(5);
  });

  it('that failed half-way says why, and what it did counts', () => {
    const failed = run('accurate', 2, 0, { outcome: 'failed', error: 'The pose worker ended.' });
    const accurate = of([...usual.filter((one) => one !== usual[6]), failed], 'accurate');
    expect(accurate).toMatchObject({ runs: 1, failure: 'The pose worker ended.' });
    expect(accurate.seconds?.median).toBe(20);
    expect(of([...usual, failed], 'fast').failure).toBeNull();
  });

  it('that memory refuses in the warm-up is told of at once, as nothing comes after it', () => {
    const refused = run('accurate', 0, 0, { outcome: 'memory-limit', error: 'It takes 900 MB.' });
    expect(of([refused], 'accurate')).toMatchObject({ runs: 0, seconds: null, failure: 'It takes 900 MB.' });
  });

  it('whose runs go on has not failed; one that was stopped says so', () => {
    const begun = [run('fast', 1, 4)];
    expect(of(begun, 'fast').failure).toBeNull();
    expect(of(begun, 'fast', { stopped: true }).failure).toBe('Stopped after 1 of 2 runs.');
    expect(of(begun, 'balanced', { stopped: true }).failure).toBe('Stopped before it was measured.');
  });

  it('whose warm-up failed before it was stopped keeps the reason', () => {
    const failed = run('accurate', 0, 0, { outcome: 'failed', error: 'The pose worker ended.' });
    expect(tellAnything([run('fast', 0, 4)])).toBe(false);
    expect(tellAnything([run('fast', 0, 4), failed])).toBe(true);
    expect(of([failed], 'accurate', { stopped: true }).failure).toBe(
      'Stopped before it was measured. Its warm-up failed: The pose worker ended.',
    );
    // A warm-up is short, which alone can be a reason to fail.
    const measured = [failed, run('accurate', 1, 20)];
    expect(of(measured, 'accurate', { stopped: true }).failure).toBe('Stopped after 1 of 2 runs.');
  });
});

describe('what the guide expects', () => {
  it('says what each of its speeds is counted against', () => {
    expect(expectationOf('fast', 'pipeline')).toMatchObject({
      speed: { low: 2, high: 3 },
      speed_of: 'balanced',
      memory_reduction_percent: { low: 50, high: 60 },
      accuracy: 'Minimal',
    });
    expect(expectationOf('balanced', 'mediapipe')).toMatchObject({
      speed: { low: 1.5, high: 2 },
      speed_of: 'baseline',
      accuracy: 'None',
    });
    expect(expectationOf('accurate', 'mediapipe')).toMatchObject({
      speed: { low: 0.5, high: 0.7 },
      speed_of: 'balanced',
      accuracy: 'Improved',
    });
  });
  it('is nothing of other profiles, of the baseline and of training', () => {
    expect(expectationOf('mine', 'mediapipe')).toBeNull();
    expect(expectationOf('constructor', 'mediapipe')).toBeNull();
    expect(expectationOf(baselineName, 'mediapipe')).toBeNull();
    expect(expectationOf('fast', 'training')).toBeNull();
  });
});

describe('the noise of a machine', () => {
  it('is half the range of the repeats, in the middle of all contenders', () => {
    // fast ±20 %, balanced ±0 %, accurate ±4.8 %, baseline ±0 %: 2.4 % in the middle.
    const { spread_percent, too_noisy } = noiseOf(summarise(usual, asked));
    expect(spread_percent).toBeCloseTo(100 / 42, 6);
    expect(too_noisy).toBe(false);
  });
  it('of more than ten per cent is too much', () => {
    const wild = asked.contenders.flatMap((one) => [run(one, 1, 10), run(one, 2, 14)]);
    expect(noiseOf(summarise(wild, asked))).toMatchObject({ too_noisy: true });
  });
  it('is not known where nothing was repeated', () => {
    const once = usual.filter(({ repeat }) => repeat === 1);
    expect(noiseOf(summarise(once, { ...asked, repeats: 1 }))).toEqual({
      spread_percent: null,
      too_noisy: false,
    });
  });
});

describe('what measuring costs', () => {
  it('is a share of the CPU time of the runs that count', () => {
    expect(watchingPercent(usual)).toBeCloseTo(1 / 1.5, 6);
    expect(watchingPercent([run('fast', 0, 5)])).toBeNull();
  });
});
