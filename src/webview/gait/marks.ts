import { editToleranceS } from '../../shared/gait-definitions';
import type { EventKind, GaitEvent, Side } from '../../shared/results';
import { eventName, secondsText } from './event-words';

/** An event as it stands in the lane: as it was found, moved, taken away, or new. */
export interface Mark {
  readonly id: string;
  readonly side: Side;
  readonly event: EventKind;
  readonly timeS: number;
  /** Where the result has it; null where a person added it. */
  readonly originS: number | null;
  readonly isDeleted: boolean;
  /** Set by hand in the result already. */
  readonly byHand: boolean;
}

/** A span of the recording in which events may be. */
export interface Span {
  readonly fromS: number;
  readonly toS: number;
}

/** An event as the result has it. */
export const markOf = ({ timeS, side, event, origin }: GaitEvent, index: number): Mark => ({
  id: `found-${index}`,
  side,
  event,
  timeS,
  originS: timeS,
  isDeleted: false,
  byHand: origin !== undefined,
});

/** Whether a mark differs from what the result has. */
export const isCorrected = ({ originS, timeS, isDeleted }: Mark): boolean =>
  originS === null || isDeleted || originS !== timeS;

/** A mark whose correction stands in a cell now, though it may have been changed again meanwhile. */
export function afterWriting(mark: Mark, written: Mark | undefined): Mark[] {
  if (written === undefined) return [mark];
  if (written.isDeleted) return mark.isDeleted ? [] : [{ ...mark, originS: null }];
  return [{ ...mark, byHand: mark.byHand || isCorrected(written), originS: written.timeS }];
}

export const asFound = (mark: Mark): Mark => ({
  ...mark,
  timeS: mark.originS ?? mark.timeS,
  isDeleted: false,
});

/** Times of one event that differ by less are printed alike. */
export const sameS = 0.0005;

/** The event of the same side and kind that stands too close to be told apart. */
export const takenBy = (marks: readonly Mark[], mark: Mark): Mark | undefined =>
  marks.find(
    (other) =>
      other.id !== mark.id &&
      !other.isDeleted &&
      other.side === mark.side &&
      other.event === mark.event &&
      Math.abs(other.timeS - mark.timeS) < editToleranceS,
  );

/** Why an event cannot be put there. */
export const takenText = (taken: Mark, timeS: number): string =>
  `There is a ${eventName(taken, 'within')} already at ${secondsText(taken.timeS)}, less than ${
    1000 * editToleranceS
  } ms from ${secondsText(timeS)}.`;

/** To the millisecond, and strictly within: the ends of the span may be rounded themselves. */
export function withinSpan({ fromS, toS }: Span, timeS: number): number {
  const rounded = Math.round(timeS * 1000) / 1000;
  if (rounded >= toS) return Math.floor((toS - 0.0001) * 1000) / 1000;
  if (rounded <= fromS) return Math.ceil((fromS + 0.0001) * 1000) / 1000;
  return rounded;
}
