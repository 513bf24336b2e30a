import path from 'node:path';
import { badInput } from '../../shared/errors';
import { readableIssues } from '../../shared/readable-issues';
import { eventEdit, type EventEdit } from '../../shared/event-edit';
import { readTextFile } from '../read-text';
import { numberCell, parseCsv, unusedColumns } from './csv';
import { recordingColumns } from './walk-columns';

const row = eventEdit.extend({
  time_s: numberCell(eventEdit.shape.time_s),
  to_s: numberCell(eventEdit.shape.to_s),
});
const columns = Object.keys(row.shape);
/** What `edits.csv` holds beside the corrections themselves; it can be given back as it is. */
const written = ['before_s', 'after_s', 'changed_events', ...recordingColumns];

/**
 * Reads a CSV table of corrections by hand.
 * @throws GaitError bad-input that names the row and column where the table is wrong.
 */
export async function readEditsTable(file: string): Promise<EventEdit[]> {
  const hint = `Give the path of a CSV table with the columns ${columns.join(', ')}.`;
  return parseEditsTable(await readTextFile(file, 'The table of edits', hint), path.basename(file));
}

/** The pure part of {@link readEditsTable}. */
export function parseEditsTable(text: string, name: string): EventEdit[] {
  const table = parseCsv(text, name, ['time_s', 'to_s']);
  if (table.rows.length === 0) {
    throw badInput(`The table of edits ${name} has no rows.`, `Its columns are ${columns.join(', ')}.`);
  }
  unusedColumns(table.columns, [...columns, ...written], name);
  return table.rows.map((record, index) => {
    const own = Object.fromEntries(Object.entries(record).filter(([column]) => columns.includes(column)));
    const filled = record['id'] === undefined ? own : { walk: record['id'], ...own };
    const parsed = row.safeParse(filled);
    if (!parsed.success) {
      throw readableIssues(eventEdit, parsed.error, filled, `Row ${index + 2} of ${name}`);
    }
    return parsed.data;
  });
}
