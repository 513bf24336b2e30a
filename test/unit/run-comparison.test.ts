import { describe, expect, it } from 'vitest';
import { differingSettings, runTable } from '../../src/shared/run-comparison';
import { outcomeOf, predictionErrors, runFigures, whyFailed } from '../../src/shared/run-figures';
import type { LoggedRun } from '../../src/shared/run-log';
import type { RunRecord } from '../../src/shared/run-record';
import { runRow } from '../../src/shared/run-words';
import { aRecord, aSample, settingsWith } from './performance-fixture';

const aRun = (record: RunRecord | null, changed: Partial<LoggedRun> = {}): LoggedRun => ({
  id: record?.id ?? 'ffff0000',
  file: 'a.jsonl',
  step: 'extract-pose',
  name: 'poses',
  startedAt: '2025-03-01T09:00:00.000Z',
  state: record ? 'ended' : 'running',
  profile: null,
  limitMb: null,
  stages: [],
  walks: null,
  waiting: [],
  progress: null,
  samples: record?.series ?? [],
  lastS: record?.seconds ?? 0,
  record,
  ...changed,
});

const prediction = {
  seconds: { low: 30, expected: 40, high: 50 },
  peakRssMb: { low: 300, expected: 400, high: 500 },
  measuredAt: '2025-02-28T09:00:00.000Z',
};

const tooBig = (profile: string) => ({ profile, reason: 'That takes 670 MB.' });

describe('two runs side by side', () => {
  const slow = aRun(
    aRecord({ settings: { settings: settingsWith({ performance_mode: 'accurate' }), sources: {} } }),
  );
  const fast = aRun(
    aRecord({
      id: '4e5f6a7b',
      seconds: 21,
      stages: { probe: 0.2, video_processing: 20 },
      memory: { peakRssMb: 190, rssMb: 180, vmsMb: 900, limitMb: 1024 },
      settings: {
        settings: settingsWith({
          performance_mode: 'fast',
          frame_width: 480,
          mediapipe: { model_complexity: 0 },
        }),
        sources: {},
      },
    }),
  );
  const rows = runTable([slow, fast]).groups.flatMap(({ rows }) => rows);
  const row = (label: string) => rows.find((each) => each.label === label);

  it('show which settings differ, and no others', () => {
    const keys = [...differingSettings(slow, fast).keys()].sort();
    expect(keys).toContain('performance_mode');
    expect(keys).toContain('frame_width');
    expect(keys).not.toContain('max_memory_mb');
    expect(row('performance_mode')?.values).toEqual(['"accurate"', '"fast"']);
  });

  it('show how much faster and smaller one is', () => {
    expect(row('Time')).toEqual({ label: 'Time', values: ['42.0 s', '21.0 s'], change: '−50 %' });
    expect(row('Peak memory')).toMatchObject({
      values: ['380 of 2048 MB', '190 of 1024 MB'],
      change: '−50 %',
    });
    expect(row('Stage video processing')).toMatchObject({ change: '−50 %' });
    expect(row('Frames a second')).toMatchObject({ values: ['37.5', '75.0'], change: '+100 %' });
  });

  it('can be one that died and one that is well: what is not known is not said', () => {
    const died = aRun(null, { state: 'died', lastS: 7, samples: [aSample({ timeS: 7, rssMb: 500 })] });
    const table = runTable([died, fast]);
    const values = (label: string) =>
      table.groups.flatMap(({ rows }) => rows).find((each) => each.label === label)?.values;
    expect(values('Outcome')).toEqual(['died', 'done']);
    expect(values('Peak memory')).toEqual(['500 MB', '190 of 1024 MB']);
    expect(values('Stage video processing')?.[0]).toBe('–');
    expect(table.groups.map(({ title }) => title)).not.toContain('Settings that differ');
  });
});

describe('one run', () => {
  it('lists the settings that somebody chose, and who', () => {
    const settings = {
      settings: settingsWith({ frame_width: 480 }),
      sources: { frame_width: 'cell', workers: 'default' },
    };
    const { groups, titles } = runTable([aRun(aRecord({ settings }))]);
    expect(titles).toHaveLength(1);
    expect(groups.at(-1)).toEqual({
      title: 'Settings that are not the defaults',
      rows: [{ label: 'frame_width', values: ['480 (cell)'], change: null }],
    });
  });

  it('shows what was predicted beside what came', () => {
    const run = aRun(aRecord({ prediction }));
    const errors = predictionErrors(run)!;
    expect(errors.seconds).toBeCloseTo(0.05);
    expect(errors.peakRssMb).toBeCloseTo(-0.05);
    expect(runRow(run).predicted).toBe('40.0 s, was 42.0 s (+5 %)');
  });

  it('that was stopped is no measure of a prediction', () => {
    expect(predictionErrors(aRun(aRecord({ prediction, outcome: 'cancelled' })))).toBeNull();
  });

  it.each([
    [{}, 'done'],
    [{ outcome: 'cancelled' as const }, 'stopped'],
    [{ outcome: 'memory-limit' as const }, 'memory limit'],
    [{ walks: [{ ...aRecord().walks[0]!, fromStore: true }] }, 'from the store'],
    [{ walks: [{ ...aRecord().walks[0]!, error: 'broken' }] }, 'failed'],
    [{ walks: [aRecord().walks[0]!, { ...aRecord().walks[0]!, error: 'broken' }] }, 'partly failed'],
    [{ benchmark: { profiles: 2, measured: 2, failures: [] } }, 'done'],
    [{ benchmark: { profiles: 2, measured: 1, failures: [tooBig('accurate')] } }, 'partly failed'],
    [{ benchmark: { profiles: 1, measured: 0, failures: [tooBig('accurate')] } }, 'failed'],
  ])('with %j came out as "%s"', (changed, outcome) => {
    expect(outcomeOf(aRun(aRecord(changed)))).toBe(outcome);
  });

  it('says why a part of it failed, each reason once', () => {
    const failures = [tooBig('fast'), tooBig('fast'), tooBig('accurate')];
    const benchmark = aRun(aRecord({ benchmark: { profiles: 2, measured: 0, failures } }));
    expect(whyFailed(benchmark)).toBe('fast: That takes 670 MB. accurate: That takes 670 MB.');
    const broken = { ...aRecord().walks[0]!, error: 'The file is broken.' };
    expect(whyFailed(aRun(aRecord({ walks: [broken, { ...broken, id: 'other' }] })))).toBe(
      'The file is broken.',
    );
    expect(whyFailed(aRun(aRecord({ walks: [broken], error: 'No walk came through.' })))).toBe(
      'No walk came through.',
    );
    expect(whyFailed(aRun(aRecord()))).toBeNull();
  });

  it('that failed for many reasons names the first three of them, and says how many more there are', () => {
    const walks = ['A', 'B', 'C', 'D', 'E'].map((name) => ({
      ...aRecord().walks[0]!,
      id: name,
      error: `${name}.mp4 is broken.`,
    }));
    expect(whyFailed(aRun(aRecord({ walks })))).toBe(
      'A.mp4 is broken. B.mp4 is broken. C.mp4 is broken. … and 2 more.',
    );
    expect(whyFailed(aRun(aRecord({ walks: walks.slice(0, 3) })))).toBe(
      'A.mp4 is broken. B.mp4 is broken. C.mp4 is broken.',
    );
  });

  it('of which the system tells no memory has none, and not 0 MB', () => {
    const memory = { peakRssMb: 0, rssMb: 0, vmsMb: 0, limitMb: 1024 };
    expect(runFigures(aRun(aRecord({ memory }))).peakRssMb).toBeNull();
    expect(runRow(aRun(aRecord({ memory }))).memory).toBe('–');
  });

  it('weighs its CPU by time', () => {
    const samples = [aSample({ timeS: 9, cpuPercent: 100 }), aSample({ timeS: 10, cpuPercent: 200 })];
    expect(runFigures(aRun(null, { samples })).cpuPercent).toBe(110);
  });
});
