import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { badInput, type GaitError } from '../../shared/errors';
import { nearest } from '../../shared/nearest';

/** A table as a person or a spreadsheet wrote it. */
export interface CsvTable {
  /** Cells by column, trimmed; empty ones are left out. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly columns: readonly string[];
}

/** A number in a cell; what is no number stays text, for the schema to complain about. */
export const numberCell = <T extends z.ZodType>(schema: T) =>
  z.preprocess((cell) => (typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell), schema);

/**
 * Reads a CSV table with a header, also as spreadsheets write it: byte order mark, Windows lines, semicolons.
 * @param numbers columns whose decimal sign may be a comma where semicolons part the cells.
 * @throws GaitError bad-input where it is no table.
 */
export function parseCsv(text: string, name: string, numbers: readonly string[]): CsvTable {
  // Excel writes semicolons where the comma is the decimal sign.
  const semicolons = (text.split(/\r?\n/, 1)[0] ?? '').includes(';');
  let columns: string[] = [];
  let records: Record<string, string>[];
  try {
    records = parse(text, {
      columns: (header: string[]) => (columns = header.map((column) => column.trim())),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      delimiter: semicolons ? ';' : ',',
    });
  } catch (thrown) {
    throw notATable(name, thrown);
  }
  const rows = records.map((record) =>
    Object.fromEntries(
      Object.entries(record)
        .filter(([, cell]) => cell !== '')
        .map(([column, cell]) => [
          column,
          semicolons && numbers.includes(column) ? withDecimalPoint(cell) : cell,
        ]),
    ),
  );
  return { rows, columns };
}

/**
 * Columns that nobody reads.
 * @throws GaitError bad-input for one that looks like a known one misspelled.
 */
export function unusedColumns(
  columns: readonly string[],
  known: readonly string[],
  name: string,
): readonly string[] {
  const unused = columns.filter((column) => !known.includes(column));
  for (const column of unused) {
    const near = nearest(column, known);
    if (near !== undefined) throw badInput(`${name} has a column "${column}".`, `Did you mean "${near}"?`);
  }
  return unused;
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
