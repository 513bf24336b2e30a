// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import {
  jointNames,
  type GaitParameters,
  type GaitQuality,
  type JointSummary,
  type SidedStatistic,
  type Statistic,
} from '../../shared/results';

const figure = z.number().nullable();
const texts = z.array(z.string());

const statistic = z.looseObject({ mean: figure, sd: figure, n: z.number() }) satisfies z.ZodType<Statistic>;

const sided = z.looseObject({
  left: statistic,
  right: statistic,
  affected: statistic.exactOptional(),
  unaffected: statistic.exactOptional(),
}) satisfies z.ZodType<SidedStatistic>;

const sidedWithAll = sided.extend({ all: statistic });

const joint = z.looseObject({
  maximum_deg: statistic,
  maximum_at_percent: statistic,
  minimum_deg: statistic,
  minimum_at_percent: statistic,
  range_of_motion_deg: statistic,
}) satisfies z.ZodType<JointSummary>;

const joints = z.looseObject({
  left: joint,
  right: joint,
  affected: joint.exactOptional(),
  unaffected: joint.exactOptional(),
});

const direction = z.enum([
  'left',
  'right',
  'towards +x',
  'towards -x',
  'towards +z',
  'towards -z',
  'unknown',
]);

const quality = z.looseObject({
  frames: z.number(),
  detected_share: z.number(),
  walking_direction: direction,
  abstentions: texts,
  warnings: texts,
  scale: z.looseObject({ metres_per_pixel: figure, from: z.string() }).nullable(),
  method: z.looseObject({ name: z.string(), source: z.string() }),
  passes: z.array(
    z.looseObject({
      from_s: z.number(),
      to_s: z.number(),
      direction,
      cycles: z.number(),
      kept_cycles: z.number(),
    }),
  ),
  view: z.looseObject({ deg: figure, from: z.string(), corrected: z.boolean() }),
  floor_deg: figure,
}) satisfies z.ZodType<GaitQuality>;

export const parametersSchema = z.looseObject({
  cadence_steps_per_min: figure,
  stride_time_s: sidedWithAll,
  step_time_s: sidedWithAll,
  stance_percent: sidedWithAll,
  swing_percent: sidedWithAll,
  single_support_percent: sidedWithAll,
  double_support_percent: sided.extend({ total: statistic }),
  symmetry_index_percent: z.record(z.string(), figure),
  stride_length_m: sidedWithAll.nullable(),
  step_length_m: sidedWithAll.nullable(),
  speed_m_s: sidedWithAll.nullable(),
  stride_length_body_heights: sidedWithAll.nullable(),
  step_width_m: sidedWithAll.nullable(),
  foot_clearance_m: sidedWithAll.nullable(),
  joint_angles_deg: z.partialRecord(z.enum(jointNames), joints),
  normative: z.record(z.string(), z.looseObject({ mean: z.number(), sd: z.number(), source: z.string() })),
  quality,
}) satisfies z.ZodType<GaitParameters>;
