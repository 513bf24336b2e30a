import type { BenchmarkRun, StudyPrediction } from './benchmark';
import type { Interval } from './interval';
import { resolveMemoryLimit, usableMb } from './memory-plan';
import { counted } from './numbers';
import {
  lookedAtFrames,
  medianOf,
  poseCostOf,
  poseSecondsOf,
  predictPeakMb,
  predictSeconds,
  type PoseCost,
} from './pose-cost';
import { planPoseWith } from './pose-plan';
import type { VideoInfo, Walk } from './results';
import type { Settings } from './settings';

/** What runs of a benchmark are to foretell. */
export interface StudyToPredict {
  readonly runs: readonly BenchmarkRun[];
  /** With a limit in MB, as it will hold for the study. */
  readonly contenders: readonly { readonly contender: string; readonly settings: Settings }[];
  /** All walks of the study; the first of them were measured. */
  readonly study: readonly { readonly walk: Walk; readonly info: VideoInfo }[];
  /** How many walks each run worked on. */
  readonly measuredWalks: number;
  readonly availableCores: number;
  readonly availableMb?: number;
  /** Whether the process gives V8 one thread for its own work; false where it is left out. */
  readonly oneV8Thread?: boolean;
}

export interface StudyPredictions {
  readonly predictions: StudyPrediction[];
  /** Why some are missing, and what they take for granted. */
  readonly notes: string[];
}

/**
 * What each contender would need for the whole study, from what its runs cost. Training gives none: it is measured on data
 * that are not the study's. Nor is there one where the study would be planned with other workers than were measured.
 */
export function predictStudy(request: StudyToPredict): StudyPredictions {
  const predictions: StudyPrediction[] = [];
  const notes: string[] = [];
  if (request.study.length === 0) return { predictions, notes };
  for (const { contender, settings } of request.contenders) {
    for (const work of ['mediapipe', 'pipeline'] as const) {
      const runs = request.runs.filter((run) => run.contender === contender && run.work === work);
      const done = runs.filter(({ outcome, repeat }) => outcome === 'done' && repeat > 0);
      if (done.length === 0) continue;
      const cost = poseCostOf(done, request.measuredWalks);
      if (cost === null) {
        notes.push(`${contender}: too few frames were measured to foretell the study (${work}).`);
        continue;
      }
      const predicted = predictOne(request, settings, cost, done);
      if (typeof predicted === 'string') notes.push(`${contender}: ${predicted}`);
      else predictions.push({ contender, work, ...predicted });
    }
  }
  if (predictions.length > 0 && differ(request.study)) {
    notes.push(
      'The videos of the study differ in size: predictions take the first for all, and videos that are larger take longer.',
    );
  }
  return { predictions, notes: [...new Set(notes)] };
}

/** The prediction, or why there is none. */
function predictOne(
  request: StudyToPredict,
  settings: Settings,
  cost: PoseCost,
  runs: readonly BenchmarkRun[],
): Omit<StudyPrediction, 'contender' | 'work'> | string {
  const { study, availableCores, availableMb = Infinity, oneV8Thread = false, measuredWalks } = request;
  const limitMb = resolveMemoryLimit(settings.max_memory_mb, availableMb);
  const planned = planPoseWith(
    settings,
    { limitMb, availableCores, oneV8Thread },
    study.map(({ info }) => info),
  );
  const workers = planned.ok ? planned.plan.workers : 1;
  if (workers !== cost.workers) {
    return `the study would be worked on with ${counted(workers, 'worker')}, and ${cost.workers} were measured: nothing is foretold from that.`;
  }
  const frames = study.map(({ walk, info }) => lookedAtFrames(walk, info, settings));
  const peakMb = predictPeakMb(cost, study.length, { oneV8Thread });
  return {
    walks: study.length,
    frames: frames.reduce((sum, count) => sum + count, 0),
    workers,
    seconds: added(predictSeconds(cost, frames), besidePoses(runs, measuredWalks, study.length)),
    peak_rss_mb: peakMb,
    limit_mb: limitMb,
    fits: planned.ok && (peakMb === null || peakMb.expected <= usableMb(limitMb)),
  };
}

/**
 * What a pipeline takes beside finding poses. It grows with the walks; of the report, which is made of all of them at the
 * end, a part does not, and nobody knows how much.
 */
function besidePoses(runs: readonly BenchmarkRun[], measuredWalks: number, walks: number): Interval {
  const otherS = medianOf(runs.map((run) => Math.max(0, run.seconds - poseSecondsOf(run))));
  const reportS = medianOf(
    runs.map((run) => (run.work === 'pipeline' ? Math.min(run.stages['report'] ?? 0, otherS) : 0)),
  );
  const times = walks / measuredWalks;
  const [low, high] = [(otherS - reportS) * times + reportS, otherS * times];
  return { low: Math.min(low, high), expected: (low + high) / 2, high: Math.max(low, high) };
}

const added = (a: Interval, b: Interval): Interval => ({
  low: a.low + b.low,
  expected: a.expected + b.expected,
  high: a.high + b.high,
});

const differ = (study: StudyToPredict['study']): boolean =>
  new Set(
    study.map(({ info, walk }) => JSON.stringify([walk.crop ?? [info.widthPx, info.heightPx], info.codec])),
  ).size > 1;
