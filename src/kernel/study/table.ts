import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { badInput } from '../../shared/errors';
import { nearest } from '../../shared/nearest';
import { walkMetadata } from '../../shared/steps';
import type { WalkRequest } from './walks';

const number = <T extends z.ZodType>(schema: T) =>
  z.preprocess((cell) => (typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell), schema);

const cropCell = z.preprocess(
  (cell) => (typeof cell === 'string' ? cell.split(/[\s,;]+/).map(Number) : cell),
  walkMetadata.crop,
);

const row = z.strictObject({
  path: z.string().min(1),
  id: z.string().min(1).optional(),
  subject: walkMetadata.subject,
  session: walkMetadata.session,
  condition: walkMetadata.condition,
  affected_side: walkMetadata.affected_side,
  aid: walkMetadata.aid,
  height_m: number(walkMetadata.height_m),
  belt_speed_m_s: number(walkMetadata.belt_speed_m_s),
  capture_fps: number(walkMetadata.capture_fps),
  crop: cropCell,
  labels: walkMetadata.labels,
});
const columns = Object.keys(row.shape);

/** The walks of a study table, and what was noticed in it. */
export interface StudyTable {
  readonly walks: readonly WalkRequest[];
  readonly warnings: readonly string[];
}

/**
 * Reads a CSV table of walks. Paths in it start from the table's own folder.
 * @throws GaitError bad-input that names the row and column where the table is wrong.
 */
export async function readStudyTable(file: string): Promise<StudyTable> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    throw badInput(`The study table ${file} cannot be read: ${(thrown as Error).message}.`);
  }
  return parseStudyTable(text, file);
}

/** The pure part of {@link readStudyTable}. */
export function parseStudyTable(text: string, file: string): StudyTable {
  const name = path.basename(file);
  let records: Record<string, string>[];
  try {
    records = parse(text, {
      columns: (header: string[]) => header.map((column) => column.trim()),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      // Excel writes semicolons where the comma is the decimal sign.
      delimiter: (text.split(/\r?\n/, 1)[0] ?? '').includes(';') ? ';' : ',',
    });
  } catch (thrown) {
    throw badInput(`${name} is not a readable CSV table: ${(thrown as Error).message}.`);
  }
  const first = records[0];
  if (!first)
    throw badInput(`The study table ${name} has no rows.`, `Its columns are ${columns.join(', ')}.`);
  if (!('path' in first)) {
    throw badInput(
      `The study table ${name} has no column "path".`,
      `It has ${Object.keys(first).join(', ')}. Only path is required: the video of each walk.`,
    );
  }
  const warnings: string[] = [];
  const unused = Object.keys(first).filter((column) => !columns.includes(column));
  for (const column of unused) {
    const near = nearest(column, columns);
    if (near) throw badInput(`${name} has a column "${column}".`, `Did you mean "${near}"?`);
    warnings.push(`Column "${column}" of ${name} is not used.`);
  }
  const walks = records.map((record, index): WalkRequest => {
    const filled = Object.fromEntries(
      Object.entries(record).filter(([column, cell]) => cell !== '' && columns.includes(column)),
    );
    const parsed = row.safeParse(filled);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const column = issue.path[0] === undefined ? 'path' : String(issue.path[0]);
      const cell = record[column];
      throw badInput(
        `Row ${index + 2} of ${name}, column ${column}: ${cell ? `"${cell}" does not fit` : 'no value'} (${issue.message}).`,
      );
    }
    const folder = path.dirname(file);
    const { labels, ...rest } = parsed.data;
    return {
      ...rest,
      path: path.resolve(folder, parsed.data.path),
      ...(labels === undefined ? {} : { labels: path.resolve(folder, labels) }),
    };
  });
  return { walks, warnings };
}
