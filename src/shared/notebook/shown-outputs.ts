import { outputTypes } from '../cell-output';
import { asText, compactJson, isObject, type Json, type JsonObject } from './json-text';
import { isMultilineText, isWrittenAlike, joinLines, survivesBytes } from './lines';
import {
  carriesBytes,
  errorType,
  isJsonType,
  keptFormsType,
  keptType,
  streamName,
  streamTypes,
  type EditorOutput,
  type OutputItem,
} from './output-types';

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

/** What an editor shows of an output of a file; what it does not show is kept beside it. */
export function editorOutput(output: JsonObject): EditorOutput {
  const { items, metadata, whole, rest } = shown(output);
  if (whole) return { items, metadata };
  if (rest !== undefined) {
    return { items: [...items, { mime: keptFormsType, text: compactJson(rest) }], metadata };
  }
  const visible = items.length > 0 ? items : [{ mime: 'text/plain', text: placeholder(output) }];
  return { items: [...visible, { mime: keptType, text: compactJson(output) }], metadata };
}

interface Shown extends EditorOutput {
  /** Whether the file's output can be made from it again, to the letter. */
  readonly whole: boolean;
  /** The file's output without the forms that can be made from what is shown; left out where there are none. */
  readonly rest?: JsonObject;
}

function shown(output: JsonObject): Shown {
  switch (asText(output['output_type'])) {
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
  const { text, whole } = shortened(asText(evalue));
  return {
    items: [{ mime: errorType, text: JSON.stringify({ name: asText(ename), message: text }) }],
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
    ? Object.entries(data).map(([mime, value]) => ({ mime, ...shownForm(mime, value ?? null) }))
    : [];
  const remade = new Set(forms.filter(({ item, whole }) => item !== null && whole).map(({ mime }) => mime));
  return {
    ...(isObject(data) && remade.size > 0 && { rest: { ...output, data: without(data, remade) } }),
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

const without = (data: JsonObject, mimes: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(data).filter(([mime]) => !mimes.has(mime)));

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

/** In short lines: the editor does not wrap them. */
function placeholder(output: JsonObject): string {
  const data = output['data'];
  const types = isObject(data) ? Object.keys(data) : [];
  if (types.length === 0) {
    return `Kept in the file; there is nothing to show of it.\nOutput of the kind "${asText(output['output_type'])}"`;
  }
  const why = types.some((mime) => shownTypes.has(mime))
    ? 'it is too large to be shown, or damaged'
    : 'it could run programs or fetch from elsewhere';
  return `Kept in the file, but not shown: ${why}.\n${types.join('\n')}`;
}

const inMegabytes = (length: number): string => (length / 2 ** 20).toFixed(1);
const hasOnly = (value: JsonObject, ...keys: readonly string[]): boolean =>
  Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
