// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import { outputFormat, type TrainingOutput } from '../../shared/cell-output';
import { judgedSources } from '../../shared/cross-validation';
import type { Statistic } from '../../shared/results';
import { labelTargets, type EpochRecord } from '../../shared/training';
import type { ClassRow, ConfusionTable, FigureRow, FoldRow } from '../../shared/training-bundle';

const amount = z.number();
const known = amount.nullable();
const statistic = z.looseObject({ mean: known, sd: known, n: amount }) satisfies z.ZodType<Statistic>;
const set = z.enum(['contact', 'states', 'phases']);

const figure = z.looseObject({
  name: z.string(),
  label: z.string(),
  unit: z.enum(['share', 'ms']),
  values: z.record(z.enum(judgedSources), statistic),
}) satisfies z.ZodType<FigureRow>;

const classRow = z.looseObject({
  set,
  name: z.string(),
  precision: statistic,
  recall: statistic,
  f1: statistic,
  support: amount,
}) satisfies z.ZodType<ClassRow>;

const fold = z.looseObject({
  fold: amount,
  trainingWalks: amount,
  validationWalks: amount,
  testWalks: amount,
  epochs: amount,
  bestEpoch: amount,
  stoppedEarly: z.boolean(),
  contactAccuracy: known,
  stateAccuracy: known,
  eventF1At50Ms: known,
  biasMs: known,
  sdMs: known,
}) satisfies z.ZodType<FoldRow>;

const epoch = z.looseObject({
  epoch: amount,
  loss: amount,
  validationLoss: known,
  score: amount,
  learningRate: amount,
  seconds: amount,
}) satisfies z.ZodType<EpochRecord>;

/** A row and a column for each class, and one figure of what was not stated. */
const confusion = z
  .looseObject({
    set,
    classes: z.array(z.string()),
    confusion: z.array(z.array(amount)),
    unstated: z.array(amount),
  })
  .refine(
    ({ classes, confusion: rows, unstated }) =>
      [rows, unstated, ...rows].every((list) => list.length === classes.length),
    'a row and a column for each class',
  ) satisfies z.ZodType<ConfusionTable>;

const transition = z.looseObject({ transitions: amount, found: amount, accuracy: known });

export const trainingSchema = z.looseObject({
  kind: z.literal('training'),
  format: z.literal(outputFormat),
  recordId: z.string(),
  name: z.string(),
  bundle: z.looseObject({
    kind: z.literal('training'),
    text: z.string(),
    target: z.enum(labelTargets),
    rateHz: amount,
    walks: amount,
    groups: amount,
    durationS: amount,
    network: z.looseObject({
      features: amount,
      windowFrames: amount,
      filters: amount,
      blocks: amount,
      kernelSize: amount,
      dropoutRate: amount,
      causal: z.boolean(),
      head: z.enum(['frame', 'pooled']),
      groups: amount,
      classes: amount,
    }),
    receptiveField: z.looseObject({ frames: amount, seconds: amount }),
    figures: z.array(figure),
    classes: z.array(classRow),
    transitions: z.looseObject({ states: transition, phases: transition.nullable() }),
    folds: z.array(fold),
    foldsInAll: amount,
    foldMeans: z.looseObject({
      contactAccuracy: statistic,
      stateAccuracy: statistic,
      eventF1At50Ms: statistic,
      biasMs: statistic,
      sdMs: statistic,
    }),
    curves: z.array(z.looseObject({ fold: amount, bestEpoch: amount, records: z.array(epoch) })),
    confusion: z.array(confusion),
    notes: z.array(z.string()),
  }),
}) satisfies z.ZodType<TrainingOutput>;
