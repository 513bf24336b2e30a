// Workers that train folds where something goes wrong: they die, the disk is full, what they need is gone.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSession } from '../../src/kernel/session';
import type { FoldJob } from '../../src/kernel/training/run/fold-job';
import { startFold } from '../../src/kernel/training/run/start-fold';
import { defaultSettings } from '../../src/shared/resolve-settings';
import { tinyTraining, writeStudy } from '../fixtures/training-study';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-fold-worker-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const job: FoldJob = {
  datasetFolder: path.join(folder, 'no-such-data'),
  inChunks: true,
  fold: { number: 1, training: ['a'], validation: ['b'], test: ['c'] },
  network: {
    features: 2,
    windowFrames: 8,
    filters: 2,
    blocks: 1,
    kernelSize: 3,
    dropoutRate: 0,
    causal: false,
    head: 'frame',
    groups: 2,
    classes: 1,
  },
  training: defaultSettings.training,
  model: defaultSettings.model_optimization,
  checkpoint: null,
  output: folder,
};
const hooks = () => ({ signal: new AbortController().signal, onMessage: () => undefined });

describe('a worker that trains a fold', () => {
  it('and dies is an error with its last words', async () => {
    const program = path.join(folder, 'dying-node');
    writeFileSync(program, '#!/bin/sh\necho "The wheels came off." >&2\nexit 7\n');
    chmodSync(program, 0o755);
    const engine = { id: 'tfjs-node', nodePath: program } as const;
    const died = startFold({ job, engine }, engine, hooks());
    await expect(died).rejects.toMatchObject({ kind: 'failed' });
    await expect(died).rejects.toThrow(/exit code 7.*The wheels came off\./);
  });

  it('and cannot be started is an error, not a wait without end', async () => {
    const engine = { id: 'tfjs-node', nodePath: path.join(folder, 'nothing-here') } as const;
    await expect(startFold({ job, engine }, engine, hooks())).rejects.toThrow(/ENOENT/);
  });

  it('says what it could not read', async () => {
    const engine = { id: 'tfjs-wasm' } as const;
    await expect(startFold({ job, engine }, engine, hooks())).rejects.toThrow(/no-such-data/);
  });

  it('is not started where all is over already', async () => {
    const engine = { id: 'tfjs-wasm' } as const;
    const over = startFold({ job, engine }, engine, { ...hooks(), signal: AbortSignal.abort() });
    await expect(over).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

/** Mounts a file system of so many KB, where we may; the function unmounts it. */
function mountDisk(at: string, kb: number): (() => void) | null {
  mkdirSync(at, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kb}k`, 'tmpfs', at]).status === 0;
  if (!mounted) return null;
  return () => {
    spawnSync('umount', [at]);
  };
}
const probe = mountDisk(path.join(folder, 'probe'), 64);
probe?.();
if (!probe) console.log('May not mount a small disk here: training was not tried on a full one.');

describe.runIf(probe !== null)('a disk that is full', () => {
  it('when a checkpoint is written ends the training, with what to do, and leaves nothing half-made', async () => {
    const disk = path.join(folder, 'disk');
    // Room for the data, not for weights, moments and the best weights of a large network.
    const unmount = mountDisk(disk, 1500);
    onTestFinished(() => unmount?.());
    const study = writeStudy(path.join(folder, 'study'), { subjects: 4, secondsEach: 2 });
    const session = await createSession({ workingFolder: folder, storeFolder: disk });
    onTestFinished(() => session.close());
    await session.run({ step: 'load-landmarks', study, as: 'walks' });
    const full = session.run({
      ...{ step: 'train-folds', data: 'walks', output: path.join(folder, 'trained') },
      ...tinyTraining,
      ...{ n_folds: 2, num_filters: 64, num_blocks: 4, epochs: 1 },
    });
    await expect(full).rejects.toMatchObject({
      kind: 'failed',
      message: `No space is left to write in ${disk}.`,
      hint: expect.stringContaining('--store') as string,
    });
    expect(readdirSync(path.join(disk, 'temporary'))).toEqual([]);
    expect(readdirSync(path.join(disk, 'checkpoints'))).toEqual([]);
  });
});
