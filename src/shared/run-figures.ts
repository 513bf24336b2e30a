import type { LoggedRun } from './run-log';
import { failedPart } from './run-outcome';
import type { RunPrediction, RunRecord } from './run-record';

/** What a run has cost, or has cost so far. Null is what was not measured, or cannot be told. */
export interface RunFigures {
  readonly seconds: number;
  readonly peakRssMb: number | null;
  readonly limitMb: number | null;
  /** Mean over the run; 100 is one core. */
  readonly cpuPercent: number | null;
  readonly framesPerSecond: number | null;
  readonly profile: string | null;
  readonly prediction: RunPrediction | null;
}

export function runFigures(run: LoggedRun): RunFigures {
  const { record } = run;
  const peakMb = record ? record.memory.peakRssMb : highest(run.samples.map(({ rssMb }) => rssMb));
  const settings: Partial<RunRecord['settings']['settings']> | undefined = record?.settings.settings;
  return {
    seconds: record?.seconds ?? run.lastS,
    // 0 is written where the system tells nothing.
    peakRssMb: peakMb > 0 ? peakMb : null,
    limitMb: record?.memory.limitMb ?? run.limitMb,
    cpuPercent: meanCpu(run.samples),
    framesPerSecond: record ? posePerSecond(record) : rateOf(run),
    profile: settings?.performance_mode ?? run.profile,
    prediction: record?.prediction ?? null,
  };
}

const highest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), 0);

/** By the time between the samples: of a long run not all of them are kept. */
function meanCpu(samples: LoggedRun['samples']): number | null {
  let [weighted, inAllS] = [0, 0];
  for (const [at, sample] of samples.entries()) {
    const forS = sample.timeS - (samples[at - 1]?.timeS ?? 0);
    if (forS <= 0) continue;
    weighted += forS * sample.cpuPercent;
    inAllS += forS;
  }
  return inAllS > 0 ? weighted / inAllS : null;
}

/** Frames a second of the videos that were computed. */
function posePerSecond({ walks, stages }: RunRecord): number | null {
  const videoS = stages['video_processing'] ?? 0;
  const frames = walks
    .filter(({ fromStore, error }) => !fromStore && error === undefined)
    .reduce((sum, walk) => sum + (walk.frames ?? 0), 0);
  return frames > 0 && videoS > 0 ? frames / videoS : null;
}

const rateOf = ({ progress }: LoggedRun): number | null =>
  progress && progress.unit === undefined && progress.framesPerSecond > 0 ? progress.framesPerSecond : null;

/** How a run came out, or how it stands. */
export type RunOutcome =
  | 'running'
  | 'done'
  | 'from the store'
  | 'partly failed'
  | 'failed'
  | 'stopped'
  | 'memory limit'
  | 'died'
  | 'on another machine';

export function outcomeOf({ state, record }: LoggedRun): RunOutcome {
  if (!record) return state === 'running' || state === 'died' ? state : 'on another machine';
  switch (record.outcome) {
    case 'done':
      return outcomeOfDone(record);
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'stopped';
    case 'memory-limit':
      return 'memory limit';
  }
}

function outcomeOfDone(record: RunRecord): RunOutcome {
  const { failed, isAll } = failedPart(record);
  if (failed > 0) return isAll ? 'failed' : 'partly failed';
  const { walks } = record;
  return walks.length > 0 && walks.every(({ fromStore }) => fromStore) ? 'from the store' : 'done';
}

/** How many reasons are told of a run: what failed in a long study can be another thing in each of its walks. */
const mostReasons = 3;

/** Why a run, or a part of it, failed; null where it did not. */
export function whyFailed({ record }: Pick<LoggedRun, 'record'>): string | null {
  if (!record) return null;
  const { reasons } = failedPart(record);
  const more = reasons.length - mostReasons;
  const told = [...reasons.slice(0, mostReasons), ...(more > 0 ? [`… and ${more} more.`] : [])];
  return record.error ?? (told.join(' ') || null);
}

/** What of a run's time and memory was predicted, beside what came of it: 0.07 is 7 % more than expected. */
export function predictionErrors(run: LoggedRun): { seconds: number; peakRssMb: number | null } | null {
  const { prediction, seconds, peakRssMb } = runFigures(run);
  if (!prediction || run.record?.outcome !== 'done' || prediction.seconds.expected <= 0) return null;
  const expectedMb = prediction.peakRssMb?.expected ?? 0;
  return {
    seconds: seconds / prediction.seconds.expected - 1,
    peakRssMb: peakRssMb !== null && expectedMb > 0 ? peakRssMb / expectedMb - 1 : null,
  };
}
