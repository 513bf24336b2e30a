import { badInput, type GaitError } from '../../shared/errors';
import { nearest } from '../../shared/nearest';
import type { AppliedEdit, EventKind, GaitEvent, Side } from '../../shared/results';
import type { EventEdit } from '../../shared/steps';

/** How far from the time that an edit names its event may be, in seconds: half of what tells two events apart. */
export const editToleranceS = 0.05;
/** An event this close is the one that is meant, whatever else is near: tables print times to a tenth of a millisecond. */
const exactS = 0.0005;

/** From the first to the last frame of a recording. */
export interface RecordingSpan {
  readonly fromS: number;
  readonly toS: number;
}

export interface EditedEvents {
  /** In order of time. */
  readonly events: readonly GaitEvent[];
  /** What each edit did, in the order of the list. */
  readonly applied: readonly AppliedEdit[];
}

const words: Record<EventKind, string> = { heel_strike: 'heel strike', toe_off: 'toe-off' };
const seconds = (timeS: number): string => `${timeS.toFixed(3)} s`;
const nameOf = (side: Side, event: EventKind): string => `${side} ${words[event]}`;

/**
 * Which edits are whose.
 * @param walkIds of all walks of the result.
 * @returns edits by the id of their walk, each in its order.
 * @throws GaitError bad-input for an edit whose walk is not said, though there are several, or is not there.
 */
export function editsByWalk(
  edits: readonly EventEdit[],
  walkIds: readonly string[],
): ReadonlyMap<string, readonly EventEdit[]> {
  const byWalk = new Map<string, EventEdit[]>();
  for (const edit of edits) {
    const id = edit.walk ?? (walkIds.length === 1 ? walkIds[0] : undefined);
    if (id === undefined) {
      throw badInput(
        `The edit at ${seconds(edit.time_s)} does not say whose events it corrects.`,
        `Name the walk: ${walkIds.join(', ')}.`,
      );
    }
    const known = walkIds.filter((candidate) => candidate === id).length;
    if (known === 0) {
      const close = nearest(id, walkIds);
      throw badInput(
        `There is no walk "${id}" to edit.`,
        close === undefined ? `Walks are: ${walkIds.join(', ')}.` : `Did you mean "${close}"?`,
      );
    }
    if (known > 1) {
      throw badInput(
        `There are ${known} walks called "${id}".`,
        'Give each an id of its own in a study table.',
      );
    }
    byWalk.set(id, [...(byWalk.get(id) ?? []), edit]);
  }
  return byWalk;
}

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

type Change = Pick<AppliedEdit, 'beforeS' | 'afterS' | 'changedEvents'> & {
  readonly events: readonly GaitEvent[];
};

function added(events: readonly GaitEvent[], edit: EventEdit, span: RecordingSpan): Change {
  const { timeS, side, event } = subjectOf(edit);
  within(span, timeS, `a ${nameOf(side, event)}`);
  mustBeFree(events, timeS, side, event);
  const made: GaitEvent = { timeS, side, event, confidence: 1, origin: 'added' };
  return { events: [...events, made], beforeS: null, afterS: timeS, changedEvents: 1 };
}

function moved(events: readonly GaitEvent[], edit: EventEdit, span: RecordingSpan): Change {
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

function swapped(events: readonly GaitEvent[], edit: EventEdit, span: RecordingSpan): Change {
  const { time_s: fromS, to_s: toS } = edit;
  if (toS === undefined) throw incomplete(edit, 'does not say where the span ends (to_s)');
  if (toS <= fromS) throw incomplete(edit, `ends at ${seconds(toS)}, which is not after its start`);
  if (edit.side !== undefined || edit.event !== undefined) throw incomplete(edit, 'is not about one event');
  if (toS < span.fromS || fromS > span.toS) within(span, fromS, 'a span of exchanged legs');
  const isInside = ({ timeS }: GaitEvent) => timeS >= fromS && timeS <= toS;
  return {
    events: events.map((event) =>
      isInside(event)
        ? {
            ...event,
            side: event.side === 'left' ? 'right' : 'left',
            origin: event.origin ?? 'swapped',
          }
        : event,
    ),
    beforeS: null,
    afterS: null,
    changedEvents: events.filter(isInside).length,
  };
}

const apply = { add: added, move: moved, delete: deleted, swap_legs: swapped };

/**
 * Events with corrections by hand, made one after the other: each sees what those before it left. An event is named
 * by its side, its kind and its time within {@link editToleranceS}.
 *
 * @param now ISO time that stands for `at` where an edit has none.
 * @throws GaitError bad-input for an edit that is not complete, names an event that is not there or not the only one,
 *   or a time outside of the recording.
 */
export function applyEdits(
  events: readonly GaitEvent[],
  edits: readonly EventEdit[],
  span: RecordingSpan,
  now: string,
): EditedEvents {
  const applied: AppliedEdit[] = [];
  let current = events;
  for (const edit of edits) {
    if (edit.at !== undefined && Number.isNaN(Date.parse(edit.at))) {
      throw badInput(`"${edit.at}" is no date and time.`, 'Write it as 2026-01-31 or 2026-01-31T14:05.');
    }
    const { events: changed, ...what } = apply[edit.edit](current, edit, span);
    current = changed;
    applied.push({
      edit: edit.edit,
      timeS: edit.time_s,
      toS: edit.to_s ?? null,
      side: edit.side ?? null,
      event: edit.event ?? null,
      ...what,
      author: oneLine(edit.author),
      at: edit.at ?? now,
      reason: oneLine(edit.reason),
    });
  }
  return { events: [...current].sort((a, b) => a.timeS - b.timeS), applied };
}

/** Tables have one line an edit. */
const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

const counts = (edits: readonly AppliedEdit[], kind: AppliedEdit['edit'], what: string): string[] => {
  const count = edits.filter(({ edit }) => edit === kind).length;
  return count === 0 ? [] : [`${count} ${what}`];
};

/** What was corrected, in one sentence. */
export function editsInWords(edits: readonly AppliedEdit[]): string {
  const parts = [
    ...counts(edits, 'add', 'added'),
    ...counts(edits, 'move', 'moved'),
    ...counts(edits, 'delete', 'deleted'),
    ...counts(edits, 'swap_legs', 'with the legs exchanged over a span'),
  ];
  return `Events were corrected by hand (${parts.join(', ')}); edits.csv lists who, when and why.`;
}
