import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { badInput } from '../../shared/errors';
import { eventKinds, sides } from '../../shared/results';
import type { TrueEvent } from '../gait/agreement/compare-truth';
import { readTextFile } from '../read-text';

const columns = ['time_s', 'side', 'event'] as const;
const hint = `Its columns are ${columns.join(', ')}: seconds, ${sides.join(' or ')}, ${eventKinds.join(' or ')}.`;

/** One event as a table of labels holds it. */
export const eventRow = z.object({
  time_s: z.string().trim().min(1).transform(Number).pipe(z.number()),
  side: z.enum(sides),
  event: z.enum(eventKinds),
});

/**
 * Reads a CSV file of event labels: `time_s`, `side`, `event`; other columns are left alone. In order of time.
 * @throws GaitError bad-input where there is no such file, or it holds something else, with its line.
 */
export async function readLabels(file: string): Promise<TrueEvent[]> {
  return parseLabels(await readTextFile(file, 'The labels', hint), path.basename(file));
}

/** The pure part of {@link readLabels}. */
export function parseLabels(text: string, name: string): TrueEvent[] {
  let records: Record<string, string>[];
  try {
    records = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (cause) {
    throw badInput(`The labels ${name} are no CSV table: ${(cause as Error).message}.`, hint);
  }
  const lacking = columns.filter((column) => records[0] !== undefined && !(column in records[0]));
  if (records.length === 0 || lacking.length > 0) {
    throw badInput(
      records.length === 0
        ? `The labels ${name} hold no event.`
        : `The labels ${name} have no column ${lacking.join(', ')}.`,
      hint,
    );
  }
  const events = records.map((record, index): TrueEvent => {
    const parsed = eventRow.safeParse(record);
    if (!parsed.success) {
      const column = String(parsed.error.issues[0]?.path[0]);
      throw badInput(`Row ${index + 2} of ${name}: "${record[column] ?? ''}" is no ${column}.`, hint);
    }
    const { time_s: timeS, side, event } = parsed.data;
    return { timeS, side, event };
  });
  return events.sort((a, b) => a.timeS - b.timeS);
}
