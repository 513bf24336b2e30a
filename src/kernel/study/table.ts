import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { badInput } from '../../shared/errors';
import { readableIssues } from '../../shared/readable-issues';
import type { Walk } from '../../shared/results';
import { walkMetadata } from '../../shared/walk-metadata';
import { readTextFile } from '../read-text';
import { numberCell, parseCsv, unusedColumns } from './csv';
import type { WalkRequest } from './walks';

const numberList = <T extends z.ZodType>(schema: T) =>
  z.preprocess((cell) => (typeof cell === 'string' ? cell.split(/[\s,;]+/).map(Number) : cell), schema);

/** What the columns hold, once their cells are read. */
const walkFields = z.strictObject({
  path: z.string().min(1).meta({ expects: 'the path of the video, from the folder of the table' }),
  id: z.string().min(1).optional(),
  ...walkMetadata,
});
const numbers = {
  height_m: numberCell(walkMetadata.height_m),
  belt_speed_m_s: numberCell(walkMetadata.belt_speed_m_s),
  capture_fps: numberCell(walkMetadata.capture_fps),
  view_deg: numberCell(walkMetadata.view_deg),
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
  const table = parseCsv(text, name, Object.keys(numbers));
  if (table.rows.length === 0)
    throw badInput(`The study table ${name} has no rows.`, `Its columns are ${columns.join(', ')}.`);
  if (!table.columns.includes('path')) {
    throw badInput(
      `The study table ${name} has no column "path".`,
      `It has ${table.columns.join(', ')}. Only path is required: the video of each walk.`,
    );
  }
  const unused = unusedColumns(table.columns, columns, name);
  const warnings = unused.map((column) => `Column "${column}" of ${name} is not used.`);
  const walks = table.rows.map((record, index): WalkRequest => {
    const filled = Object.fromEntries(Object.entries(record).filter(([column]) => columns.includes(column)));
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

/** What is known of a walk, as the columns of a study table hold it. Its labels are left out: they are a file of their own. */
export function metadataCells(walk: Walk): Record<string, string> {
  const known: Record<Exclude<keyof typeof walkMetadata, 'labels'>, string | number | undefined> = {
    subject: walk.subject,
    session: walk.session,
    condition: walk.condition,
    affected_side: walk.affectedSide,
    aid: walk.aid,
    height_m: walk.heightM,
    belt_speed_m_s: walk.beltSpeedMS,
    capture_fps: walk.captureFps,
    crop: walk.crop?.join(','),
    view_deg: walk.viewDeg,
    floor_points: walk.floorPoints?.join(','),
  };
  return Object.fromEntries(
    Object.entries(known).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
}

/** The table from which {@link parseStudyTable} reads these walks again, but for their labels. */
export const formatStudyTable = (walks: readonly Walk[]): string =>
  stringify(
    walks.map((walk) => ({ path: walk.path, id: walk.id, ...metadataCells(walk) })),
    { header: true, columns },
  );
