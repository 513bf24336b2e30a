// The kernel's process over its real protocol, as an editor drives it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { packageRoot } from '../../src/kernel/package-files';
import { startTestKernel } from '../fixtures/test-kernel';
import { phantomTrack } from '../unit/gait-fixture';

const sample = path.join(packageRoot, 'samples/walker-side.mp4');
const work = mkdtempSync(path.join(os.tmpdir(), 'gait-kernel-'));
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});
let trial: string;
beforeAll(async () => {
  trial = path.join(work, 'trial.trc');
  await writeFile(trial, formatTrc(phantomTrack({ duration_s: 6, seed: 3 }).track));
});

let folders = 0;
/** A notebook's folder of its own. */
async function freshFolder(): Promise<string> {
  const folder = path.join(work, `notebook-${++folders}`);
  await mkdir(folder);
  return folder;
}

const load = () => ({ step: 'load-landmarks', landmarks: trial, as: 'trial' }) as const;
const detect = { step: 'detect-events', pose: 'trial', as: 'gait' } as const;

describe('a kernel', () => {
  it('runs cells in the order in which they were sent, finds results by name, and shows what came of them', async () => {
    const { client, run } = await startTestKernel(await freshFolder());
    const [loaded, found] = await Promise.all([run(load()), run(detect)]);
    expect([loaded.ok, found.ok]).toEqual([true, true]);
    expect(found.outputs.length).toBeGreaterThan(0);
    expect(await client.results()).toMatchObject([
      { name: 'trial', step: 'load-landmarks', walks: 1, recordId: loaded.ok && loaded.outcome.record.id },
      { name: 'gait', step: 'detect-events', walks: 1, recordId: found.ok && found.outcome.record.id },
    ]);
  });

  it('says what is wrong with a cell as the session does, and what to do', async () => {
    const { run } = await startTestKernel(await freshFolder());
    expect(await run(detect)).toMatchObject({
      ok: false,
      error: { kind: 'bad-input', message: 'There is no result "trial".' },
    });
    // As a cell may be while it is typed.
    expect(await run({ step: 'detect-event' } as never)).toMatchObject({
      ok: false,
      error: { kind: 'bad-input', hint: expect.stringContaining('detect-events') as string },
      outputs: [],
    });
  });

  it('makes no folder where it is only asked for results', async () => {
    const folder = await freshFolder();
    const { client } = await startTestKernel(folder);
    expect(await client.results()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('counts a setting that was changed between two runs, and records which layer won', async () => {
    const folder = await freshFolder();
    await writeFile(
      path.join(folder, 'lab.json'),
      '{"frame_width": 320, "signal_processing": {"filter_order": 2}}',
    );
    const { run } = await startTestKernel(folder);
    const cutoff = (filter_cutoff_hz: number, source: string) => ({
      configFile: path.join(folder, 'lab.json'),
      layer: { frame_width: 480, signal_processing: { filter_cutoff_hz } },
      sources: { frame_width: 'user settings', 'signal_processing.filter_cutoff_hz': source },
    });
    await run(load());
    const first = await run(detect, cutoff(5, 'user settings'));
    const second = await run(detect, cutoff(7, 'workspace settings'));
    const third = await run({ ...detect, filter_cutoff_hz: 8 }, cutoff(7, 'workspace settings'));
    const records = [first, second, third].map((result) => (result.ok ? result.outcome.record : null));
    expect(
      records.map((record) => [
        record?.settings.settings.signal_processing.filter_cutoff_hz,
        record?.settings.sources['signal_processing.filter_cutoff_hz'],
        record?.walks.map(({ fromStore }) => fromStore),
      ]),
    ).toEqual([
      [5, 'user settings', [false]],
      [7, 'workspace settings', [false]],
      [8, 'cell', [false]],
    ]);
    expect(records[0]?.settings.sources).toMatchObject({
      frame_width: 'user settings',
      'signal_processing.filter_order': 'config lab.json',
      'mediapipe.model_complexity': expect.stringMatching(/^profile /) as string,
    });
  });

  it('refuses settings that are not right in the cell that runs with them, and runs the next', async () => {
    const { run } = await startTestKernel(await freshFolder());
    expect(await run(load(), { layer: { frame_with: 3 } as never })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('frame_with') as string },
    });
    expect(await run(load(), { configFile: path.join(work, 'none.json') })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('none.json') as string },
    });
    expect(await run(load())).toMatchObject({ ok: true });
  });

  it('says that stored results are gone where the store was deleted meanwhile, and makes them anew', async () => {
    const folder = await freshFolder();
    const { run, done } = await startTestKernel(folder);
    await done(load());
    await done(detect);
    rmSync(path.join(folder, '.gait'), { recursive: true });
    expect(await run({ step: 'report', of: 'gait' })).toMatchObject({
      ok: false,
      error: { kind: 'bad-input', message: expect.stringContaining('"gait" is gone') as string },
    });
    const { outcome } = await done(detect);
    expect(outcome.walks.map(({ fromStore, error }) => [fromStore, error])).toEqual([[false, undefined]]);
  });

  it('tells frames, memory and CPU while it works, under the run they belong to, and keeps 400 MB', async () => {
    const { run, done } = await startTestKernel(await freshFolder());
    await done({ step: 'load-video', video: sample, max_frames: 75, as: 'walks' });
    const frames: number[] = [];
    const memory: number[] = [];
    const extracted = await run(
      { step: 'extract-pose', video: 'walks', profile: 'fast', max_memory_mb: 400, as: 'poses' },
      {
        watch: {
          onProgress: ({ progress }) => frames.push(progress.doneFrames),
          onSample: ({ sample: { rssMb }, limitMb }) => {
            expect(limitMb).toBe(400);
            memory.push(rssMb);
          },
        },
      },
    );
    expect(extracted).toMatchObject({ ok: true, outcome: { walks: [{ fromStore: false }] } });
    expect(frames.at(-1)).toBe(75);
    expect(memory.length).toBeGreaterThan(10);
    expect(Math.max(...memory)).toBeLessThan(400);
  });
});
