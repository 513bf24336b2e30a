import { differingSettings } from '../shared/run-comparison';
import { outcomeOf, predictionErrors, runFigures, whyFailed } from '../shared/run-figures';
import type { LoggedRun } from '../shared/run-log';

/** What `gait monitor --json` prints of a store. */
export const monitorDocument = (store: string, runs: readonly LoggedRun[], history: number) => ({
  store,
  running: runs.filter(({ state }) => state === 'running').map(runDocument),
  history: runs
    .filter(({ state }) => state !== 'running')
    .slice(0, history)
    .map(runDocument),
});

/** One run: what it cost, and while it goes on how it stands. Memory in MB of 2^20 bytes, times in seconds. */
export function runDocument(run: LoggedRun) {
  const { record, progress, walks } = run;
  const figures = runFigures(run);
  const errors = predictionErrors(run);
  const last = run.samples.at(-1);
  return {
    id: run.id,
    step: run.step,
    name: run.name,
    started_at: run.startedAt,
    state: run.state,
    outcome: outcomeOf(run),
    error: whyFailed(run),
    seconds: figures.seconds,
    profile: figures.profile,
    peak_rss_mb: figures.peakRssMb,
    limit_mb: figures.limitMb,
    cpu_percent: figures.cpuPercent,
    frames_per_second: figures.framesPerSecond,
    stage: record ? null : (run.stages.at(-1)?.name ?? null),
    stages: record?.stages ?? null,
    now: record
      ? null
      : {
          rss_mb: last?.rssMb ?? null,
          cpu_percent: last?.cpuPercent ?? null,
          done: progress?.doneFrames ?? null,
          total: progress?.totalFrames ?? null,
          unit: progress ? (progress.unit ?? 'frames') : null,
          seconds_left: progress?.secondsLeft ?? null,
        },
    queue: {
      walks: walks && {
        total: walks.total,
        done: walks.done,
        from_store: walks.stored,
        failed: walks.failed,
        in_work: walks.inWork,
      },
      waiting_steps: run.waiting,
    },
    prediction: figures.prediction && {
      seconds: figures.prediction.seconds,
      peak_rss_mb: figures.prediction.peakRssMb,
      measured_at: figures.prediction.measuredAt,
      seconds_error: errors?.seconds ?? null,
      peak_rss_error: errors?.peakRssMb ?? null,
    },
  };
}

/** What `gait monitor --compare --json` prints. */
export const comparisonDocument = (a: LoggedRun, b: LoggedRun) => ({
  runs: [runDocument(a), runDocument(b)],
  settings_that_differ: Object.fromEntries(
    [...differingSettings(a, b)].map(([key, [ofA, ofB]]) => [key, { a: ofA ?? null, b: ofB ?? null }]),
  ),
});
