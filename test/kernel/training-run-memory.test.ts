// The memory limit of training, as another process sees it kept: the kernel and all workers that it starts.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultProfiles } from '../../src/shared/resolve-settings';
import type { SettingsLayer } from '../../src/shared/settings';
import { canWatch, markName, watchProcesses } from '../fixtures/process-watch';
import { startTestKernel } from '../fixtures/test-kernel';
import { tinyTraining, writeStudy } from '../fixtures/training-study';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-training-memory-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
if (!canWatch) console.log('Processes cannot be looked at here: the memory of training is not tested.');

/** Trains one epoch in a kernel of its own, and looks at it from here. */
async function watched(study: string, training: SettingsLayer['training'], settings: SettingsLayer) {
  const mark = randomUUID();
  const kernel = await startTestKernel(mkdtempSync(path.join(folder, 'kernel-')), {
    env: { ...process.env, [markName]: mark },
  });
  const watch = watchProcesses(mark);
  await kernel.done({ step: 'load-landmarks', study, as: 'walks' });
  const result = await kernel.run({
    ...{ step: 'train-folds', data: 'walks', settings },
    ...tinyTraining,
    ...{ epochs: 1, n_folds: 2 },
    ...training,
  });
  return { result, peakMb: watch.stop().peakMb };
}

describe.runIf(canWatch)('the memory limit', () => {
  it('is kept by a data set ten times as long as a chunk, whose windows are read from disk', async () => {
    const chunkSize = 500;
    const study = writeStudy(path.join(folder, 'long'), { subjects: 4, secondsEach: 42 });
    const limitMb = 600;
    const { result, peakMb } = await watched(
      study,
      {},
      { max_memory_mb: limitMb, memory_optimization: { chunk_processing: true, chunk_size: chunkSize } },
    );
    if (!result.ok) throw new Error(result.error.message);
    const frames = result.outcome.record.walks.reduce((sum, walk) => sum + (walk.frames ?? 0), 0);
    expect(frames).toBeGreaterThan(10 * chunkSize);
    expect(peakMb).toBeLessThan(limitMb);
    const { peakRssMb } = result.outcome.record.memory;
    // Else the test would have looked at something else than the kernel does.
    expect(peakMb).toBeGreaterThan(0.8 * peakRssMb);
    console.log(`At most ${Math.round(peakMb)} of ${limitMb} MB for ${frames} frames.`);
  });

  it.each(['fast', 'balanced', 'accurate'])(
    'of the profile %s is kept by its network and batch, with as many workers as it allows',
    async (profile) => {
      const study = writeStudy(path.join(folder, `of-${profile}`), { subjects: 4, secondsEach: 20 });
      const { max_memory_mb, training } = defaultProfiles[profile]!;
      const limitMb = Number(max_memory_mb);
      const { n_folds: _folds, epochs: _epochs, ...ofNetwork } = training!;
      const { result, peakMb } = await watched(study, ofNetwork, { performance_mode: profile });
      if (!result.ok) throw new Error(result.error.message);
      expect(peakMb).toBeLessThan(limitMb);
      const { workers, expectedMb } = result.outcome.record.plan!;
      console.log(
        `${profile}: ${workers} workers, ${Math.round(peakMb)} of ${limitMb} MB (${expectedMb} expected).`,
      );
    },
  );
});
