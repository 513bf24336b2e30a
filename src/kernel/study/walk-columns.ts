import { stringify } from 'csv-stringify/sync';
import { limbOf } from '../../shared/limb';
import type { Walk } from '../../shared/results';

export { limbOf };

/** Columns that say whose recording a row of a table is of; `limb` is `affected`, `unaffected`, or blank. */
export const walkColumns = ['id', 'subject', 'session', 'condition', 'affected_side', 'aid'] as const;
export const recordingColumns = ['limb', ...walkColumns] as const;

/** Of a walk, whose it is. */
export type Described = Pick<Walk, 'id' | 'subject' | 'session' | 'condition' | 'affectedSide' | 'aid'>;

/** What `walkColumns` hold for a walk, as parameters.json gives it; null where it is not known. */
export const walkFacts = (walk: Described): Record<(typeof walkColumns)[number], string | null> => ({
  id: walk.id,
  subject: walk.subject ?? null,
  session: walk.session ?? null,
  condition: walk.condition ?? null,
  affected_side: walk.affectedSide ?? null,
  aid: walk.aid ?? null,
});

/** The cells of `walkColumns`. */
export function walkCells(walk: Described): string[] {
  const facts = walkFacts(walk);
  return walkColumns.map((column) => facts[column] ?? '');
}

/** Lines of a table that go through together. */
const linesPerPiece = 2048;

/**
 * A table of one recording with whose it is at the end of every row, piece by piece: curves of an hour are never held
 * together. `limb` is there where the table has a column `side`. Asks for tables as this package writes
 * them: one row a line, and before `side` no cell with a comma.
 */
export async function* withWalkColumns(
  chunks: AsyncIterable<string> | Iterable<string>,
  walk: Walk,
): AsyncGenerator<string> {
  const facts = cells(walkCells(walk));
  const endings = new Map<string, string>();
  let sideColumn: number | null = null;
  const ending = (line: string): string => {
    if (sideColumn === null) {
      const header = line.split(',');
      sideColumn = header.indexOf('side');
      return cells(sideColumn < 0 ? walkColumns : recordingColumns);
    }
    if (sideColumn < 0) return facts;
    const side = line.split(',', sideColumn + 1)[sideColumn] ?? '';
    const known = endings.get(side) ?? `,${limbOf(side, walk.affectedSide)}${facts}`;
    endings.set(side, known);
    return known;
  };
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (let from = 0; from < lines.length; from += linesPerPiece) {
      yield lines
        .slice(from, from + linesPerPiece)
        .map((line) => `${line}${ending(line)}\n`)
        .join('');
    }
  }
  if (rest !== '') yield `${rest}${ending(rest)}\n`;
}

/** Cells that go on a row: ",a,b". */
const cells = (values: readonly string[]): string => `,${stringify([[...values]]).trimEnd()}`;
