import { describe, expect, it } from 'vitest';
import { renderSvg } from '../../src/kernel/display/svg';
import { benchmarkPage, embeddedResultsId } from '../../src/kernel/display/benchmark-page';
import { outputFormat, type BenchmarkOutput } from '../../src/shared/cell-output';
import { benchmarkCharts } from '../../src/shared/charts/benchmark-charts';
import { paretoFront, paretoPoints } from '../../src/shared/charts/pareto-points';
import { buildBenchmarkBundle } from '../../src/kernel/display/benchmark-store';
import { barsOf } from '../../src/webview/benchmark/live-bars';
import { parsePayload } from '../../src/webview/payload/parse';
import { nextProgress } from '../../src/webview/run/live-line';
import {
  accuracy,
  benchmarkResults,
  benchmarkRun,
  contender,
  failedContender,
  spread,
} from './benchmark-results-fixture';
import { expectWellFormed } from './display-well-formed';

const named = (results: Parameters<typeof benchmarkCharts>[0], name: string) => {
  const chart = benchmarkCharts(results).find((one) => one.name === name);
  if (!chart) throw new Error(`There is no chart ${name}.`);
  return chart;
};

describe('time against error', () => {
  it('places each profile by its own figures', () => {
    const [joints, events] = paretoPoints(benchmarkResults());
    expect(joints!.points.map(({ contender: name }) => name)).toEqual([
      'fast',
      'balanced',
      'accurate',
      'no optimizations',
    ]);
    expect(joints!.points[0]).toEqual({ contender: 'fast', seconds: 4.2, error: 3.1, memoryMb: 402 });
    expect(events!.name).toBe('events');
    // Of the worse kind, as the advice has it.
    expect(events!.points[0]!.error).toBeCloseTo(Math.hypot(8, 5), 9);
  });

  it('joins those that no other beats in both', () => {
    const [joints] = paretoPoints(benchmarkResults());
    expect(paretoFront(joints!.points).map(({ contender: name }) => name)).toEqual([
      'fast',
      'balanced',
      'accurate',
    ]);
  });

  it('tells of a dashed line only where one is drawn', () => {
    expect(named(benchmarkResults(), 'pareto-joints').caption).toContain('The dashed line turns at');
    const ahead = benchmarkResults({ accuracy: [accuracy('fast', 1), accuracy('accurate', 2)] });
    const { caption } = named(ahead, 'pareto-joints');
    expect(caption).not.toContain('dashed line');
    expect(caption).toContain('No other is faster or more right than fast.');
  });

  it('takes the truth of the video before that of a phantom, and both before another profile', () => {
    const results = benchmarkResults({
      accuracy: [
        accuracy('fast', 9, { reference: 'accurate' }),
        accuracy('balanced', 9, { reference: 'accurate' }),
        accuracy('fast', 3, { reference: 'phantom-like' }),
        accuracy('balanced', 2, { reference: 'phantom-like' }),
      ],
    });
    const [joints] = paretoPoints(results);
    expect(joints!.points.map(({ error }) => error)).toEqual([3, 2]);
    expect(joints!.axis.reference).toContain('phantom');
  });

  it('names those that have no place in it, and is not drawn for one alone', () => {
    const results = benchmarkResults({
      contenders: [contender('fast'), contender('balanced'), failedContender('accurate', 'No.')],
    });
    expect(named(results, 'pareto-joints').caption).toContain('Not in the picture: accurate');
    expect(paretoPoints(benchmarkResults({ accuracy: [accuracy('fast', 2)] }))).toEqual([]);
  });
});

describe('charts of a benchmark', () => {
  it('say their values in words', () => {
    const results = benchmarkResults();
    expect(named(results, 'pareto-joints').words).toContain('fast: 4.20 s, 3.10 px, 402 MB');
    expect(named(results, 'pareto-events').words).toContain('fast: 4.20 s, 9 ms, 402 MB');
    expect(named(results, 'bars-mediapipe').words).toContain(
      'balanced: time 6.21 s (6.02–6.40), CPU 10.6 s (10.2–10.9), peak memory 468 MB (463–473)',
    );
    expect(named(results, 'memory-mediapipe').words).toContain('accurate: peak 655 MB');
  });

  it.each([{ widthPx: 820 }, { widthPx: 300 }])('are drawn at any width: %j', async (look) => {
    for (const chart of benchmarkCharts(benchmarkResults())) {
      const svg = await renderSvg(chart.spec(look));
      expect(svg).toMatch(/^<svg /);
      expect(svg).not.toContain('NaN');
    }
  });

  it('write “not measured” where there is no bar', async () => {
    const results = benchmarkResults({
      contenders: [contender('fast', { peak_rss_mb: null }), failedContender('accurate', 'No.')],
    });
    const svg = await renderSvg(named(results, 'bars-mediapipe').spec());
    expect(svg.match(/not measured/g)).toHaveLength(4);
    expect(named(results, 'bars-mediapipe').words).toContain('fast: time 4.20 s (4.07–4.33)');
    expect(named(results, 'bars-mediapipe').words).toContain('peak memory not measured');
  });

  it('leave memory over time out where none was watched, and nothing is drawn of what was not measured', () => {
    const blind = benchmarkResults({ runs: [benchmarkRun('fast', 1, { series: [] })] });
    expect(benchmarkCharts(blind).map(({ name }) => name)).not.toContain('memory-mediapipe');
    const none = benchmarkResults({ contenders: [failedContender('fast', 'No.')], runs: [], accuracy: [] });
    expect(benchmarkCharts(none)).toEqual([]);
  });
});

describe('the page of a benchmark', () => {
  it('is one well-formed file without script, whose data can be read back', async () => {
    const results = benchmarkResults({ notes: ['</template><script>alert(1)</script>'] });
    const page = await benchmarkPage(results, renderSvg);
    expectWellFormed(page);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toMatch(/<(?:script|link|iframe|object|embed|form|base)\b/i);
    const embedded = new RegExp(`<template id="${embeddedResultsId}">([^<]*)</template>`).exec(page)?.[1];
    const json = embedded!
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
    expect(JSON.parse(json)).toEqual(results);
  });

  it('says why what is missing is missing', async () => {
    const page = await benchmarkPage(
      benchmarkResults({
        complete: false,
        contenders: [failedContender('accurate', 'It does not fit in 512 MB.')],
        accuracy: [],
        predictions: [],
        optimization_recommendations: [],
        runs: [],
      }),
      renderSvg,
    );
    expect(page).toContain('accurate: not measured. It does not fit in 512 MB.');
    expect(page).toContain('Memory over time: not measured. No run came to its end.');
    expect(page).toContain('None: too little was measured to give any.');
  });
});

describe('a benchmark in a notebook', () => {
  const output = (results = benchmarkResults()): BenchmarkOutput => ({
    kind: 'benchmark',
    format: outputFormat,
    recordId: 'run-1',
    name: 'benchmark',
    bundle: buildBenchmarkBundle(results),
  });

  it('is taken as it was written, and refused in words where it was changed', () => {
    expect(parsePayload(output())).toEqual({ ok: true, payload: output() });
    const broken = output({
      ...benchmarkResults(),
      contenders: [contender('fast', { runs: '<b>' as never })],
    });
    expect(parsePayload(broken)).toMatchObject({ ok: false });
  });

  it('keeps how it stands while a notice says nothing new of it', () => {
    const told = {
      step: 'benchmark',
      doneFrames: 1,
      totalFrames: 8,
      framesPerSecond: 0,
      secondsLeft: null,
      benchmark: { doneRuns: 1, totalRuns: 8, running: null, contenders: [] },
    };
    const { benchmark, ...rest } = told;
    expect(nextProgress(told, { ...rest, doneFrames: 2 })).toEqual({ ...told, doneFrames: 2, benchmark });
  });

  it('shows bars to scale, and none of what is not measured yet', () => {
    expect(barsOf([spread(5, 0), null, { ...spread(8), least: 6, most: 10 }])).toEqual([
      { medianPercent: 50, fromPercent: 50, rangePercent: 0 },
      null,
      { medianPercent: 80, fromPercent: 60, rangePercent: 40 },
    ]);
  });
});
