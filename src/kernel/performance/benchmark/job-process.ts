/**
 * Entry of a process that measures: one job comes over the channel, how it goes and what came of it goes back. It ends
 * with its job; where its parent is gone before that, it ends at once with all that it started.
 */
import { endWithGroup } from '../../../processes/process-group';
import { toGaitError } from '../../../shared/errors';
import { resolveMemoryLimit } from '../../../shared/memory-plan';
import type { StepOutcome } from '../../../shared/outcome';
import { defaultProfiles, defaultSettings } from '../../../shared/resolve-settings';
import type { RunRecord } from '../../../shared/run-record';
import type { Settings } from '../../../shared/settings';
import { openSession } from '../../session';
import { availableMemoryMb } from '../machine';
import { watchingTimeS } from '../monitor';
import { cpuTimeS } from './cpu-time';
import type { BenchmarkJob, JobError, JobMessage, JobResult, ProgressMark, StepCost } from './job';

const send = (message: JobMessage, sent = (): void => undefined): void => {
  process.send?.(message, sent);
};

if (process.send === undefined) {
  process.stderr.write('This program is started by a benchmark. On the command line, use gait benchmark.\n');
  process.exit(2);
}
process.once('disconnect', () => endWithGroup(1));
process.once('message', (job) => {
  // Sound: run-job.ts alone starts this file.
  void carryOut(job as BenchmarkJob).then((result) => {
    send({ kind: 'done', result }, () => process.exit(0));
  });
});

/** Never rejects: what goes wrong is a part of the result. */
async function carryOut(job: BenchmarkJob): Promise<JobResult> {
  const startedAt = new Date().toISOString();
  const limitMb = resolveMemoryLimit(job.settings.max_memory_mb, availableMemoryMb());
  const outcomes: StepOutcome[] = [];
  const marks: ProgressMark[] = [];
  const steps: StepCost[] = [];
  let error: JobError | null = null;
  try {
    const session = await openSession({
      workingFolder: job.workingFolder,
      storeFolder: job.storeFolder,
      settings: withKnownProfile(job.settings),
      settingsSource: 'benchmark',
    });
    try {
      for (const step of job.steps) {
        const before = { cpuS: cpuTimeS(), watchingS: watchingTimeS() };
        const seen: { atMs: number; done: number }[] = [];
        let record: RunRecord | null = null;
        try {
          const outcome = await session.run(step, {
            onProgress: (progress) => {
              seen.push({ atMs: Date.now(), done: progress.doneFrames });
              send({ kind: 'progress', progress });
            },
            onSample: (sample, limitMb) => {
              send({ kind: 'sample', sample, limitMb });
            },
            onEnd: (run) => {
              record = run.record;
            },
          });
          outcomes.push(outcome);
        } finally {
          steps.push({
            step: step.step,
            cpuS: cpuTimeS() - before.cpuS,
            watchingS: watchingTimeS() - before.watchingS,
            record,
          });
          marks.push(...marksOf(step.step, seen, record));
        }
      }
    } finally {
      await session.close();
    }
  } catch (thrown) {
    const { kind, message, hint } = toGaitError(thrown);
    error = { kind, message, ...(hint !== undefined && { hint }) };
  }
  const sum = (pick: (cost: StepCost) => number): number =>
    steps.reduce((total, cost) => total + pick(cost), 0);
  return {
    startedAt,
    limitMb,
    outcomes,
    error,
    marks,
    steps,
    cpuS: sum(({ cpuS }) => cpuS),
    watchingS: sum(({ watchingS }) => watchingS),
  };
}

/** A profile of the user's stands in a file that is not read here; its values are all there. */
const withKnownProfile = (settings: Settings): Settings =>
  Object.hasOwn(defaultProfiles, settings.performance_mode)
    ? settings
    : { ...settings, performance_mode: defaultSettings.performance_mode };

/** A record begins a little after its step was asked for: its store and its watch are opened first. */
function marksOf(
  step: ProgressMark['step'],
  seen: readonly { readonly atMs: number; readonly done: number }[],
  record: RunRecord | null,
): ProgressMark[] {
  if (record === null) return [];
  const startMs = Date.parse(record.startedAt);
  return seen.map(({ atMs, done }) => ({ step, timeS: Math.max(0, (atMs - startMs) / 1000), done }));
}
