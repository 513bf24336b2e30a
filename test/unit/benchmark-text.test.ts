import { describe, expect, it } from 'vitest';
import { buildBenchmarkBundle } from '../../src/kernel/display/benchmark-store';
import { benchmarkText } from '../../src/kernel/display/benchmark-text';
import { benchmarkTables, costTable } from '../../src/shared/benchmark-tables';
import { runningWords } from '../../src/shared/benchmark-words';
import {
  accuracy,
  benchmarkResults,
  benchmarkRun,
  contender,
  failedContender,
  prediction,
  spread,
} from './benchmark-results-fixture';

/** Cells of the row of `head` in the table whose title holds `title`, by the names of their columns. */
function row(
  results: Parameters<typeof benchmarkTables>[0],
  title: string,
  head: string,
): Record<string, string> {
  const table = benchmarkTables(results).find((one) => one.title.includes(title));
  const cells = table?.rows.find((one) => one.head === head)?.cells;
  if (!table || !cells) throw new Error(`There is no row of ${head} about ${title}.`);
  return Object.fromEntries(cells.map((cell, index) => [table.columns[index + 1]!, cell]));
}

/** The same words, however they are broken into lines. */
const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('the text of a benchmark', () => {
  const text = benchmarkText(benchmarkResults());

  it('tells the machine, the video, what was asked for and when', () => {
    expect(text).toContain('Benchmark of walk.mp4: 1280 × 720 px, 29.97 frames/s, 300 frames');
    expect(text).toContain('2026-01-31 14:05 UTC');
    expect(text).toContain('a processor, 2 cores, 8192 MB of memory; linux x64; Node 22.0.0');
    expect(text).toContain('Pose alone: 2 runs of 120 frames for each profile');
  });

  it('has every profile with its median and spread', () => {
    expect(text).toMatch(/^balanced +6\.21 +6\.02–6\.40 +19\.3 +1\.00 +10\.6 +468 +463–473 +2$/m);
  });

  it('lays what the guide expects beside what was measured, more memory called by its name', () => {
    const results = benchmarkResults();
    expect(row(results, 'Expected', 'fast')).toMatchObject({
      'Speed expected': '2–3 × balanced',
      'Speed here': '1.48 ×',
      'Memory expected': '50–60 % less',
      'Memory here': '34.1 % less',
      'Accuracy expected': 'Minimal',
      // Of the worse kind, bias and spread together, as the advice has it.
      'Error here': '3.10 px, 9 ms',
    });
    const more = benchmarkResults({ contenders: [contender('fast', { memory_reduction_percent: -8 })] });
    expect(row(more, 'Expected', 'fast')['Memory here']).toBe('8.00 % more');
  });

  it('says what the whole study needs, with bounds', () => {
    expect(row(benchmarkResults(), 'Your study: 12 walks, 14400 frames', 'accurate')).toMatchObject({
      Time: '16 min 00 s',
      'At least–at most': '700–790',
      'Peak memory (MB)': '731',
      Fits: 'no',
    });
  });

  it('ends in advice with its figure and its settings, the notes and the versions', () => {
    expect(text).toContain('- Take the profile fast: it is 1.5 times as fast as balanced.');
    expect(text).toContain('Settings: { "performance_mode": "fast", "max_memory_mb": 1024 }');
    expect(text).toContain('- Each run had a process of its own.');
    expect(text).toContain('- mediapipe: 0.10');
  });

  it('tells of a noisy machine that small differences mean nothing', () => {
    const noisy = benchmarkText(benchmarkResults({ noise: { spread_percent: 14.2, too_noisy: true } }));
    expect(noisy).toContain(
      'This machine was too noisy: repeats of one profile differ by ± 14.2 % of their median.',
    );
    expect(text).not.toContain('too noisy');
  });
});

describe('the lines of a benchmark’s text', () => {
  it('are no wider than a terminal or a page of paper shows, tables apart', () => {
    const long = 'What was measured and how, in words that go on and on. '.repeat(8).trim();
    const results = benchmarkResults({ notes: [long], contenders: [failedContender('fast', long)] });
    const lines = benchmarkText(results).split('\n');
    for (const line of lines.filter((one) => !/\S {2,}\S/.test(one)))
      expect(line.length).toBeLessThanOrEqual(100);
    const note = lines.findIndex((line) => line.startsWith('- What was measured'));
    // What goes on stands below the words of its item, not below its mark.
    expect(lines[note + 1]).toMatch(/^ {2}\S/);
    expect(inOneLine(lines.slice(note).join('\n'))).toContain(long);
  });
});

describe('a figure that is missing', () => {
  it('of a profile that failed is said to be, with the reason, and is nowhere a 0', () => {
    const results = benchmarkResults({
      complete: false,
      contenders: [contender('fast'), failedContender('accurate', 'It does not fit in 512 MB.')],
      accuracy: [accuracy('fast', 3.1)],
      predictions: [],
    });
    const cells = row(results, 'Time and memory', 'accurate');
    expect(cells['Time (s)']).toBe('not measured');
    expect(cells['Peak memory (MB)']).toBe('not measured');
    expect(cells['Times as fast']).toBe('not measured');
    const error = Object.values(row(results, 'How right', 'accurate'));
    expect(error[0]).toBe('not measured');
    expect(new Set(error.slice(1))).toEqual(new Set(['–']));
    const text = benchmarkText(results);
    expect(text).toContain('accurate: not measured. It does not fit in 512 MB.');
    expect(text).toContain('Not complete');
  });

  it('has its reason in a few lines, however much a program said at its end', () => {
    const failure = `It ended.\n    at parse\n${'    at read\n'.repeat(100)}`;
    const text = benchmarkText(benchmarkResults({ contenders: [failedContender('fast', failure)] }));
    const [paragraph] = /^fast: not measured\. It ended\.[^…]*…$/m.exec(text)!;
    expect(inOneLine(paragraph)).toMatch(/It ended\. at parse at read/);
    expect(paragraph.length).toBeLessThan(400);
  });

  it('of memory that the system does not tell is said to be, while time stands', () => {
    const results = benchmarkResults({
      contenders: [contender('fast', { peak_rss_mb: null, memory_reduction_percent: null })],
      predictions: [prediction('fast', { peak_rss_mb: null })],
    });
    expect(row(results, 'Time and memory', 'fast')).toMatchObject({
      'Time (s)': '4.20',
      'Peak memory (MB)': 'not measured',
    });
    expect(row(results, 'Your study', 'fast')['Peak memory (MB)']).toBe('not measured');
    expect(inOneLine(benchmarkText(results))).toContain(
      'the system did not tell the memory of all processes',
    );
  });

  it('of accuracy is said to be, where nothing could be compared', () => {
    const none = benchmarkText(
      benchmarkResults({ accuracy: [], notes: ['No walk was found in the video.'] }),
    );
    expect(none).toContain('How right the profiles are: not measured; the notes say why.');
    const still = accuracy('fast', 2, { events: null, joints_px: null, parameters_percent: {} });
    expect(row(benchmarkResults({ accuracy: [still] }), 'How right', 'fast')).toMatchObject({
      'Joints (px)': 'not measured',
      Events: 'not measured',
      'Strikes (ms)': 'not measured',
    });
  });

  it('of a spread is a dash where a profile was run once', () => {
    const once = { ...spread(4), values: [4] };
    const table = costTable([contender('fast', { seconds: once, runs: 1 })], 'mediapipe');
    expect(table.rows[0]!.cells[1]).toBe('–');
  });
});

describe('what a benchmark shows in a notebook', () => {
  it('is bounded, however many runs and samples there were, and keeps the peaks', () => {
    const series = Array.from({ length: 1000 }, (_, index) => ({
      time_s: index,
      rss_mb: index === 777 ? 5000 : 100,
      cpu_percent: 100,
    }));
    const runs = ['fast', 'balanced', 'accurate'].flatMap((name) =>
      Array.from({ length: 51 }, (_, repeat) => benchmarkRun(name, repeat, { series })),
    );
    const { results } = buildBenchmarkBundle(benchmarkResults({ runs }));
    expect(results.runs.length).toBeLessThanOrEqual(60);
    expect(new Set(results.runs.map((run) => run.contender)).size).toBe(3);
    for (const run of results.runs) {
      expect(run.series.length).toBeLessThanOrEqual(60);
      expect(Math.max(...run.series.map(({ rss_mb }) => rss_mb))).toBe(5000);
    }
  });
});

describe('what is measured now', () => {
  const state = { doneRuns: 3, totalRuns: 12, contenders: [] };
  it('is named by profile, kind of work and run', () => {
    expect(runningWords({ ...state, running: { contender: 'fast', work: 'pipeline', repeat: 2 } })).toBe(
      'fast, video to parameters, run 2',
    );
    expect(runningWords({ ...state, running: { contender: 'fast', work: 'mediapipe', repeat: 0 } })).toBe(
      'fast, pose alone, warm-up',
    );
  });

  it('is nothing between two runs, and after the last one', () => {
    expect(runningWords({ ...state, running: null })).toBe('between two runs');
    expect(runningWords({ ...state, doneRuns: 12, running: null })).toContain('all runs are done');
  });
});
