import { outputTypes, type OutputPayload } from '../../shared/cell-output';
import { asText, isObject, type Json, type JsonObject } from '../../shared/notebook/json-text';
import { isMultilineText, joinLines } from '../../shared/notebook/lines';
import { parsePayload } from '../../webview/payload/parse';
import { pictureOf, svgPicture, type Picture } from './picture';

/** A result of ours that is drawn from its payload. */
export type DrawnPayload = Exclude<OutputPayload, { kind: 'live-run' }>;

/** What stands for an output where it is not drawn. */
export interface PlainForms {
  readonly text: string;
  readonly picture: Picture | null;
}

/** One output of a cell, as a document shows it. */
export type ExportedOutput =
  | {
      readonly kind: 'result';
      readonly mime: string;
      readonly payload: DrawnPayload;
      /** The payload as the file has it. */
      readonly saved: Json;
      readonly forms: PlainForms;
    }
  /** A chart that can be anybody's. */
  | { readonly kind: 'chart'; readonly mime: string; readonly saved: Json; readonly forms: PlainForms }
  | {
      readonly kind: 'plain';
      readonly forms: PlainForms;
      /** Said of it, where something is missing. */
      readonly note: string | null;
      readonly isError: boolean;
      /** Type of ours that it should have been drawn as. */
      readonly meant: string | null;
    };

/** Longer texts are cut: a document is read by people. */
const mostCharacters = 100_000;

/** What a document shows of an output of a notebook's file; none where there is nothing of it. */
export function exportedOutputs(output: JsonObject): ExportedOutput[] {
  switch (asText(output['output_type'])) {
    case 'stream':
      return plainText(linesOf(output['text']), false);
    case 'error': {
      const { ename, evalue, traceback } = output;
      const head = [asText(ename), asText(evalue)]
        .filter((part) => part !== '' && part !== 'Error')
        .join(': ');
      const places = Array.isArray(traceback) ? traceback.map((line) => asText(line as Json)) : [];
      return plainText([head, ...places].join('\n'), true);
    }
    case 'display_data':
    case 'execute_result':
      return isObject(output['data']) ? ofData(output['data']) : [];
    default:
      return [];
  }
}

const payloadTypes: readonly string[] = Object.values(outputTypes).filter(
  (mime) => mime !== outputTypes.chart,
);

function ofData(data: JsonObject): ExportedOutput[] {
  const forms = plainForms(data);
  const mime = Object.keys(data).find((type) => payloadTypes.includes(type));
  if (mime !== undefined) {
    const saved = data[mime] ?? null;
    const parsed = parsePayload(saved);
    if (!parsed.ok) return [{ kind: 'plain', forms, note: otherVersion(forms), isError: false, meant: mime }];
    // A run that went on when the file was written shows nothing.
    if (parsed.payload.kind === 'live-run') return [];
    return [{ kind: 'result', mime, payload: parsed.payload, saved, forms }];
  }
  const chart = data[outputTypes.chart];
  if (chart !== undefined) return [{ kind: 'chart', mime: outputTypes.chart, saved: chart, forms }];
  const nothing = forms.picture === null && forms.text === '';
  const note = nothing ? leftOut(Object.keys(data)) : null;
  return [{ kind: 'plain', forms, note, isError: false, meant: null }];
}

const otherVersion = ({ picture, text }: PlainForms): string =>
  'This was made by another version of Gait Notebook, or its file was changed: ' +
  (picture !== null
    ? 'its picture is shown as it was saved.'
    : text === ''
      ? 'there is nothing else of it to show.'
      : 'its text is shown as it was saved.');

const leftOut = (types: readonly string[]): string =>
  `Left out, for it could run programs or cannot be drawn here: ${types.join(', ')}.`;

/** The richest of the forms that cannot run and fetch nothing. */
function plainForms(data: JsonObject): PlainForms {
  const svg = data['image/svg+xml'];
  const drawn = isMultilineText(svg) ? svgPicture(joinLines(svg)) : null;
  const bytes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].map((mime) => data[mime]);
  const picture =
    drawn ??
    bytes.map((value) => (isMultilineText(value) ? pictureOf(joinLines(value)) : null)).find(Boolean);
  const text = data['text/plain'] ?? data['text/markdown'] ?? data['text/latex'];
  const json = data['application/json'];
  return {
    text: bounded(
      withoutControls(
        text !== undefined ? linesOf(text) : json === undefined ? '' : JSON.stringify(json, null, 1),
      ),
    ),
    picture: picture ?? null,
  };
}

const linesOf = (value: Json | undefined): string =>
  isMultilineText(value) ? joinLines(value) : asText(value);

const plainText = (text: string, isError: boolean): ExportedOutput[] => {
  const shown = bounded(withoutControls(text)).trimEnd();
  if (shown === '') return [];
  return [{ kind: 'plain', forms: { text: shown, picture: null }, note: null, isError, meant: null }];
};

/** Programs colour what they print on a terminal; on paper that reads as noise. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const withoutControls = (text: string): string => text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');

const bounded = (text: string): string =>
  text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}\n… (${(text.length / 2 ** 20).toFixed(1)} MB in all; the rest is in the notebook)`;
