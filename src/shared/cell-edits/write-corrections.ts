import { Document, isMap, isSeq } from 'yaml';
import type { EventEdit } from '../event-edit';
import { cellDocument, cellText } from './apply-settings';
import { freeName, madeBy } from './result-names';
import { supersededBy, type WrittenEdit } from './same-event';

/** Corrections of the events of one result. */
export interface Corrections {
  /** Name of the result that they correct. */
  readonly of: string;
  readonly edits: readonly EventEdit[];
}

/** Times are written to a tenth of a millisecond: finer than any camera. */
const decimals = 4;
const rounded = (timeS: number): number => Number(timeS.toFixed(decimals));

/** A correction with its keys in the order in which it is read. */
const written = ({
  edit,
  walk,
  side,
  event,
  time_s,
  to_s,
  reason,
  author,
  at,
}: EventEdit): Partial<EventEdit> =>
  Object.fromEntries(
    Object.entries({
      edit,
      walk,
      side,
      event,
      time_s: rounded(time_s),
      to_s: to_s === undefined ? undefined : rounded(to_s),
      reason,
      author,
      at,
    }).filter(([, value]) => value !== undefined),
  );

/**
 * The text of a new cell that makes the corrections.
 * @param taken names that results of the notebook have already.
 */
export function correctionsCell({ of, edits }: Corrections, taken: readonly string[]): string {
  const name = freeName(`${of.replace(/-corrected(-\d+)?$/, '')}-corrected`, [...taken, of]);
  const cell = new Document({ step: 'edit-events', of, as: name, edits: edits.map(written) });
  return cellText(cell, '');
}

/**
 * The text of a cell with the corrections added to its own, or null where it is not a cell that corrects this result
 * by a list. Those that it has already are left out; one that was made of an event as it was found takes the place of
 * what the cell made of that event before.
 */
export function withCorrections(text: string, { of, edits }: Corrections): string | null {
  let cell;
  try {
    cell = cellDocument(text);
  } catch {
    return null;
  }
  const list = cell.get('edits');
  if (cell.get('step') !== 'edit-events' || cell.get('of') !== of || !isSeq(list)) return null;
  if (!list.items.every((item) => isMap(item))) return null;
  list.flow = false;
  for (const edit of edits.map(written)) {
    // Sound: all of them are mappings; what stands under their keys is only compared.
    const superseded = supersededBy(edit, list.toJSON() as WrittenEdit[]);
    if (superseded === null) continue;
    const [first = list.items.length] = superseded;
    const kept = list.items.filter((_, at) => !superseded.includes(at));
    kept.splice(first, 0, cell.createNode(edit));
    list.items = kept;
  }
  return cellText(cell, text);
}

/**
 * The nearest of the cells below a result that corrects it by a list, as a place among them, and its text with the
 * corrections added; null where there is none. It need not be the next one, nor one that was not run yet: corrections
 * may go on from those in it. What stands below a cell that makes a result of the same name corrects that one.
 */
export function joinedBelow(
  texts: readonly string[],
  corrections: Corrections,
): { readonly at: number; readonly text: string } | null {
  for (const [at, below] of texts.entries()) {
    const text = withCorrections(below, corrections);
    if (text !== null) return { at, text };
    if (madeBy(below)?.name === corrections.of) return null;
  }
  return null;
}
