import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { videoJob } from '../../src/kernel/performance/benchmark/jobs';
import { framesToCalibrate } from '../../src/kernel/performance/benchmark/short-calibration';
import type { VideoInfo, Walk } from '../../src/shared/results';
import { defaultSettings } from './performance-fixture';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-benchmark-jobs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const walk = (more: Partial<Walk> = {}): Walk => ({
  id: 'walker',
  source: 'video',
  path: '/videos/walker.mp4',
  ...more,
});

describe('the frames that are measured', () => {
  const measuredOf = async (frames: number, ...walks: readonly Walk[]) => {
    const place = { settings: defaultSettings, folder, workingFolder: folder };
    const { steps } = await videoJob({ work: 'mediapipe', walks, frames, ...place });
    return steps[0];
  };

  it('are those that were asked for', async () => {
    expect(await measuredOf(120, walk())).toMatchObject({ step: 'load-video', max_frames: 120 });
  });

  it('are no others than the study has, where it was cut to its first', async () => {
    expect(await measuredOf(120, walk({ maxFrames: 60 }))).toMatchObject({ max_frames: 60 });
    expect(await measuredOf(12, walk({ maxFrames: 60 }))).toMatchObject({ max_frames: 12 });
  });
});

describe('the frames of a short calibration', () => {
  const work = (more: Partial<VideoInfo>, cut: Partial<Walk> = {}) => ({
    walk: walk(cut),
    // Sound: nothing else of a video is asked for.
    video: { info: { expectedFrames: 2400, averageFps: 30, ...more } as VideoInfo, digest: '' },
  });

  it('are more of a quick camera, whose frames are not all looked at', () => {
    expect(framesToCalibrate([work({})], { frame_rate: null })).toBe(40);
    expect(framesToCalibrate([work({})], { frame_rate: 60 })).toBe(40);
    expect(framesToCalibrate([work({ averageFps: 240 })], { frame_rate: 30 })).toBe(320);
  });

  it('are no more than there are', () => {
    expect(framesToCalibrate([work({ expectedFrames: 25 })], { frame_rate: null })).toBe(25);
    expect(framesToCalibrate([work({}, { maxFrames: 30 })], { frame_rate: 10 })).toBe(30);
  });
});
