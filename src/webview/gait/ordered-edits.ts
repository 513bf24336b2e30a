import type { EventEdit } from '../../shared/event-edit';
import { editToleranceS } from '../../shared/gait-definitions';
import type { EventKind, Side } from '../../shared/results';

/** A correction of one event, without who made it. */
export interface PlainEdit extends Pick<EventEdit, 'time_s' | 'to_s'> {
  readonly edit: 'add' | 'move' | 'delete';
  readonly side: Side;
  readonly event: EventKind;
}

/**
 * Edits in an order in which each can be made after those before it: what is deleted makes room first, a move waits
 * until its place is free, and what is added comes last. Events that change places with one another have no such
 * order; there one is deleted and added anew.
 */
export function orderedEdits(edits: readonly PlainEdit[]): PlainEdit[] {
  const byTime = [...edits].sort((a, b) => a.time_s - b.time_s);
  const moves = byTime.filter(({ edit }) => edit === 'move');
  const freed: PlainEdit[] = [];
  const ordered: PlainEdit[] = [];
  const added = byTime.filter(({ edit }) => edit === 'add');
  while (moves.length > 0) {
    const next = moves.findIndex((move) =>
      moves.every((other) => other === move || !isInTheWay(other, move)),
    );
    const [move] = moves.splice(Math.max(next, 0), 1);
    if (move === undefined) break;
    if (next >= 0) {
      ordered.push(move);
    } else {
      const { to_s: toS, ...subject } = move;
      freed.push({ ...subject, edit: 'delete' });
      added.push({ ...subject, edit: 'add', time_s: toS ?? move.time_s });
    }
  }
  const deleted = [...byTime.filter(({ edit }) => edit === 'delete'), ...freed];
  return [...deleted, ...ordered, ...added];
}

/** Whether an event that is yet to move stands where another is to go. */
const isInTheWay = (other: PlainEdit, move: PlainEdit): boolean =>
  other.side === move.side &&
  other.event === move.event &&
  Math.abs(other.time_s - (move.to_s ?? move.time_s)) < editToleranceS;
