import { copyFile, mkdtemp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FinishedRun } from '../../src/kernel/display/outputs/finished-run';
import { createSession, openSession, type Session, type SessionOptions } from '../../src/kernel/session';
import { formatBody25Json, type OpenPoseDocument } from '../../src/kernel/landmarks/openpose';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { packageRoot } from '../../src/kernel/package-files';
import { readRuns } from '../../src/kernel/store/run-records';
import type { GaitParameters } from '../../src/shared/results';
import { keepPoseCode } from '../fixtures/pose-code';
import { phantomTrack } from '../unit/gait-fixture';

const sample = path.join(packageRoot, 'samples/walker-side.mp4');
let folder: string;
const open: Session[] = [];

beforeAll(async () => {
  await keepPoseCode();
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-session-'));
  const { track } = phantomTrack({ duration_s: 6, seed: 3 });
  await writeFile(path.join(folder, 'trial.trc'), formatTrc(track));
});
afterAll(async () => {
  await Promise.all(open.map((session) => session.close()));
  await rm(folder, { recursive: true, force: true });
});

async function session(options: SessionOptions = {}): Promise<Session> {
  const opened = await createSession({ workingFolder: folder, ...options });
  open.push(opened);
  return opened;
}

const parametersIn = async (resultFolder: string | null): Promise<GaitParameters> =>
  JSON.parse(await readFile(path.join(resultFolder!, 'parameters.json'), 'utf8')) as GaitParameters;

describe('a session', () => {
  it('runs steps in the order in which they were asked for, though nobody waits between them', async () => {
    const { run } = bound(await session());
    const [landmarks, gait] = await Promise.all([
      run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' }),
      run({ step: 'detect-events', pose: 'trial', as: 'gait' }),
    ]);
    expect(landmarks.name).toBe('trial');
    expect((await parametersIn(gait.walks[0]!.folder)).cadence_steps_per_min).toBeCloseTo(110, 0);
  });

  it('says which result is missing, the one that was meant, and which step makes it', async () => {
    const { run } = bound(await session());
    await expect(run({ step: 'detect-events', pose: 'poses' })).rejects.toMatchObject({
      kind: 'bad-input',
      message: 'There is no result "poses".',
      hint: expect.stringContaining('extract-pose') as string,
    });
    await run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' });
    await expect(run({ step: 'detect-events', pose: 'trail' })).rejects.toMatchObject({
      hint: 'Did you mean "trial"?',
    });
    await expect(run({ step: 'extract-pose', video: 'trial' })).rejects.toMatchObject({
      message: '"trial" is the result of load-landmarks.',
    });
  });

  it('answers the same step from the store, in another session too, and says that it did', async () => {
    const first = bound(await session());
    await first.run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' });
    const made = await first.run({ step: 'detect-events', pose: 'trial', filter_cutoff_hz: 7 });
    const second = bound(await session());
    await second.run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' });
    const again = await second.run({ step: 'detect-events', pose: 'trial', filter_cutoff_hz: 7 });
    expect([made.walks[0]?.fromStore, again.walks[0]?.fromStore]).toEqual([false, true]);
    expect(again.walks[0]?.folder).toBe(made.walks[0]?.folder);
    const other = await second.run({ step: 'detect-events', pose: 'trial', filter_cutoff_hz: 9 });
    expect(other.walks[0]?.fromStore).toBe(false);
  });

  it('keeps what was found in a video that is moved between runs, says where it is missed, and knows it at its new place', async () => {
    await copyFile(sample, path.join(folder, 'walk.mp4'));
    const { run } = bound(await session());
    const load = (video: string) => run({ step: 'load-video', video, max_frames: 20, as: 'walks' });
    const pose = () => run({ step: 'extract-pose', video: 'walks', profile: 'fast', as: 'poses' });
    await load('walk.mp4');
    const found = await pose();

    await rename(path.join(folder, 'walk.mp4'), path.join(folder, 'moved.mp4'));
    expect((await pose()).walks[0]).toMatchObject({ fromStore: true });
    expect((await load('walk.mp4')).walks[0]).toMatchObject({
      error: { kind: 'bad-input', message: `There is no file ${path.join(folder, 'walk.mp4')}.` },
    });

    await load('moved.mp4');
    const again = await pose();
    expect(again.walks[0]).toMatchObject({ fromStore: true, folder: found.walks[0]!.folder });
  });

  it('finds its named results again after the one before it was lost, but not those of another notebook', async () => {
    const before = bound(await session({ name: 'study.gaitnb' }));
    await before.run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' });
    await before.run({ step: 'detect-events', pose: 'trial', as: 'gait' });
    // Not closed: as after a kill, only what is on disk is left.
    const after = bound(await session({ name: 'study.gaitnb' }));
    const report = await after.run({ step: 'report', of: 'gait', output: 'recalled' });
    expect(report.files).toContain(path.join(folder, 'recalled', 'report.html'));
    const stranger = bound(await session({ name: 'other.gaitnb' }));
    await expect(stranger.run({ step: 'report', of: 'gait' })).rejects.toMatchObject({ kind: 'bad-input' });
  });

  it('lets the others of a study go on where one walk is bad, and reports both', async () => {
    await writeFile(path.join(folder, 'broken.trc'), 'this is no trial');
    const { run } = bound(await session());
    const loaded = await run({ step: 'load-landmarks', landmarks: ['broken.trc', 'trial.trc'], as: 'both' });
    expect(loaded.walks.map(({ error }) => error?.kind)).toEqual(['bad-input', undefined]);
    const gait = await run({ step: 'detect-events', pose: 'both', as: 'gait' });
    expect(gait.walks[0]?.error?.message).toBe(loaded.walks[0]?.error?.message);
    await run({ step: 'report', of: 'gait', output: 'both' });
    const html = await readFile(path.join(folder, 'both', 'report.html'), 'utf8');
    expect(html).toContain('broken');
    const study = await readFile(path.join(folder, 'both', 'study.csv'), 'utf8');
    expect(study.split('\n').filter((line) => line.startsWith('trial,')).length).toBeGreaterThan(10);
  });

  it('opens of a study table the rows of its own kind, with what the table says of them', async () => {
    const rows = ['path,id,subject,height_m', 'trial.trc,pre,S01,1.7', `${sample},post,S01,`];
    await writeFile(path.join(folder, 'study.csv'), rows.join('\n'));
    const { run } = bound(await session());
    const videos = await run({ step: 'load-video', study: 'study.csv', as: 'videos' });
    const landmarks = await run({ step: 'load-landmarks', study: 'study.csv', as: 'landmarks' });
    expect(videos.walks.map(({ walk }) => walk.id)).toEqual(['post']);
    expect(landmarks.walks.map(({ walk }) => walk)).toMatchObject([
      { id: 'pre', subject: 'S01', heightM: 1.7, source: 'landmarks' },
    ]);
    await writeFile(path.join(folder, 'only-trials.csv'), 'path\ntrial.trc\n');
    await expect(run({ step: 'load-video', study: 'only-trials.csv' })).rejects.toMatchObject({
      kind: 'bad-input',
      message: 'The study has no videos.',
    });
  });

  it('reads OpenPose folders at the frame rate that was given, and asks for it where it is missing', async () => {
    const { track } = phantomTrack({ duration_s: 6, seed: 3, camera: 'following' }, 'px');
    const document = JSON.parse(
      [...formatBody25Json({ ...track, heightPx: 360 })].join(''),
    ) as OpenPoseDocument;
    const target = path.join(folder, 'openpose');
    await mkdir(target);
    for (const [frame, content] of document.frames.entries()) {
      const name = `walk_${String(frame).padStart(12, '0')}_keypoints.json`;
      await writeFile(path.join(target, name), JSON.stringify(content));
    }
    const { run } = bound(await session());
    const without = await run({ step: 'load-landmarks', landmarks: 'openpose', as: 'without' });
    expect(without.walks[0]?.error?.hint).toContain('fps');
    await run({ step: 'load-landmarks', landmarks: 'openpose', fps: 30, as: 'at30' });
    await run({ step: 'load-landmarks', landmarks: 'openpose', fps: 40, as: 'at40' });
    const cadences: number[] = [];
    for (const pose of ['at30', 'at40']) {
      const gait = await run({ step: 'detect-events', pose });
      cadences.push((await parametersIn(gait.walks[0]!.folder)).cadence_steps_per_min ?? Number.NaN);
    }
    expect(cadences[0]).toBeCloseTo(110, 0);
    expect(cadences[1]! / cadences[0]!).toBeCloseTo(4 / 3, 2);
  });

  it('writes into the log of the run which layer won for every setting', async () => {
    await writeFile(path.join(folder, 'mine.json'), '{"max_memory_mb": 1500, "frame_width": 480}');
    const { run } = bound(
      await session({
        configFile: 'mine.json',
        settings: { max_memory_mb: 1600 },
        settingsSource: '--max-memory',
      }),
    );
    const { record } = await run({
      step: 'load-landmarks',
      landmarks: 'trial.trc',
      profile: 'fast',
      max_memory_mb: 1700,
    });
    const [logged] = await readRuns(path.join(folder, '.gait'), 1);
    expect(logged?.record?.settings).toEqual(record.settings);
    expect(record.settings.settings).toMatchObject({ max_memory_mb: 1700, frame_width: 480 });
    expect(record.settings.sources).toMatchObject({
      performance_mode: 'cell',
      max_memory_mb: 'cell',
      frame_width: 'config mine.json',
      'mediapipe.model_complexity': 'profile fast',
      'signal_processing.filter_cutoff_hz': 'default',
    });
  });

  it('stops a step that is cancelled, keeps none of it, and goes on with the next', async () => {
    const { run, opened } = bound(await session());
    const load = { step: 'load-video', video: sample, max_frames: 24, as: 'walks' } as const;
    await run(load);
    const stop = new AbortController();
    let seen = 0;
    const cancelling = createSession({
      workingFolder: folder,
      onProgress: ({ doneFrames }) => {
        seen = doneFrames;
        // That there is work to do is told before the first frame.
        if (seen > 0) stop.abort();
      },
    });
    const other = bound(await cancelling);
    open.push(other.opened);
    await other.run(load);
    const extraction = { step: 'extract-pose', video: 'walks', profile: 'fast' } as const;
    await expect(other.opened.run(extraction, { signal: stop.signal })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(seen).toBeGreaterThan(0);
    const after = await other.run({ step: 'load-landmarks', landmarks: 'trial.trc' });
    expect(after.walks[0]?.error).toBeUndefined();
    const whole = await opened.run(extraction);
    expect(whole.walks[0]?.fromStore).toBe(false);
  });

  it('tells its results by name, also those of the session before it, and none of another notebook', async () => {
    const options = { name: 'listed.gaitnb', storeFolder: 'listed' };
    const before = bound(await session(options));
    const loaded = await before.run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' });
    const trial = { name: 'trial', step: 'load-landmarks', walks: 1 };
    expect(await before.opened.results()).toEqual([{ ...trial, recordId: loaded.record.id }]);
    const after = bound(await session(options));
    expect(await after.opened.results()).toEqual([{ ...trial, recordId: loaded.record.id }]);
    await rm(path.join(folder, 'listed', 'runs'), { recursive: true });
    const later = bound(await session(options));
    expect(await later.opened.results()).toEqual([{ ...trial, recordId: null }]);
    const stranger = bound(await session({ ...options, name: 'other.gaitnb' }));
    expect(await stranger.opened.results()).toEqual([]);
  });

  it('keeps what it made with the store switched off, where an earlier session left the same name', async () => {
    const options = { name: 'switched.gaitnb', storeFolder: 'switched' };
    await bound(await session(options)).run({
      step: 'load-landmarks',
      landmarks: ['trial.trc', 'trial.trc'],
      as: 'trial',
    });
    const { run, opened } = bound(await session(options));
    const off = { settings: { enable_optimizations: false } } as const;
    await run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial', ...off });
    // Opens the kept store, in which the older one lies.
    await run({ step: 'detect-events', pose: 'trial' });
    expect(await opened.results()).toMatchObject([
      { name: 'trial', walks: 1 },
      { name: 'detect-events', walks: 1 },
    ]);
  });

  it('watches memory also while what a run has found is drawn', async () => {
    const opened = await openSession({ workingFolder: folder });
    open.push(opened);
    let seenMb = 0;
    const heldMb: number[] = [];
    const onEnd = async ({ record }: FinishedRun): Promise<void> => {
      const held = Buffer.alloc(200 * 2 ** 20, 1);
      await vi.waitUntil(() => seenMb > record.memory.rssMb + 150, { timeout: 10_000 });
      heldMb.push(held.length / 2 ** 20);
    };
    const onSample = ({ rssMb }: { rssMb: number }): void => {
      seenMb = rssMb;
    };
    await opened.run({ step: 'load-landmarks', landmarks: 'trial.trc' }, { onEnd, onSample });
    expect(heldMb).toEqual([200]);
  });

  it('tells how a run ended, with what it read and its record, before the next one begins', async () => {
    const opened = await openSession({ workingFolder: folder });
    open.push(opened);
    const told: string[] = [];
    const ids: string[] = [];
    const stop = new AbortController();
    const onEnd = async ({ step, record, inputs, outcome, results }: FinishedRun): Promise<void> => {
      ids.push(record.id);
      await Promise.resolve();
      told.push(`${step.step} ${record.outcome} ${Object.keys(inputs).join()} ${outcome?.name ?? 'nothing'}`);
      expect(results === null).toBe(outcome === null);
      expect(inputs['trial'] ?? ids[0]).toBe(ids[0]);
    };
    const load = opened.run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' }, { onEnd });
    const detect = opened.run({ step: 'detect-events', pose: 'trial', as: 'gait' }, { onEnd });
    const onProgress = (): void => {
      stop.abort();
    };
    await opened.run({ step: 'load-video', video: sample, as: 'walks' });
    const extract = opened.run(
      { step: 'extract-pose', video: 'walks', profile: 'fast', settings: { frame_width: 200 } },
      { onEnd, onProgress, signal: stop.signal },
    );
    await expect(extract).rejects.toMatchObject({ kind: 'cancelled' });
    await Promise.all([load, detect]);
    expect(told).toEqual([
      'load-landmarks done  trial',
      'detect-events done trial gait',
      'extract-pose cancelled walks nothing',
    ]);
  });

  it('tells that a result is the one that was read before, though it was made again', async () => {
    const reads: FinishedRun['read'][] = [];
    const onEnd = ({ read }: FinishedRun): void => {
      reads.push(read);
    };
    const load = { step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' } as const;
    const detect = { step: 'detect-events', pose: 'trial', as: 'gait' } as const;
    const opened = [];
    for (let session = 0; session < 2; session++) {
      const next = await openSession({ workingFolder: folder, name: 'a.gaitnb' });
      opened.push(next);
      open.push(next);
      await next.run(load);
      await next.run(detect, { onEnd });
    }
    await opened[1]!.run({ ...load, landmarks: ['trial.trc', 'trial.trc'] });
    await opened[1]!.run(detect, { onEnd });
    const [first, again, other] = reads;
    expect(first).toHaveProperty('trial');
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('is over at once for a step that is cancelled before its turn', async () => {
    const { opened } = bound(await session());
    const running = opened.run({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' });
    const stop = new AbortController();
    let isRunning = true;
    void running.then(() => (isRunning = false));
    const waiting = opened.run({ step: 'detect-events', pose: 'trial' }, { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    expect(isRunning).toBe(true);
    await expect(
      opened.run({ step: 'detect-events', pose: 'trial' }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ kind: 'cancelled' });
    await running;
  });

  it('works once on a recording that stands twice in a study', async () => {
    const { run } = bound(await session({ storeFolder: 'twice' }));
    await run({ step: 'load-video', video: [sample, sample], max_frames: 20, as: 'walks' });
    const poses = await run({ step: 'extract-pose', video: 'walks', profile: 'fast', as: 'poses' });
    expect(poses.walks.map(({ walk }) => walk.id)).toEqual(['walker-side', 'walker-side-2']);
    expect(poses.walks[0]?.folder).toBe(poses.walks[1]?.folder);
    expect(poses.record.walks.filter(({ fromStore }) => !fromStore)).toHaveLength(1);
  });
});

function bound(opened: Session): {
  opened: Session;
  run: (step: Parameters<Session['run']>[0]) => ReturnType<Session['run']>;
} {
  return { opened, run: (step) => opened.run(step) };
}
