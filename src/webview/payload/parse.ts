// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import type { OutputPayload } from '../../shared/cell-output';
import { benchmarkSchema } from './benchmark';
import { gaitSchema } from './gait';
import { poseSchema } from './pose';
import { liveRunSchema, runSchema } from './run';
import { studySchema } from './study';
import { trainingSchema } from './training';

// Checks are run as they are written: nothing is compiled from text in a notebook's page.
z.config({ jitless: true });

const payloadSchema = z.discriminatedUnion('kind', [
  studySchema,
  poseSchema,
  gaitSchema,
  trainingSchema,
  benchmarkSchema,
  runSchema,
  liveRunSchema,
]);

export type ParsedPayload =
  { readonly ok: true; readonly payload: OutputPayload } | { readonly ok: false; readonly message: string };

/**
 * What an output holds. A notebook's file can come from anywhere, so nothing is drawn that was not looked at; keys that
 * this version does not know are let be.
 */
export function parsePayload(value: unknown): ParsedPayload {
  const { success, data, error } = payloadSchema.safeParse(value);
  if (success) return { ok: true, payload: data };
  const where = error.issues[0]?.path.join('.') ?? '';
  return {
    ok: false,
    message:
      'This output cannot be shown: it was made by another version of Gait Notebook, or its file was changed' +
      `${where === '' ? '' : ` (look at “${where}”)`}. Run the cell again.`,
  };
}
