import { z } from 'zod';
import type { BenchmarkProgress } from './benchmark';
import type { RunRecord, StepProgress } from './run-record';
import type { TrainingProgress } from './training';

/** As much of them as is shown; the rest is ours, checked by the compiler where it is made. */
const trainingSchema = z.object({
  folds: z.number(),
  epochs: z.number(),
  curves: z.array(
    z.object({ fold: z.number(), state: z.string(), records: z.array(z.object({ epoch: z.number() })) }),
  ),
});
const benchmarkSchema = z.object({
  doneRuns: z.number(),
  totalRuns: z.number(),
  running: z.object({ contender: z.string(), work: z.string(), repeat: z.number() }).nullable(),
});
const progressSchema = z.object({
  step: z.string(),
  walkId: z.string().optional(),
  doneFrames: z.number(),
  totalFrames: z.number(),
  framesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  doing: z.string().optional(),
  unit: z.enum(['windows', 'runs']).optional(),
  training: z.custom<TrainingProgress>((value) => trainingSchema.safeParse(value).success).optional(),
  benchmark: z.custom<BenchmarkProgress>((value) => benchmarkSchema.safeParse(value).success).optional(),
});
const sampleSchema = z.object({
  timeS: z.number(),
  rssMb: z.number(),
  vmsMb: z.number().nullable(),
  cpuPercent: z.number(),
  processes: z.number(),
});

/** A record comes from a file, which may be another's or of another version: what is shown of it must be there. */
const recordShape = z.object({
  id: z.string(),
  step: z.string(),
  name: z.string(),
  startedAt: z.string(),
  seconds: z.number(),
  outcome: z.enum(['done', 'failed', 'cancelled', 'memory-limit']),
  error: z.string().optional(),
  settings: z.object({ settings: z.object({}), sources: z.record(z.string(), z.string()) }),
  stages: z.record(z.string(), z.number()),
  walks: z.array(z.object({ id: z.string(), fromStore: z.boolean(), error: z.string().optional() })),
  benchmark: z
    .object({
      profiles: z.number(),
      measured: z.number(),
      failures: z.array(z.object({ profile: z.string(), reason: z.string() })),
    })
    .optional(),
  memory: z.object({ peakRssMb: z.number(), limitMb: z.number() }),
  series: z.array(z.object({ timeS: z.number(), rssMb: z.number(), cpuPercent: z.number() })),
});
const recordSchema = z.custom<RunRecord>((value) => recordShape.safeParse(value).success);

const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    id: z.string(),
    step: z.string(),
    name: z.string(),
    startedAt: z.string(),
    owner: z.string(),
    /** Logs of earlier versions say neither. */
    limitMb: z.number().optional(),
    profile: z.string().optional(),
  }),
  z.object({ type: z.literal('stage'), timeS: z.number(), name: z.string() }),
  /** So many walks are to be done. */
  z.object({ type: z.literal('walks'), timeS: z.number(), total: z.number() }),
  z.object({
    type: z.literal('walk'),
    timeS: z.number(),
    id: z.string(),
    state: z.enum(['begun', 'done', 'stored', 'failed']),
  }),
  /** Steps that wait for this one, in their order. */
  z.object({ type: z.literal('waiting'), timeS: z.number(), steps: z.array(z.string()) }),
  z.object({ type: z.literal('progress'), timeS: z.number(), progress: progressSchema }),
  z.object({ type: z.literal('sample'), sample: sampleSchema }),
  z.object({ type: z.literal('end'), record: recordSchema }),
]);
/** One line of a run's log, as JSON. */
export type RunLine = z.infer<typeof lineSchema>;
export type WalkState = Extract<RunLine, { type: 'walk' }>['state'];

/** The lines of a log; those that are torn, or of a later version, are passed over. */
export function parseRunLines(text: string): RunLine[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

/** Progress as it was before it was written: what is left out stays out. */
export function toldProgress({
  walkId,
  doing,
  unit,
  training,
  benchmark,
  ...rest
}: z.infer<typeof progressSchema>): StepProgress {
  return {
    ...rest,
    ...(walkId !== undefined && { walkId }),
    ...(doing !== undefined && { doing }),
    ...(unit && { unit }),
    ...(training && { training }),
    ...(benchmark && { benchmark }),
  };
}
