// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import { outputFormat, type LiveRunOutput, type RanCell, type RunOutput } from '../../shared/cell-output';
import type { Recommendation } from '../../shared/performance-report';
import type { RunRecord } from '../../shared/run-record';

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An object of which no key is relied on: settings are shown as they are found, and checked before they are written
 * into a cell. So a file that knows other settings than this version is shown all the same.
 */
export const asFound = <T extends object>() => z.custom<T>(isObject);

const amount = z.number();
const texts = z.array(z.string());

const interval = z.looseObject({ low: amount, expected: amount, high: amount });

const record = z.looseObject({
  id: z.string(),
  step: z.string(),
  name: z.string(),
  startedAt: z.string(),
  seconds: amount,
  outcome: z.enum(['done', 'failed', 'cancelled', 'memory-limit']),
  error: z.string().exactOptional(),
  settings: z.looseObject({
    settings: asFound<RunRecord['settings']['settings']>(),
    sources: z.record(z.string(), z.string()),
  }),
  plan: z
    .looseObject({ workers: amount, limitMb: amount, expectedMb: amount, boundBy: z.string() })
    .exactOptional(),
  prediction: z
    .looseObject({ seconds: interval, peakRssMb: interval.nullable(), measuredAt: z.string() })
    .exactOptional(),
  notes: texts.exactOptional(),
  stages: z.record(z.string(), amount),
  walks: z.array(
    z.looseObject({
      id: z.string(),
      fromStore: z.boolean(),
      frames: amount.exactOptional(),
      recordingS: amount.exactOptional(),
      detectedShare: amount.exactOptional(),
      cropped: z.boolean().exactOptional(),
      seconds: amount,
      error: z.string().exactOptional(),
      notes: texts,
    }),
  ),
  benchmark: z
    .looseObject({
      profiles: amount,
      measured: amount,
      failures: z.array(z.looseObject({ profile: z.string(), reason: z.string() })),
    })
    .exactOptional(),
  memory: z.looseObject({ peakRssMb: amount, rssMb: amount, vmsMb: amount.nullable(), limitMb: amount }),
  series: z.array(
    z.looseObject({
      timeS: amount,
      rssMb: amount,
      vmsMb: amount.nullable(),
      cpuPercent: amount,
      processes: amount,
    }),
  ),
  machine: z.looseObject({
    platform: z.string(),
    cpu: z.string(),
    cores: amount,
    memoryMb: amount,
    node: z.string(),
  }),
  engines: z.record(z.string(), z.string()),
}) satisfies z.ZodType<RunRecord>;

export const recommendation = z.looseObject({
  id: z.string(),
  text: z.string(),
  figure: z.looseObject({ name: z.string(), value: amount, threshold: amount, unit: z.string() }),
  settings: asFound<Recommendation['settings']>(),
  effect: z.string(),
}) satisfies z.ZodType<Recommendation>;

export const runSchema = z.looseObject({
  kind: z.literal('run'),
  format: z.literal(outputFormat),
  recordId: z.string(),
  record,
  fromStore: z.boolean(),
  recommendations: z.array(recommendation),
  ran: z.looseObject({
    step: asFound<RanCell['step']>(),
    inputs: z.record(z.string(), z.string()),
    read: z.record(z.string(), z.string()).exactOptional(),
    made: z.string().exactOptional(),
  }),
}) satisfies z.ZodType<RunOutput>;

export const liveRunSchema = z.looseObject({
  kind: z.literal('live-run'),
  format: z.literal(outputFormat),
  runId: z.string(),
  step: z.string(),
}) satisfies z.ZodType<LiveRunOutput>;
