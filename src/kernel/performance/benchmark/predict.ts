import type { Interval } from '../../../shared/interval';
import type { PosePlan } from '../../../shared/memory-plan';
import { lookedAtFrames, predictPeakMb, predictSeconds } from '../../../shared/pose-cost';
import type { RunPrediction } from '../../../shared/run-record';
import type { Settings } from '../../../shared/settings';
import { distinctWork, planPlace, poseEngines, type PoseWork } from '../../steps/pose-work';
import type { StepContext } from '../../steps/step';
import type { VideoTools } from '../../video/ffmpeg';
import { calibrationKey, knownCalibrations, thisV8, type Calibration, type MeasuredBy } from './calibration';

const bytesPerMb = 2 ** 20;

/**
 * What a step that finds these poses will need, from what was measured on this machine; null where any of its videos is
 * unlike all that were measured: then nothing is guessed.
 */
export async function predictRun(
  work: readonly PoseWork[],
  plan: Pick<PosePlan, 'workers' | 'limitMb'>,
  settings: Settings,
  tools: VideoTools,
  { store }: Pick<StepContext, 'store'>,
  from: MeasuredBy = 'any-v8',
): Promise<RunPrediction | null> {
  const [first] = work;
  if (!first) return null;
  const engines = poseEngines(settings, tools);
  const fitting = distinctWork(work).map(({ walk, video: { info } }) => ({
    frames: lookedAtFrames(walk, info, settings),
    key: calibrationKey({ settings, walk, info, workers: plan.workers, engines }),
  }));
  const known = await knownCalibrations(
    store,
    fitting.map(({ key }) => key),
    from,
  );
  const found = fitting.flatMap(({ frames, key }) => {
    const calibration = known.get(key);
    return calibration ? [{ frames, calibration }] : [];
  });
  const [any] = found;
  if (!any || found.length < fitting.length) return null;
  const keys = [...new Set(found.map(({ calibration }) => calibration.key))];
  const { oneV8Thread = false } = planPlace(plan.limitMb);
  const beforeMb = process.memoryUsage.rss() / bytesPerMb;
  const parts = keys.map((key) => {
    const group = found.filter(({ calibration }) => calibration.key === key);
    const { cost, v8 } = group[0]!.calibration;
    return {
      seconds: predictSeconds(
        cost,
        group.map(({ frames }) => frames),
        { sameEngine: v8 === thisV8 },
      ),
      peakMb: predictPeakMb(cost, found.length, { beforeMb, oneV8Thread }),
    };
  });
  return {
    seconds: parts.map(({ seconds }) => seconds).reduce(added),
    peakRssMb: parts.map(({ peakMb }) => peakMb).reduce(higher),
    measuredAt: oldest(found.map(({ calibration }) => calibration)),
  };
}

const oldest = (calibrations: readonly Calibration[]): string =>
  calibrations.map(({ measuredAt }) => measuredAt).reduce((a, b) => (a < b ? a : b));

const added = (a: Interval, b: Interval): Interval => ({
  low: a.low + b.low,
  expected: a.expected + b.expected,
  high: a.high + b.high,
});

const higher = (a: Interval | null, b: Interval | null): Interval | null =>
  a === null || b === null ? null : a.expected > b.expected ? a : b;
