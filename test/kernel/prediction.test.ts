// What a run is expected to need, from what was measured on this machine before.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { doneLine } from '../../src/cli/progress';
import { runOutput } from '../../src/kernel/display/outputs/run';
import type { FinishedRun } from '../../src/kernel/display/outputs/finished-run';
import { packageRoot } from '../../src/kernel/package-files';
import {
  addCalibrations,
  calibrationKey,
  readCalibrations,
  rememberCalibration,
  type CalibratedWork,
} from '../../src/kernel/performance/benchmark/calibration';
import { openSession } from '../../src/kernel/session';
import { readLoadedVideo } from '../../src/kernel/steps/load-video';
import { poseEngines } from '../../src/kernel/steps/pose-work';
import { findVideoTools } from '../../src/kernel/video/ffmpeg';
import type { BenchmarkRun } from '../../src/shared/benchmark';
import { paceOf, type PaceMark } from '../../src/shared/pace';
import type { StepProgress } from '../../src/shared/run-record';

const sample = path.join(packageRoot, 'samples', 'walker-side.mp4');
const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-prediction-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The pose of so many frames of the sample, with all that is told of it. */
async function pose(storeFolder: string, frames: number, profile = 'fast') {
  const told: { readonly atMs: number; readonly progress: StepProgress }[] = [];
  let finished: FinishedRun | undefined;
  const session = await openSession({
    workingFolder: folder,
    storeFolder,
    onProgress: (progress) => told.push({ atMs: Date.now(), progress }),
  });
  onTestFinished(() => session.close());
  const loaded = await session.run({ step: 'load-video', video: sample, max_frames: frames });
  const outcome = await session.run(
    { step: 'extract-pose', video: 'load-video', profile },
    { onEnd: (run) => void (finished = run) },
  );
  const startMs = Date.parse(outcome.record.startedAt);
  const own = told.filter(({ progress }) => progress.step === 'extract-pose');
  const marks = own.map(({ atMs, progress }): PaceMark => ({
    timeS: (atMs - startMs) / 1000,
    done: progress.doneFrames,
  }));
  const [walk] = loaded.walks;
  return {
    outcome,
    finished: finished!,
    marks,
    firstTold: own[0]!.progress,
    measured: { walk: walk!.walk, info: (await readLoadedVideo(walk!.folder!)).info },
  };
}

/** What a benchmark would have measured of a run. */
function asBenchmark({ outcome: { record }, marks }: Awaited<ReturnType<typeof pose>>): BenchmarkRun {
  const pace = paceOf(marks);
  return {
    contender: 'fast',
    work: 'mediapipe',
    repeat: 1,
    started_at: record.startedAt,
    outcome: 'done',
    error: null,
    seconds: record.seconds,
    cpu_s: record.seconds,
    amount: record.walks[0]!.frames!,
    unit: 'frames',
    peak_rss_mb: record.memory.peakRssMb,
    expected_mb: record.plan!.expectedMb,
    limit_mb: record.memory.limitMb,
    workers: record.plan!.workers,
    start_s: pace?.startS ?? null,
    seconds_per_frame: pace?.secondsPerFrame ?? null,
    pace_variation: pace?.variation ?? null,
    watching_s: 0,
    stages: record.stages,
    series: record.series.map(({ timeS, rssMb, cpuPercent }) => ({
      time_s: timeS,
      rss_mb: rssMb,
      cpu_percent: cpuPercent,
    })),
  };
}

describe('a run after a benchmark', () => {
  it('says beforehand what it will need, and then what it took', async () => {
    const store = path.join(folder, 'store');
    const first = await pose(store, 60);
    expect(first.outcome.record.prediction).toBeUndefined();
    expect(first.firstTold.secondsLeft).toBeNull();

    const tools = await findVideoTools();
    await rememberCalibration(
      { folder: store },
      {
        runs: [asBenchmark(first)],
        contenders: [{ contender: 'fast', settings: first.outcome.record.settings.settings }],
        measured: first.measured,
        measuredWalks: 1,
        enginesOf: (settings) => poseEngines(settings, tools),
      },
    );

    const next = await pose(store, 100);
    const { record } = next.outcome;
    expect(record.prediction?.measuredAt).toBe(first.outcome.record.startedAt);
    expect(record.prediction!.seconds.low).toBeLessThan(record.prediction!.seconds.expected);
    expect(next.firstTold.secondsLeft).toBe(record.prediction!.seconds.expected);
    const { data } = runOutput(next.finished, { folders: [], files: [] });
    expect(data['text/plain']).toMatch(/Predicted .+, took .+; predicted \d+–\d+ MB, took \d+ MB\./);
    expect(doneLine(next.outcome)).toMatch(/ predicted$/);
  });

  it('says nothing of a profile that was not measured', async () => {
    const { record } = (await pose(path.join(folder, 'store'), 20, 'balanced')).outcome;
    expect(record.prediction).toBeUndefined();
  });

  it('says nothing where the store’s knowledge cannot be read, and runs', async () => {
    const store = path.join(folder, 'broken');
    await pose(store, 10);
    writeFileSync(path.join(store, 'calibrations.json'), '{"version": 1, "calibrations": [{"key": ');
    expect((await pose(store, 12)).outcome.record.prediction).toBeUndefined();
  });
});

describe('what is remembered', () => {
  const cost = {
    workers: 1,
    onceS: 0.1,
    videoS: 1,
    secondsPerFrame: [0.05],
    variation: 0,
    memory: [{ beforeMb: 100, grownMb: 200 }],
  };

  it('is the newest of each work, and bounded', async () => {
    const store = { folder: mkdtempSync(path.join(folder, 'known-')) };
    await addCalibrations(store, [{ key: 'a', measuredAt: '2025-01-01T00:00:00.000Z', cost }]);
    await addCalibrations(store, [{ key: 'b', measuredAt: '2025-01-02T00:00:00.000Z', cost }]);
    await addCalibrations(store, [{ key: 'a', measuredAt: '2025-01-03T00:00:00.000Z', cost }]);
    expect((await readCalibrations(store)).map(({ key, measuredAt }) => [key, measuredAt])).toEqual([
      ['a', '2025-01-03T00:00:00.000Z'],
      ['b', '2025-01-02T00:00:00.000Z'],
    ]);
    const many = Array.from({ length: 400 }, (_, index) => ({
      key: `key-${index}`,
      measuredAt: '2025-01-04T00:00:00.000Z',
      cost,
    }));
    await addCalibrations(store, many);
    expect((await readCalibrations(store)).length).toBeLessThan(400);
  });

  it('passes over entries of another version', async () => {
    const store = { folder: mkdtempSync(path.join(folder, 'later-')) };
    await addCalibrations(store, [{ key: 'a', measuredAt: '2025-01-01T00:00:00.000Z', cost }]);
    const file = path.join(store.folder, 'calibrations.json');
    const content = JSON.parse(readFileSync(file, 'utf8')) as { calibrations: unknown[] };
    writeFileSync(
      file,
      JSON.stringify({ ...content, calibrations: [{ key: 'b' }, ...content.calibrations] }),
    );
    expect((await readCalibrations(store)).map(({ key }) => key)).toEqual(['a']);
  });

  it('holds for another walk of the same camera, and for nothing that moves speed or memory', async () => {
    const { measured, outcome } = await pose(path.join(folder, 'one-walk'), 10);
    const { settings } = outcome.record.settings;
    const work: CalibratedWork = { settings, ...measured, workers: 1, engines: { model: 'one' } };
    const key = calibrationKey(work);
    expect(calibrationKey({ ...work, info: { ...work.info, durationS: 60, expectedFrames: 1500 } })).toBe(
      key,
    );
    expect(calibrationKey({ ...work, settings: { ...settings, max_memory_mb: 900 } })).toBe(key);
    const others: CalibratedWork[] = [
      { ...work, workers: 2 },
      { ...work, engines: { model: 'another' } },
      { ...work, settings: { ...settings, frame_width: 200 } },
      { ...work, settings: { ...settings, mediapipe: { ...settings.mediapipe, model_complexity: 2 } } },
      { ...work, info: { ...work.info, codedWidthPx: 1920, codedHeightPx: 1080 } },
      { ...work, info: { ...work.info, codec: 'hevc' } },
      { ...work, walk: { crop: [0, 0, 200, 200] } },
    ];
    expect(new Set([key, ...others.map(calibrationKey)]).size).toBe(others.length + 1);
  });
});
