// The memory limit on long recordings, as another process sees it kept.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBody25Json } from '../../src/kernel/landmarks/openpose';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { gait, readJson } from '../fixtures/gait-command';
import { minutesOfWalking } from '../fixtures/long-track';
import { canWatch } from '../fixtures/process-watch';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-long-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
if (!canWatch) console.log('Processes cannot be looked at here: the tests of long recordings do not run.');

describe.runIf(canWatch)('a phantom', () => {
  it('keeps within the limit that its refusal names, however long it is', async () => {
    const render = (limitMb: number) =>
      gait(['phantom', '--output', 'phantom.mp4', '--duration', '8', '--max-memory', String(limitMb)], {
        folder,
        watchedFor: 'memory',
      });
    const refused = await render(270);
    expect(refused.code).toBe(3);
    const named = Number(/Set max_memory_mb to (\d+) or more/.exec(refused.err)?.[1]);
    const done = await render(named);
    expect(done.code).toBe(0);
    expect(done.peakMb).toBeLessThan(named);
    console.log(`A phantom: at most ${Math.round(done.peakMb)} of ${named} MB.`);
  });
});

describe.runIf(canWatch)('a recording of 20 minutes', () => {
  beforeAll(async () => {
    await writeFile(path.join(folder, 'laboratory.trc'), formatTrc(minutesOfWalking(20)));
    const picture = { ...minutesOfWalking(20, 'px'), heightPx: 360 };
    await writeFile(path.join(folder, 'picture.json'), formatBody25Json(picture));
  });

  it.each(['laboratory.trc', 'picture.json'])(
    'in %s is refused before it is read where it does not fit, and done within the limit that is named',
    async (file) => {
      const analyze = (limitMb: number) =>
        gait(['analyze', '--landmarks', file, '--max-memory', String(limitMb), '--json'], {
          folder,
          watchedFor: 'memory',
        });
      const refused = await analyze(300);
      expect(refused.code).toBe(3);
      expect(refused.err).toContain('36000 frames');
      expect(refused.err).not.toContain('fast');
      expect(refused.peakMb).toBeLessThan(200);
      const named = Number(/Set max_memory_mb to (\d+) or more/.exec(refused.err)?.[1]);
      const done = await analyze(named);
      expect(done.err).not.toContain('rror');
      expect(done.code).toBe(0);
      expect(done.peakMb).toBeLessThan(named);
      console.log(`${file}: at most ${Math.round(done.peakMb)} of ${named} MB.`);
      const [walk] = readJson(done).walks;
      expect(walk?.parameters?.stride_time_s.all.n).toBeGreaterThan(1000);
    },
  );
});
