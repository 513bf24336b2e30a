import path from 'node:path';
import { z } from 'zod';
import { badInput } from '../../../shared/errors';
import { nearest } from '../../../shared/nearest';
import { eventKinds, sides } from '../../../shared/results';
import type { TrueEvent } from '../../gait/agreement/compare-truth';
import { readTextFile } from '../../read-text';
import { parseCsv } from '../../study/csv';
import { eventRow } from '../../study/labels';

const columns = ['walk', 'time_s', 'side', 'event'] as const;
const hint = `Its columns are ${columns.join(', ')}: the walk’s id, seconds, ${sides.join(' or ')}, ${eventKinds.join(' or ')}.`;

const labelRow = eventRow.extend({ walk: z.string().min(1) });

/**
 * Reads a CSV file of labels of several walks; other columns are left alone.
 * @param walkIds the walks that are trained with
 * @returns the events of each walk that the table has any of, in order of time.
 * @throws GaitError bad-input where there is no such file, it holds something else, or labels a walk that is not there.
 */
export async function readLabelsTable(
  file: string,
  walkIds: readonly string[],
): Promise<Map<string, TrueEvent[]>> {
  return parseLabelsTable(
    await readTextFile(file, 'The table of labels', hint),
    path.basename(file),
    walkIds,
  );
}

/** The pure part of {@link readLabelsTable}. */
export function parseLabelsTable(
  text: string,
  name: string,
  walkIds: readonly string[],
): Map<string, TrueEvent[]> {
  const table = parseCsv(text, name, ['time_s']);
  const lacking = columns.filter((column) => !table.columns.includes(column));
  if (lacking.length > 0) {
    throw badInput(`The table of labels ${name} has no column ${lacking.join(', ')}.`, hint);
  }
  if (table.rows.length === 0) throw badInput(`The table of labels ${name} holds no event.`, hint);
  const byWalk = new Map<string, TrueEvent[]>();
  for (const [index, record] of table.rows.entries()) {
    const parsed = labelRow.safeParse(record);
    if (!parsed.success) {
      const column = String(parsed.error.issues[0]?.path[0]);
      throw badInput(`Row ${index + 2} of ${name}: "${record[column] ?? ''}" is no ${column}.`, hint);
    }
    const { walk, time_s: timeS, side, event } = parsed.data;
    byWalk.set(walk, [...(byWalk.get(walk) ?? []), { timeS, side, event }]);
  }
  mustBeKnown([...byWalk.keys()], walkIds, name);
  return new Map(Array.from(byWalk, ([walk, events]) => [walk, events.sort((a, b) => a.timeS - b.timeS)]));
}

function mustBeKnown(labelled: readonly string[], walkIds: readonly string[], name: string): void {
  const unknown = labelled.filter((walk) => !walkIds.includes(walk));
  if (unknown.length === 0) return;
  const close = nearest(unknown[0]!, walkIds);
  throw badInput(
    `${name} labels walks that are not in the data: ${unknown.join(', ')}.`,
    `${close === undefined ? '' : `Did you mean ${close}? `}The data holds: ${walkIds.join(', ')}.`,
  );
}
