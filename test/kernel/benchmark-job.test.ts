// Jobs of a benchmark in processes of their own: what they tell, how they are stopped, how their death is told of.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BenchmarkJob, JobResult } from '../../src/kernel/performance/benchmark/job';
import { trainingJob, videoJob } from '../../src/kernel/performance/benchmark/jobs';
import { runOf } from '../../src/kernel/performance/benchmark/measure';
import { runJob } from '../../src/kernel/performance/benchmark/run-job';
import { writeTrainingLoad } from '../../src/kernel/performance/benchmark/training-load';
import { readPoseTable } from '../../src/kernel/store/pose-table';
import { resolveSettings } from '../../src/shared/resolve-settings';
import type { SettingsLayer } from '../../src/shared/settings';
import { gait, sample } from '../fixtures/gait-command';
import { canWatch, markName, processesOf } from '../fixtures/process-watch';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-benchmark-job-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const settingsOf = (values: SettingsLayer) =>
  resolveSettings([{ source: 'test', values: { performance_mode: 'fast', ...values } }]).settings;

let jobs = 0;
const poseJob = (frames: number, values: SettingsLayer = {}): Promise<BenchmarkJob> =>
  videoJob({
    work: 'mediapipe',
    walks: [{ id: 'walker', source: 'video', path: sample }],
    frames,
    settings: settingsOf(values),
    folder: path.join(folder, `job-${(jobs += 1)}`),
    workingFolder: folder,
  });

describe('a job in a process of its own', () => {
  let result: JobResult;
  const limits: number[] = [];
  beforeAll(async () => {
    result = await runJob(await poseJob(24), {
      signal: never,
      onSample: (_, limitMb) => limits.push(limitMb),
    });
  });

  it('gives what its steps made, and what they took', async () => {
    expect(result.error).toBeNull();
    const pose = result.outcomes.find(({ step }) => step === 'extract-pose')!;
    const track = await readPoseTable(path.join(pose.walks[0]!.folder!, 'pose.parquet'));
    expect(track.timeS).toHaveLength(24);
    expect(new Set(limits)).toEqual(new Set([1024]));
    const run = runOf({ contender: 'fast', work: 'mediapipe', repeat: 1 }, result);
    expect(run).toMatchObject({ outcome: 'done', amount: 24, workers: 1, limit_mb: 1024 });
    expect(run.seconds).toBeGreaterThan(0);
    expect(run.cpu_s).toBeGreaterThan(0);
    expect(run.watching_s).toBeGreaterThan(0);
    expect(run.watching_s).toBeLessThan(run.cpu_s);
    expect(run.peak_rss_mb).toBeGreaterThan(100);
    expect(run.start_s).toBeGreaterThan(0);
    expect(run.start_s).toBeLessThan(run.seconds);
    expect(run.series.length).toBeGreaterThan(1);
  });

  it('looks at the first frames of the video, at a lower rate at fewer of them', async () => {
    const slower = await runJob(await poseJob(24, { frame_rate: 15 }), { signal: never });
    const tracks = await Promise.all(
      [result, slower].map(({ outcomes }) =>
        readPoseTable(path.join(outcomes[1]!.walks[0]!.folder!, 'pose.parquet')),
      ),
    );
    const [all, half] = tracks.map(({ timeS }) => [...timeS]);
    expect(all).toHaveLength(24);
    expect(half).toHaveLength(12);
    expect(half!.at(-1)).toBeLessThanOrEqual(all!.at(-1)!);
    expect(all).toEqual(expect.arrayContaining(half!));
  });

  it('tells of a walk that is cut off no lost frames', () => {
    const { outcomes } = result;
    expect(outcomes[1]!.walks[0]!.warnings).toEqual([]);
    expect(outcomes[1]!.record.walks[0]).toMatchObject({ frames: 24 });
  });

  it('says what a step refuses, and keeps what the steps before made', async () => {
    const refused = await runJob(await poseJob(24, { max_memory_mb: 300 }), { signal: never });
    expect(refused.outcomes.map(({ step }) => step)).toEqual(['load-video']);
    expect(refused.error).toMatchObject({ kind: 'memory-limit' });
    expect(runOf({ contender: 'fast', work: 'mediapipe', repeat: 1 }, refused)).toMatchObject({
      outcome: 'memory-limit',
      limit_mb: 300,
    });
  });

  it('without optimizations leaves nothing in the system’s temporary folder', async () => {
    const job = await poseJob(12, { enable_optimizations: false });
    const { outcomes, error } = await runJob(job, { signal: never });
    expect(error).toBeNull();
    const pose = outcomes.find(({ step }) => step === 'extract-pose')!.walks[0]!.folder!;
    expect(pose.startsWith(job.storeFolder)).toBe(true);
    expect(existsSync(pose)).toBe(false);
  });

  it('trains on walkers that need no data of anybody', async () => {
    const table = await writeTrainingLoad(path.join(folder, 'training-load'));
    const job = trainingJob({
      settings: settingsOf({ training: { engine: 'wasm' } }),
      folder: path.join(folder, 'training'),
      workingFolder: folder,
      table,
    });
    const trained = await runJob(job, { signal: never });
    expect(trained.error).toBeNull();
    const run = runOf({ contender: 'fast', work: 'training', repeat: 1 }, trained);
    expect(run).toMatchObject({ outcome: 'done', unit: 'windows' });
    expect(run.amount).toBeGreaterThan(0);
  });
});

describe('a process that measures', () => {
  /** Starts a long job and calls back once its frames come through, with its processes so far. */
  const startLong = async (signal: AbortSignal, onBegun: (mark: string) => void) => {
    const mark = randomUUID();
    vi.stubEnv(markName, mark);
    try {
      let begun = false;
      const job = runJob(await poseJob(100_000), {
        signal,
        onProgress: ({ step, doneFrames }) => {
          if (begun || step !== 'extract-pose' || doneFrames === 0) return;
          begun = true;
          onBegun(mark);
        },
      });
      return await job.finally(async () => {
        // What was killed is gone as soon as the system comes to it.
        await vi.waitFor(() => {
          expect(processesOf(mark)).toEqual([]);
        });
      });
    } finally {
      vi.unstubAllEnvs();
    }
  };

  it('is gone with its ffmpeg when it is stopped', async () => {
    const stop = new AbortController();
    let processes: string[] = [];
    const stopped = startLong(stop.signal, (mark) => {
      processes = processesOf(mark);
      stop.abort();
    });
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    if (canWatch) expect(processes.some((line) => line.includes('ffmpeg'))).toBe(true);
  });

  it('is not even started where that is stopped before', async () => {
    const stop = new AbortController();
    const job = await poseJob(24);
    const running = runJob(job, { signal: stop.signal });
    stop.abort();
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await readdir(job.storeFolder)).toEqual([]);
  });

  it('that dies is a run that failed', async () => {
    if (!canWatch) {
      console.log('Processes cannot be found on this system: none was killed.');
      return;
    }
    const result = await startLong(never, (mark) => {
      const main = processesOf(mark).find((line) => line.includes('--v8-pool-size=1'))!;
      process.kill(Number(main.split(' ')[0]), 'SIGKILL');
    });
    expect(result.error).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('signal SIGKILL') as string,
      hint: expect.stringContaining('runs out of memory') as string,
    });
    expect(runOf({ contender: 'fast', work: 'mediapipe', repeat: 1 }, result)).toMatchObject({
      outcome: 'failed',
      seconds: 0,
      peak_rss_mb: null,
    });
  });

  it('does not outlive the one that wanted it measured', async () => {
    const args = ['benchmark', '--video', sample, '--profiles', 'fast', '--type', 'mediapipe'];
    const { code, left } = await gait([...args, '--frames', '200', '--no-baseline'], {
      folder,
      // The first run is done, the next one goes on.
      onSaid: (said, child) => {
        if (/benchmark +1 of/.test(said)) child.kill('SIGKILL');
      },
    });
    expect(code).toBe(128 + 9);
    expect(left).toEqual([]);
  });
});
