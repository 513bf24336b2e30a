import { stringify } from 'csv-stringify/sync';
import {
  jointNames,
  sides,
  type CycleCurve,
  type GaitCycle,
  type GaitEvent,
  type GaitParameters,
  type JointAngles,
  type Statistic,
  type Walk,
} from '../../shared/results';

/** A number as tables print it: no more digits than it can carry, blank where there is none. */
const printed = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined || Number.isNaN(value) ? '' : String(Number(value.toFixed(digits)));

const csv = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  stringify([[...columns], ...rows.map((row) => [...row])]);

/** `events.csv`: times in seconds, confidence 0–1. */
export const eventsCsv = (events: readonly GaitEvent[]): string =>
  csv(
    ['time_s', 'side', 'event', 'confidence'],
    events.map(({ timeS, side, event, confidence }) => [
      printed(timeS, 4),
      side,
      event,
      printed(confidence, 3),
    ]),
  );

const cycleColumns: readonly (readonly [name: string, value: (cycle: GaitCycle) => string])[] = [
  ['side', ({ side }) => side],
  ['start_s', ({ startS }) => printed(startS, 4)],
  ['end_s', ({ endS }) => printed(endS, 4)],
  ['toe_off_s', ({ toeOffS }) => printed(toeOffS, 4)],
  ['opposite_strike_s', ({ oppositeStrikeS }) => printed(oppositeStrikeS, 4)],
  ['opposite_off_s', ({ oppositeOffS }) => printed(oppositeOffS, 4)],
  ['stride_time_s', ({ strideTimeS }) => printed(strideTimeS, 4)],
  ['step_time_s', ({ stepTimeS }) => printed(stepTimeS, 4)],
  ['stance_percent', ({ stancePercent }) => printed(stancePercent, 2)],
  ['swing_percent', ({ swingPercent }) => printed(swingPercent, 2)],
  ['single_support_percent', ({ singleSupportPercent }) => printed(singleSupportPercent, 2)],
  ['double_support_percent', ({ doubleSupportPercent }) => printed(doubleSupportPercent, 2)],
  ['stride_length_m', ({ strideLengthM }) => printed(strideLengthM, 4)],
  ['step_length_m', ({ stepLengthM }) => printed(stepLengthM, 4)],
  ['speed_m_s', ({ speedMS }) => printed(speedMS, 4)],
  ['kept', ({ kept }) => String(kept)],
  ['reason', ({ reason }) => reason],
];

/** `cycles.csv`: one row a cycle, numbered from 1, kept or left out and why. */
export const cyclesCsv = (cycles: readonly GaitCycle[]): string =>
  csv(
    ['cycle', ...cycleColumns.map(([name]) => name)],
    cycles.map((cycle, k) => [k + 1, ...cycleColumns.map(([, value]) => value(cycle))]),
  );

const line = (cells: readonly (string | number)[]): string => `${cells.join(',')}\n`;

/**
 * `curves.csv` in pieces: 101 rows for each kept cycle and joint; `cycle` is the number of `cycles.csv`.
 * Two million rows for an hour of walking, so they are never held together.
 */
export function* curvesCsv(curves: readonly CycleCurve[]): Generator<string> {
  yield line(['cycle', 'side', 'joint', 'percent', 'angle_deg']);
  for (const { cycle, side, joint, angleDeg } of curves) {
    yield angleDeg
      .map((angle, percent) => line([cycle + 1, side, joint, percent, printed(angle, 3)]))
      .join('');
  }
}

/** Rows that make one piece of a table: enough that writing it costs more than asking for it. */
const rowsPerPiece = 512;

/** `angles.csv` in pieces: one row a frame; blank where a joint is not seen. */
export function* anglesCsv(angles: JointAngles): Generator<string> {
  const columns = sides.flatMap((side) => jointNames.map((joint) => ({ side, joint })));
  yield line(['time_s', ...columns.map(({ side, joint }) => `${joint}_${side}_deg`)]);
  for (let from = 0; from < angles.timeS.length; from += rowsPerPiece) {
    const rows = Array.from(angles.timeS.subarray(from, from + rowsPerPiece), (time, row) =>
      line([
        printed(time, 6),
        ...columns.map(({ side, joint }) => printed(angles[side][joint][from + row], 3)),
      ]),
    );
    yield rows.join('');
  }
}

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
} as const satisfies Record<string, readonly [keyof GaitParameters, string]>;

/** One walk of a study with what was found of it; null where the walk failed. */
export interface StudyEntry {
  readonly walk: Walk;
  readonly parameters: GaitParameters | null;
}

/** Rows of one walk: [parameter, side, unit, statistic]. */
function studyRows(parameters: GaitParameters | null): (readonly [string, string, string, Statistic])[] {
  // A failed walk keeps a row, so that it is missed from no count.
  if (parameters === null) return [['cadence', 'all', 'steps/min', { mean: null, sd: null, n: 0 }]];
  const cadence = parameters.cadence_steps_per_min;
  const strides = parameters.stride_time_s.all.n;
  return [
    ['cadence', 'all', 'steps/min', { mean: cadence, sd: null, n: strides }],
    ...Object.entries(studyParameters).flatMap(([name, [key, unit]]) =>
      Object.entries(parameters[key] ?? {}).map(
        ([side, value]: [string, Statistic]) => [name, side, unit, value] as const,
      ),
    ),
    ...Object.entries(studyParameters).map(([name, [key]]) => {
      const mean = parameters.symmetry_index_percent[key] ?? null;
      return [`symmetry_index_${name}`, 'both', '%', { mean, sd: null, n: mean === null ? 0 : 1 }] as const;
    }),
    [
      'detected_share',
      'all',
      '',
      { mean: parameters.quality.detected_share, sd: null, n: parameters.quality.frames },
    ],
  ];
}

/**
 * `study.csv`: one long table over all walks, a row for each walk, parameter and side, ready for statistics.
 * `side` is `left`, `right`, `all`, `total` (double support) or `both` (symmetry indices).
 */
export const studyCsv = (entries: readonly StudyEntry[]): string =>
  csv(
    [
      'id',
      'subject',
      'session',
      'condition',
      'affected_side',
      'aid',
      'parameter',
      'side',
      'unit',
      'mean',
      'sd',
      'n',
    ],
    entries.flatMap(({ walk, parameters }) =>
      studyRows(parameters).map(([parameter, side, unit, { mean, sd, n }]) => [
        walk.id,
        walk.subject ?? '',
        walk.session ?? '',
        walk.condition ?? '',
        walk.affectedSide ?? '',
        walk.aid ?? '',
        parameter,
        side,
        unit,
        printed(mean, 5),
        printed(sd, 5),
        n,
      ]),
    ),
  );
