// What a run is expected to need, from what was measured on this machine before.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { doneLine } from '../../src/cli/progress';
import { runOutput } from '../../src/kernel/display/outputs/run';
import type { FinishedRun } from '../../src/kernel/display/outputs/finished-run';
import { packageRoot } from '../../src/kernel/package-files';
import {
  addCalibrations,
  calibrationKey,
  knownCalibrations,
  rememberCalibration,
  thisV8,
  type CalibratedWork,
} from '../../src/kernel/performance/benchmark/calibration';
import { openSession } from '../../src/kernel/session';
import { readLoadedVideo } from '../../src/kernel/steps/load-video';
import { poseEngines } from '../../src/kernel/steps/pose-work';
import { findVideoTools } from '../../src/kernel/video/ffmpeg';
import type { BenchmarkRun } from '../../src/shared/benchmark';
import type { Interval } from '../../src/shared/interval';
import { paceOf, type PaceMark } from '../../src/shared/pace';
import type { StepProgress } from '../../src/shared/run-record';
import { keepPoseCode } from '../fixtures/pose-code';

const sample = path.join(packageRoot, 'samples', 'walker-side.mp4');
const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-prediction-'));
beforeAll(keepPoseCode);
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

const firstStore = path.join(folder, 'store');
let first: Awaited<ReturnType<typeof pose>> | undefined;
/** The run that says what one takes here, made once. */
const firstRun = async () => (first ??= await pose(firstStore, 30));

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

/** Remembers what the run measured, as a benchmark does. */
async function remember(
  store: string,
  run: Awaited<ReturnType<typeof pose>>,
  changed: Partial<BenchmarkRun> = {},
): Promise<void> {
  const tools = await findVideoTools();
  await rememberCalibration(
    { folder: store },
    {
      runs: [{ ...asBenchmark(run), ...changed }],
      contenders: [{ contender: 'fast', settings: run.outcome.record.settings.settings }],
      measured: run.measured,
      measuredWalks: 1,
      enginesOf: (settings) => poseEngines(settings, tools),
    },
  );
}

describe('a run after a benchmark', () => {
  it('says beforehand what it will need, and then what it took', async () => {
    const measured = await firstRun();
    expect(measured.outcome.record.prediction).toBeUndefined();
    expect(measured.firstTold.secondsLeft).toBeNull();

    await remember(firstStore, measured);
    const next = await pose(firstStore, 12);
    const { record } = next.outcome;
    expect(record.prediction?.measuredAt).toBe(measured.outcome.record.startedAt);
    expect(record.prediction!.seconds.low).toBeLessThan(record.prediction!.seconds.expected);
    expect(next.firstTold.secondsLeft).toBe(record.prediction!.seconds.expected);
    const { data } = runOutput(next.finished, { folders: [], files: [] });
    expect(data['text/plain']).toMatch(/Predicted .+, took .+; predicted \d+–\d+ MB, took \d+ MB\./);
    expect(doneLine(next.outcome)).toMatch(/ predicted$/);
  });

  it('is told also what another Node measured, with less certainty', async () => {
    const store = path.join(folder, 'other-node');
    await remember(store, await firstRun(), { pace_variation: 0 });
    const own = (await pose(store, 12)).outcome.record.prediction!.seconds;
    const [name] = readdirSync(path.join(store, 'calibrations'));
    const file = path.join(store, 'calibrations', name!);
    writeFileSync(file, readFileSync(file, 'utf8').replace(`"v8": "${thisV8}"`, '"v8": "1.0"'));
    const other = (await pose(store, 13)).outcome.record.prediction!.seconds;
    const width = ({ low, expected, high }: Interval): number => (high - low) / expected;
    expect(width(other)).toBeGreaterThan(width(own) + 0.2);
  });

  it('says nothing of a profile that was not measured', async () => {
    await remember(firstStore, await firstRun());
    const { record } = (await pose(firstStore, 12, 'balanced')).outcome;
    expect(record.prediction).toBeUndefined();
  });

  it('says nothing where the store’s knowledge cannot be read, and runs', async () => {
    const store = path.join(folder, 'broken');
    const { outcome, measured } = await firstRun();
    const { settings, plan } = outcome.record;
    const engines = poseEngines(settings.settings, await findVideoTools());
    const key = calibrationKey({ settings: settings.settings, ...measured, workers: plan!.workers, engines });
    mkdirSync(path.join(store, 'calibrations'), { recursive: true });
    writeFileSync(path.join(store, 'calibrations', `${key}-v8-${thisV8}.json`), '{"version": 1, "key": ');
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

  const calibration = (key: string, measuredAt = '2025-01-01T00:00:00.000Z') => ({
    key,
    measuredAt,
    v8: thisV8,
    cost,
  });
  const fileOf = (key: string): string => `${key}-v8-${thisV8}.json`;
  const freshStore = () => ({ folder: mkdtempSync(path.join(folder, 'known-')) });
  const filesOf = (store: { readonly folder: string }) =>
    readdirSync(path.join(store.folder, 'calibrations'));

  it('is the newest of each work', async () => {
    const store = freshStore();
    await addCalibrations(store, [calibration('a')]);
    await addCalibrations(store, [calibration('b', '2025-01-02T00:00:00.000Z')]);
    await addCalibrations(store, [calibration('a', '2025-01-03T00:00:00.000Z')]);
    const known = await knownCalibrations(store, ['a', 'b', 'c']);
    expect([...known.values()].map(({ key, measuredAt }) => [key, measuredAt])).toEqual([
      ['a', '2025-01-03T00:00:00.000Z'],
      ['b', '2025-01-02T00:00:00.000Z'],
    ]);
  });

  it('is what each Node measured: one’s own before that of another, which may be newer', async () => {
    const store = freshStore();
    const january = '2025-01-01T00:00:00.000Z';
    const own = calibration('both', january);
    const byAnother = (key: string, v8: string, measuredAt: string) => ({
      ...calibration(key, measuredAt),
      v8,
    });
    await addCalibrations(store, [own]);
    await addCalibrations(store, [byAnother('both', '99.1', '2025-01-05T00:00:00.000Z')]);
    await addCalibrations(store, [
      byAnother('other', '99.1', '2025-01-02T00:00:00.000Z'),
      byAnother('other', '99.2', '2025-01-03T00:00:00.000Z'),
    ]);
    const known = await knownCalibrations(store, ['both', 'other']);
    expect(known.get('both')).toMatchObject(own);
    expect(known.get('other')?.v8).toBe('99.2');
    const measuredHere = await knownCalibrations(store, ['both', 'other'], 'this-v8');
    expect([...measuredHere.keys()]).toEqual(['both']);
  });

  it('is whole where several benchmarks end at the same moment', async () => {
    const store = freshStore();
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    await Promise.all(keys.map((key) => addCalibrations(store, [calibration(key)])));
    expect([...(await knownCalibrations(store, keys)).keys()]).toEqual(keys);
    expect(filesOf(store)).toHaveLength(keys.length);
  });

  it('is bounded: the oldest are forgotten', async () => {
    const store = freshStore();
    await addCalibrations(store, [calibration('old')]);
    const yearsAgo = new Date('2020-01-01');
    utimesSync(path.join(store.folder, 'calibrations', fileOf('old')), yearsAgo, yearsAgo);
    await addCalibrations(
      store,
      Array.from({ length: 300 }, (_, index) => calibration(`key-${index}`)),
    );
    expect(filesOf(store)).toHaveLength(300);
    expect([...(await knownCalibrations(store, ['old', 'key-0'])).keys()]).toEqual(['key-0']);
  });

  it('is kept also where the oldest cannot be forgotten', async () => {
    const store = freshStore();
    const inTheWay = path.join(store.folder, 'calibrations', fileOf('old'));
    mkdirSync(inTheWay, { recursive: true });
    const yearsAgo = new Date('2020-01-01');
    utimesSync(inTheWay, yearsAgo, yearsAgo);
    const keys = Array.from({ length: 300 }, (_, index) => `key-${index}`);
    await addCalibrations(
      store,
      keys.map((key) => calibration(key)),
    );
    expect([...(await knownCalibrations(store, keys)).keys()]).toEqual(keys);
  });

  it('passes over what another version wrote, or what stands under another’s name', async () => {
    const store = freshStore();
    await addCalibrations(store, [calibration('a')]);
    const later = { version: 2, ...calibration('b') };
    writeFileSync(path.join(store.folder, 'calibrations', fileOf('b')), JSON.stringify(later));
    const other = { version: 1, ...calibration('a') };
    writeFileSync(path.join(store.folder, 'calibrations', fileOf('c')), JSON.stringify(other));
    expect([...(await knownCalibrations(store, ['a', 'b', 'c'])).keys()]).toEqual(['a']);
  });

  it('holds for another walk of the same camera, and for nothing that moves speed or memory', async () => {
    const { measured, outcome } = await firstRun();
    const { settings } = outcome.record.settings;
    const work: CalibratedWork = { settings, ...measured, workers: 1, engines: { model: 'one' } };
    const key = calibrationKey(work);
    expect(calibrationKey({ ...work, info: { ...work.info, durationS: 60, expectedFrames: 1500 } })).toBe(
      key,
    );
    expect(calibrationKey({ ...work, settings: { ...settings, max_memory_mb: 900 } })).toBe(key);
    // An update of the operating system is no other machine.
    const release = vi.spyOn(os, 'release').mockReturnValue('99.0.0');
    onTestFinished(() => {
      release.mockRestore();
    });
    expect(calibrationKey(work)).toBe(key);
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
