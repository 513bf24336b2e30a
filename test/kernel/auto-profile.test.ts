// The profile auto as a user has it: what it chooses by the memory limit and by a deadline, on real video, and how it
// says so.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { thisV8 } from '../../src/kernel/performance/benchmark/calibration';
import { createSession } from '../../src/kernel/session';
import { findVideoTools } from '../../src/kernel/video/ffmpeg';
import type { StepProgress } from '../../src/shared/run-record';
import type { SettingsLayer } from '../../src/shared/settings';
import type { StepInput } from '../../src/shared/steps';
import { keepPoseCode } from '../fixtures/pose-code';
import { tinyTraining, writeStudy } from '../fixtures/training-study';

const sample = path.join(packageRoot, 'samples', 'walker-side.mp4');
const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-auto-'));
const clip = path.join(folder, 'clip.mp4');

beforeAll(async () => {
  await keepPoseCode();
  const { ffmpegPath } = await findVideoTools();
  const shortened = ['-v', 'error', '-i', sample, '-frames:v', '16', '-pix_fmt', 'yuv420p', clip];
  await promisify(execFile)(ffmpegPath, shortened);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let stores = 0;
const ownStore = (): string => path.join(folder, `store-${(stores += 1)}`);

/** The pose of the clip with these settings and this cell. */
async function pose(settings: SettingsLayer, storeFolder = ownStore(), cell: Partial<StepInput> = {}) {
  const told: StepProgress[] = [];
  const session = await createSession({
    workingFolder: folder,
    storeFolder,
    settings: { performance_mode: 'auto', ...settings },
    onProgress: (progress) => told.push(progress),
  });
  onTestFinished(() => session.close());
  await session.run({ step: 'load-video', video: clip });
  // Sound: the tests add keys that this step takes.
  const step = { step: 'extract-pose', video: 'load-video', ...cell } as StepInput;
  const { record } = await session.run(step);
  return { record, told };
}

describe('auto within a memory limit', () => {
  it('names what the lightest would need where none fits', async () => {
    await expect(pose({}, ownStore(), { max_memory_mb: 340 })).rejects.toMatchObject({
      kind: 'memory-limit',
      message: expect.stringContaining('lite') as string,
      hint: expect.stringMatching(/max_memory_mb to \d+ or more/) as string,
    });
  });

  it('takes the most accurate profile that fits, keeps the limit, and says how it chose', async () => {
    const { record } = await pose({ max_memory_mb: 640 });
    const { settings, sources } = record.settings;
    expect(settings.performance_mode).toBe('balanced');
    expect(settings.mediapipe.model_complexity).toBe(1);
    expect(settings.max_memory_mb).toBe(640);
    expect(sources['performance_mode']).toMatch(/^auto: accurate takes \d+ MB of 640 MB$/);
    expect(sources['mediapipe.model_complexity']).toBe('profile balanced');
    expect(record.notes?.join()).toContain('auto chose balanced');
    expect(record.memory.peakRssMb).toBeLessThan(640);
  });

  it('is balanced for a step that has nothing to choose', async () => {
    const session = await createSession({ workingFolder: folder, storeFolder: ownStore() });
    onTestFinished(() => session.close());
    const { record } = await session.run({ step: 'load-video', video: clip, profile: 'auto' });
    expect(record.settings.settings.performance_mode).toBe('auto');
    expect(record.settings.settings.max_memory_mb).toBe(2048);
  });
});

describe('auto with a deadline', () => {
  const shared = ownStore();

  it('measures the lightest profile first, and says what would do where not even that is through in time', async () => {
    const refused = pose({}, shared, { deadline_s: 0.2 });
    await expect(refused).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('fast would take') as string,
      hint: expect.stringMatching(/deadline_s to \d+ or more/) as string,
    });
    // What it measured with is gone again.
    expect(readdirSync(path.join(shared, 'temporary'))).toEqual([]);
    expect(readdirSync(shared)).toContain('calibrations');
  });

  it('takes the most accurate one that is through by then, and foretells the run', async () => {
    const { record, told } = await pose({ deadline_s: 3600 }, shared);
    expect(record.settings.settings.performance_mode).toBe('accurate');
    expect(record.stages).toHaveProperty('calibration');
    expect(record.prediction?.seconds.high).toBeLessThan(3600);
    // The process that calibrated is in the run's time, and its memory in the peak, which nobody foretold.
    expect(record.prediction?.seconds.low).toBeGreaterThan(record.stages['calibration']!);
    expect(record.prediction?.peakRssMb).toBeNull();
    const measuring = new Set(told.map(({ doing }) => doing));
    expect(measuring).toContain('measuring accurate');
    // It was measured before.
    expect(measuring).not.toContain('measuring fast');
  });

  it('measures anew where only another Node has measured it', async () => {
    const store = ownStore();
    const [known, own] = [shared, store].map((one) => path.join(one, 'calibrations'));
    mkdirSync(own!, { recursive: true });
    const names = readdirSync(known!);
    expect(names).toHaveLength(3);
    for (const name of names) {
      const measured = readFileSync(path.join(known!, name), 'utf8');
      const byAnother = measured.replace(`"v8": "${thisV8}"`, '"v8": "1.0"');
      writeFileSync(path.join(own!, name.replace(`v8-${thisV8}`, 'v8-1.0')), byAnother);
    }
    await expect(pose({}, store, { deadline_s: 0.2 })).rejects.toMatchObject({
      // Since the lightest is too slow by now, what is known of the others does.
      message: expect.stringContaining('balanced would take') as string,
    });
    expect(readdirSync(own!).filter((name) => name.includes(`v8-${thisV8}`))).toHaveLength(1);
  });

  it('counts only what is not in the store', async () => {
    const { record } = await pose({ deadline_s: 0.2 }, shared);
    expect(record.settings.settings.performance_mode).toBe('accurate');
    expect(record.walks[0]?.fromStore).toBe(true);
  });

  it('is refused without auto, with the reason', async () => {
    await expect(pose({}, shared, { profile: 'fast', deadline_s: 60 })).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('the profile is fast') as string,
    });
  });
});

describe('auto in training', () => {
  it('takes the largest network that fits and that the data are enough for', async () => {
    const study = writeStudy(path.join(folder, 'study'), { subjects: 8, secondsEach: 4 });
    const session = await createSession({ workingFolder: folder, storeFolder: ownStore() });
    onTestFinished(() => session.close());
    await session.run({ step: 'load-landmarks', study, as: 'walks' });
    const { n_folds: _folds, num_filters: _filters, ...short } = tinyTraining;
    const { record } = await session.run({
      step: 'train-folds',
      data: 'walks',
      output: 'trained',
      profile: 'auto',
      ...short,
      epochs: 1,
    });
    // Ten folds are more than eight subjects make, five are not.
    expect(record.settings.sources['performance_mode']).toContain('accurate cannot be trained');
    expect(record.notes?.join()).toContain('auto chose balanced');
  });
});
