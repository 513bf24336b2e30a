import { outputTypes } from '../cell-output';
import { compactJson, isObject, parseJson, type Json, type JsonObject } from './json-text';
import { isMultilineText, isWrittenAlike, joinLines, splitLines, survivesBytes } from './lines';

/** One form of an output, as an editor holds it: a text, or bytes that are given in base64. */
export type OutputItem = { readonly mime: string } & (
  { readonly text: string } | { readonly base64: string }
);

export interface EditorOutput {
  readonly items: readonly OutputItem[];
  readonly metadata: OutputMetadata;
}

/** What travels with an output besides its forms; named as VS Code's own notebooks name it. */
export interface OutputMetadata {
  readonly outputType?: string;
  readonly executionCount?: number | null;
  /** The metadata that the file holds. */
  readonly metadata?: JsonObject;
}

/** The editor's own types for what programs print and for errors. */
export const streamTypes = {
  stdout: 'application/vnd.code.notebook.stdout',
  stderr: 'application/vnd.code.notebook.stderr',
} as const;
export const errorType = 'application/vnd.code.notebook.error';
/**
 * Holds an output just as its file has it, for saving, where what is shown of it is not the whole. Nothing draws this
 * type; it travels as bytes, which is cheap also where they are many.
 */
export const keptType = 'application/vnd.gait.kept+json';

/** Pictures that travel as bytes and can neither run nor fetch anything. */
const pictureTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif'];
/**
 * What may be shown of a file, which can come from anybody. The editor would run `text/html`, `image/svg+xml` and
 * JavaScript, and hand other types to whichever extension draws them, so they are kept in the file and not shown.
 */
const shownTypes: ReadonlySet<string> = new Set([
  ...Object.values(outputTypes),
  ...pictureTypes,
  'application/json',
  'text/plain',
]);

/** What is larger is not shown: it would be sent to the window whole, which stands still meanwhile. */
const largestShown = 4 * 2 ** 20;
/** How much of a text is shown that is larger than that. */
const shownOfLargeText = 20_000;

/** Whether items of this type are bytes, which nbformat holds in base64; all others are texts. */
export const carriesBytes = (mime: string): boolean =>
  /^(image|audio|video|font)\//.test(mime) && mime !== 'image/svg+xml';

const isJsonType = (mime: string): boolean => /^application\/(.+\+)?json$/.test(mime);
/** Types whose texts Jupyter writes as lists of lines. */
const isLinesType = (mime: string): boolean =>
  mime.startsWith('text/') || mime === 'image/svg+xml' || mime === 'application/javascript';

/** What an editor shows of an output of a file; what it does not show is kept beside it. */
export function editorOutput(output: JsonObject): EditorOutput {
  const { items, metadata, whole } = shown(output);
  if (whole) return { items, metadata };
  const visible = items.length > 0 ? items : [{ mime: 'text/plain', text: placeholder(output) }];
  return { items: [...visible, { mime: keptType, text: compactJson(output) }], metadata };
}

const displayData = (data: JsonObject, metadata: JsonObject): JsonObject => ({
  data: Object.fromEntries(Object.entries(data).map(([mime, value]) => [mime, inLines(mime, value)])),
  metadata,
  output_type: 'display_data',
});

const inLines = (mime: string, value: Json | undefined): Json | undefined =>
  isLinesType(mime) && typeof value === 'string' ? splitLines(value) : value;

/** The outputs of a file that an output of an editor stands for: several where it mixes what was printed. */
export function fileOutputs({ items, metadata }: EditorOutput): JsonObject[] {
  const kept = items.find(({ mime }) => mime === keptType);
  if (kept && 'text' in kept) {
    const output = parseJson(kept.text, 'The kept output');
    if (isObject(output)) return [output];
  }
  if (items.some(isLiveRun)) return [];
  const error = items.find(({ mime }) => mime === errorType);
  if (error && 'text' in error) return [errorOutput(error.text)];
  if (items.length > 0 && items.every(({ mime }) => streamName(mime))) return streamOutputs(items);
  const data = Object.fromEntries(items.map((item) => [item.mime, valueOf(item)]));
  return metadata.outputType === 'execute_result'
    ? [
        {
          ...displayData(data, metadata.metadata ?? {}),
          execution_count: metadata.executionCount ?? null,
          output_type: 'execute_result',
        },
      ]
    : [displayData(data, metadata.metadata ?? {})];
}

interface Shown extends EditorOutput {
  /** Whether the file's output can be made from it again, to the letter. */
  readonly whole: boolean;
}

function shown(output: JsonObject): Shown {
  switch (inText(output['output_type'])) {
    case 'stream':
      return shownStream(output);
    case 'error':
      return shownError(output);
    case 'display_data':
    case 'execute_result':
      return shownData(output);
    default:
      return { items: [], metadata: {}, whole: false };
  }
}

function shownStream(output: JsonObject): Shown {
  const { name, text } = output;
  if (!isMultilineText(text)) return { items: [], metadata: {}, whole: false };
  const mime = name === 'stderr' ? streamTypes.stderr : streamTypes.stdout;
  const { text: visible, whole } = shortened(joinLines(text));
  return {
    items: [{ mime, text: visible }],
    metadata: { outputType: 'stream' },
    whole:
      whole &&
      streamName(mime) === name &&
      isWrittenAlike(text) &&
      hasOnly(output, 'output_type', 'name', 'text'),
  };
}

/** Without its traceback: the editor would run markup that stands in one. Our own errors have none. */
function shownError(output: JsonObject): Shown {
  const { ename, evalue, traceback } = output;
  const { text, whole } = shortened(inText(evalue));
  return {
    items: [{ mime: errorType, text: JSON.stringify({ name: inText(ename), message: text }) }],
    metadata: { outputType: 'error' },
    whole:
      whole &&
      typeof ename === 'string' &&
      typeof evalue === 'string' &&
      Array.isArray(traceback) &&
      traceback.length === 0 &&
      hasOnly(output, 'output_type', 'ename', 'evalue', 'traceback'),
  };
}

function shownData(output: JsonObject): Shown {
  const { data, metadata, execution_count, output_type } = output;
  const isResult = output_type === 'execute_result';
  const forms = isObject(data)
    ? Object.entries(data).map(([mime, value]) => shownForm(mime, value ?? null))
    : [];
  return {
    items: forms.flatMap(({ item }) => item ?? []),
    metadata: {
      outputType: isResult ? 'execute_result' : 'display_data',
      ...(isResult && typeof execution_count === 'number' ? { executionCount: execution_count } : {}),
      ...(isObject(metadata) ? { metadata } : {}),
    },
    whole:
      isObject(data) &&
      isObject(metadata) &&
      forms.length > 0 &&
      forms.every(({ item, whole }) => item !== null && whole) &&
      (isResult
        ? hasOnly(output, 'output_type', 'data', 'metadata', 'execution_count') &&
          (typeof execution_count === 'number' || execution_count === null)
        : hasOnly(output, 'output_type', 'data', 'metadata')),
  };
}

interface Form {
  /** Null where it is not shown. */
  readonly item: OutputItem | null;
  readonly whole: boolean;
}

const notShown: Form = { item: null, whole: false };

function shownForm(mime: string, value: Json): Form {
  if (!shownTypes.has(mime)) return notShown;
  if (isJsonType(mime)) {
    const text = compactJson(value);
    return text.length > largestShown ? notShown : { item: { mime, text }, whole: true };
  }
  if (!isMultilineText(value)) return notShown;
  const text = joinLines(value);
  if (!carriesBytes(mime)) {
    const { text: visible, whole } = shortened(text);
    return { item: { mime, text: visible }, whole: whole && isWrittenAlike(value) };
  }
  const base64 = text.replace(/\s/g, '');
  if (base64.length > largestShown || !isBase64(base64)) return notShown;
  return { item: { mime, base64 }, whole: value === base64 };
}

/** Whether encoding what it decodes to gives it again. */
const isBase64 = (text: string): boolean =>
  text.length % 4 === 0 && /^[A-Za-z0-9+/]*([AQgw]==|[AEIMQUYcgkosw048]=)?$/.test(text);

function shortened(text: string): { readonly text: string; readonly whole: boolean } {
  if (text.length <= largestShown) return { text, whole: survivesBytes(text) };
  return {
    text: `${text.slice(0, shownOfLargeText)}\n… (${inMegabytes(text.length)} MB in all; the rest is kept in the file and not shown)\n`,
    whole: false,
  };
}

function placeholder(output: JsonObject): string {
  const data = output['data'];
  const types = isObject(data) ? Object.keys(data) : [];
  if (types.length === 0) {
    return `An output of the kind "${inText(output['output_type'])}" is kept in the file; there is nothing to show of it.`;
  }
  return types.some((mime) => shownTypes.has(mime))
    ? `This output is kept in the file, but it is too large to be shown, or damaged (${types.join(', ')}).`
    : `This output is kept in the file, but not shown (${types.join(', ')}): it could run programs or fetch from elsewhere.`;
}

const inMegabytes = (length: number): string => (length / 2 ** 20).toFixed(1);
const inText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

const hasOnly = (value: JsonObject, ...keys: readonly string[]): boolean =>
  Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));

function streamName(mime: string): 'stdout' | 'stderr' | null {
  if (mime === streamTypes.stdout) return 'stdout';
  return mime === streamTypes.stderr ? 'stderr' : null;
}

/** What was printed, part by part: nbformat has one output for each run of one stream. */
function streamOutputs(items: readonly OutputItem[]): JsonObject[] {
  const parts: { name: string; text: string }[] = [];
  for (const item of items) {
    const name = streamName(item.mime);
    if (name === null || !('text' in item)) continue;
    const last = parts.at(-1);
    if (last?.name === name) last.text += item.text;
    else parts.push({ name, text: item.text });
  }
  return parts.map(({ name, text }) => ({ name, output_type: 'stream', text: splitLines(text) }));
}

function errorOutput(text: string): JsonObject {
  const error = parseJson(text, 'The error');
  const { name, message, stack } = isObject(error) ? error : {};
  return {
    ename: inText(name),
    evalue: inText(message),
    output_type: 'error',
    traceback: typeof stack === 'string' && stack !== '' ? stack.split('\n') : [],
  };
}

function valueOf(item: OutputItem): Json {
  if ('base64' in item) return item.base64;
  return isJsonType(item.mime) ? parseJson(item.text, `The output ${item.mime}`) : item.text;
}

/** A run that is going on shows itself by messages: once saved, there would be nothing to show. */
function isLiveRun(item: OutputItem): boolean {
  if (item.mime !== outputTypes.run || !('text' in item)) return false;
  const payload = parseJson(item.text, 'The run');
  return isObject(payload) && payload['kind'] === 'live-run';
}
