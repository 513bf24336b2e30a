import path from 'node:path';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { badInput, type GaitError } from '../../shared/errors';
import { nearest } from '../../shared/nearest';
import { readableIssues } from '../../shared/readable-issues';
import { walkMetadata } from '../../shared/steps';
import { readTextFile } from '../read-text';
import type { WalkRequest } from './walks';

const number = <T extends z.ZodType>(schema: T) =>
  z.preprocess((cell) => (typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell), schema);

const numberList = <T extends z.ZodType>(schema: T) =>
  z.preprocess((cell) => (typeof cell === 'string' ? cell.split(/[\s,;]+/).map(Number) : cell), schema);

/** What the columns hold, once their cells are read. */
const walkFields = z.strictObject({
  path: z.string().min(1).meta({ expects: 'the path of the video, from the folder of the table' }),
  id: z.string().min(1).optional(),
  ...walkMetadata,
});
const numbers = {
  height_m: number(walkMetadata.height_m),
  belt_speed_m_s: number(walkMetadata.belt_speed_m_s),
  capture_fps: number(walkMetadata.capture_fps),
  view_deg: number(walkMetadata.view_deg),
};
const row = walkFields.extend({
  ...numbers,
  crop: numberList(walkMetadata.crop),
  floor_points: numberList(walkMetadata.floor_points),
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
  const text = await readTextFile(file, 'The study table', 'Give the path of a CSV table with --study.');
  return parseStudyTable(text, file);
}

/** The pure part of {@link readStudyTable}. */
export function parseStudyTable(text: string, file: string): StudyTable {
  const name = path.basename(file);
  // Excel writes semicolons where the comma is the decimal sign.
  const semicolons = (text.split(/\r?\n/, 1)[0] ?? '').includes(';');
  let records: Record<string, string>[];
  try {
    records = parse(text, {
      columns: (header: string[]) => header.map((column) => column.trim()),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      delimiter: semicolons ? ';' : ',',
    });
  } catch (thrown) {
    throw notATable(name, thrown);
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
      Object.entries(record)
        .filter(([column, cell]) => cell !== '' && columns.includes(column))
        .map(([column, cell]) => [column, semicolons && column in numbers ? withDecimalPoint(cell) : cell]),
    );
    const parsed = row.safeParse(filled);
    if (!parsed.success) {
      throw readableIssues(walkFields, parsed.error, filled, `Row ${index + 2} of ${name}`);
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

/** "1,75" → "1.75" */
const withDecimalPoint = (cell: string): string => cell.replace(/^(-?\d+),(\d+)$/, '$1.$2');

function notATable(name: string, thrown: unknown): GaitError {
  if (thrown instanceof CsvError && thrown.code === 'CSV_RECORD_INCONSISTENT_COLUMNS') {
    return badInput(
      `Line ${String(thrown['lines'])} of ${name} has more or fewer cells than its header.`,
      'Put a cell that holds commas in quotes, such as "0,520,1768,474".',
    );
  }
  return badInput(
    `${name} is not a readable CSV table: ${(thrown as Error).message}.`,
    'Save it again as CSV, with the names of the columns in its first line.',
  );
}
