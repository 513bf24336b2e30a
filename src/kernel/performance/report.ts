import type { Interval } from '../../shared/interval';
import type { PerformanceReport } from '../../shared/performance-report';
import type { RunRecord } from '../../shared/run-record';
import { badInput } from '../../shared/errors';
import { figuresOf, isComputed, tightestRun, weightiestRun } from './figures';
import { writtenMachine } from './machine';
import { recommend } from './recommendations';
import { thin } from './series';

const mostSamples = 600;

/**
 * What the steps of a study cost and what would make them better.
 * @param records Of the steps that led to the study, in their order.
 * @throws GaitError where there is none.
 */
export function buildPerformanceReport(records: readonly RunRecord[]): PerformanceReport {
  const figures = figuresOf(records);
  const [weightiest, tightest, last] = [weightiestRun(records), tightestRun(records), records.at(-1)];
  if (!figures || !weightiest || !tightest || !last)
    throw badInput('No step has been run, so there is nothing to report.');
  const { machine, settings } = weightiest;
  return {
    performance_mode: settings.settings.performance_mode,
    memory_usage: {
      rss_mb: last.memory.rssMb,
      vms_mb: last.memory.vmsMb,
      percent: rounded((100 * last.memory.rssMb) / machine.memoryMb, 2),
      peak_rss_mb: tightest.memory.peakRssMb,
      limit_mb: tightest.memory.limitMb,
    },
    timing_metrics: timing(records),
    optimization_recommendations: recommend(figures),
    settings: { values: settings.settings, sources: { ...settings.sources } },
    machine: writtenMachine(machine),
    engines: Object.assign({}, ...records.map(({ engines }) => engines)) as Record<string, string>,
    steps: records.map(describeStep),
    series: joinedSeries(records),
  };
}

function timing(records: readonly RunRecord[]): PerformanceReport['timing_metrics'] {
  const stages: Record<string, number> = {};
  for (const record of records) {
    for (const [stage, seconds] of Object.entries(record.stages))
      stages[stage] = (stages[stage] ?? 0) + seconds;
  }
  const ofStep = (step: string, stage: string): number | null =>
    records.some((record) => record.step === step) ? rounded(stages[stage] ?? 0, 3) : null;
  return {
    ...Object.fromEntries(Object.entries(stages).map(([stage, seconds]) => [stage, rounded(seconds, 3)])),
    video_processing: ofStep('extract-pose', 'video_processing'),
    model_training: ofStep('train-folds', 'model_training'),
    total: rounded(
      records.reduce((sum, { seconds }) => sum + seconds, 0),
      3,
    ),
  };
}

function describeStep(record: RunRecord): PerformanceReport['steps'][number] {
  const { step, name, startedAt, seconds, outcome, walks, plan, stages, memory, prediction } = record;
  const frames = walks.filter(isComputed).reduce((sum, walk) => sum + (walk.frames ?? 0), 0);
  const processingS = stages.video_processing ?? 0;
  const notes = walks.map(({ id, error, notes: remarks }) => [
    id,
    [...(error === undefined ? [] : [error]), ...remarks],
  ]);
  return {
    step,
    name,
    started_at: startedAt,
    seconds: rounded(seconds, 3),
    outcome,
    walks: walks.length,
    peak_rss_mb: memory.peakRssMb,
    limit_mb: memory.limitMb,
    from_store: walks.filter(({ fromStore }) => fromStore).length,
    frames: step === 'extract-pose' ? frames : 0,
    frames_per_second: frames > 0 && processingS > 0 ? rounded(frames / processingS, 2) : null,
    workers: plan?.workers ?? null,
    bound_by: plan?.boundBy ?? null,
    prediction: prediction
      ? {
          seconds: roundedInterval(prediction.seconds),
          peak_rss_mb: prediction.peakRssMb && roundedInterval(prediction.peakRssMb),
        }
      : null,
    notes: Object.fromEntries(notes.filter(([, remarks]) => remarks!.length > 0)) as Record<string, string[]>,
  };
}

/** One time line over all steps, each sample at its distance from the first step's start. */
function joinedSeries(records: readonly RunRecord[]): PerformanceReport['series'] {
  const startMs = Math.min(...records.map(({ startedAt }) => Date.parse(startedAt)));
  // Shares of the bound by length, so that a short step keeps its shape beside a long one's.
  const samples = records.reduce((sum, { series }) => sum + series.length, 0);
  const share = Math.min(1, mostSamples / Math.max(1, samples));
  return records.flatMap(({ step, startedAt, series }, index) => {
    const offsetS = (Date.parse(startedAt) - startMs) / 1000;
    return thin(series, Math.max(1, Math.floor(share * series.length))).map((sample) => ({
      time_s: rounded(offsetS + sample.timeS, 3),
      rss_mb: sample.rssMb,
      vms_mb: sample.vmsMb,
      cpu_percent: sample.cpuPercent,
      step,
      step_index: index,
    }));
  });
}

const roundedInterval = ({ low, expected, high }: Interval): Interval => ({
  low: rounded(low, 2),
  expected: rounded(expected, 2),
  high: rounded(high, 2),
});

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
