import { z } from 'zod';
import { eventKinds } from './results';

/** Joints whose distance from a reference is stated; of both sides together. */
export const comparedJoints = ['hip', 'knee', 'ankle', 'heel', 'toe'] as const;
export type ComparedJoint = (typeof comparedJoints)[number];

/** How right a contender is, beside a reference. */
export const accuracySchema = z.strictObject({
  contender: z.string(),
  /** The video's own truth; the truth of a phantom like the video; or the profile accurate on the same video. */
  reference: z.enum(['truth', 'phantom-like', 'accurate']),
  frames: z.number(),
  /** Share of the frames in which the walker was found, 0–1. */
  detected_share: z.number(),
  /** Distances of hips, knees, ankles, heels and toes from the reference, in pixels of the video; null where none is comparable. */
  joints_px: z
    .strictObject({
      median: z.number(),
      p95: z.number(),
      /** Medians of each joint that is comparable. */
      by_joint: z.partialRecord(z.enum(comparedJoints), z.number()),
    })
    .nullable(),
  /** Contacts and lifts against the reference: found minus reference, early is negative; null where there are none. */
  events: z
    .strictObject({
      matched: z.number(),
      missed: z.number(),
      invented: z.number(),
      bias_ms: z.number().nullable(),
      sd_ms: z.number().nullable(),
      /** Of each kind that was matched: contacts found early and lifts found late would hide each other's bias. */
      by_kind: z.partialRecord(
        z.enum(eventKinds),
        z.strictObject({ bias_ms: z.number(), sd_ms: z.number().nullable() }),
      ),
    })
    .nullable(),
  /** Gait parameters by their name: difference from the reference, in per cent of it. */
  parameters_percent: z.record(z.string(), z.number()),
});
export type Accuracy = z.infer<typeof accuracySchema>;

/**
 * How far events are off all in all: bias and spread together (root mean square), of the worse kind where kinds are
 * known, for contacts found early and lifts found late would hide each other's bias.
 */
export function eventsErrorMs({ by_kind, bias_ms, sd_ms }: NonNullable<Accuracy['events']>): number | null {
  const kinds = Object.values(by_kind).map((kind) => Math.hypot(kind.bias_ms, kind.sd_ms ?? 0));
  if (kinds.length > 0) return Math.max(...kinds);
  return bias_ms === null ? null : Math.hypot(bias_ms, sd_ms ?? 0);
}
