// Walks that are cut to their first frames: another result than the whole, and the same one whenever it is asked for again.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSession, type Session } from '../../src/kernel/session';
import type { StepProgress } from '../../src/shared/run-record';
import { sample } from '../fixtures/gait-command';
import { keepPoseCode } from '../fixtures/pose-code';

let folder: string;
let session: Session;
const told: StepProgress[] = [];
beforeAll(async () => {
  await keepPoseCode();
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

it('max_frames: a phantom that is cut is not asked for steps that nobody looked at', async () => {
  await session.run({ step: 'load-video', video: sample, max_frames: 100, as: 'walks' });
  await session.run({ step: 'extract-pose', video: 'walks', as: 'poses' });
  await session.run({ step: 'detect-events', pose: 'poses', as: 'events' });
  await session.run({ step: 'compare', of: 'events', output: 'comparison' });
  const file = path.join(folder, 'comparison', 'agreement.json');
  const { agreement } = JSON.parse(await readFile(file, 'utf8')) as {
    agreement: readonly { readonly of: string; readonly f1_50_ms?: number }[];
  };
  const found = agreement.flatMap(({ f1_50_ms }) => f1_50_ms ?? []);
  expect(found.length).toBeGreaterThan(0);
  for (const f1 of found) expect(f1).toBeGreaterThan(0.85);
});
