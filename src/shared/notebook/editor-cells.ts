import { gaitLanguage, newNotebookFile, type FileCell, type NotebookFile } from './notebook-file';
import { uniqueIds } from './cell-ids';
import { isObject, type Json, type JsonObject } from './json-text';
import { isWrittenAlike, joinLines, splitLines, withPlainBreaks, type MultilineText } from './lines';
import type { EditorOutput } from './output-types';
import { fileOutputs } from './saved-outputs';
import { editorOutput } from './shown-outputs';

/** A cell as an editor holds it. */
export interface EditorCell {
  readonly kind: 'code' | 'markup';
  readonly text: string;
  readonly language: string;
  readonly metadata: CellMetadata;
  readonly execution: CellExecution;
  readonly outputs: readonly EditorOutput[];
}

/** What travels with a cell while it is edited, so that saving loses nothing; the editor shows none of it. */
export interface CellMetadata {
  /** Missing in a cell that was made in the editor and not yet saved. */
  readonly id?: string;
  /** The metadata that the file holds. */
  readonly metadata?: JsonObject;
  /** Pictures that a text refers to; the editor looks for them under this name. */
  readonly attachments?: Json;
  /** How the file has the cell, where an editor could not tell. */
  readonly file?: {
    /** A type that nbformat does not know. */
    readonly cellType?: string;
    /** The text in another form than it would be written in; null where the file has none. */
    readonly source?: MultilineText | null;
    /** Keys that nbformat does not know. */
    readonly keys?: JsonObject;
  };
}

/** How the cell last ran. */
export interface CellExecution {
  readonly order?: number;
  readonly succeeded?: boolean;
  readonly startedMs?: number;
  readonly endedMs?: number;
}

export interface EditorNotebook {
  readonly cells: readonly EditorCell[];
  /** All of the file but its cells. */
  readonly metadata: JsonObject;
}

/** The language that the editor gives to cells that are neither run nor drawn. */
const rawLanguage = 'raw';
const knownTypes: readonly string[] = ['code', 'markdown', 'raw'];

/** A notebook as an editor takes it. */
export function editorNotebook({ cells, ...metadata }: NotebookFile): EditorNotebook {
  const language = notebookLanguage(metadata);
  return { cells: cells.map((cell) => editorCell(cell, language)), metadata };
}

/** The file of a notebook that is open in an editor; new cells get an id. */
export function notebookFile({ cells, metadata }: EditorNotebook): NotebookFile {
  const base: NotebookFile = { ...newNotebookFile(), ...metadata };
  const language = notebookLanguage(base);
  const ids = uniqueIds(cells.map(({ metadata: { id }, text }) => ({ id, text })));
  return { ...base, cells: cells.map((cell, at) => fileCell(cell, ids[at]!, language)) };
}

function notebookLanguage({ metadata }: JsonObject): string {
  const info = isObject(metadata) ? metadata['language_info'] : undefined;
  const name = isObject(info) ? info['name'] : undefined;
  return typeof name === 'string' && name !== '' ? name : gaitLanguage;
}

/** The language that a cell asks for itself. */
function ownLanguage({ vscode }: JsonObject): string | undefined {
  const language = isObject(vscode) ? vscode['languageId'] : undefined;
  return typeof language === 'string' && language !== '' ? language : undefined;
}

function editorCell(cell: FileCell, notebookLanguage: string): EditorCell {
  const { cell_type, id, metadata, source, attachments, ...others } = cell;
  const isCode = cell_type === 'code';
  const { outputs = [], execution_count = null, ...keys } = others;
  const unknownKeys: JsonObject = isCode ? keys : others;
  const { execution, rest } = isCode ? takeExecution(metadata) : { execution: {}, rest: metadata };
  const file: NonNullable<CellMetadata['file']> = {
    ...(knownTypes.includes(cell_type) ? {} : { cellType: cell_type }),
    ...(isPlainSource(source) ? {} : { source: source ?? null }),
    ...(Object.keys(unknownKeys).length > 0 ? { keys: unknownKeys } : {}),
  };
  const order = isCode && execution_count !== null ? { order: execution_count } : {};
  return {
    kind: cell_type === 'markdown' ? 'markup' : 'code',
    text: joinLines(source ?? []),
    language: isCode
      ? (ownLanguage(metadata) ?? notebookLanguage)
      : cell_type === 'markdown'
        ? 'markdown'
        : rawLanguage,
    metadata: {
      id,
      metadata: rest,
      ...(attachments === undefined ? {} : { attachments }),
      ...(Object.keys(file).length > 0 ? { file } : {}),
    },
    execution: { ...order, ...execution },
    outputs: isCode ? outputs.map(editorOutput) : [],
  };
}

function fileCell(cell: EditorCell, id: string, notebookLanguage: string): FileCell {
  const { text, language, outputs, execution } = cell;
  const { metadata = {}, attachments, file = {} } = cell.metadata;
  const type = fileType(cell);
  const source = fileSource(text, file.source);
  const common = {
    ...file.keys,
    ...(attachments === undefined ? {} : { attachments }),
    cell_type: type,
    id,
    ...(source === null ? {} : { source }),
  };
  if (type !== 'code') return { ...common, metadata };
  return {
    ...common,
    execution_count: execution.order ?? null,
    metadata: putExecution(withLanguage(metadata, language, notebookLanguage), execution),
    outputs: outputs.flatMap(fileOutputs),
  };
}

function fileType({ kind, language, outputs, metadata }: EditorCell): string {
  if (kind === 'markup') return 'markdown';
  // A cell with outputs stays one of code, whatever its language: no other type can hold them.
  return language === rawLanguage && outputs.length === 0 ? (metadata.file?.cellType ?? 'raw') : 'code';
}

/** Whether the text would be written just as it stands in the file. */
const isPlainSource = (source: MultilineText | undefined): boolean =>
  isWrittenAlike(source) && !joinLines(source ?? '').includes('\r');

/** The text as the file had it, as long as it is the same text; null where there was none and is none. */
function fileSource(text: string, before: MultilineText | null | undefined): MultilineText | null {
  const plain = withPlainBreaks(text);
  if (before === null && plain === '') return null;
  const same = before !== undefined && before !== null && withPlainBreaks(joinLines(before)) === plain;
  return same ? before : splitLines(plain);
}

/** Says the cell's language in its metadata where it is not the notebook's; leaves alone what says it already. */
function withLanguage(metadata: JsonObject, language: string, notebookLanguage: string): JsonObject {
  if ((ownLanguage(metadata) ?? notebookLanguage) === language) return metadata;
  const { vscode, ...rest } = metadata;
  const { languageId, ...others } = isObject(vscode) ? vscode : {};
  if (language !== notebookLanguage) return { ...rest, vscode: { ...others, languageId: language } };
  return Object.keys(others).length > 0 ? { ...rest, vscode: others } : rest;
}

/** nbformat has no place for how a run came out: it stands in the cell's metadata under this name. */
const ours = 'gait';

/** Takes what we wrote of a run out of the metadata; leaves alone what anybody else wrote there. */
function takeExecution(metadata: JsonObject): { execution: CellExecution; rest: JsonObject } {
  const { [ours]: own, ...others } = metadata;
  if (!isObject(own)) return { execution: {}, rest: metadata };
  const { run, ...ownOthers } = own;
  if (!isObject(run)) return { execution: {}, rest: metadata };
  const { succeeded, started_ms, ended_ms, ...unknown } = run;
  const isTiming = typeof started_ms === 'number' && typeof ended_ms === 'number';
  const isOurs =
    Object.keys(unknown).length === 0 &&
    (typeof succeeded === 'boolean' || succeeded === undefined) &&
    (isTiming || (started_ms === undefined && ended_ms === undefined)) &&
    (isTiming || succeeded !== undefined);
  if (!isOurs) return { execution: {}, rest: metadata };
  return {
    execution: {
      ...(typeof succeeded === 'boolean' ? { succeeded } : {}),
      ...(isTiming ? { startedMs: started_ms, endedMs: ended_ms } : {}),
    },
    rest: Object.keys(ownOthers).length > 0 ? { ...others, [ours]: ownOthers } : others,
  };
}

function putExecution(metadata: JsonObject, { succeeded, startedMs, endedMs }: CellExecution): JsonObject {
  const run: JsonObject = {
    ...(succeeded === undefined ? {} : { succeeded }),
    ...(startedMs === undefined || endedMs === undefined ? {} : { started_ms: startedMs, ended_ms: endedMs }),
  };
  if (Object.keys(run).length === 0) return metadata;
  const own = metadata[ours];
  return { ...metadata, [ours]: { ...(isObject(own) ? own : {}), run } };
}
