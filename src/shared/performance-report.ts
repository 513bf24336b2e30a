import { z } from 'zod';
import { intervalSchema } from './interval';
import { machineSchema } from './machine';
import { settingsLayerSchema, settingsSchema } from './settings';

/** One piece of advice: what triggered it, what to change, and what that would do. */
export const recommendationSchema = z.strictObject({
  /** Names the rule. */
  id: z.string(),
  /** The advice in words, with its figure. */
  text: z.string(),
  /** The figure that triggered the rule, and the value from which on it does. */
  figure: z.strictObject({
    name: z.string(),
    value: z.number(),
    threshold: z.number(),
    unit: z.string(),
  }),
  /** The change that it proposes, as a layer for a configuration file; empty where no setting helps. */
  settings: settingsLayerSchema,
  /** What the change is expected to do. */
  effect: z.string(),
});
export type Recommendation = z.infer<typeof recommendationSchema>;

/** What `performance_report.json` holds; the keys are the file's. Memory in MB of 2^20 bytes, times in seconds. */
export const performanceReportSchema = z.strictObject({
  performance_mode: z.string(),
  memory_usage: z.strictObject({
    /** Of all processes together, at the end of the last step. */
    rss_mb: z.number(),
    /** Null where the system does not tell it. */
    vms_mb: z.number().nullable(),
    /** `rss_mb` as a share of the machine's memory. */
    percent: z.number(),
    /** Of the step that came nearest to its limit, and that limit. */
    peak_rss_mb: z.number(),
    limit_mb: z.number(),
  }),
  /**
   * Seconds by stage, over all steps. `video_processing` and `model_training` are always there: null where no step of
   * that kind was run, 0 where the store had its result. `total` is the time of the steps from start to end.
   */
  timing_metrics: z
    .object({
      video_processing: z.number().nullable(),
      model_training: z.number().nullable(),
      total: z.number(),
    })
    .catchall(z.number().nullable()),
  optimization_recommendations: z.array(recommendationSchema),
  /** Effective settings of the step that cost the most, and for every dotted key the layer that set it. */
  settings: z.strictObject({
    values: settingsSchema,
    sources: z.record(z.string(), z.string()),
  }),
  machine: machineSchema,
  /** What computed the results. */
  engines: z.record(z.string(), z.string()),
  steps: z.array(
    z.strictObject({
      step: z.string(),
      name: z.string(),
      started_at: z.string(),
      seconds: z.number(),
      outcome: z.enum(['done', 'failed', 'cancelled', 'memory-limit']),
      walks: z.number(),
      /** Highest resident memory of all processes together. */
      peak_rss_mb: z.number(),
      /** What they were allowed. */
      limit_mb: z.number(),
      /** Walks whose result the store had. */
      from_store: z.number(),
      /** Frames that were computed, the store's not counted. */
      frames: z.number(),
      /** Null where no frames were computed. */
      frames_per_second: z.number().nullable(),
      workers: z.number().nullable(),
      /** What held the number of workers down. */
      bound_by: z.string().nullable(),
      /** What it was expected to need, from a benchmark on the machine; null where none had measured it. */
      prediction: z
        .strictObject({
          seconds: intervalSchema,
          peak_rss_mb: intervalSchema.nullable(),
        })
        .nullable(),
      /** Remarks by walk: how settings were met, frames lost, errors. */
      notes: z.record(z.string(), z.array(z.string())),
    }),
  ),
  /** Memory and CPU over the time since the first step began. */
  series: z.array(
    z.strictObject({
      time_s: z.number(),
      rss_mb: z.number(),
      vms_mb: z.number().nullable(),
      /** 100 is one core. */
      cpu_percent: z.number(),
      step: z.string(),
      /** Place of that step in `steps`, from 0: it says what the limit was. */
      step_index: z.number(),
    }),
  ),
});
export type PerformanceReport = z.infer<typeof performanceReportSchema>;
