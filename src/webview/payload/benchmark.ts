// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import type { BenchmarkResults } from '../../shared/benchmark';
import { outputFormat, type BenchmarkOutput } from '../../shared/cell-output';
import { asFound, recommendation } from './run';

const amount = z.number();
const known = amount.nullable();
const work = z.enum(['mediapipe', 'pipeline', 'training']);
const unit = z.enum(['frames', 'windows']);
const interval = z.looseObject({ low: amount, expected: amount, high: amount });

const spread = z
  .looseObject({ median: amount, least: amount, most: amount, values: z.array(amount) })
  .nullable();

const contender = z.looseObject({
  contender: z.string(),
  work,
  runs: amount,
  failure: z.string().nullable(),
  seconds: spread,
  cpu_s: spread,
  amount_per_second: spread,
  unit,
  peak_rss_mb: spread,
  speed_of_balanced: known,
  speed_of_baseline: known,
  memory_reduction_percent: known,
  expected: z
    .looseObject({
      speed: z.looseObject({ low: amount, high: amount }),
      speed_of: z.enum(['balanced', 'baseline']),
      memory_reduction_percent: z.looseObject({ low: amount, high: amount }),
      accuracy: z.string(),
    })
    .nullable(),
});

const accuracy = z.looseObject({
  contender: z.string(),
  reference: z.enum(['truth', 'phantom-like', 'accurate']),
  frames: amount,
  detected_share: amount,
  joints_px: z
    .looseObject({
      median: amount,
      p95: amount,
      by_joint: z.partialRecord(z.enum(['hip', 'knee', 'ankle', 'heel', 'toe']), amount),
    })
    .nullable(),
  events: z
    .looseObject({
      matched: amount,
      missed: amount,
      invented: amount,
      bias_ms: known,
      sd_ms: known,
      by_kind: z.partialRecord(
        z.enum(['heel_strike', 'toe_off']),
        z.looseObject({ bias_ms: amount, sd_ms: known }),
      ),
    })
    .nullable(),
  parameters_percent: z.record(z.string(), amount),
});

const run = z.looseObject({
  contender: z.string(),
  work,
  repeat: amount,
  started_at: z.string(),
  outcome: z.enum(['done', 'failed', 'memory-limit']),
  error: z.string().nullable(),
  seconds: amount,
  cpu_s: amount,
  amount,
  unit,
  peak_rss_mb: known,
  expected_mb: known,
  limit_mb: amount,
  workers: known,
  start_s: known,
  seconds_per_frame: known,
  pace_variation: known.optional(),
  watching_s: amount,
  stages: z.record(z.string(), amount),
  series: z.array(z.looseObject({ time_s: amount, rss_mb: amount, cpu_percent: amount })),
});

const results = z.looseObject({
  version: z.literal(1),
  started_at: z.string(),
  seconds: amount,
  complete: z.boolean(),
  type: z.enum(['mediapipe', 'pipeline', 'both', 'training', 'all']),
  repeats: amount,
  frames: amount,
  video: z.looseObject({
    file: z.string(),
    width_px: amount,
    height_px: amount,
    fps: amount,
    frames: amount,
    phantom: z.boolean(),
  }),
  contenders: z.array(contender),
  accuracy: z.array(accuracy),
  predictions: z.array(
    z.looseObject({
      contender: z.string(),
      work,
      walks: amount,
      frames: amount,
      workers: amount,
      seconds: interval,
      peak_rss_mb: interval.nullable(),
      limit_mb: amount,
      fits: z.boolean(),
    }),
  ),
  optimization_recommendations: z.array(recommendation),
  noise: z.looseObject({ spread_percent: known, too_noisy: z.boolean() }),
  watching_percent: known,
  runs: z.array(run),
  settings: z.record(z.string(), asFound<BenchmarkResults['settings'][string]>()),
  machine: z.looseObject({
    platform: z.string(),
    cpu: z.string(),
    cores: amount,
    memory_mb: amount,
    node: z.string(),
  }),
  engines: z.record(z.string(), z.string()),
  notes: z.array(z.string()),
}) satisfies z.ZodType<BenchmarkResults>;

export const benchmarkSchema = z.looseObject({
  kind: z.literal('benchmark'),
  format: z.literal(outputFormat),
  recordId: z.string(),
  name: z.string(),
  bundle: z.looseObject({ kind: z.literal('benchmark'), text: z.string(), results }),
}) satisfies z.ZodType<BenchmarkOutput>;
