import { describe, expect, it } from 'vitest';
import type { JobResult, StepCost } from '../../src/kernel/performance/benchmark/job';
import { runOf } from '../../src/kernel/performance/benchmark/measure';
import type { RunRecord } from '../../src/shared/run-record';
import { aRecord, aSample } from './performance-fixture';

const record = (step: string, startedAt: string, more: Partial<RunRecord> = {}): RunRecord =>
  aRecord({ step, startedAt: `2026-01-01T00:00:${startedAt}Z`, seconds: 10, ...more });
const cost = (made: RunRecord, cpuS = 15): StepCost => ({
  // Sound: the records of these tests are of steps.
  step: made.step as StepCost['step'],
  cpuS,
  watchingS: 0.1,
  record: made,
});

const load = record('load-video', '00.000', { plan: undefined, walks: [], stages: { probe: 1 } } as never);
const pose = record('extract-pose', '10.000', { memory: { ...aRecord().memory, peakRssMb: 512 } });
const events = record('detect-events', '20.000', { walks: [], stages: { probe: 2 } });
const marks = Array.from({ length: 60 }, (_, index) => ({
  step: 'extract-pose' as const,
  timeS: 1.5 + 0.1 * index,
  done: index * 2 + 1,
}));
const finished = (...steps: readonly StepCost[]): JobResult => ({
  startedAt: '2026-01-01T00:00:00.000Z',
  limitMb: 1900,
  outcomes: [],
  error: null,
  marks,
  steps,
  cpuS: 45,
  watchingS: 0.3,
});
const whole = finished(cost(load, 1), cost(pose), cost(events, 2));
const run = (work: 'mediapipe' | 'pipeline', result: JobResult) =>
  runOf({ contender: 'fast', work, repeat: 1 }, result);

describe('what a run took', () => {
  it('is that of the pose alone, where the pose is measured', () => {
    const { seconds, cpu_s, watching_s, peak_rss_mb, amount, limit_mb, expected_mb, workers } = run(
      'mediapipe',
      whole,
    );
    expect({ seconds, cpu_s, watching_s, peak_rss_mb, amount, limit_mb, expected_mb, workers }).toEqual({
      seconds: 10,
      cpu_s: 15,
      watching_s: 0.1,
      peak_rss_mb: 512,
      amount: 1500,
      limit_mb: 1900,
      expected_mb: 400,
      workers: 1,
    });
  });

  it('is that of all steps, where the way from a video to its files is measured', () => {
    const { seconds, cpu_s, stages, series } = run('pipeline', whole);
    expect(seconds).toBe(30);
    expect(cpu_s).toBe(18);
    expect(stages['probe']).toBeCloseTo(3.2, 6);
    // One clock for all steps, from the beginning of the first.
    expect(series.map(({ time_s }) => time_s)).toEqual([0, 20, 40, 10, 30, 50, 20, 40, 60]);
  });

  it('has its pace from how many frames were through when', () => {
    const { start_s, seconds_per_frame } = run('mediapipe', whole);
    expect(start_s).toBeCloseTo(1.5, 6);
    expect(seconds_per_frame).toBeCloseTo(0.05, 6);
    expect(run('mediapipe', { ...whole, marks: marks.slice(0, 2) }).seconds_per_frame).toBeNull();
  });

  it('has no peak where the system tells of one process alone', () => {
    const windows = { ...aRecord().machine, platform: 'Windows_NT 10.0 x64' };
    const onWindows = finished(cost(record('extract-pose', '00.000', { machine: windows })));
    expect(run('mediapipe', onWindows).peak_rss_mb).toBeNull();
  });

  it('counts the windows that were trained on', () => {
    const trained = {
      ...finished(cost(record('train-folds', '00.000', { series: [aSample()] }))),
      marks: [1, 40, 96].map((done) => ({ step: 'train-folds' as const, timeS: done, done })),
    };
    expect(runOf({ contender: 'fast', work: 'training', repeat: 1 }, trained)).toMatchObject({
      amount: 96,
      unit: 'windows',
      start_s: null,
    });
  });
});

describe('a run that failed', () => {
  it('says why, with what to do', () => {
    const error = { kind: 'memory-limit', message: 'It takes 900 MB.', hint: 'Allow more.' } as const;
    expect(run('mediapipe', { ...finished(), error })).toMatchObject({
      outcome: 'memory-limit',
      error: 'It takes 900 MB. Allow more.',
      seconds: 0,
      peak_rss_mb: null,
      series: [],
    });
  });

  it('is also one whose walk did not come through', () => {
    const walk = {
      walk: { id: 'walk', source: 'video', path: '/walk.mp4' },
      folder: null,
      fromStore: false,
      summary: 'The pose worker ended.',
      warnings: [],
      error: { kind: 'failed', message: 'The pose worker ended.' },
    } as const;
    const outcome = { step: 'extract-pose', name: 'poses', walks: [walk], record: pose, files: [] } as const;
    expect(run('mediapipe', { ...whole, outcomes: [outcome] })).toMatchObject({
      outcome: 'failed',
      error: 'The pose worker ended.',
    });
  });
});
