import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { startMonitor, type Monitor, type MonitorSummary } from '../../src/kernel/performance/monitor';
import { createSession, type Session } from '../../src/kernel/session';
import { readRuns } from '../../src/kernel/store/run-records';
import { GaitError } from '../../src/shared/errors';
import { aSample } from './performance-fixture';

vi.mock('../../src/kernel/performance/monitor', () => ({ startMonitor: vi.fn() }));

const lost = new GaitError('failed', 'Memory cannot be watched: the thread ended.');
const seen: MonitorSummary = { peakRssMb: 300, last: aSample(), series: [aSample()] };
const watching: Monitor = { soFar: () => Promise.resolve(seen), stop: () => Promise.resolve(seen) };

let folder: string;
let session: Session;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-step-run-'));
  session = await createSession({ workingFolder: folder });
  onTestFinished(async () => {
    await session.close();
    await rm(folder, { recursive: true });
  });
});

const load = { step: 'load-landmarks', landmarks: 'none.trc' } as const;
const runs = () => readRuns(path.join(folder, '.gait'));

it('a step whose memory cannot be watched is recorded as failed', async () => {
  vi.mocked(startMonitor).mockRejectedValueOnce(lost);
  await expect(session.run(load)).rejects.toThrow(lost.message);
  const [run] = await runs();
  expect(run).toMatchObject({ state: 'ended', record: { outcome: 'failed', error: lost.message } });
  expect(run!.record!.memory.rssMb).toBeGreaterThan(0);
});

it('and is told of nothing that comes after it', async () => {
  vi.mocked(startMonitor).mockRejectedValueOnce(lost).mockResolvedValue(watching);
  const first = session.run(load);
  const others = [session.run(load), session.run(load)];
  await expect(first).rejects.toThrow(lost.message);
  await Promise.allSettled(others);
  const told = await runs();
  expect(told).toHaveLength(3);
  for (const { file } of told) {
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^\{"type":"end"/);
  }
});

it('a step whose watch ends before it does is recorded with the reason it failed for', async () => {
  const blind = { ...watching, soFar: () => Promise.reject(lost) };
  vi.mocked(startMonitor).mockImplementationOnce(({ onFailure }) => {
    onFailure?.(lost);
    return Promise.resolve(blind);
  });
  await expect(session.run(load)).rejects.toThrow(lost.message);
  expect(await runs()).toMatchObject([
    { state: 'ended', record: { outcome: 'failed', error: lost.message, series: [] } },
  ]);
});

it('a step whose result cannot be kept is recorded as failed', async () => {
  vi.mocked(startMonitor).mockResolvedValue(watching);
  const named = await createSession({ workingFolder: folder, name: 'notebook' });
  onTestFinished(() => named.close());
  await writeFile(path.join(folder, 'empty.trc'), '');
  const broken = { ...load, landmarks: 'empty.trc' };
  expect((await named.run(broken)).walks).toMatchObject([{ error: { kind: 'bad-input' } }]);
  await rm(path.join(folder, '.gait', 'names'), { recursive: true });
  await writeFile(path.join(folder, '.gait', 'names'), 'a file where the folder should be');
  await expect(named.run(broken)).rejects.toMatchObject({ kind: 'bad-input' });
  const [last, before] = await runs();
  expect([before?.record?.outcome, last?.record?.outcome]).toEqual(['done', 'failed']);
});
