import { outputTypes } from '../cell-output';
import { asText, isObject, parseJson, type Json, type JsonObject } from './json-text';
import { splitLines } from './lines';
import {
  errorType,
  isJsonType,
  keptFormsType,
  keptType,
  streamName,
  type EditorOutput,
  type OutputItem,
} from './output-types';

/** Types whose texts Jupyter writes as lists of lines. */
const isLinesType = (mime: string): boolean =>
  mime.startsWith('text/') || mime === 'image/svg+xml' || mime === 'application/javascript';

/** The outputs of a file that an output of an editor stands for: several where it mixes what was printed. */
export function fileOutputs({ items, metadata }: EditorOutput): JsonObject[] {
  const kept = items.find(({ mime }) => mime === keptType);
  if (kept && 'text' in kept) {
    const output = jsonOrText(kept.text);
    if (isObject(output)) return [output];
  }
  const keptForms = items.find(({ mime }) => mime === keptFormsType);
  if (keptForms && 'text' in keptForms) {
    const output = jsonOrText(keptForms.text);
    if (isObject(output) && isObject(output['data']))
      return [{ ...output, data: { ...formsOf(items), ...output['data'] } }];
  }
  if (items.some(isLiveRun)) return [];
  const error = items.find(({ mime }) => mime === errorType);
  if (error && 'text' in error) return [errorOutput(error.text)];
  if (items.length > 0 && items.every(({ mime }) => streamName(mime))) return streamOutputs(items);
  const data = formsOf(items);
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

const displayData = (data: JsonObject, metadata: JsonObject): JsonObject => ({
  data,
  metadata,
  output_type: 'display_data',
});

/** What is shown, as the file has it. */
const formsOf = (items: readonly OutputItem[]): JsonObject =>
  Object.fromEntries(
    items
      .filter(({ mime }) => mime !== keptFormsType)
      .map((item) => [item.mime, inLines(item.mime, valueOf(item))]),
  );

const inLines = (mime: string, value: Json | undefined): Json | undefined =>
  isLinesType(mime) && typeof value === 'string' ? splitLines(value) : value;

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
  const error = jsonOrText(text);
  const { name, message, stack } = isObject(error) ? error : {};
  return {
    ename: asText(name),
    evalue: asText(message),
    output_type: 'error',
    traceback: typeof stack === 'string' && stack !== '' ? stack.split('\n') : [],
  };
}

/** Saving must not fail for what a program put into an output. */
function jsonOrText(text: string): Json {
  try {
    return parseJson(text, 'The output');
  } catch {
    return text;
  }
}

function valueOf(item: OutputItem): Json {
  if ('base64' in item) return item.base64;
  return isJsonType(item.mime) ? jsonOrText(item.text) : item.text;
}

/** A run that is going on shows itself by messages: once saved, there would be nothing to show. */
function isLiveRun(item: OutputItem): boolean {
  if (item.mime !== outputTypes.run || !('text' in item)) return false;
  const payload = jsonOrText(item.text);
  return isObject(payload) && payload['kind'] === 'live-run';
}
