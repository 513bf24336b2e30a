import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  accuracyOf,
  type AccuracyRequest,
} from '../../src/kernel/performance/benchmark/accuracy/accuracy-of';
import { accuracySchema } from '../../src/shared/benchmark-accuracy';
import { cancelled } from '../../src/shared/errors';
import {
  phantom,
  poseProcesses,
  videoOf,
  walkIn,
  withModel,
  writePose,
  writeTruth,
} from './benchmark-accuracy-fixture';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-accuracy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const truth = phantom();

/** Three profiles on one video, each with its own error, and the baseline, whose pose was not kept. */
async function measured(more: Partial<AccuracyRequest> = {}, seen = truth): Promise<AccuracyRequest> {
  const pose = (name: string, shiftPx: number) => writePose(path.join(folder, name), seen, shiftPx);
  return {
    walk: walkIn(folder),
    video: { info: videoOf(seen), digest: 'clip' },
    contenders: [
      { contender: 'fast', settings: withModel(0), poseFolder: await pose('fast', 6) },
      { contender: 'balanced', settings: withModel(1), poseFolder: await pose('balanced', 4) },
      { contender: 'accurate', settings: withModel(2), poseFolder: await pose('accurate', 1) },
      {
        contender: 'no optimizations',
        settings: withModel(1, { enable_optimizations: false }),
        poseFolder: null,
      },
    ],
    run: () => Promise.reject(new Error('Nothing runs for a video whose truth is known.')),
    scratchFolder: folder,
    signal: new AbortController().signal,
    log: () => undefined,
    ...more,
  };
}

describe('how right profiles are', () => {
  it('is their error where the video is a phantom, whose truth is known', async () => {
    const request = await measured();
    await writeTruth(request.walk, truth, 'clip');
    const { accuracy, notes } = await accuracyOf(request);
    expect(accuracy.map(({ contender, reference }) => [contender, reference])).toEqual([
      ['fast', 'truth'],
      ['balanced', 'truth'],
      ['no optimizations', 'truth'],
      ['accurate', 'truth'],
    ]);
    for (const [index, px] of [6, 4, 4, 1].entries()) {
      const judged = accuracySchema.parse(accuracy[index]);
      expect(judged).toMatchObject({ frames: 120, detected_share: 1 });
      expect(judged.joints_px!.median).toBeCloseTo(px, 3);
      expect(judged.events).toMatchObject({ missed: 0, invented: 0 });
      expect(Math.abs(judged.events!.bias_ms!)).toBeLessThan(25);
      expect(Math.abs(judged.parameters_percent['cadence_steps_per_min']!)).toBeLessThan(2);
      expect(judged.parameters_percent).toHaveProperty('stride_length_m');
    }
    expect(notes.join(' ')).toContain('the hip is the centre of the joint');
  });

  it('is agreement with accurate, and the error on a phantom like it, for any other video', async () => {
    const processes = poseProcesses();
    const request = await measured({ run: processes.run });
    const { accuracy, notes } = await accuracyOf(request);
    const of = (reference: string) => accuracy.filter((one) => one.reference === reference);
    expect(of('truth')).toEqual([]);
    expect(of('accurate').map(({ contender, joints_px }) => [contender, joints_px!.median])).toEqual([
      ['fast', expect.closeTo(5, 3)],
      ['balanced', expect.closeTo(3, 3)],
      ['no optimizations', expect.closeTo(3, 3)],
    ]);
    expect(of('accurate')[0]!.events).toMatchObject({ missed: 0, invented: 0 });
    expect(of('phantom-like').map(({ contender, joints_px }) => [contender, joints_px!.median])).toEqual([
      ['fast', expect.closeTo(3, 3)],
      ['balanced', expect.closeTo(2, 3)],
      ['no optimizations', expect.closeTo(2, 3)],
      ['accurate', expect.closeTo(1, 3)],
    ]);
    expect(of('phantom-like')[0]!.parameters_percent).toHaveProperty('stride_length_m');
    expect(processes.jobs).toHaveLength(4);
    expect(processes.jobs[0]!.steps[0]).toMatchObject({ step: 'make-phantom', width_px: 640, fps: 30 });
    expect(processes.jobs.slice(1).every(({ settings }) => settings.enable_optimizations)).toBe(true);
    expect(notes.join(' ')).toContain('beside accurate, which errs too');
    expect(notes.join(' ')).toContain('The phantom like the video: 640 × 360 at 30 frames/s');
  });

  it('takes no truth that is of another clip of the same name', async () => {
    const request = await measured({ run: poseProcesses().run });
    await writeTruth(request.walk, truth, 'another');
    const { accuracy } = await accuracyOf(request);
    expect(accuracy.some(({ reference }) => reference === 'truth')).toBe(false);
  });

  it('takes no truth whose clock the recording does not follow', async () => {
    const request = await measured({ run: poseProcesses().run });
    await writeTruth(request.walk, truth, 'clip');
    const { accuracy, notes } = await accuracyOf({
      ...request,
      walk: { ...request.walk, captureFps: 120 },
    });
    expect(accuracy.some(({ reference }) => reference === 'truth')).toBe(false);
    expect(notes.join(' ')).toContain('of 30 frames/s, and capture_fps says 120');
  });

  it('is told of the others where one profile fails on the phantom', async () => {
    const request = await measured({ run: poseProcesses([1]).run });
    const { accuracy, notes } = await accuracyOf(request);
    const onPhantom = accuracy.filter(({ reference }) => reference === 'phantom-like');
    expect(onPhantom.map(({ contender }) => contender)).toEqual(['fast', 'accurate']);
    expect(notes.join(' ')).toContain(
      'balanced and no optimizations failed on the phantom: It needs 900 MB.',
    );
  });

  it('is agreement alone where the video is too short for a phantom, and it says so', async () => {
    const processes = poseProcesses();
    const request = await measured({ run: processes.run }, phantom({ duration_s: 0.5 }));
    const { accuracy, notes } = await accuracyOf(request);
    expect(new Set(accuracy.map(({ reference }) => reference))).toEqual(new Set(['accurate']));
    expect(accuracy[0]).toMatchObject({ events: null, parameters_percent: {} });
    expect(accuracy[0]!.joints_px!.median).toBeCloseTo(5, 3);
    expect(processes.jobs).toEqual([]);
    expect(notes.join(' ')).toContain('in 15 frames of it (0.5 s) too little of a walk was measured');
  });

  it('goes on without a phantom where none can be drawn', async () => {
    const run = () => Promise.reject(new Error('The disk is full.'));
    const { accuracy, notes } = await accuracyOf(await measured({ run }));
    expect(new Set(accuracy.map(({ reference }) => reference))).toEqual(new Set(['accurate']));
    expect(notes.join(' ')).toContain('A phantom like the video was not drawn: The disk is full.');
  });

  it('is not judged where no pose was kept', async () => {
    const request = await measured();
    const contenders = request.contenders.slice(3);
    const { accuracy, notes } = await accuracyOf({ ...request, contenders });
    expect(accuracy).toEqual([]);
    expect(notes).toEqual(['How right no optimizations is was not judged: its pose was not kept.']);
  });

  it('is no longer looked for once the benchmark is stopped', async () => {
    const stop = new AbortController();
    const run = () => {
      stop.abort(cancelled());
      return Promise.reject(cancelled());
    };
    const request = await measured({ run, signal: stop.signal });
    await expect(accuracyOf(request)).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
