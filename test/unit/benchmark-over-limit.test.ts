import { describe, expect, it } from 'vitest';
import { adviseOnBenchmark } from '../../src/kernel/performance/benchmark/advice';
import { figureSentence } from '../../src/shared/advice-figure';
import type { BenchmarkRun } from '../../src/shared/benchmark';
import { benchmarkResults, benchmarkRun, contender, failedContender } from './benchmark-results-fixture';
import { settingsWith } from './performance-fixture';

/** The advice on the accurate profile, whose only run ended so at a limit of 457 MB. */
function adviceOn(run: Partial<BenchmarkRun>) {
  const results = benchmarkResults({
    predictions: [],
    contenders: [contender('fast'), failedContender('accurate', 'That takes 670 MB.')],
    runs: [benchmarkRun('accurate', 0, { outcome: 'memory-limit', limit_mb: 457, ...run })],
  });
  const machine = { memoryMb: 8192, cores: 2 };
  return adviseOnBenchmark(results, { limitMb: 600, machine, current: settingsWith({}) }).find(
    ({ id }) => id === 'profile-over-limit',
  )!;
}

describe('a profile that does not fit in the limit of a benchmark', () => {
  it('is given more than it came to where it was stopped at the limit', () => {
    const advice = adviceOn({ peak_rss_mb: 440, expected_mb: 420 });
    expect(advice.text).toBe('accurate does not fit in 457 MB: it came to 440 MB.');
    expect(advice.settings).toEqual({ performance_mode: 'accurate', max_memory_mb: 576 });
  });

  it.each([null, 91.4])(
    'is given no limit that is made up where it was refused at once (%s MB held)',
    (held) => {
      const advice = adviceOn({ peak_rss_mb: held, expected_mb: null });
      expect(advice.text).toBe('accurate does not fit in 457 MB: it was refused before it began.');
      expect(advice.settings).toEqual({});
      expect(figureSentence(advice.figure)).toContain('The memory limit is 457 MB');
      expect(advice.effect).not.toMatch(/\d/);
    },
  );
});
