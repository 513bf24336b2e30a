import { figure, meanAndSpread, missing } from './numbers';
import type { GaitParameters, NormativeBand, Statistic } from './results';

/** One gait parameter as a row of a table. */
export interface ParameterRow {
  /** Its key in `parameters.json`. */
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly decimals: number;
  readonly left: Statistic;
  readonly right: Statistic;
  readonly all: Statistic;
  /** What `all` means, where it is not both sides pooled. */
  readonly note?: string;
  /** 200 · (L − R) / (L + R); null where a side is not known or the sides do not differ by what can be told. */
  readonly symmetryPercent: number | null;
  /** What healthy adults show of a side, and of both in all; null where there is no source. */
  readonly norm: NormativeBand | null;
  readonly normOfAll: NormativeBand | null;
  /** Why a value that is not there is not stated. */
  readonly reason: string;
}

type Values = Pick<ParameterRow, 'key' | 'label' | 'unit' | 'decimals' | 'left' | 'right' | 'all' | 'note'>;

const noScale =
  'no scale: lengths and speed need the height of the subject, the speed of the belt or two points on the floor';
const notStated = 'not stated for this recording; the notes above say why';
const noCycle = 'no kept cycle gives this value';
const noCadence = 'too few steps in a row for a cadence';
/** Why a symmetry index is not stated. */
export const noSymmetry =
  'a side is not known, or the sides differ by less than can be told; the notes say which';

const none: Statistic = { mean: null, sd: null, n: 0 };

const times = [
  ['stride_time_s', 'Stride time'],
  ['step_time_s', 'Step time'],
] as const;

const shares = [
  ['stance_percent', 'Stance'],
  ['swing_percent', 'Swing'],
  ['single_support_percent', 'Single support'],
] as const;

/** Parameters in metres: a row even where there is no scale, for a reader looks for them. */
const lengths = [
  ['stride_length_m', 'Stride length', 'm'],
  ['step_length_m', 'Step length', 'm'],
  ['speed_m_s', 'Speed', 'm/s'],
] as const;

/** Parameters that few set-ups show: a row only where they are there. */
const rarer = [
  ['stride_length_body_heights', 'Stride length', 'body heights'],
  ['step_width_m', 'Step width', 'm'],
  ['foot_clearance_m', 'Foot clearance', 'm'],
] as const;

/** Every parameter of a walk that a table shows, in the order in which it shows them. */
export function parameterRows(parameters: GaitParameters): ParameterRow[] {
  const { left, right, total } = parameters.double_support_percent;
  const unit = '% of cycle';
  const values: Values[] = [
    ...times.map(([key, label]) => ({ key, label, unit: 's', decimals: 3, ...parameters[key] })),
    ...shares.map(([key, label]) => ({ key, label, unit, decimals: 1, ...parameters[key] })),
    {
      key: 'double_support_percent',
      label: 'Double support',
      unit,
      decimals: 1,
      left,
      right,
      all: total,
      note: 'in all',
    },
    ...lengths.map(([key, label, unit]) => ({
      key,
      label,
      unit,
      decimals: 3,
      ...(parameters[key] ?? { left: none, right: none, all: none }),
    })),
    ...rarer.flatMap(([key, label, unit]) => {
      const value = parameters[key];
      return value === null ? [] : [{ key, label, unit, decimals: 3, ...value }];
    }),
  ];
  return values.map((row) => ({
    ...row,
    symmetryPercent: parameters.symmetry_index_percent[row.key] ?? null,
    norm: parameters.normative[row.key] ?? null,
    normOfAll: parameters.normative[`total_${row.key}`] ?? null,
    reason: reasonFor(row, parameters),
  }));
}

function reasonFor({ key }: Pick<Values, 'key'>, parameters: GaitParameters): string {
  const isLength = key === 'stride_length_m' || key === 'step_length_m' || key === 'speed_m_s';
  if (!isLength || parameters[key] !== null) return noCycle;
  return parameters.quality.scale === null ? noScale : notStated;
}

/** Why values of these rows are not there, each reason once. */
export function missingReasons(rows: readonly ParameterRow[]): string[] {
  const incomplete = rows.filter((row) => [row.left, row.right, row.all].some(({ mean }) => mean === null));
  return [...new Set(incomplete.map(({ reason }) => reason))];
}

/** A band as it is quoted: to the digit that its spread is known to. */
function bandInWords({ mean, sd }: NormativeBand): string {
  return meanAndSpread({ mean, sd, n: 0 }, Math.max(0, -Math.floor(Math.log10(sd / 2))));
}

/** What healthy adults show of a row; of double support a side's, and both in all. Empty where there is no source. */
export function normInWords({ norm, normOfAll }: Pick<ParameterRow, 'norm' | 'normOfAll'>): string {
  if (norm === null) return '';
  return normOfAll === null ? bandInWords(norm) : `${bandInWords(norm)}; in all ${bandInWords(normOfAll)}`;
}

/** Cadence with what healthy adults show, or why it is not there. */
export function cadenceInWords({ cadence_steps_per_min: value, normative }: GaitParameters): string {
  if (value === null) return `${missing} (${noCadence})`;
  const band = normative['cadence_steps_per_min'];
  return `${figure(value, 1)} steps/min${band === undefined ? '' : ` (healthy adults ${bandInWords(band)})`}`;
}
