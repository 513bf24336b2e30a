import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accuracyOf,
  type AccuracyRequest,
  type MeasuredContender,
} from '../../src/kernel/performance/benchmark/accuracy/accuracy-of';
import type { BenchmarkJob, JobResult } from '../../src/kernel/performance/benchmark/job';
import { createSession } from '../../src/kernel/session';
import { readLoadedVideo } from '../../src/kernel/steps/load-video';
import { resolveSettings } from '../../src/shared/resolve-settings';
import type { StepOutcome } from '../../src/shared/outcome';
import { sample } from '../fixtures/gait-command';
import { keepPoseCode } from '../fixtures/pose-code';

let folder: string;
beforeAll(async () => {
  await keepPoseCode();
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-accuracy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Five steps, of which eleven events are seen. */
const frames = 90;

/** With pictures as they were, as a phantom's are anyway: what was found in it is there for its copy as well. */
const settingsOf = (profile: string) =>
  resolveSettings([{ source: 'test', values: { performance_mode: profile, blur_faces: false } }]).settings;

/** Does in this process what a benchmark does in one of its own. */
async function run({ steps, settings, workingFolder, storeFolder }: BenchmarkJob): Promise<JobResult> {
  const session = await createSession({ workingFolder, storeFolder, settings });
  try {
    const outcomes: StepOutcome[] = [];
    for (const step of steps) outcomes.push(await session.run(step));
    return {
      startedAt: '',
      limitMb: 1000,
      outcomes,
      error: null,
      steps: [],
      marks: [],
      cpuS: 0,
      watchingS: 0,
    };
  } finally {
    await session.close();
  }
}

/** The poses that two profiles find in a video, as a benchmark hands them on. */
async function measured(video: string): Promise<AccuracyRequest> {
  const contenders: MeasuredContender[] = [];
  let loaded: StepOutcome['walks'][number] | undefined;
  for (const contender of ['fast', 'balanced']) {
    const settings = settingsOf(contender);
    const { outcomes } = await run({
      steps: [
        { step: 'load-video', video, height_m: 1.72, max_frames: frames, as: 'walks' },
        { step: 'extract-pose', video: 'walks', as: 'pose' },
      ],
      settings,
      workingFolder: folder,
      storeFolder: path.join(folder, 'store'),
    });
    loaded = outcomes[0]!.walks[0]!;
    contenders.push({ contender, settings, poseFolder: outcomes[1]!.walks[0]!.folder });
  }
  return {
    walk: loaded!.walk,
    video: await readLoadedVideo(loaded!.folder!),
    contenders,
    run,
    scratchFolder: folder,
    signal: new AbortController().signal,
    log: () => undefined,
  };
}

describe('how right profiles are on a video', () => {
  it('is stated against the truth of the sample, which is a phantom', async () => {
    const { accuracy } = await accuracyOf(await measured(sample));
    expect(accuracy.map(({ contender, reference }) => [contender, reference])).toEqual([
      ['fast', 'truth'],
      ['balanced', 'truth'],
    ]);
    for (const { detected_share, joints_px, events, parameters_percent, ...one } of accuracy) {
      expect(one.frames).toBe(frames);
      expect(detected_share).toBeGreaterThan(0.95);
      // The walker is some 290 pixels tall.
      expect(joints_px!.median).toBeGreaterThan(0.5);
      expect(joints_px!.median).toBeLessThan(12);
      expect(events!.matched).toBeGreaterThan(8);
      expect(events!.missed + events!.invented).toBeLessThan(3);
      expect(Math.abs(events!.bias_ms!)).toBeLessThan(40);
      expect(Math.abs(parameters_percent['cadence_steps_per_min']!)).toBeLessThan(3);
      expect(Math.abs(parameters_percent['stride_length_m']!)).toBeLessThan(15);
    }
  });

  it('is agreement, and the error on a phantom like it, where nobody knows its truth', async () => {
    const video = path.join(folder, 'somebody.mp4');
    await copyFile(sample, video);
    const { accuracy, notes } = await accuracyOf(await measured(video));
    expect(accuracy.map(({ contender, reference }) => [contender, reference])).toEqual([
      ['fast', 'accurate'],
      ['fast', 'phantom-like'],
      ['balanced', 'phantom-like'],
    ]);
    expect(notes.join(' ')).toContain('set beside balanced');
    const [agreement, ...errors] = accuracy;
    expect(agreement!.joints_px!.median).toBeLessThan(8);
    for (const { detected_share, joints_px, events, parameters_percent, ...one } of errors) {
      expect(one.frames).toBe(frames);
      expect(detected_share).toBeGreaterThan(0.9);
      expect(joints_px!.median).toBeLessThan(15);
      expect(events!.matched).toBeGreaterThan(7);
      expect(Math.abs(parameters_percent['cadence_steps_per_min']!)).toBeLessThan(4);
    }
  });
});
