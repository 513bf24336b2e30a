// The memory limit, as another process sees it kept: the resident memory of the command and all that it starts.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { availableCores } from '../../../src/kernel/performance/machine';
import { performanceReportSchema } from '../../../src/shared/performance-report';
import { gait, sample } from '../../fixtures/gait-command';
import { canWatch } from '../../fixtures/process-watch';
import { resultTables } from '../../fixtures/result-tables';
import { makeClip, packagedTools } from '../../fixtures/video-clips';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-limits-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
if (!canWatch) console.log('Processes cannot be looked at here: the tests of the memory limit do not run.');

const tools = await packagedTools();
const clips = ['0', '2'].map((fromS, index) =>
  makeClip(tools, path.join(folder, `walk-${index + 1}.mp4`), [
    ...['-ss', fromS, '-i', sample, '-frames:v', '20'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
  ]),
);

let runs = 0;
async function analyze(
  profile: string,
  limitMb: number | null,
  options: readonly string[] = [],
  videos = clips,
) {
  const output = path.join(folder, `results-${(runs += 1)}`);
  const limit = limitMb === null ? [] : ['--max-memory', String(limitMb)];
  const place = ['--output', output, '--store', `store-${runs}`];
  const end = await gait(
    ['analyze', '--videos', ...videos, '--performance-mode', profile, ...limit, ...options, ...place],
    { folder, watchedFor: 'memory' },
  );
  return { ...end, output };
}

/** Two videos within the limit of a profile itself, once for all that look at them. */
const withinItsOwn = (() => {
  const made = new Map<string, ReturnType<typeof analyze>>();
  return (profile: string) => {
    const run = made.get(profile) ?? analyze(profile, null);
    made.set(profile, run);
    return run;
  };
})();

const reportOf = (output: string) =>
  performanceReportSchema.parse(
    JSON.parse(readFileSync(path.join(output, 'performance_report.json'), 'utf8')),
  );

describe.runIf(canWatch)('the memory limit', () => {
  it.each(['fast', 'balanced', 'accurate'])('of the profile %s is kept with two videos', async (profile) => {
    const { code, err, peakMb, output } = await withinItsOwn(profile);
    expect(err).not.toContain('rror');
    expect(code).toBe(0);
    const { memory_usage: memory } = reportOf(output);
    expect(peakMb).toBeLessThan(memory.limit_mb);
    // Else the test would have looked at something else than the command does.
    expect(peakMb).toBeGreaterThan(0.8 * memory.peak_rss_mb);
  });

  it.each(['fast', 'balanced', 'accurate'])(
    'of 150 MB is refused for %s, with one that does',
    async (profile) => {
      const refused = await analyze(profile, 150);
      expect(refused.code).toBe(3);
      expect(refused.left).toEqual([]);
      expect(refused.peakMb).toBeLessThan(150);
      const [, named] = /Set max_memory_mb to (\d+) or more/.exec(refused.err) ?? [];
      const { code, peakMb } = await analyze(profile, Number(named), [], clips.slice(0, 1));
      expect(code).toBe(0);
      expect(peakMb).toBeLessThan(Number(named));
    },
  );

  it('down to 400 MB and the number of workers change the plan of the profile fast, and never the result', async () => {
    const oneWorker = ['io_optimization.max_workers=1', 'memory_optimization.chunk_size=11'];
    const plans = [
      [400, () => analyze('fast', 400, ['--set', 'io_optimization.max_workers=2'])],
      [1024, () => withinItsOwn('fast')], // two workers, as many as videos
      [2000, () => analyze('fast', 2000, ['--set', ...oneWorker])],
    ] as const;
    const workers: unknown[] = [];
    const results: unknown[] = [];
    for (const [limitMb, run] of plans) {
      const { code, output, peakMb } = await run();
      expect(code).toBe(0);
      expect(reportOf(output).memory_usage.limit_mb).toBe(limitMb);
      expect(peakMb).toBeLessThan(limitMb);
      workers.push(reportOf(output).steps.find(({ step }) => step === 'extract-pose')?.workers);
      results.push(await resultTables(output));
    }
    expect(workers).toEqual([1, Math.min(2, availableCores()), 1]);
    for (const result of results.slice(1)) expect(result).toEqual(results[0]);
  });
});
