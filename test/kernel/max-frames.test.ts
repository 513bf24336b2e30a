// Walks that are cut to their first frames: another result than the whole, and the same one whenever it is asked for again.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSession, type Session } from '../../src/kernel/session';
import type { StepProgress } from '../../src/shared/run-record';
import { sample } from '../fixtures/gait-command';

let folder: string;
let session: Session;
const told: StepProgress[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-max-frames-'));
  session = await createSession({
    workingFolder: folder,
    settings: { performance_mode: 'fast' },
    onProgress: (progress) => told.push(progress),
  });
});
afterAll(async () => {
  await session.close();
  await rm(folder, { recursive: true, force: true });
});

it('max_frames: so many frames are looked at, and the whole is not taken for them', async () => {
  const framesOf = async (max_frames: number) => {
    await session.run({ step: 'load-video', video: sample, max_frames, as: 'walks' });
    const { walks, record } = await session.run({ step: 'extract-pose', video: 'walks', as: 'poses' });
    expect(walks[0]!.warnings).toEqual([]);
    return { frames: record.walks[0]!.frames, fromStore: walks[0]!.fromStore, ...record.walks[0] };
  };
  expect(await framesOf(12)).toMatchObject({ frames: 12, fromStore: false });
  expect(told.filter(({ step }) => step === 'extract-pose').at(-1)).toMatchObject({
    doneFrames: 12,
    totalFrames: 12,
  });
  const longer = await framesOf(30);
  expect(longer).toMatchObject({ frames: 30, fromStore: false });
  expect(longer.recordingS).toBeCloseTo(1, 2);
  expect(await framesOf(12)).toMatchObject({ frames: 12, fromStore: true });
});
