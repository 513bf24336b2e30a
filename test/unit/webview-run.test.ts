import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/shared/resolve-settings';
import type { StepProgress } from '../../src/shared/run-record';
import { liveLine, nextProgress } from '../../src/webview/run/live-line';
import { addSamples } from '../../src/webview/run/live-samples';
import {
  areaPath,
  linePath,
  niceTicks,
  plotWords,
  timeTicks,
  toAndFro,
} from '../../src/webview/run/plot-shapes';
import { settingRows, settingsYaml } from '../../src/webview/run/settings-rows';
import {
  errorsNotSaid,
  errorsOf,
  hasFailed,
  namesOf,
  notesOf,
  outcomeWords,
  summaryParts,
} from '../../src/webview/run/summary';
import { runOutput, runRecord, sample, walkRecord } from './webview-fixture';

const progress: StepProgress = {
  step: 'extract-pose',
  doneFrames: 342,
  totalFrames: 1200,
  framesPerSecond: 28.4,
  secondsLeft: 30,
};

describe('the line of a running step', () => {
  it('says frames, rate, time left and memory against the limit', () => {
    expect(liveLine(progress, { samples: [sample(3, 611.6)], limitMb: 1024 })).toBe(
      '342 of 1200 frames · 28.4 frames/s · 30 s left · 612 of 1024 MB',
    );
  });

  it('says first what it does before its own work', () => {
    expect(liveLine({ ...progress, doing: 'measuring fast' }, { samples: [], limitMb: null })).toBe(
      'measuring fast · 342 of 1200 frames · 28.4 frames/s · 30 s left',
    );
  });

  it('says for how long it is running where there are no frames to count', () => {
    const measured = { samples: [sample(95, 200)], limitMb: 1024 };
    expect(liveLine(null, measured)).toBe('running for 1 min 35 s · 200 of 1024 MB');
    expect(liveLine({ ...progress, totalFrames: 0 }, measured)).toBe(
      'running for 1 min 35 s · 200 of 1024 MB',
    );
  });

  it('still says which fold and epoch it is at where that was told earlier', () => {
    const training = { folds: 2, epochs: 9, curves: [{ fold: 1, state: 'training' as const, records: [] }] };
    const known = nextProgress(null, { ...progress, training });
    const next = nextProgress(known, { ...progress, unit: 'windows', doneFrames: 350 });
    expect(liveLine(next, { samples: [], limitMb: null })).toBe(
      'fold 1 of 2, epoch 1 of 9 · 350 of 1200 windows · 28.4 windows/s · 30 s left',
    );
    expect(nextProgress(next, null)).toBe(next);
    expect(nextProgress(null, progress)).toEqual(progress);
  });

  it('says something before anything is measured', () => {
    expect(liveLine(null, { samples: [], limitMb: null })).toBe('running');
  });
});

describe('the samples of a live plot', () => {
  it('stay as they come while a screen can show them', () => {
    expect(addSamples([sample(0, 100)], [sample(1, 200)])).toEqual([sample(0, 100), sample(1, 200)]);
  });

  it('stay few over an hour, from its first second to its last, and keep the peak', () => {
    let samples = addSamples([], []);
    for (let i = 0; i < 36_000; i += 1) {
      samples = addSamples(samples, [sample(i / 10, i === 20_000 ? 900 : 300, i % 2 === 0 ? 100 : 200)], 600);
      expect(samples.length).toBeLessThanOrEqual(600);
    }
    expect(samples.length).toBeGreaterThan(250);
    expect(samples[0]!.timeS).toBeLessThan(20);
    expect(samples.at(-1)!.timeS).toBe(3599.9);
    expect(Math.max(...samples.map(({ rssMb }) => rssMb))).toBe(900);
    expect(Math.abs(samples[10]!.cpuPercent - 150)).toBeLessThan(1);
    const gaps = samples.slice(1).map(({ timeS }, i) => timeS - samples[i]!.timeS);
    expect(Math.max(...gaps)).toBeLessThan(20);
  });
});

describe('the plot of memory and CPU', () => {
  it('has ticks at full seconds, minutes and hours', () => {
    expect(timeTicks(12, 6).map(({ text }) => text)).toEqual([
      '0 s',
      '2 s',
      '4 s',
      '6 s',
      '8 s',
      '10 s',
      '12 s',
    ]);
    expect(timeTicks(3600, 5).map(({ text }) => text)).toEqual(['0 s', '15 min', '30 min', '45 min', '1 h']);
    expect(timeTicks(100, 4).map(({ text }) => text)).toEqual(['0 s', '30 s', '1 min', '1.5 min']);
    expect(timeTicks(1e6, 4).length).toBeLessThanOrEqual(5);
  });

  it('has ticks at round figures', () => {
    expect(niceTicks(1126, 4).map(({ text }) => text)).toEqual(['0', '500', '1000']);
    expect(niceTicks(0.3, 3).map(({ text }) => text)).toEqual(['0', '0.1', '0.2', '0.3']);
    expect(niceTicks(0, 4)).toEqual([{ value: 0, text: '0' }]);
  });

  it('runs from the left to the right, and fills what is below', () => {
    const area = { leftPx: 10, topPx: 0, widthPx: 100, heightPx: 50 };
    const samples = [sample(0, 0), sample(1, 50), sample(2, 100)];
    const line = linePath(samples, ({ rssMb }) => rssMb, { endS: 2, top: 100 }, area);
    expect(line).toBe('M10.0 50.0L60.0 25.0L110.0 0.0');
    expect(areaPath(line, samples, 2, area)).toBe(`${line}L110.0 50.0L10.0 50.0Z`);
    expect(areaPath('', [], 2, area)).toBe('');
  });

  it('is said in words as well', () => {
    expect(plotWords([sample(0, 100, 50), sample(30, 612, 150)], 1024)).toBe(
      'Memory and CPU over 30 s: at most 612 MB of 1024 MB allowed, after 30 s; 100 % of one core on average.',
    );
    expect(plotWords([], null)).toContain('nothing measured yet');
  });
});

describe('the bar of a run whose length is not known', () => {
  it('goes to and fro with the time, and stands still without it', () => {
    const places = Array.from({ length: 61 }, (_, tenth) => toAndFro(tenth / 10));
    expect(places[0]).toBe(0);
    expect(Math.max(...places)).toBeCloseTo(1);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(places.at(-1)).toBeCloseTo(0);
  });
});

describe('what a run cost', () => {
  const figures = (output: ReturnType<typeof runOutput>): string[] =>
    summaryParts(output).map(
      ({ label, value, more }) => `${label}: ${value}${more === undefined ? '' : ` (${more})`}`,
    );

  it('is said in a line, with what held the workers down', () => {
    expect(figures(runOutput())).toEqual([
      'Time: 5.25 s',
      'Peak memory: 612 of 1024 MB',
      'Pose: 30.0 frames/s (120 frames)',
      'Workers: 2 (held down by cores)',
    ]);
  });

  it('has what was predicted beside it, where a benchmark had measured the settings', () => {
    const prediction = {
      seconds: { low: 4.4, expected: 5, high: 5.8 },
      peakRssMb: { low: 580, expected: 600, high: 640 },
      measuredAt: '2025-03-01T09:00:00.000Z',
    };
    expect(figures(runOutput({ record: runRecord({ prediction }) }))).toContain(
      'Predicted: 4.4–5.8 s (580–640 MB)',
    );
    expect(
      figures(runOutput({ record: runRecord({ prediction: { ...prediction, peakRssMb: null } }) })),
    ).toContain('Predicted: 4.4–5.8 s');
    const stopped = runRecord({ prediction, outcome: 'cancelled' });
    expect(figures(runOutput({ record: stopped })).join()).not.toContain('Predicted');
  });

  it('says so where the store had everything', () => {
    const stored = runOutput({
      fromStore: true,
      record: runRecord({ seconds: 0.12, stages: {}, walks: [walkRecord('a', { fromStore: true })] }),
    });
    expect(outcomeWords(stored)).toBe('From the store');
    expect(figures(stored)).toContain('Time: 0.12 s (nothing was computed)');
    expect(figures(stored).join()).not.toContain('Workers');
  });

  it('counts walks, those from the store among them', () => {
    const walks = [walkRecord('a'), walkRecord('b', { fromStore: true })];
    expect(figures(runOutput({ record: runRecord({ walks }) }))).toContain('Walks: 2 (1 from the store)');
  });

  it.each([
    ['done', 'Done'],
    ['failed', 'Failed'],
    ['cancelled', 'Stopped'],
    ['memory-limit', 'Stopped by the memory limit'],
  ] as const)('tells %s from the others', (outcome, words) => {
    expect(outcomeWords(runOutput({ record: runRecord({ outcome }) }))).toBe(words);
  });

  it('says how many walks failed, and calls it failed where all did', () => {
    const [good, bad] = [walkRecord('a'), walkRecord('b', { error: 'It cannot be read.' })];
    const said = (...walks: (typeof good)[]): [string, boolean] => {
      const record = runRecord({ walks });
      return [outcomeWords(runOutput({ record })), hasFailed(record)];
    };
    expect(said(bad)).toEqual(['Failed: 1 of 1 walk', true]);
    expect(said(bad, bad)).toEqual(['Failed: 2 of 2 walks', true]);
    expect(said(good, bad, good)).toEqual(['Done, 1 of 3 walks failed', false]);
    expect(said()).toEqual(['Done', false]);
  });

  it('says how many profiles of a benchmark failed', () => {
    const failures = [{ profile: 'fast', reason: 'That takes 670 MB.' }];
    const said = (measured: number): [string, boolean] => {
      const record = runRecord({ benchmark: { profiles: measured + 1, measured, failures } });
      return [outcomeWords(runOutput({ record })), hasFailed(record)];
    };
    expect(said(0)).toEqual(['Failed: 1 of 1 profile', true]);
    expect(said(2)).toEqual(['Done, 1 of 3 profiles failed', false]);
  });

  it('says each note and each error once, with the walks that it is about', () => {
    const walks = [
      walkRecord('a', { notes: ['2 frames were lost.'] }),
      walkRecord('b', { notes: ['2 frames were lost.'], error: 'It cannot be read.' }),
    ];
    expect(notesOf({ walks })).toEqual([{ text: '2 frames were lost.', walks: ['a', 'b'] }]);
    expect(errorsOf({ walks })).toEqual([{ text: 'It cannot be read.', walks: ['b'] }]);
    const chosen = 'The profile auto chose balanced; it is the most accurate one.';
    expect(notesOf({ walks: [], notes: [chosen] })).toEqual([{ text: chosen, walks: [] }]);
    expect(namesOf(['a', 'b'])).toBe('a, b');
    expect(namesOf(['a', 'b', 'c', 'd'])).toBe('4 walks');
  });

  it('leaves to the cell’s other outputs what they say already', () => {
    const failed = runRecord({ walks: [walkRecord('a', { error: 'It cannot be read.' })] });
    // Its output has a line for each walk that failed; a report’s has none.
    expect(errorsNotSaid({ ...failed, step: 'extract-pose' })).toEqual([]);
    expect(errorsNotSaid({ ...failed, step: 'report' })).toEqual([
      { text: 'It cannot be read.', walks: ['a'] },
    ]);
    // Of a run that came to no end the cell shows an error and this output alone.
    const ended = { ...failed, step: 'extract-pose', outcome: 'failed' } as const;
    expect(errorsNotSaid(ended)).toEqual([{ text: 'It cannot be read.', walks: ['a'] }]);
    expect(errorsNotSaid({ ...ended, error: 'It cannot be read.' })).toEqual([]);
  });
});

describe('the settings of a run', () => {
  it('are listed with the layer that won, what somebody chose before the defaults', () => {
    const sources = {
      frame_width: 'default',
      'mediapipe.model_complexity': 'profile fast',
      max_memory_mb: 'the cell',
    };
    expect(settingRows({ settings: defaultSettings, sources })).toEqual([
      { key: 'mediapipe.model_complexity', value: '1', source: 'profile fast' },
      { key: 'max_memory_mb', value: '2048', source: 'the cell' },
      { key: 'frame_width', value: '640', source: 'default' },
    ]);
  });

  it('show nothing for a key that is not there, whatever its name', () => {
    const sources = { 'constructor.name': 'a file', 'mediapipe.gone': 'a file' };
    const values = settingRows({ settings: defaultSettings, sources }).map(({ value }) => value);
    expect(values).toEqual(['', '']);
  });

  it('are written as a cell has them', () => {
    expect(settingsYaml({ performance_mode: 'fast', mediapipe: { model_complexity: 0 } })).toBe(
      'performance_mode: "fast"\nmediapipe:\n  model_complexity: 0',
    );
  });
});
