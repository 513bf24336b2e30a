import { z } from 'zod';
import { badInput } from '../errors';
import { uniqueIds } from './cell-ids';
import { isObject, jsonText, parseJson, type Json, type JsonObject } from './json-text';
import { isMultilineText, joinLines, type MultilineText } from './lines';

/** The nbformat that is written. */
export const nbformat = { major: 4, minor: 5 } as const;

/** The language of gait cells, and of notebooks that do not say theirs. */
export const gaitLanguage = 'gait';

/** A cell as the file has it, checked as far as it is read; whatever else it holds is kept. */
export interface FileCell extends JsonObject {
  readonly cell_type: string;
  readonly id: string;
  readonly metadata: JsonObject;
  /** Missing only in cells of a type that nbformat does not know. */
  readonly source?: MultilineText;
  readonly outputs?: readonly JsonObject[];
  readonly execution_count?: number | null;
}

/** A notebook as its file has it: nbformat 4.5 or a later minor version. */
export interface NotebookFile extends JsonObject {
  readonly cells: readonly FileCell[];
  readonly metadata: JsonObject;
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

const keptHint =
  'The file was left as it is. Open it as text to look at it, or take an earlier version of it.';

const keys = z.custom<JsonObject>(isObject, 'a group of keys');
const text = z.custom<MultilineText>(isMultilineText, 'a text or a list of lines');
const knownCell = z.looseObject({
  cell_type: z.enum(['code', 'markdown', 'raw']),
  metadata: keys.optional(),
  source: text,
});
const codeCell = knownCell.extend({
  cell_type: z.literal('code'),
  outputs: z.array(keys, 'a list').optional(),
  execution_count: z.int('a whole number').nullable().optional(),
});
const unknownCell = z.looseObject({
  cell_type: z.string('a text'),
  metadata: keys.optional(),
  source: text.optional(),
});

/** The file of a notebook that holds nothing yet. */
export const newNotebookFile = (cells: readonly FileCell[] = []): NotebookFile => ({
  cells,
  metadata: { language_info: { name: gaitLanguage } },
  nbformat: nbformat.major,
  nbformat_minor: nbformat.minor,
});

/**
 * Reads a notebook file of nbformat 4; what is older than 4.5 is brought up to it. A file of zero bytes is a new notebook.
 * @param called how errors name it, for those who may have several before them: the file's name.
 * @throws GaitError bad-input where it cannot be read without losing something; then nothing is made of it.
 */
export function parseNotebookFile(content: string, called = 'The notebook'): NotebookFile {
  if (content === '') return newNotebookFile();
  const value = parseJson(content, called);
  if (!isObject(value) || typeof value['nbformat'] !== 'number') {
    throw badInput(`${called} is JSON, but not a notebook: it does not say its nbformat.`, keptHint);
  }
  const { nbformat: major, nbformat_minor: minor = 0, cells, metadata = {} } = value;
  if (major < nbformat.major) {
    throw badInput(
      `${called} is of nbformat ${major}; only nbformat ${nbformat.major} can be read.`,
      `The file was left as it is. Bring it up with: jupyter nbconvert --to notebook --nbformat ${nbformat.major} FILE`,
    );
  }
  if (major !== nbformat.major) {
    throw badInput(
      `${called} is of nbformat ${major}, which is newer than this version can read (${nbformat.major}).`,
      'The file was left as it is. Install a newer version of the extension, or save it as nbformat 4.',
    );
  }
  if (!Number.isInteger(minor)) throw wrong(called, 'nbformat_minor', 'a whole number');
  if (!isObject(metadata)) throw wrong(called, 'metadata', 'a group of keys');
  if (!Array.isArray(cells)) throw wrong(called, 'cells', 'a list');
  // Sound: an array of parsed JSON.
  const checked = (cells as readonly Json[]).map((cell, at) => checkedCell(cell, at, called));
  const ids = uniqueIds(checked.map(({ id, source = '' }) => ({ id, text: joinLines(source) })));
  return {
    ...value,
    cells: checked.map((cell, at): FileCell => ({ ...cell, id: ids[at]!, metadata: cell.metadata ?? {} })),
    metadata,
    nbformat: nbformat.major,
    // Sound: a whole number, as was just seen.
    nbformat_minor: Math.max(minor as number, nbformat.minor),
  };
}

/** The bytes of a notebook file as Jupyter would write them, but as a text. */
export const notebookFileText = (file: NotebookFile): string => `${jsonText(file)}\n`;

type CheckedCell = Omit<FileCell, 'id' | 'metadata'> & {
  readonly cell_type: string;
  readonly id?: Json;
  readonly metadata?: JsonObject;
  readonly source?: MultilineText;
};

/** Checks what is read of a cell, and gives the cell as it was: zod's own copy could lose a key such as `__proto__`. */
function checkedCell(cell: Json, at: number, called: string): CheckedCell {
  const type = isObject(cell) ? cell['cell_type'] : undefined;
  const schema = type === 'code' ? codeCell : type === 'markdown' || type === 'raw' ? knownCell : unknownCell;
  const result = schema.safeParse(cell);
  // Sound: the schema has seen each of these keys.
  if (result.success) return cell as CheckedCell;
  const issue = result.error.issues[0]!;
  throw wrong(
    called,
    [`cells.${at}`, ...issue.path.map(String)].join('.'),
    issue.path.length ? issue.message : 'a group of keys',
  );
}

const wrong = (called: string, where: string, expected: string) =>
  badInput(`${called} is not as nbformat wants it: ${where} is not ${expected}.`, keptHint);
