// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import { outputFormat, type GaitOutput } from '../../shared/cell-output';
import type { GaitBundle, MeanCurve, PhaseSpan, ThinAngles } from '../../shared/display';
import {
  cycleMarks,
  editKinds,
  eventKinds,
  jointNames,
  sides,
  type AppliedEdit,
  type GaitCycle,
  type GaitEvent,
} from '../../shared/results';
import { unpackedAngles, unpackedPhases } from '../../shared/packed-bundles';
import { functionalPhases } from '../../shared/training';
import { parametersSchema } from './parameters';
import { pictureSchema } from './picture';
import { figures, poseBundleSchema, thinSeries } from './pose';

const figure = z.number().nullable();
const side = z.enum(sides);

const joints = z.record(z.enum(jointNames), thinSeries);
const angles = z.preprocess(
  unpackedAngles,
  z.looseObject({ left: joints, right: joints }),
) satisfies z.ZodType<ThinAngles>;

const gaitEvent = z.looseObject({
  timeS: z.number(),
  side,
  event: z.enum(eventKinds),
  confidence: z.number(),
  origin: z.enum(['added', 'moved', 'swapped']).exactOptional(),
  foundAtS: z.number().exactOptional(),
}) satisfies z.ZodType<GaitEvent>;

const cycle = z.looseObject({
  side,
  startS: z.number(),
  endS: z.number(),
  toeOffS: figure,
  oppositeStrikeS: figure,
  oppositeOffS: figure,
  strideTimeS: z.number(),
  stepTimeS: figure,
  stancePercent: figure,
  swingPercent: figure,
  singleSupportPercent: figure,
  doubleSupportPercent: figure,
  strideLengthM: figure,
  stepLengthM: figure,
  speedMS: figure,
  strideLengthHeights: figure,
  stepWidthM: figure,
  footClearanceM: figure,
  pass: z.number(),
  marks: z.array(z.enum(cycleMarks)),
  kept: z.boolean(),
  reason: z.string(),
}) satisfies z.ZodType<GaitCycle>;

const meanCurve = z.looseObject({
  side,
  joint: z.enum(jointNames),
  meanDeg: figures,
  sdDeg: figures,
  cycles: z.number(),
}) satisfies z.ZodType<MeanCurve>;

const appliedEdit = z.looseObject({
  edit: z.enum(editKinds),
  timeS: z.number(),
  toS: figure,
  side: side.nullable(),
  event: z.enum(eventKinds).nullable(),
  beforeS: figure,
  afterS: figure,
  changedEvents: z.number(),
  author: z.string(),
  at: z.string(),
  reason: z.string(),
}) satisfies z.ZodType<AppliedEdit>;

const phaseSpan = z.looseObject({
  side,
  phase: z.enum(['stance', ...functionalPhases]),
  startS: z.number(),
  endS: z.number(),
}) satisfies z.ZodType<PhaseSpan>;

const bundle = z.looseObject({
  kind: z.literal('gait'),
  text: z.string(),
  angles,
  excerpt: z.looseObject({ startS: z.number(), endS: z.number(), angles }).nullable(),
  events: z.array(gaitEvent),
  cycles: z.array(cycle),
  totals: z.looseObject({ events: z.number(), keptCycles: z.number(), excludedCycles: z.number() }),
  meanCurves: z.array(meanCurve),
  parameters: parametersSchema,
  conventions: z.array(z.string()),
  edits: z.array(appliedEdit),
  phases: z.preprocess(unpackedPhases, z.array(phaseSpan)).exactOptional(),
}) satisfies z.ZodType<GaitBundle>;

export const gaitSchema = z.looseObject({
  kind: z.literal('gait'),
  format: z.literal(outputFormat),
  recordId: z.string(),
  walkId: z.string(),
  recording: z.string(),
  name: z.string(),
  bundle,
  affectedSide: z.enum(['left', 'right', 'both', 'none']).exactOptional(),
  pose: z
    .looseObject({
      bundle: poseBundleSchema,
      picture: pictureSchema.nullable(),
      pictureId: z.string().exactOptional(),
    })
    .nullable(),
}) satisfies z.ZodType<GaitOutput>;
