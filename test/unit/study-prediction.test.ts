import { describe, expect, it } from 'vitest';
import type { BenchmarkRun } from '../../src/shared/benchmark';
import { againstPrediction, mbBetween, secondsBetween, secondsSet } from '../../src/shared/interval-words';
import { paceOf, type PaceMark } from '../../src/shared/pace';
import {
  lookedAtFrames,
  poseCostOf,
  predictPeakMb,
  predictSeconds,
  type PoseCost,
} from '../../src/shared/pose-cost';
import type { VideoInfo, Walk } from '../../src/shared/results';
import { predictStudy } from '../../src/shared/study-prediction';
import { defaultSettings, settingsWith } from './performance-fixture';

const info: VideoInfo = {
  widthPx: 640,
  heightPx: 480,
  codedWidthPx: 640,
  codedHeightPx: 480,
  rotationDeg: 0,
  codec: 'h264',
  pixelFormat: 'yuv420p',
  durationS: 10,
  expectedFrames: 250,
  averageFps: 25,
  variableFrameRate: false,
  sizeBytes: 1_000_000,
};
const walk = (id: string): Walk => ({ id, source: 'video', path: `/videos/${id}.mp4` });
const study = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ walk: walk(`walk-${index + 1}`), info }));

/** A run of one walk that took 1 s to begin, 0.1 s a frame and 0.5 s for pictures and tables. */
const aRun = (changed: Partial<BenchmarkRun> = {}): BenchmarkRun => ({
  contender: 'balanced',
  work: 'mediapipe',
  repeat: 1,
  started_at: '2025-03-01T09:00:00.000Z',
  outcome: 'done',
  error: null,
  seconds: 13.7,
  cpu_s: 14,
  amount: 120,
  unit: 'frames',
  peak_rss_mb: 360,
  expected_mb: 400,
  limit_mb: 2048,
  workers: 1,
  start_s: 1.2,
  seconds_per_frame: 0.1,
  pace_variation: 0.02,
  watching_s: 0.01,
  stages: { start: 0.2, video_processing: 13.1, display: 0.4 },
  series: [
    { time_s: 0, rss_mb: 100, cpu_percent: 50 },
    { time_s: 10, rss_mb: 360, cpu_percent: 110 },
  ],
  ...changed,
});

const aCost: PoseCost = {
  workers: 1,
  onceS: 0.2,
  videoS: 1.5,
  secondsPerFrame: [0.1, 0.1],
  variation: 0,
  memory: [{ beforeMb: 100, grownMb: 260 }],
};

describe('the pace of a run', () => {
  const steady = (from: number, until: number, secondsPerFrame: number, atS: number): PaceMark[] =>
    Array.from({ length: until - from }, (_, index) => ({
      timeS: atS + (index + 1) * secondsPerFrame,
      done: from + index + 1,
    }));

  it('is that of its frames, whatever the model took to load', () => {
    const pace = paceOf([{ timeS: 0, done: 0 }, ...steady(0, 60, 0.1, 3)]);
    expect(pace?.startS).toBeCloseTo(3.1, 6);
    expect(pace?.secondsPerFrame).toBeCloseTo(0.1, 6);
    expect(pace?.variation).toBeCloseTo(0, 6);
  });

  it('is not that of the first frames, which are slower while the library is translated', () => {
    const slow = steady(0, 10, 0.3, 1);
    const pace = paceOf([...slow, ...steady(10, 60, 0.1, slow.at(-1)!.timeS)]);
    expect(pace?.secondsPerFrame).toBeCloseTo(0.1, 6);
  });

  it('leaves out the pause between two videos', () => {
    const first = steady(0, 60, 0.1, 1);
    const pace = paceOf([...first, ...steady(60, 120, 0.1, first.at(-1)!.timeS + 2)]);
    expect(pace?.secondsPerFrame).toBeCloseTo(0.1, 3);
  });

  it('says by how much it changes', () => {
    // The first quarter does not count: of the rest one half takes twice as long as the other.
    const first = steady(0, 75, 0.1, 1);
    const pace = paceOf([...first, ...steady(75, 121, 0.15, first.at(-1)!.timeS)]);
    expect(pace?.secondsPerFrame).toBeCloseTo(0.125, 2);
    expect(pace?.variation).toBeCloseTo(0.2, 1);
  });

  it('is not known of a video too short to tell it', () => {
    expect(paceOf([])).toBeNull();
    expect(paceOf(steady(0, 6, 0.1, 1))).toBeNull();
  });
});

describe('what finding poses cost', () => {
  it('parts the time of a run into what a video takes anyhow and what each of its frames takes', () => {
    const cost = poseCostOf([aRun(), aRun({ repeat: 2, seconds: 14.9, seconds_per_frame: 0.11 })], 1);
    expect(cost).toMatchObject({ workers: 1, onceS: 0.2, secondsPerFrame: [0.1, 0.11], variation: 0.02 });
    expect(cost?.videoS).toBeCloseTo(1.5, 6);
    expect(cost?.memory).toEqual([
      { beforeMb: 100, grownMb: 260 },
      { beforeMb: 100, grownMb: 260 },
    ]);
  });

  it('counts neither the warm-up nor runs that failed', () => {
    const warmUp = aRun({ repeat: 0, seconds_per_frame: 0.5 });
    const failed = aRun({ repeat: 2, outcome: 'failed', seconds_per_frame: 0.9 });
    expect(poseCostOf([warmUp, aRun(), failed], 1)?.secondsPerFrame).toEqual([0.1]);
    expect(poseCostOf([warmUp, failed], 1)).toBeNull();
  });

  it('is not known where too few frames were through, and its memory not where the system does not tell', () => {
    expect(poseCostOf([aRun({ seconds_per_frame: null })], 1)).toBeNull();
    const unknown = poseCostOf([aRun({ peak_rss_mb: null })], 1);
    expect(unknown?.memory).toEqual([]);
    expect(predictPeakMb(unknown!, 3)).toBeNull();
  });

  it('counts the frames that a limit on the rate or on their number leaves', () => {
    expect(lookedAtFrames({}, info, { frame_rate: null })).toBe(250);
    expect(lookedAtFrames({}, info, { frame_rate: 12.5 })).toBe(125);
    expect(lookedAtFrames({ maxFrames: 40 }, info, { frame_rate: 50 })).toBe(40);
  });
});

describe('the time that is foretold', () => {
  it('grows with the frames and the videos, within an interval', () => {
    const one = predictSeconds(aCost, [1000]);
    expect(one.expected).toBeCloseTo(0.2 + 1.5 + 100, 6);
    expect(predictSeconds(aCost, [500, 500]).expected).toBeCloseTo(one.expected + 1.5, 6);
    expect(one.low).toBeLessThan(one.expected);
    expect(one.high).toBeGreaterThan(one.expected);
  });

  it('is less sure where the repeats disagreed, where the pace changed, and where there was one run alone', () => {
    const width = (cost: PoseCost): number => {
      const { low, expected, high } = predictSeconds(cost, [1000]);
      return (high - low) / expected;
    };
    const quiet = width(aCost);
    expect(width({ ...aCost, secondsPerFrame: [0.08, 0.12] })).toBeGreaterThan(2 * quiet);
    expect(width({ ...aCost, variation: 0.3 })).toBeGreaterThan(3 * quiet);
    expect(width({ ...aCost, secondsPerFrame: [0.1] })).toBeGreaterThan(quiet);
  });

  it('is less sure, and the same otherwise, where another JavaScript engine measured it', () => {
    const [here, there] = [true, false].map((sameEngine) => predictSeconds(aCost, [1000], { sameEngine }));
    expect(there!.expected).toBe(here!.expected);
    expect(there!.high - there!.low).toBeGreaterThan(2 * (here!.high - here!.low));
  });

  it('takes videos side by side as they were measured, and the last one alone as something between', () => {
    const beside: PoseCost = { ...aCost, workers: 2, onceS: 0, videoS: 0, secondsPerFrame: [0.05, 0.05] };
    expect(predictSeconds(beside, [100, 100]).expected).toBeCloseTo(10, 6);
    const three = predictSeconds(beside, [100, 100, 100]);
    // Alone it is not slower than beside another, and not faster than both together.
    expect(three.expected).toBeGreaterThan(15);
    expect(three.expected).toBeLessThan(20);
  });
});

describe('the memory that is foretold', () => {
  it('stands on what the process holds before, and on what workers leave behind', () => {
    expect(predictPeakMb(aCost, 1)?.expected).toBe(360);
    // What is there from earlier steps is in part used again, and nobody knows how much.
    const used = predictPeakMb(aCost, 1, { beforeMb: 180 })!;
    expect(used.expected).toBe(400);
    expect(used.low).toBeLessThanOrEqual(360);
    expect(used.high).toBeGreaterThanOrEqual(440);
    expect(predictPeakMb(aCost, 1, { beforeMb: 80 })?.expected).toBe(340);
    const many = predictPeakMb(aCost, 5)!;
    expect(many.expected).toBeGreaterThan(360);
    expect(many.high).toBeGreaterThan(many.expected);
    expect(many.low).toBeLessThanOrEqual(360);
  });
});

describe('what a study would need', () => {
  const request = {
    runs: [aRun(), aRun({ repeat: 2 })],
    contenders: [{ contender: 'balanced', settings: settingsWith({ max_memory_mb: 2048 }) }],
    study: study(1),
    measuredWalks: 1,
    availableCores: 2,
  };

  it('is told for each contender that was measured', () => {
    const { predictions, notes } = predictStudy(request);
    expect(notes).toEqual([]);
    expect(predictions).toHaveLength(1);
    expect(predictions[0]).toMatchObject({
      contender: 'balanced',
      work: 'mediapipe',
      walks: 1,
      frames: 250,
      workers: 1,
      limit_mb: 2048,
      fits: true,
    });
    expect(predictions[0]!.seconds.expected).toBeCloseTo(0.2 + 1.5 + 25, 6);
    expect(predictions[0]!.peak_rss_mb?.expected).toBe(360);
  });

  it('is told of the way to the files with what follows the pose', () => {
    const pipeline = aRun({ work: 'pipeline', seconds: 17.7, stages: { ...aRun().stages, report: 3 } });
    const [prediction] = predictStudy({ ...request, runs: [pipeline] }).predictions;
    expect(prediction).toMatchObject({ work: 'pipeline' });
    expect(prediction!.seconds.expected).toBeCloseTo(0.2 + 1.5 + 25 + 4, 6);
  });

  it('is not told from runs with other workers, and says so', () => {
    const { predictions, notes } = predictStudy({ ...request, study: study(4) });
    expect(predictions).toEqual([]);
    expect(notes.join()).toContain('2 workers');
    const alone = { settings: settingsWith({ io_optimization: { max_workers: 1 } }), contender: 'balanced' };
    expect(predictStudy({ ...request, study: study(4), contenders: [alone] }).predictions).toHaveLength(1);
  });

  it('does not fit where the peak is over the limit', () => {
    const tight = { contender: 'balanced', settings: settingsWith({ max_memory_mb: 370 }) };
    const [prediction] = predictStudy({ ...request, contenders: [tight] }).predictions;
    expect(prediction?.fits).toBe(false);
  });

  it('is told of neither training nor what failed, and says where videos are unlike the first', () => {
    const training = aRun({ work: 'training', unit: 'windows' });
    const failed = aRun({ outcome: 'memory-limit', error: 'It does not fit.' });
    expect(predictStudy({ ...request, runs: [training, failed] })).toEqual({ predictions: [], notes: [] });
    const contenders = [
      { contender: 'balanced', settings: settingsWith({ io_optimization: { max_workers: 1 } }) },
    ];
    const mixed = [...study(1), { walk: walk('large'), info: { ...info, widthPx: 1280, heightPx: 960 } }];
    expect(predictStudy({ ...request, contenders, study: mixed }).notes.join()).toContain('differ in size');
  });

  it('reads a share of the memory as a limit', () => {
    const share = { contender: 'balanced', settings: { ...defaultSettings, max_memory_mb: '50%' } };
    const [prediction] = predictStudy({ ...request, contenders: [share], availableMb: 3000 }).predictions;
    expect(prediction?.limit_mb).toBe(1500);
  });
});

describe('an interval in words', () => {
  it.each([
    [{ low: 3.44, high: 4.12 }, '3.4–4.1 s'],
    [{ low: 34.2, high: 41.4 }, '34–41 s'],
    [{ low: 90, high: 150 }, '1.5–2.5 min'],
    [{ low: 720, high: 840 }, '12–14 min'],
    [{ low: 7560, high: 9360 }, '2.1–2.6 h'],
    [{ low: 40.1, high: 40.2 }, '40 s'],
  ])('%o is %s', (interval, words) => {
    expect(secondsBetween(interval)).toBe(words);
  });

  it.each([
    [45, '45 s'],
    [1.5, '1.5 s'],
    [150, '2 min 30 s'],
    [1000, '16 min 40 s'],
    [3600, '1 h'],
    [5400.5, '1 h 30 min 0.5 s'],
  ])('says a deadline of %s s as it was set: %s', (seconds, words) => {
    expect(secondsSet(seconds)).toBe(words);
  });

  it('says memory in whole megabytes, and both beside what they came to', () => {
    expect(mbBetween({ low: 4.2, high: 512.4 })).toBe('4–512 MB');
    const predicted = {
      seconds: { low: 34, expected: 37, high: 41 },
      peakMb: { low: 480, expected: 500, high: 540 },
    };
    expect(againstPrediction(predicted, { seconds: 37.2, peakMb: 511.6 })).toBe(
      'predicted 34–41 s, took 37.2 s; predicted 480–540 MB, took 512 MB',
    );
    expect(againstPrediction({ ...predicted, peakMb: null }, { seconds: 37.2, peakMb: 511.6 })).toBe(
      'predicted 34–41 s, took 37.2 s',
    );
  });
});
