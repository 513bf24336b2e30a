import { badInput } from '../../../shared/errors';
import { nearest } from '../../../shared/nearest';
import type { AppliedEdit, GaitEvent } from '../../../shared/results';
import type { EventEdit } from '../../../shared/event-edit';
import { changeBy, seconds, type EditedRecording } from './event-changes';

export interface EditedEvents {
  /** In order of time. */
  readonly events: readonly GaitEvent[];
  /** What each edit did, in the order of the list. */
  readonly applied: readonly AppliedEdit[];
}

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

/**
 * Events with corrections by hand, made one after the other: each sees what those before it left. An event is named
 * by its side, its kind and its time within 50 ms.
 *
 * @throws GaitError bad-input for an edit that is not complete, names an event that is not there or not the only one,
 *   or a time outside of the recording.
 */
export function applyEdits(
  events: readonly GaitEvent[],
  edits: readonly EventEdit[],
  recording: EditedRecording,
): EditedEvents {
  const applied: AppliedEdit[] = [];
  let current = events;
  for (const edit of edits) {
    if (edit.at !== undefined && Number.isNaN(Date.parse(edit.at))) {
      throw badInput(`"${edit.at}" is no date and time.`, 'Write it as 2026-01-31 or 2026-01-31T14:05.');
    }
    const earlier = [...recording.earlier, ...applied];
    const { events: changed, ...what } = changeBy(current, edit, { ...recording, earlier });
    current = changed;
    applied.push({
      edit: edit.edit,
      timeS: edit.time_s,
      toS: edit.to_s ?? null,
      side: edit.side ?? null,
      event: edit.event ?? null,
      ...what,
      author: oneLine(edit.author),
      at: edit.at ?? recording.now,
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
