import { stringify } from 'csv-stringify/sync';
import {
  jointNames,
  sides,
  type AppliedEdit,
  type CycleCurve,
  type GaitCycle,
  type GaitEvent,
  type GaitParameters,
  type JointAngles,
  type Walk,
} from '../../shared/results';
import { walkFacts } from '../study/walk-columns';

/** A number as tables print it: no more digits than it can carry, blank where there is none. */
export const printed = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined || Number.isNaN(value) ? '' : String(Number(value.toFixed(digits)));

const csv = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  stringify([[...columns], ...rows.map((row) => [...row])]);

/**
 * `events.csv`: times in seconds, confidence 0–1; `origin` is `detected`, or how a person changed the event, and
 * `found_at_s` where it was found if it was moved.
 */
export const eventsCsv = (events: readonly GaitEvent[]): string =>
  csv(
    ['time_s', 'side', 'event', 'confidence', 'origin', 'found_at_s'],
    events.map(({ timeS, side, event, confidence, origin, foundAtS }) => [
      printed(timeS, 4),
      side,
      event,
      printed(confidence, 3),
      origin ?? 'detected',
      printed(foundAtS, 4),
    ]),
  );

/**
 * `edits.csv`: every correction by hand in its order, with the event's time before and after. Its first columns are
 * those of a file of corrections, so that it can be given back as one.
 */
export const editsCsv = (edits: readonly AppliedEdit[]): string =>
  csv(
    [
      'edit',
      'time_s',
      'to_s',
      'side',
      'event',
      'before_s',
      'after_s',
      'changed_events',
      'author',
      'at',
      'reason',
    ],
    edits.map((edit) => [
      edit.edit,
      printed(edit.timeS, 4),
      printed(edit.toS, 4),
      edit.side ?? '',
      edit.event ?? '',
      printed(edit.beforeS, 4),
      printed(edit.afterS, 4),
      edit.changedEvents,
      edit.author,
      edit.at,
      edit.reason,
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
  ['stride_length_body_heights', ({ strideLengthHeights }) => printed(strideLengthHeights, 4)],
  ['step_width_m', ({ stepWidthM }) => printed(stepWidthM, 4)],
  ['foot_clearance_m', ({ footClearanceM }) => printed(footClearanceM, 4)],
  ['pass', ({ pass }) => String(pass)],
  ['marks', ({ marks }) => marks.join(' ')],
  ['kept', ({ kept }) => String(kept)],
  ['reason', ({ reason }) => reason],
];

/** `cycles.csv`: one row a cycle, numbered from 1, kept or left out and why. */
export const cyclesCsv = (cycles: readonly GaitCycle[]): string =>
  csv(
    ['cycle', ...cycleColumns.map(([name]) => name)],
    cycles.map((cycle, k) => [k + 1, ...cycleColumns.map(([, value]) => value(cycle))]),
  );

/** `parameters.json`, with whose walk it is where one is given; digits beyond the sixth decimal say nothing. */
export const parametersJson = (parameters: GaitParameters, walk?: Walk): string =>
  `${JSON.stringify(
    { ...(walk && { walk: walkFacts(walk) }), ...parameters },
    (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(6)) : value),
    2,
  )}\n`;

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
