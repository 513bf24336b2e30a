import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { benchmarkOptions, type BenchmarkOptions } from '../../src/cli/benchmark-options';
import { benchmarkSteps } from '../../src/cli/benchmark-steps';
import { runOptions } from '../../src/cli/run-options';
import { addOptions, readOptions } from '../../src/cli/schema-options';
import { parseStep } from '../../src/shared/parse-step';

function benchmark(...args: string[]): BenchmarkOptions {
  const command = new Command();
  addOptions(command, benchmarkOptions);
  command.parse(args, { from: 'user' });
  return readOptions(benchmarkOptions, command.opts());
}
/** As the session checks it: what was not given is left out. */
const measureStep = (...args: string[]) =>
  parseStep(JSON.parse(JSON.stringify(benchmarkSteps(benchmark(...args)).measure)));

describe('the flags of benchmark', () => {
  it('take profiles with commas between them', () => {
    expect(measureStep('--video', 'a.mp4', '--profiles', 'fast, mine')).toMatchObject({
      profiles: ['fast', 'mine'],
    });
  });

  it('leave the rest to the step: three profiles, video to parameters, and the baseline', () => {
    expect(measureStep('--video', 'a.mp4')).toMatchObject({
      profiles: ['fast', 'balanced', 'accurate'],
      type: 'both',
      repeats: 3,
      frames: 120,
      baseline: true,
      output: 'benchmark_results',
    });
  });

  it('leave the baseline out where they are told to', () => {
    expect(measureStep('--video', 'a.mp4', '--no-baseline')).toMatchObject({ baseline: false });
  });

  it('open all videos of the study, and what is known of them', () => {
    const { load } = benchmarkSteps(benchmark('--video', 'a.mp4', 'b.mp4', '--height', '1.7'));
    expect(load).toMatchObject({ step: 'load-video', video: ['a.mp4', 'b.mp4'], height_m: 1.7 });
  });

  it('say what is missing, and what cannot be', () => {
    expect(() => benchmarkSteps(benchmark())).toThrow('nothing to measure');
    expect(() => benchmark('--video', 'a.mp4', '--profiles', 'fast,,')).toThrow('--profiles');
    expect(() => benchmark('--video', 'a.mp4', '--repeats', '0')).toThrow('--repeats cannot be 0');
    expect(() => benchmark('--video', 'a.mp4', '--type', 'speed')).toThrow('--type cannot be "speed"');
  });
});

describe('the flags of run', () => {
  it('take one notebook', () => {
    expect(readOptions(runOptions, { notebook: ['a.gaitnb'] }).notebook).toEqual(['a.gaitnb']);
    expect(() => readOptions(runOptions, { notebook: ['a.gaitnb', 'b.gaitnb'] }, 'notebook')).toThrow(
      'The command takes one notebook',
    );
  });
});
