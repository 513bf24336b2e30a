// The command as a user has it: profiles side by side, also where it is stopped half-way.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { benchmarkResultsSchema, type BenchmarkResults } from '../../src/shared/benchmark';
import { parseConfigFile } from '../../src/shared/resolve-settings';
import { gait, sample, startGait } from '../fixtures/gait-command';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-cli-benchmark-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const short = ['--video', sample, '--type', 'mediapipe', '--frames', '12', '--no-baseline'];
const filesIn = (name: string) => readdirSync(path.join(folder, name));
const resultsIn = (name: string): BenchmarkResults => {
  const file = filesIn(name).find((entry) => /^benchmark_results_.*\.json$/.test(entry))!;
  return benchmarkResultsSchema.parse(JSON.parse(readFileSync(path.join(folder, name, file), 'utf8')));
};

describe('gait benchmark', () => {
  it('says how fast, how much memory and how right each profile is, and saves what it recommends', async () => {
    const { code, out, err, left } = await gait(
      ['benchmark', ...short, '--repeats', '1', '--profiles', 'fast,balanced', '--save-profile', 'mine'],
      { folder },
    );
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(0);
    expect(left).toEqual([]);
    for (const word of ['fast', 'balanced', 'benchmark_report.txt']) expect(out).toContain(word);
    const results = resultsIn('benchmark_results');
    expect(results).toMatchObject({ complete: true, frames: 12, repeats: 1 });
    expect(results.accuracy.map(({ reference }) => reference)).toEqual(['truth', 'truth']);
    const decided = results.optimization_recommendations.find(({ id }) => id === 'take-profile');
    if (decided) {
      expect(err).toContain('The profile "mine" was saved into gait.config.json.');
      const { profiles } = parseConfigFile(
        readFileSync(path.join(folder, 'gait.config.json'), 'utf8'),
        'gait.config.json',
      );
      expect(profiles['mine']).toMatchObject({ performance_mode: decided.settings.performance_mode });
    } else {
      expect(err).toContain('No profile was saved');
    }
  });

  it('prints one document where JSON is asked for', async () => {
    const args = ['benchmark', ...short, '--repeats', '1', '--profiles', 'fast', '--output', 'one', '--json'];
    const { code, out } = await gait(args, { folder });
    expect(code).toBe(0);
    const { results, error } = JSON.parse(out) as { results: BenchmarkResults; error: null };
    expect(error).toBeNull();
    expect(results.contenders).toMatchObject([{ contender: 'fast', runs: 1, failure: null }]);
  });

  it('ends with exit code 1 where a profile could not be measured, and names it at the end', async () => {
    const profiles = { tiny: { performance_mode: 'accurate', max_memory_mb: 300 } };
    writeFileSync(path.join(folder, 'tiny.json'), JSON.stringify({ performance_profiles: profiles }));
    const { code, out, err } = await gait(
      ['benchmark', ...short, '--repeats', '1', '--profiles', 'fast,tiny', '--config', 'tiny.json'],
      { folder },
    );
    expect(code).toBe(1);
    expect(out).toContain('tiny: not measured. The memory limit of 300 MB');
    expect(err.trimEnd().split('\n').at(-1)).toBe('Not measured in full: tiny. The report says why.');
    const once = await gait(['monitor', '--once'], { folder });
    expect(once.out).toMatch(/benchmark +partly failed/);
  });

  /** Stops the command as Ctrl+C does, once, when it has said this. */
  const stoppedAfter = (said: RegExp, args: readonly string[]) => {
    const program = startGait(['benchmark', ...short, '--repeats', '20', '--profiles', 'fast', ...args], {
      folder,
      onSaid: (text) => {
        if (!program.child.killed && said.test(text)) program.child.kill('SIGINT');
      },
    });
    return program.ended;
  };

  it('that is stopped tells and keeps the runs that were finished, and leaves nothing running', async () => {
    const finished = /\b[2-9] of 21 runs|\b[2-9]\/21/;
    const { code, err, out, left } = await stoppedAfter(finished, ['--output', 'stopped', '--verbose']);
    expect(code).toBe(130);
    expect(err).toContain('The runs that were finished are kept in stopped.');
    expect(out).toContain('fast');
    expect(left).toEqual([]);
    expect(resultsIn('stopped').complete).toBe(false);
  });

  it('that is stopped names what it has written to programs, and nothing where it warmed up alone', async () => {
    const stoppedAt = async (runs: RegExp, output: string) => {
      const { code, out } = await stoppedAfter(runs, ['--output', output, '--json', '--verbose']);
      expect(code).toBe(130);
      return JSON.parse(out) as { files?: string[]; results?: BenchmarkResults; error: { kind: string } };
    };
    const measured = await stoppedAt(/\b[2-9] of 21 runs/, 'stopped-json');
    expect(measured.error.kind).toBe('cancelled');
    expect(measured.files!.map((file) => path.basename(file))).toEqual(
      expect.arrayContaining(filesIn('stopped-json')),
    );
    const warmedUp = await stoppedAt(/\b1 of 21 runs/, 'warmed-up');
    const message = 'Cancelled. Nothing was measured yet, and nothing written.';
    expect(warmedUp).toEqual({ error: { kind: 'cancelled', message, hint: null } });
    expect(existsSync(path.join(folder, 'warmed-up'))).toBe(false);
  });

  it.each<[string, string[], string, string]>([
    ['nothing', [], 'nothing to measure', '--video FILE'],
    ['a profile that there is not', ['--video', sample, '--profiles', 'fsat'], 'no profile "fsat"', '"fast"'],
    ['a video that is not there', ['--video', 'nowhere.mp4'], 'nowhere.mp4', ''],
    [
      'a name that is taken',
      ['--video', sample, '--save-profile', 'auto'],
      '--save-profile cannot be',
      'taken',
    ],
    ['an output that is a file', ['--video', sample, '--output', 'letter.txt'], 'letter.txt', '--output'],
  ])('with %s ends with exit code 2, and says why', async (_what, args, wrong, hint) => {
    writeFileSync(path.join(folder, 'letter.txt'), 'Dear reader,');
    const { code, err } = await gait(['benchmark', ...args], { folder });
    expect(code).toBe(2);
    expect(err).toContain(wrong);
    expect(err).toContain(hint);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
