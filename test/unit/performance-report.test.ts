import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../src/kernel/performance/figures';
import { createRecorder } from '../../src/kernel/performance/recorder';
import { buildPerformanceReport } from '../../src/kernel/performance/report';
import { performanceReportSchema } from '../../src/shared/performance-report';
import type { RunRecord } from '../../src/shared/run-record';
import { aRecord, aSample, settingsWith, theFigures } from './performance-fixture';

const pose = aRecord();
const events = aRecord({
  step: 'detect-events',
  name: 'events',
  startedAt: '2025-03-01T09:01:00.000Z',
  seconds: 2,
  stages: { gait_events: 1.2, write: 0.5 },
  walks: [{ id: 'walk', fromStore: false, seconds: 2, notes: [] }],
  memory: { peakRssMb: 200, rssMb: 163.84, vmsMb: 900, limitMb: 2048 },
  series: [aSample({ timeS: 1 })],
});

describe('the performance report of a study', () => {
  const report = buildPerformanceReport([pose, events]);

  it('has the shape that its schema says, also after a round trip through its file', () => {
    expect(performanceReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('says what memory was used: now, at the peak, and what was allowed', () => {
    expect(report.memory_usage).toEqual({
      rss_mb: 163.84,
      vms_mb: 900,
      percent: 1,
      peak_rss_mb: 380,
      limit_mb: 2048,
    });
  });

  it('says where the time went, and null for work that nobody asked for', () => {
    expect(report.timing_metrics).toEqual({
      probe: 0.2,
      video_processing: 40,
      gait_events: 1.2,
      write: 0.5,
      model_training: null,
      total: 44,
    });
    expect(buildPerformanceReport([events]).timing_metrics.video_processing).toBeNull();
  });

  it('counts no seconds and no frames for what came from the store', () => {
    const stored = aRecord({
      stages: { start: 0.1 },
      walks: [{ id: 'walk', fromStore: true, frames: 1500, seconds: 0, notes: [] }],
    });
    const { timing_metrics, steps, optimization_recommendations } = buildPerformanceReport([stored]);
    expect(timing_metrics.video_processing).toBe(0);
    expect(steps[0]).toMatchObject({ from_store: 1, frames: 0, frames_per_second: null });
    expect(optimization_recommendations.map(({ id }) => id)).toEqual(['all-from-store']);
  });

  it('puts all steps on one line of time', () => {
    expect(report.series.map(({ time_s, step }) => [time_s, step])).toEqual([
      [0, 'extract-pose'],
      [20, 'extract-pose'],
      [40, 'extract-pose'],
      [61, 'detect-events'],
    ]);
  });

  it('says of every step what it was allowed, also of two of one kind', () => {
    const again = aRecord({
      name: 'more poses',
      startedAt: '2025-03-01T09:02:00.000Z',
      memory: { peakRssMb: 380, rssMb: 300, vmsMb: 2000, limitMb: 512 },
      series: [aSample({ timeS: 1 })],
    });
    const { steps, series } = buildPerformanceReport([pose, again]);
    expect(steps.map(({ limit_mb }) => limit_mb)).toEqual([2048, 512]);
    expect(series.map(({ step_index }) => steps[step_index]!.limit_mb)).toEqual([2048, 2048, 2048, 512]);
  });

  it('stays small for a run of many hours, and keeps its peak', () => {
    const series = Array.from({ length: 20_000 }, (_, index) =>
      aSample({ timeS: index, rssMb: index === 12_345 ? 999 : 300 }),
    );
    const long = buildPerformanceReport([aRecord({ series }), events]).series;
    expect(long.length).toBeLessThan(700);
    expect(Math.max(...long.map(({ rss_mb }) => rss_mb))).toBe(999);
  });

  it('names every walk’s remarks and errors', () => {
    const failed = aRecord({
      walks: [
        { id: 'good', fromStore: false, seconds: 1, notes: ['smoothing off: time stamps are stretched'] },
        { id: 'bad', fromStore: false, seconds: 1, notes: [], error: 'There is no video in it.' },
        { id: 'quiet', fromStore: false, seconds: 1, notes: [] },
      ],
    });
    expect(buildPerformanceReport([failed]).steps[0]?.notes).toEqual({
      good: ['smoothing off: time stamps are stretched'],
      bad: ['There is no video in it.'],
    });
  });

  it('gives advice on the run that came nearest to its limit', () => {
    const tight = aRecord({ seconds: 1, memory: { peakRssMb: 395, rssMb: 300, vmsMb: 900, limitMb: 400 } });
    const advised = buildPerformanceReport([pose, tight, events]);
    expect(advised.memory_usage).toMatchObject({ peak_rss_mb: 395, limit_mb: 400 });
    expect(advised.optimization_recommendations[0]).toMatchObject({
      id: 'memory-near-limit',
      settings: { max_memory_mb: 512 },
    });
  });

  it('is refused where nothing was run', () => {
    expect(() => buildPerformanceReport([])).toThrow('No step has been run');
  });
});

describe('the figures of some runs', () => {
  it('are those of their records', () => {
    expect(figuresOf([pose, events])).toEqual(theFigures);
  });

  it('leave out walks that failed or came from the store', () => {
    const mixed = aRecord({
      walks: [
        { id: 'new', fromStore: false, frames: 100, recordingS: 4, seconds: 3, notes: [] },
        { id: 'old', fromStore: true, frames: 1000, recordingS: 40, seconds: 0, notes: [] },
        { id: 'bad', fromStore: false, frames: 50, recordingS: 2, seconds: 1, notes: [], error: 'damaged' },
      ],
    });
    expect(figuresOf([mixed])).toMatchObject({ walks: 3, walksFromStore: 1, frames: 100, recordingS: 4 });
  });

  it('tell a step that its memory limit ended', () => {
    expect(figuresOf([aRecord({ outcome: 'memory-limit' })])).toMatchObject({ limitReached: true });
  });
});

describe('a run record', () => {
  const resources = { peakRssMb: 400, last: aSample({ rssMb: 350 }), series: [aSample()] };
  const recorder = (clock: { nowMs: number }, stages: string[] = []) =>
    createRecorder({
      step: 'extract-pose',
      name: 'poses',
      resolved: { settings: settingsWith({}), sources: {} },
      limitMb: 1024,
      runLog: {
        id: 'run-1',
        stage: (name) => stages.push(name),
        walks: () => undefined,
        walk: () => undefined,
      },
      nowMs: () => clock.nowMs,
    });

  it('times stages; one that several walks are in at once counts once', async () => {
    const clock = { nowMs: 0 };
    const record = recorder(clock);
    let finishFirst = (): void => undefined;
    let finishSecond = (): void => undefined;
    const first = record.stage(
      'video_processing',
      () => new Promise<void>((resolve) => (finishFirst = resolve)),
    );
    clock.nowMs = 2000;
    const second = record.stage(
      'video_processing',
      () => new Promise<void>((resolve) => (finishSecond = resolve)),
    );
    clock.nowMs = 5000;
    finishFirst();
    await first;
    clock.nowMs = 6000;
    finishSecond();
    await second;
    clock.nowMs = 8000;
    await record.stage('video_processing', () => {
      clock.nowMs = 9000;
      return Promise.resolve();
    });
    const { stages, seconds } = record.finish('done', resources);
    expect(stages).toEqual({ video_processing: 7 });
    expect(seconds).toBe(9);
  });

  it('passes on what a stage gives or throws, and counts a stage that is cut off', async () => {
    const clock = { nowMs: 0 };
    const told: string[] = [];
    const record = recorder(clock, told);
    expect(await record.stage('probe', () => Promise.resolve(7))).toBe(7);
    await expect(record.stage('read', () => Promise.reject(new Error('torn')))).rejects.toThrow('torn');
    void record.stage('video_processing', () => new Promise(() => undefined));
    clock.nowMs = 1500;
    const done = record.finish('cancelled', resources, 'Cancelled.');
    expect(done.stages.video_processing).toBe(1.5);
    expect(told).toEqual(['probe', 'read', 'video_processing']);
  });

  it('claims no virtual memory where nothing watched, and its report says so', () => {
    const record = recorder({ nowMs: 0 }).finish('failed', null, 'Refused.');
    expect(record.memory).toMatchObject({ vmsMb: null, limitMb: 1024 });
    const report = performanceReportSchema.parse(buildPerformanceReport([record]));
    expect(report.memory_usage.vms_mb).toBeNull();
  });

  it('has everything that was told on the way', () => {
    const record = recorder({ nowMs: 0 });
    const plan = { workers: 2, limitMb: 1024, expectedMb: 500, boundBy: 'cores' };
    record.plan(plan);
    record.engine({ mediapipe: '0.10.35' });
    record.engine({ ffmpeg: '5.1' });
    record.walk({ id: 'walk', fromStore: true, seconds: 0, notes: [] });
    const done: RunRecord = record.finish('failed', resources, 'No luck.');
    expect(done).toMatchObject({
      id: 'run-1',
      step: 'extract-pose',
      outcome: 'failed',
      error: 'No luck.',
      plan,
      engines: { mediapipe: '0.10.35', ffmpeg: '5.1' },
      walks: [{ id: 'walk' }],
      memory: { peakRssMb: 400, rssMb: 350, limitMb: 1024 },
    });
    expect(done.machine.cores).toBeGreaterThanOrEqual(1);
  });
});
