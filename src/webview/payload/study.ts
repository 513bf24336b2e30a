// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import { outputFormat, type StudyOutput, type StudyRow } from '../../shared/cell-output';
import { pictureSchema } from './picture';

const row = z.looseObject({
  id: z.string(),
  file: z.string(),
  durationS: z.number().nullable(),
  frames: z.number().nullable(),
  fps: z.number().nullable(),
  widthPx: z.number().nullable(),
  heightPx: z.number().nullable(),
  metadata: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
  error: z.looseObject({ message: z.string(), hint: z.string().exactOptional() }).exactOptional(),
  strip: z
    .looseObject({ picture: pictureSchema, widthPx: z.number().positive(), heightPx: z.number().positive() })
    .nullable(),
}) satisfies z.ZodType<StudyRow>;

export const studySchema = z.looseObject({
  kind: z.literal('study'),
  format: z.literal(outputFormat),
  recordId: z.string(),
  name: z.string(),
  rows: z.array(row),
  more: z.number(),
}) satisfies z.ZodType<StudyOutput>;
