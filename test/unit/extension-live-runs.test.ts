import { describe, expect, it } from 'vitest';
import { LiveRuns } from '../../src/extension/execution/live-runs';

const runId = 'run-1';
const progress = {
  step: 'extract-pose',
  doneFrames: 10,
  totalFrames: 100,
  framesPerSecond: 25,
  secondsLeft: 4,
};
const sampleAt = (timeS: number) => ({
  runId,
  limitMb: 1024,
  sample: { timeS, rssMb: 300 + timeS, vmsMb: 2000, cpuPercent: 150, processes: 3 },
});

describe('a live output', () => {
  it('is told what came since it was told last, and nothing twice', () => {
    const runs = new LiveRuns();
    runs.begin(runId);
    runs.sample(sampleAt(0.1));
    runs.progress({ runId, progress });
    expect(runs.news()).toEqual([
      {
        type: 'run',
        runId,
        limitMb: 1024,
        progress,
        samples: [{ timeS: 0.1, rssMb: 300.1, cpuPercent: 150 }],
        fromStart: false,
      },
    ]);
    expect(runs.news()).toEqual([]);
    runs.sample(sampleAt(0.2));
    expect(runs.news()[0]?.samples.map(({ timeS }) => timeS)).toEqual([0.2]);
  });

  it('that nobody looked at for an hour is told all from the start, and from then on what is new', () => {
    const runs = new LiveRuns();
    runs.begin(runId);
    for (let i = 0; i < 8 * 3600; i += 1) runs.sample(sampleAt(i / 8));
    const [notice] = runs.news();
    expect(notice?.fromStart).toBe(true);
    expect(notice?.samples.length).toBeLessThanOrEqual(2000);
    expect(notice?.samples[0]?.timeS).toBeLessThan(5);
    expect(notice?.samples.at(-1)?.timeS).toBeGreaterThan(3595);
    runs.sample(sampleAt(3600));
    expect(runs.news()).toMatchObject([{ fromStart: false, samples: [{ timeS: 3600 }] }]);
  });

  it('is told the curves of a training when an epoch is over, and in between its windows alone', () => {
    const runs = new LiveRuns();
    runs.begin(runId);
    const tell = (doneFrames: number, epoch: number): unknown => {
      const record = { epoch, loss: 0.5, validationLoss: 0.6, score: 0.8, learningRate: 0.001, seconds: 1 };
      const curves = [{ fold: 1, state: 'training' as const, records: [record] }];
      runs.progress({
        runId,
        progress: { ...progress, doneFrames, training: { folds: 2, epochs: 9, curves } },
      });
      return runs.news()[0]?.progress;
    };
    expect(tell(10, 1)).toMatchObject({ doneFrames: 10, training: { folds: 2 } });
    expect(tell(20, 1)).toEqual({ ...progress, doneFrames: 20 });
    expect(tell(30, 2)).toMatchObject({ training: { curves: [{ records: [{ epoch: 2 }] }] } });
    expect(tell(40, 2)).not.toHaveProperty('training');
    expect(runs.history(runId)?.progress?.training?.folds).toBe(2);
  });

  it('that is drawn again gets all from the start', () => {
    const runs = new LiveRuns();
    runs.begin(runId);
    [0.1, 0.2, 0.3].forEach((timeS) => {
      runs.sample(sampleAt(timeS));
    });
    runs.news();
    const history = runs.history(runId);
    expect(history?.fromStart).toBe(true);
    expect(history?.samples.map(({ timeS }) => timeS)).toEqual([0.1, 0.2, 0.3]);
  });

  it('of an hour still gets a bounded history that covers all of it', () => {
    const runs = new LiveRuns();
    runs.begin(runId);
    for (let index = 0; index < 72_000; index += 1) runs.sample(sampleAt(index / 20));
    const samples = runs.history(runId)!.samples;
    expect(samples.length).toBeGreaterThan(900);
    expect(samples.length).toBeLessThanOrEqual(2000);
    expect(samples[0]!.timeS).toBeLessThan(10);
    expect(samples.at(-1)!.timeS).toBeGreaterThan(3590);
  });

  it('hears nothing of a run that is over', () => {
    const runs = new LiveRuns();
    runs.begin(runId);
    runs.end(runId);
    runs.sample(sampleAt(1));
    runs.progress({ runId, progress });
    expect(runs.news()).toEqual([]);
    expect(runs.history(runId)).toBeNull();
    expect(runs.isEmpty).toBe(true);
  });
});
