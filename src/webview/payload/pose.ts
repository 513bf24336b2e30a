// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import { outputFormat, type PoseOutput } from '../../shared/cell-output';
import type { Filmstrip, PoseBundle, ThinSeries } from '../../shared/display';
import { unpackedNumbers, unpackedTiles } from '../../shared/packed-bundles';
import { pictureSchema } from './picture';

const count = z.number().int().min(0);
const sizePx = z.number().positive();

/** Numbers, some of which may be missing; packed, or as older versions saved them. */
export const figures = z.preprocess(unpackedNumbers, z.array(z.number().nullable()));

/** Times and values in pairs. */
export const thinSeries = z
  .looseObject({ timeS: z.preprocess(unpackedNumbers, z.array(z.number())), values: figures })
  .refine(({ timeS, values }) => timeS.length === values.length) satisfies z.ZodType<ThinSeries>;

const filmstrip = z.looseObject({
  file: z.string(),
  columns: z.number().int().min(1),
  tileWidthPx: sizePx,
  tileHeightPx: sizePx,
  tiles: z.preprocess(
    unpackedTiles,
    z.array(
      z.looseObject({
        frame: count,
        timeS: z.number(),
        landmarks: z.array(z.tuple([z.number(), z.number(), z.number()])).nullable(),
      }),
    ),
  ),
  blurred: z.boolean(),
}) satisfies z.ZodType<Filmstrip>;

export const poseBundleSchema = z.looseObject({
  kind: z.literal('pose'),
  text: z.string(),
  frames: count,
  detectedShare: z.number(),
  durationS: z.number(),
  widthPx: sizePx,
  heightPx: sizePx,
  filmstrip: filmstrip.nullable(),
  confidence: thinSeries,
  warnings: z.array(z.string()),
}) satisfies z.ZodType<PoseBundle>;

export const poseSchema = z.looseObject({
  kind: z.literal('pose'),
  format: z.literal(outputFormat),
  recordId: z.string(),
  walkId: z.string(),
  recording: z.string(),
  name: z.string(),
  bundle: poseBundleSchema,
  picture: pictureSchema.nullable(),
  pictureId: z.string().exactOptional(),
}) satisfies z.ZodType<PoseOutput>;
