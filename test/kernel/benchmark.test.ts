// The benchmark step through a session, on the first frames of the sample's clip.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBenchmarkBundle } from '../../src/kernel/display/benchmark-store';
import type { FinishedRun } from '../../src/kernel/display/outputs/finished-run';
import { availableCores } from '../../src/kernel/performance/machine';
import { openSession, type CellSession } from '../../src/kernel/session';
import { findVideoTools } from '../../src/kernel/video/ffmpeg';
import { baselineName, benchmarkResultsSchema, type BenchmarkResults } from '../../src/shared/benchmark';
import type { StepProgress } from '../../src/shared/run-record';
import type { SettingsLayer } from '../../src/shared/settings';
import type { StepInput } from '../../src/shared/steps';
import { sample } from '../fixtures/gait-command';

let folder: string;
const open: CellSession[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-benchmark-'));
});
afterAll(async () => {
  await Promise.all(open.map((session) => session.close()));
  await rm(folder, { recursive: true, force: true });
});

async function session(settings: SettingsLayer = {}, configFile?: string): Promise<CellSession> {
  const opened = await openSession({
    workingFolder: folder,
    storeFolder: path.join(folder, `store-${open.length}`),
    settings,
    ...(configFile !== undefined && { configFile }),
  });
  open.push(opened);
  await opened.run({ step: 'load-video', video: sample, as: 'walks' });
  return opened;
}

type BenchmarkInput = Extract<StepInput, { step: 'benchmark' }>;
const asked = (more: Partial<BenchmarkInput> = {}): BenchmarkInput => ({
  step: 'benchmark',
  video: 'walks',
  type: 'mediapipe',
  profiles: ['fast'],
  repeats: 1,
  frames: 12,
  baseline: false,
  output: 'benchmark_results',
  ...more,
});

/** What was written into the folder last. */
function readResults(output: string): BenchmarkResults {
  const names = readdirSync(path.join(folder, output)).filter((name) =>
    /^benchmark_results_.*\.json$/.test(name),
  );
  const text = readFileSync(path.join(folder, output, names.sort().at(-1)!), 'utf8');
  return benchmarkResultsSchema.parse(JSON.parse(text));
}

const temporaryOf = (store: string): string[] =>
  existsSync(path.join(store, 'temporary')) ? readdirSync(path.join(store, 'temporary')) : [];

/** The first frames of the sample as a video of their own. */
async function cut(frames: number): Promise<string> {
  const { ffmpegPath } = await findVideoTools();
  const clip = path.join(folder, `of-${frames}.mp4`);
  const args = ['-v', 'error', '-i', sample, '-frames:v', String(frames), '-pix_fmt', 'yuv420p', clip];
  await promisify(execFile)(ffmpegPath, args);
  return clip;
}

/** A benchmark that is measured once, whichever of its tests comes first. */
function measuredOnce<T>(measure: () => Promise<T>): () => Promise<T> {
  let measured: Promise<T> | undefined;
  return () => (measured ??= measure());
}

/** Of each of two videos; more than a warm-up takes. */
const framesOfWhole = 14;
const whole = measuredOnce(async () => {
  const told: StepProgress[] = [];
  const twin = path.join(folder, 'twin.mp4');
  await copyFile(sample, twin);
  const opened = await session();
  await opened.run({ step: 'load-video', video: [sample, twin], as: 'two' });
  const profiles = ['fast', 'balanced'];
  const outcome = await opened.run(
    asked({ video: 'two', profiles, baseline: true, frames: framesOfWhole, output: 'whole' }),
    { onProgress: (progress) => told.push(progress) },
  );
  return { outcome, told, results: readResults('whole') };
});

/** From a short video to its files, where more frames were asked for than it has. */
const ofShort = measuredOnce(async () => {
  const opened = await session();
  await opened.run({ step: 'load-video', video: await cut(30), as: 'short' });
  await opened.run(asked({ video: 'short', type: 'pipeline', frames: 40, output: 'short' }));
  return readResults('short');
});

describe('a benchmark', () => {
  it('measures profiles and the baseline beside each other, and tells how it goes', async () => {
    const { outcome, told, results } = await whole();
    expect(results.complete).toBe(true);
    expect(results.contenders.map(({ contender, runs }) => [contender, runs])).toEqual([
      ['fast', 1],
      ['balanced', 1],
      [baselineName, 1],
    ]);
    expect(results.runs).toHaveLength(6);
    for (const { seconds, peak_rss_mb, amount_per_second, failure } of results.contenders) {
      expect(failure).toBeNull();
      expect(seconds!.least).toBeGreaterThan(0);
      expect(amount_per_second!.median).toBeGreaterThan(0);
      expect(peak_rss_mb!.median).toBeGreaterThan(100);
    }
    const amount = Math.min(2, availableCores()) * framesOfWhole;
    expect(results.runs.filter(({ repeat }) => repeat > 0).every((run) => run.amount === amount)).toBe(true);
    expect(results.video).toMatchObject({ file: 'walker-side.mp4', phantom: true });
    expect(results.accuracy.map(({ contender }) => contender)).toEqual(
      expect.arrayContaining(['fast', 'balanced']),
    );
    expect(results.settings[baselineName]).toMatchObject({ enable_optimizations: false });
    expect(JSON.stringify(results)).not.toContain(folder);

    expect(outcome.files.map((file) => path.extname(file)).sort()).toEqual(['.html', '.json', '.txt']);
    const bundle = await readBenchmarkBundle(outcome.walks[0]!.folder!);
    expect(bundle.results.contenders).toEqual(results.contenders);
    expect(told.map(({ unit }) => unit)).toEqual(told.map(() => 'runs'));
    const done = told.map(({ doneFrames }) => doneFrames);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ doneFrames: 6, totalFrames: 6 });
    expect(told.some(({ benchmark }) => benchmark?.running?.contender === 'balanced')).toBe(true);
  });

  it('measures the way from the video to its files', async () => {
    const { contenders, runs } = await ofShort();
    expect(contenders).toMatchObject([{ work: 'pipeline', runs: 1, failure: null }]);
    const { stages } = runs.at(-1)!;
    expect(Object.keys(stages)).toEqual(expect.arrayContaining(['video_processing', 'gait_events']));
  });

  it('takes a profile of the user’s, measures it anew each time, and keeps what was measured before', async () => {
    const config = path.join(folder, 'own.json');
    const own = { performance_profiles: { small: { performance_mode: 'fast', frame_width: 256 } } };
    await writeFile(config, JSON.stringify(own));
    const opened = await session({}, config);
    const first = await opened.run(asked({ profiles: ['small'], output: 'own', as: 'first' }));
    const results = readResults('own');
    expect(results.contenders).toMatchObject([{ contender: 'small', runs: 1, expected: null }]);
    expect(results.settings['small']).toMatchObject({ frame_width: 256 });

    // Also where its store can no longer remember for predictions what was measured.
    const remembered = path.join(folder, `store-${open.length - 1}`, 'calibrations');
    await rm(remembered, { recursive: true });
    await writeFile(remembered, 'in the way');
    const second = await opened.run(asked({ profiles: ['small'], output: 'own', as: 'second' }));
    expect(second.walks[0]!.fromStore).toBe(false);
    expect(second.walks[0]!.folder).not.toBe(first.walks[0]!.folder);
    expect(readdirSync(path.join(folder, 'own')).filter((name) => name.endsWith('.json'))).toHaveLength(2);
    expect(readResults('own')).toMatchObject({ complete: true, contenders: [{ runs: 1 }] });
    expect((await readBenchmarkBundle(second.walks[0]!.folder!)).results.complete).toBe(true);
  });
});

describe('what a benchmark measures', () => {
  it('is several videos side by side, where the study would be worked on like that', async () => {
    if (availableCores() < 2) {
      console.log('This machine has one core: two videos side by side were not tried.');
      return;
    }
    const { outcome, results } = await whole();
    const counting = results.runs.filter(({ repeat }) => repeat > 0);
    expect(counting.map(({ contender, workers, amount }) => [contender, workers, amount])).toEqual([
      ['fast', 2, 2 * framesOfWhole],
      ['balanced', 2, 2 * framesOfWhole],
      [baselineName, 1, 2 * framesOfWhole],
    ]);
    expect(results.predictions.map(({ walks }) => walks)).toEqual([2, 2, 2]);
    expect(outcome.walks.map(({ walk }) => walk.id)).toEqual(['walker-side', 'twin']);
  });

  it('is training on a data set of its own, which needs no labels of the user’s', async () => {
    const opened = await session({ training: { engine: 'wasm' } });
    await opened.run(asked({ type: 'training', output: 'trained' }));
    const results = readResults('trained');
    expect(results.contenders).toMatchObject([
      { contender: 'fast', work: 'training', unit: 'windows', runs: 1, failure: null, expected: null },
    ]);
    expect(results.accuracy).toEqual([]);
    expect(results.notes).toContainEqual(
      'How right a profile is was not judged: training alone was measured.',
    );
  });
});

describe('a benchmark that does not come through', () => {
  it('for want of memory for one profile has the figures of the others, and says why', async () => {
    // Beside this process itself, enough for the lite model and too little for the heavy one.
    const opened = await session({ max_memory_mb: Math.round(process.memoryUsage.rss() / 2 ** 20) + 600 });
    const { record } = await opened.run(asked({ profiles: ['fast', 'accurate'], output: 'tight' }));
    const results = readResults('tight');
    const [fast, accurate] = results.contenders;
    expect(fast).toMatchObject({ runs: 1, failure: null });
    expect(accurate).toMatchObject({ runs: 0, seconds: null });
    expect(accurate!.failure).toContain('heavy');
    expect(results.complete).toBe(false);
    expect(record.benchmark).toMatchObject({ profiles: 2, measured: 1, failures: [{ profile: 'accurate' }] });
    // Refused in the warm-up, it was not tried again.
    expect(results.runs.filter(({ contender }) => contender === 'accurate')).toHaveLength(1);
  });

  it('when it is stopped in the middle keeps what is finished, and shows it', async () => {
    const opened = await session();
    const stop = new AbortController();
    let shown: FinishedRun | undefined;
    const stopped = opened.run(asked({ profiles: ['fast', 'balanced'], repeats: 3, output: 'stopped' }), {
      signal: stop.signal,
      onProgress: ({ doneFrames }) => {
        if (doneFrames === 3) stop.abort();
      },
      onEnd: (run) => {
        shown = run;
      },
    });
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    const results = readResults('stopped');
    expect(results.complete).toBe(false);
    expect(results.runs).toHaveLength(3);
    expect(results.contenders.map(({ runs }) => runs)).toEqual([1, 0]);
    expect(results.contenders[0]!.failure).toBe('Stopped after 1 of 3 runs.');
    const kept = shown!.results!.walks[0]!;
    expect((await readBenchmarkBundle(kept.folder!)).results.contenders).toEqual(results.contenders);
    expect(temporaryOf(shown!.store.folder)).toEqual([]);
  });

  it('when it is stopped while it is judged has all that was measured', async () => {
    const opened = await session();
    const stop = new AbortController();
    const stopped = opened.run(asked({ output: 'unjudged' }), {
      signal: stop.signal,
      onProgress: ({ doing }) => {
        if (doing?.startsWith('judging')) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    const { contenders, complete, notes } = readResults('unjudged');
    expect(contenders).toMatchObject([{ contender: 'fast', runs: 1, failure: null }]);
    expect(complete).toBe(false);
    expect(notes[0]).toMatch(/^Stopped when all runs were done/);
  });

  it('is refused before anything is measured for a profile that there is not', async () => {
    const opened = await session();
    await expect(opened.run(asked({ profiles: ['fast', 'acurate'], output: 'none' }))).rejects.toMatchObject({
      kind: 'bad-input',
      message: 'There is no profile "acurate".',
      hint: expect.stringContaining('Did you mean "accurate"?') as string,
    });
    expect(existsSync(path.join(folder, 'none'))).toBe(false);
  });

  it('is refused for a video of a few frames, and takes all of one that is merely short', async () => {
    const opened = await session();
    await opened.run({ step: 'load-video', video: await cut(6), as: 'tiny' });
    await expect(opened.run(asked({ video: 'tiny' }))).rejects.toMatchObject({
      kind: 'bad-input',
      message: 'of-6 has 6 frames, which are too few to measure: at least 10 are needed.',
    });
    const { runs, notes } = await ofShort();
    expect(runs.at(-1)).toMatchObject({ outcome: 'done', amount: 30 });
    expect(notes).toContainEqual(
      'The video has 30 frames: all of them were measured, where 40 were asked for.',
    );
  });
});
