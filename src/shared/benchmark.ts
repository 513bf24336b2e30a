import { z } from 'zod';
import { accuracySchema } from './benchmark-accuracy';
import { intervalSchema } from './interval';
import { machineSchema } from './machine';
import { recommendationSchema } from './performance-report';
import { settingsLayerSchema } from './settings';

/** What can be asked for. */
export const benchmarkTypes = ['mediapipe', 'pipeline', 'both', 'training', 'all'] as const;
export type BenchmarkType = (typeof benchmarkTypes)[number];

/** What is measured: the pose alone, a video to its parameters and files, or folds. */
export const benchmarkedWorks = ['mediapipe', 'pipeline', 'training'] as const;
export type BenchmarkedWork = (typeof benchmarkedWorks)[number];

export const worksOf: Readonly<Record<BenchmarkType, readonly BenchmarkedWork[]>> = {
  mediapipe: ['mediapipe'],
  pipeline: ['pipeline'],
  both: ['mediapipe', 'pipeline'],
  training: ['training'],
  all: ['mediapipe', 'pipeline', 'training'],
};

/** The contenders' name for the profile balanced with `enable_optimizations: false`. */
export const baselineName = 'no optimizations';

/** A figure over the repeats of one contender. */
export const spreadSchema = z.strictObject({
  median: z.number(),
  least: z.number(),
  most: z.number(),
  /** In the order of the repeats. */
  values: z.array(z.number()),
});
export type Spread = z.infer<typeof spreadSchema>;

/** One look at the processes of a run; see `ResourceSample`. */
const sampleSchema = z.strictObject({
  time_s: z.number(),
  rss_mb: z.number(),
  cpu_percent: z.number(),
});

/** One run of one contender, in a process of its own. */
export const benchmarkRunSchema = z.strictObject({
  /** Profile, or `baselineName`. */
  contender: z.string(),
  work: z.enum(benchmarkedWorks),
  /** From 1; 0 is the warm-up, which counts for nothing. */
  repeat: z.int(),
  started_at: z.string(),
  outcome: z.enum(['done', 'failed', 'memory-limit']),
  /** Why it failed; null where it did not. */
  error: z.string().nullable(),
  /** Of the steps, without the start of the process. */
  seconds: z.number(),
  /** Of user and system, of all its processes. */
  cpu_s: z.number(),
  /** Frames whose pose was looked for, or windows that were trained on. */
  amount: z.number(),
  unit: z.enum(['frames', 'windows']),
  /** Highest resident memory of all its processes together; null where the system does not tell. */
  peak_rss_mb: z.number().nullable(),
  /** What the plan reckoned with; null where there was none. */
  expected_mb: z.number().nullable(),
  limit_mb: z.number(),
  workers: z.number().nullable(),
  /** Seconds until the first frame was through, models and all; null where too few frames tell it. */
  start_s: z.number().nullable(),
  /** Seconds a frame after that; null where too few frames tell it. */
  seconds_per_frame: z.number().nullable(),
  /** Share by which the pace of the frames changes within the run; null where too few frames tell it. */
  pace_variation: z.number().nullable().optional(),
  /** What of `cpu_s` went into watching memory and CPU. */
  watching_s: z.number(),
  /** Seconds by stage. */
  stages: z.record(z.string(), z.number()),
  series: z.array(sampleSchema),
});
export type BenchmarkRun = z.infer<typeof benchmarkRunSchema>;

/** What the guide's table expects of a profile. */
export const expectationSchema = z.strictObject({
  /** Times as fast as what `speed_of` names. */
  speed: z.strictObject({ low: z.number(), high: z.number() }),
  /** What the guide counts this row's speed against: the profile balanced, or the baseline without optimizations. */
  speed_of: z.enum(['balanced', 'baseline']),
  /** Per cent less memory than the baseline. */
  memory_reduction_percent: z.strictObject({ low: z.number(), high: z.number() }),
  accuracy: z.string(),
});

/** One contender at one kind of work, over its repeats. */
export const contenderSchema = z.strictObject({
  contender: z.string(),
  work: z.enum(benchmarkedWorks),
  /** Runs that count. */
  runs: z.number(),
  /** Why there are none, or fewer than asked for; null where all were done. */
  failure: z.string().nullable(),
  seconds: spreadSchema.nullable(),
  cpu_s: spreadSchema.nullable(),
  /** Frames, or windows, a second. */
  amount_per_second: spreadSchema.nullable(),
  unit: z.enum(['frames', 'windows']),
  peak_rss_mb: spreadSchema.nullable(),
  /** Times as fast as the profile balanced, and as the baseline; null where either was not measured. */
  speed_of_balanced: z.number().nullable(),
  speed_of_baseline: z.number().nullable(),
  /** Per cent less memory than the baseline; negative is more. */
  memory_reduction_percent: z.number().nullable(),
  expected: expectationSchema.nullable(),
});
export type Contender = z.infer<typeof contenderSchema>;

/** What a contender would need for the whole study that the video stands for. */
export const predictionSchema = z.strictObject({
  contender: z.string(),
  work: z.enum(benchmarkedWorks),
  walks: z.number(),
  frames: z.number(),
  workers: z.number(),
  seconds: intervalSchema,
  peak_rss_mb: intervalSchema.nullable(),
  /** Limit that this was reckoned with, and whether the study fits in it. */
  limit_mb: z.number(),
  fits: z.boolean(),
});
export type StudyPrediction = z.infer<typeof predictionSchema>;

/** What `benchmark_results_<time>.json` holds; memory in MB of 2^20 bytes, times in seconds. */
export const benchmarkResultsSchema = z.strictObject({
  version: z.literal(1),
  started_at: z.string(),
  seconds: z.number(),
  /** False where it was stopped, or runs failed. */
  complete: z.boolean(),
  type: z.enum(benchmarkTypes),
  /** As asked for. */
  repeats: z.number(),
  frames: z.number(),
  video: z.strictObject({
    /** Name alone: the file is sent to others. */
    file: z.string(),
    width_px: z.number(),
    height_px: z.number(),
    fps: z.number(),
    frames: z.number(),
    phantom: z.boolean(),
  }),
  contenders: z.array(contenderSchema),
  accuracy: z.array(accuracySchema),
  predictions: z.array(predictionSchema),
  optimization_recommendations: z.array(recommendationSchema),
  /** Half the range of each contender's repeats as a share of their median, the median of that over contenders. */
  noise: z.strictObject({ spread_percent: z.number().nullable(), too_noisy: z.boolean() }),
  /** Per cent of the CPU time measured that went into measuring. */
  watching_percent: z.number().nullable(),
  runs: z.array(benchmarkRunSchema),
  /** Settings of each contender that are not the defaults. */
  settings: z.record(z.string(), settingsLayerSchema),
  machine: machineSchema,
  engines: z.record(z.string(), z.string()),
  notes: z.array(z.string()),
});
export type BenchmarkResults = z.infer<typeof benchmarkResultsSchema>;

/** What a benchmark shows, bounded in size, so that it can be drawn with no kernel alive. */
export interface BenchmarkBundle {
  readonly kind: 'benchmark';
  /** The fallback: the same in plain text, as in `benchmark_report.txt`. */
  readonly text: string;
  /** With the series of the runs thinned. */
  readonly results: BenchmarkResults;
}

/** How a benchmark stands: what a watcher draws. */
export interface BenchmarkProgress {
  readonly doneRuns: number;
  readonly totalRuns: number;
  /** What is being measured now; null between two runs. */
  readonly running: {
    readonly contender: string;
    readonly work: BenchmarkedWork;
    readonly repeat: number;
  } | null;
  /** What has come of it so far. */
  readonly contenders: readonly Contender[];
}
