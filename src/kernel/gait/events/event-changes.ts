import { badInput, type GaitError } from '../../../shared/errors';
import type { AppliedEdit, EventKind, GaitEvent, Side } from '../../../shared/results';
import type { EventEdit } from '../../../shared/event-edit';
import { editToleranceS } from '../../../shared/gait-definitions';
import { exchangedSpans } from '../signal/exchange-legs';

/** An event this close is the one that is meant, whatever else is near: tables print times to a tenth of a millisecond. */
const exactS = 0.0005;

/** From the first to the last frame of a recording. */
export interface RecordingSpan {
  readonly fromS: number;
  readonly toS: number;
}

/** What edits need to know of their recording. */
export interface EditedRecording {
  readonly span: RecordingSpan;
  /** Corrections that were made before these. */
  readonly earlier: readonly AppliedEdit[];
  /** Events as they are found where the legs are exchanged over some spans. */
  readonly findAnew: (exchanged: readonly RecordingSpan[]) => readonly GaitEvent[];
  /** ISO time that stands for `at` where an edit has none. */
  readonly now: string;
}

const words: Record<EventKind, string> = { heel_strike: 'heel strike', toe_off: 'toe-off' };
export const seconds = (timeS: number): string => `${timeS.toFixed(3)} s`;
const nameOf = (side: Side, event: EventKind): string => `${side} ${words[event]}`;

/** The event that an edit names: the only one of its side and kind within the tolerance. */
function named(
  events: readonly GaitEvent[],
  { timeS, side, event }: { timeS: number; side: Side; event: EventKind },
  what: string,
): GaitEvent {
  const same = events
    .filter((candidate) => candidate.side === side && candidate.event === event)
    .sort((a, b) => Math.abs(a.timeS - timeS) - Math.abs(b.timeS - timeS));
  const [closest, second] = same;
  const distanceS = (candidate: GaitEvent | undefined) =>
    candidate === undefined ? Infinity : Math.abs(candidate.timeS - timeS);
  // The tolerance holds as it is printed: 0.05 s away is within it, whatever the last bit of the difference.
  const isWithin = (candidate: GaitEvent | undefined) => distanceS(candidate) <= editToleranceS + 1e-9;
  if (closest === undefined || !isWithin(closest)) {
    throw badInput(
      `There is no ${nameOf(side, event)} within ${1000 * editToleranceS} ms of ${seconds(timeS)} to ${what}.`,
      closest === undefined
        ? `There is no ${nameOf(side, event)} at all; one can be added.`
        : `The nearest is at ${seconds(closest.timeS)}.`,
    );
  }
  if (second !== undefined && isWithin(second) && distanceS(closest) > exactS) {
    throw badInput(
      `Which ${nameOf(side, event)} at ${seconds(timeS)} is meant?`,
      `There is one at ${seconds(closest.timeS)} and one at ${seconds(second.timeS)}: give its exact time.`,
    );
  }
  return closest;
}

/** @throws GaitError where the time is outside of the recording. */
function within({ fromS, toS }: RecordingSpan, timeS: number, what: string): void {
  if (timeS >= fromS && timeS <= toS) return;
  throw badInput(
    `${seconds(timeS)} is outside of the recording: ${what} cannot be there.`,
    `The recording goes from ${seconds(fromS)} to ${seconds(toS)}.`,
  );
}

/** @throws GaitError where another event of this side and kind stands too close to tell the two apart. */
function mustBeFree(events: readonly GaitEvent[], timeS: number, side: Side, event: EventKind): void {
  const there = events.find(
    (other) =>
      other.side === side && other.event === event && Math.abs(other.timeS - timeS) < editToleranceS - 1e-9,
  );
  if (there === undefined) return;
  throw badInput(
    `There is a ${nameOf(side, event)} already at ${seconds(there.timeS)}, less than ${1000 * editToleranceS} ms from ${seconds(timeS)}.`,
    'Move that one, or delete it first.',
  );
}

const incomplete = (edit: EventEdit, what: string): GaitError =>
  badInput(
    `The edit "${edit.edit}" at ${seconds(edit.time_s)} ${what}.`,
    'add and delete take time_s, side and event; move takes to_s too; swap_legs takes time_s and to_s.',
  );

/** Side and kind of the event that an edit is about. */
function subjectOf(edit: EventEdit): { timeS: number; side: Side; event: EventKind } {
  if (edit.side === undefined) throw incomplete(edit, 'does not say which side');
  if (edit.event === undefined) throw incomplete(edit, 'does not say which event');
  if (edit.edit !== 'move' && edit.to_s !== undefined) throw incomplete(edit, 'cannot have to_s');
  return { timeS: edit.time_s, side: edit.side, event: edit.event };
}

/** Events after an edit, and what it did to them. */
export type Change = Pick<AppliedEdit, 'beforeS' | 'afterS' | 'changedEvents'> & {
  readonly events: readonly GaitEvent[];
};

function added(events: readonly GaitEvent[], edit: EventEdit, { span }: EditedRecording): Change {
  const { timeS, side, event } = subjectOf(edit);
  within(span, timeS, `a ${nameOf(side, event)}`);
  mustBeFree(events, timeS, side, event);
  const made: GaitEvent = { timeS, side, event, confidence: 1, origin: 'added' };
  return { events: [...events, made], beforeS: null, afterS: timeS, changedEvents: 1 };
}

function moved(events: readonly GaitEvent[], edit: EventEdit, { span }: EditedRecording): Change {
  const subject = subjectOf(edit);
  if (edit.to_s === undefined) throw incomplete(edit, 'does not say where to (to_s)');
  const found = named(events, subject, 'move');
  const others = events.filter((event) => event !== found);
  within(span, edit.to_s, `a ${nameOf(subject.side, subject.event)}`);
  mustBeFree(others, edit.to_s, subject.side, subject.event);
  const made: GaitEvent = {
    ...found,
    timeS: edit.to_s,
    confidence: 1,
    // An event that a person set was never found anywhere else.
    ...(found.origin !== 'added' && { origin: 'moved', foundAtS: found.foundAtS ?? found.timeS }),
  };
  return { events: [...others, made], beforeS: found.timeS, afterS: edit.to_s, changedEvents: 1 };
}

function deleted(events: readonly GaitEvent[], edit: EventEdit): Change {
  const found = named(events, subjectOf(edit), 'delete');
  return {
    events: events.filter((event) => event !== found),
    beforeS: found.timeS,
    afterS: null,
    changedEvents: 1,
  };
}

/** How far around a span of exchanged legs events are looked at anew at the least, in seconds: about a stride, as far as a leap of the legs bends their paths. */
const reachS = 1;

const isSame = (a: GaitEvent, b: GaitEvent): boolean =>
  a.side === b.side && a.event === b.event && Math.abs(a.timeS - b.timeS) <= editToleranceS;
const isByHand = ({ origin }: GaitEvent): boolean => origin === 'added' || origin === 'moved';

/**
 * Where events are looked at anew around a span: as far as a leap of the legs reaches, and on to the next events that
 * were found, for the leap may have made the whole stretch one without order, in which there are none.
 */
function reachOf(events: readonly GaitEvent[], { fromS, toS }: RecordingSpan): RecordingSpan {
  const found = events.filter((event) => !isByHand(event)).map(({ timeS }) => timeS);
  return {
    fromS: Math.min(fromS - reachS, Math.max(...found.filter((timeS) => timeS < fromS))),
    toS: Math.max(toS + reachS, Math.min(...found.filter((timeS) => timeS > toS))),
  };
}

/** Whether a person took this event away; of which side it was does not matter where legs are exchanged. */
const wasRemoved = ({ timeS, event }: GaitEvent, edits: readonly AppliedEdit[]): boolean =>
  edits.some(
    ({ event: kind, beforeS }) =>
      kind === event && beforeS !== null && Math.abs(beforeS - timeS) <= editToleranceS,
  );

/**
 * Events within the span change sides. Where the legs leapt, at its ends, steps were missed and made up: so
 * events in and around the span that are not found from the exchanged legs go, and those that are found come.
 * What a person set stays.
 */
function swapped(events: readonly GaitEvent[], edit: EventEdit, recording: EditedRecording): Change {
  const { time_s: fromS, to_s: toS } = edit;
  const { span, earlier, findAnew } = recording;
  if (toS === undefined) throw incomplete(edit, 'does not say where the span ends (to_s)');
  if (toS <= fromS) throw incomplete(edit, `ends at ${seconds(toS)}, which is not after its start`);
  if (edit.side !== undefined || edit.event !== undefined) throw incomplete(edit, 'is not about one event');
  if (toS < span.fromS || fromS > span.toS) within(span, fromS, 'a span of exchanged legs');
  const isInside = ({ timeS }: GaitEvent) => timeS >= fromS && timeS <= toS;
  const found = findAnew([...exchangedSpans(earlier), { fromS, toS }]);
  const near = reachOf(events, { fromS, toS });
  const isNear = ({ timeS }: GaitEvent) => timeS >= near.fromS && timeS <= near.toS;
  const exchanged = events.map((event): GaitEvent =>
    isInside(event)
      ? { ...event, side: event.side === 'left' ? 'right' : 'left', origin: event.origin ?? 'swapped' }
      : event,
  );
  const kept = exchanged.filter(
    (event) => isByHand(event) || !isNear(event) || found.some((other) => isSame(other, event)),
  );
  const come = found.filter(
    (event) =>
      isNear(event) && !exchanged.some((other) => isSame(other, event)) && !wasRemoved(event, earlier),
  );
  return {
    events: [...kept, ...come.map((event): GaitEvent => ({ ...event, origin: 'swapped' }))],
    beforeS: null,
    afterS: null,
    changedEvents: kept.filter(isInside).length + exchanged.length - kept.length + come.length,
  };
}

const changes = { add: added, move: moved, delete: deleted, swap_legs: swapped };

/**
 * What one edit makes of events.
 * @throws GaitError bad-input for an edit that is not complete, names an event that is not there or not the only one,
 *   or a time outside of the recording.
 */
export const changeBy = (events: readonly GaitEvent[], edit: EventEdit, recording: EditedRecording): Change =>
  changes[edit.edit](events, edit, recording);
