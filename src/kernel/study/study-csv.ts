import { stringify } from 'csv-stringify/sync';
import {
  jointNames,
  sides,
  type GaitParameters,
  type JointSummary,
  type Side,
  type Statistic,
  type Walk,
} from '../../shared/results';
import { printed } from '../gait/tables';
import { limbOf, walkCells, walkColumns } from './walk-columns';

/** Parameters of `study.csv` with their units. */
const studyParameters = {
  stride_time: ['stride_time_s', 's'],
  step_time: ['step_time_s', 's'],
  stance: ['stance_percent', '% of cycle'],
  swing: ['swing_percent', '% of cycle'],
  single_support: ['single_support_percent', '% of cycle'],
  double_support: ['double_support_percent', '% of cycle'],
  stride_length: ['stride_length_m', 'm'],
  step_length: ['step_length_m', 'm'],
  speed: ['speed_m_s', 'm/s'],
  stride_length_body_heights: ['stride_length_body_heights', 'body heights'],
  step_width: ['step_width_m', 'm'],
  foot_clearance: ['foot_clearance_m', 'm'],
} as const satisfies Record<string, readonly [keyof GaitParameters, string]>;

const jointParameters = {
  maximum: ['maximum_deg', 'deg'],
  maximum_at: ['maximum_at_percent', '% of cycle'],
  minimum: ['minimum_deg', 'deg'],
  minimum_at: ['minimum_at_percent', '% of cycle'],
  range_of_motion: ['range_of_motion_deg', 'deg'],
} as const satisfies Record<string, readonly [keyof JointSummary, string]>;

/** One walk of a study with what was found of it; null where the walk failed. */
export interface StudyEntry {
  readonly walk: Walk;
  readonly parameters: GaitParameters | null;
}

type StudyRow = readonly [parameter: string, side: string, unit: string, statistic: Statistic];

const single = (mean: number | null, n = mean === null ? 0 : 1): Statistic => ({ mean, sd: null, n });

/** A side's joints, and once more as the affected or unaffected ones. */
function jointRows({ joint_angles_deg: joints }: GaitParameters, { affectedSide }: Walk): StudyRow[] {
  const isSplit = affectedSide === 'left' || affectedSide === 'right';
  const names = (side: Side): string[] => (isSplit ? [side, limbOf(side, affectedSide)] : [side]);
  return jointNames.flatMap((joint) =>
    Object.entries(jointParameters).flatMap(([name, [key, unit]]) =>
      sides.flatMap((side) => {
        const summary = joints[joint]?.[side];
        if (summary === undefined) return [];
        return names(side).map((label): StudyRow => [`${joint}_${name}`, label, unit, summary[key]]);
      }),
    ),
  );
}

function studyRows({ walk, parameters }: StudyEntry): readonly StudyRow[] {
  // A failed walk keeps a row, so that it is missed from no count.
  if (parameters === null) return [['cadence', 'all', 'steps/min', single(null)]];
  const { cadence_steps_per_min: cadence, stride_time_s: strides, quality } = parameters;
  return [
    ['cadence', 'all', 'steps/min', single(cadence, strides.all.n)],
    ...Object.entries(studyParameters).flatMap(([name, [key, unit]]) =>
      Object.entries(parameters[key] ?? {}).map(([side, value]: [string, Statistic]): StudyRow => [
        name,
        side,
        unit,
        value,
      ]),
    ),
    ...Object.entries(studyParameters).map(([name, [key]]): StudyRow => {
      const index = parameters.symmetry_index_percent[key] ?? null;
      return [`symmetry_index_${name}`, 'both', '%', single(index)];
    }),
    ...jointRows(parameters, walk),
    ['passes', 'all', '', single(quality.passes.length)],
    ['detected_share', 'all', '', single(quality.detected_share, quality.frames)],
  ];
}

/**
 * `study.csv`: one long table over all walks, a row for each walk, parameter and side, ready for statistics.
 * `side` is `left`, `right`, `affected`, `unaffected`, `all`, `total` (double support) or `both` (symmetry indices);
 * `limb` says of left and right which of them is the affected one, where that is known.
 */
export const studyCsv = (entries: readonly StudyEntry[]): string =>
  stringify([
    [...walkColumns, 'parameter', 'side', 'unit', 'mean', 'sd', 'n', 'limb'],
    ...entries.flatMap((entry) =>
      studyRows(entry).map(([parameter, side, unit, { mean, sd, n }]) => [
        ...walkCells(entry.walk),
        parameter,
        side,
        unit,
        printed(mean, 5),
        printed(sd, 5),
        n,
        limbOf(side, entry.walk.affectedSide),
      ]),
    ),
  ]);
