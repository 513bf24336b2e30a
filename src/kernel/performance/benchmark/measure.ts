import type { BenchmarkRun } from '../../../shared/benchmark';
import { paceOf } from '../../../shared/pace';
import type { RunRecord } from '../../../shared/run-record';
import type { JobResult } from './job';
import { countedSteps, heaviestStep } from './jobs';
import type { ScheduledRun } from './schedule';

/** What one run took, from what its process told. */
export function runOf({ contender, work, repeat }: ScheduledRun, result: JobResult): BenchmarkRun {
  const counted = result.steps.filter(({ step }) => countedSteps[work].includes(step));
  const records = counted.flatMap(({ record }) => record ?? []);
  const heaviest = records.find(({ step }) => step === heaviestStep[work]);
  const marks = result.marks.filter(({ step }) => step === heaviestStep[work]);
  const failure = failureOf(result);
  const pace = work === 'training' ? null : paceOf(marks);
  const peaks = records.flatMap((record) => peakMb(record) ?? []);
  return {
    contender,
    work,
    repeat,
    started_at: result.startedAt,
    outcome: failure?.outcome ?? 'done',
    error: failure?.error ?? null,
    seconds: total(records, ({ seconds }) => seconds),
    cpu_s: total(counted, ({ cpuS }) => cpuS),
    amount: Math.max(computedFrames(work, heaviest), ...marks.map(({ done }) => done)),
    unit: work === 'training' ? 'windows' : 'frames',
    peak_rss_mb: peaks.length === 0 ? null : Math.max(...peaks),
    expected_mb: heaviest?.plan?.expectedMb ?? null,
    limit_mb: result.limitMb,
    workers: heaviest?.plan?.workers ?? null,
    start_s: pace?.startS ?? null,
    seconds_per_frame: pace?.secondsPerFrame ?? null,
    pace_variation: pace?.variation ?? null,
    watching_s: total(counted, ({ watchingS }) => watchingS),
    stages: stagesOf(records),
    series: seriesOf(records),
  };
}

/** A step that ended the job, or a walk that did not come through. */
function failureOf({ error, outcomes }: JobResult): Pick<BenchmarkRun, 'outcome' | 'error'> | null {
  const failed = error ?? outcomes.flatMap(({ walks }) => walks).find((walk) => walk.error)?.error;
  if (failed === undefined) return null;
  const words = failed.hint === undefined ? failed.message : `${failed.message} ${failed.hint}`;
  return { outcome: failed.kind === 'memory-limit' ? 'memory-limit' : 'failed', error: words };
}

const computedFrames = (work: ScheduledRun['work'], record: RunRecord | undefined): number =>
  work === 'training' ? 0 : total(record?.walks ?? [], ({ frames = 0 }) => frames);

/** Windows tells of one process alone, and ffmpeg is another: that is no peak of all. */
const peakMb = ({ machine, memory }: RunRecord): number | null =>
  machine.platform.startsWith('Windows') || memory.peakRssMb <= 0 ? null : memory.peakRssMb;

function stagesOf(records: readonly RunRecord[]): Record<string, number> {
  const stages: Record<string, number> = {};
  for (const record of records) {
    for (const [name, seconds] of Object.entries(record.stages)) {
      stages[name] = rounded((stages[name] ?? 0) + seconds);
    }
  }
  return stages;
}

/** Steps behind each other on one clock, which begins with the first of them. */
function seriesOf(records: readonly RunRecord[]): BenchmarkRun['series'] {
  const [first] = records;
  if (first === undefined) return [];
  const startMs = Date.parse(first.startedAt);
  return records.flatMap((record) => {
    const afterS = (Date.parse(record.startedAt) - startMs) / 1000;
    return record.series.map(({ timeS, rssMb, cpuPercent }) => ({
      time_s: rounded(afterS + timeS),
      rss_mb: rssMb,
      cpu_percent: cpuPercent,
    }));
  });
}

const rounded = (value: number): number => Number(value.toFixed(4));

const total = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0);
