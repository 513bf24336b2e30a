import { describe, expect, it } from 'vitest';
import { nothingMeasured, type Measured } from '../../src/kernel/performance/benchmark/measure-all';
import { resultsOf, type ResultsRequest } from '../../src/kernel/performance/benchmark/results';
import type { VideoInfo } from '../../src/shared/results';
import { benchmarkRun } from './benchmark-results-fixture';
import { aRecord, defaultSettings, settingsWith } from './performance-fixture';

const video = '/home/dr silva/patients/anna.mp4';
const contenders = [{ contender: 'fast', settings: defaultSettings }];
const asked = { contenders: ['fast'], works: ['mediapipe'], repeats: 1, stopped: false } as const;
const request: ResultsRequest = {
  step: { type: 'mediapipe', repeats: 1, frames: 120 },
  contenders,
  walks: [
    {
      walk: { id: 'anna', source: 'video', path: video },
      video: {
        digest: '',
        // Sound: nothing else of a video is asked for.
        info: { widthPx: 640, heightPx: 360, averageFps: 30, expectedFrames: 300 } as VideoInfo,
      },
    },
  ],
  phantom: false,
  folders: ['/home/dr silva/study', '/home/dr silva/study/.gait'],
  startedAt: '2026-01-31T14:05:06.250Z',
  seconds: 12,
  stopped: false,
  limitMb: 2048,
  machine: aRecord().machine,
  judged: { accuracy: [], predictions: [], notes: [] },
};

const measuredWith = (...runs: Measured['runs']): Measured => ({
  ...nothingMeasured({ contenders, works: [], repeats: 0 }),
  runs,
});

describe('what a benchmark tells others', () => {
  it('names no folder of this machine, whatever failed', () => {
    const failed = benchmarkRun('fast', 1, {
      outcome: 'failed',
      error: `ffmpeg cannot read ${video}: see /home/dr silva/study/.gait/temporary/run-1/walks.csv and /usr/lib/node/worker.js.`,
    });
    const judged = { ...request.judged, notes: [`No phantom was drawn in /home/dr silva/study/drawn.`] };
    const results = resultsOf(measuredWith(failed), asked, { ...request, judged });
    const said = 'ffmpeg cannot read anna.mp4: see temporary/run-1/walks.csv and worker.js.';
    expect(results.runs[0]!.error).toBe(said);
    expect(results.contenders[0]!.failure).toBe(said);
    expect(results.notes).toContain('No phantom was drawn in drawn.');
    expect(JSON.stringify(results)).not.toMatch(/silva|\/usr/);
  });

  it('says which profiles may use more memory by themselves than they were measured with', () => {
    const notesFor = (max_memory_mb: number): string =>
      resultsOf(measuredWith(benchmarkRun('fast', 1, { limit_mb: 1933 })), asked, {
        ...request,
        contenders: [{ contender: 'fast', settings: settingsWith({ max_memory_mb }) }],
      }).notes.join('\n');
    expect(notesFor(4096)).toContain('fast was measured with 1933 MB, and may use 4096 MB by itself');
    expect(notesFor(4096)).toContain('limit of the benchmark held, 2048 MB');
    expect(notesFor(2048)).not.toContain('by itself');
  });

  it('leaves all else as it was measured', () => {
    const run = benchmarkRun('fast', 1);
    const { runs, video: told, started_at } = resultsOf(measuredWith(run), asked, request);
    expect(runs).toEqual([run]);
    expect(told.file).toBe('anna.mp4');
    expect(started_at).toBe(request.startedAt);
  });

  it('says of a benchmark that was stopped what is missing', () => {
    const run = benchmarkRun('fast', 1);
    const stopped = { ...request, stopped: true };
    const left = [{ contender: 'fast', work: 'mediapipe', repeat: 2 }] as const;
    const halfway = resultsOf({ ...measuredWith(run), left }, { ...asked, stopped: true }, stopped);
    expect(halfway.notes).toContain('Stopped with 1 run left to do: what was finished is kept.');
    expect(halfway.notes.join(' ')).toMatch(
      /How right the profiles are is judged after the last run: it was stopped before/,
    );
    const unjudged = resultsOf(measuredWith(run), { ...asked, stopped: true }, stopped);
    expect(unjudged.complete).toBe(false);
    expect(unjudged.notes[0]).toMatch(/^Stopped when all runs were done, before it was judged/);
  });
});
