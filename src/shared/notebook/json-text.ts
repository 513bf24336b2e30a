import { badInput } from '../errors';

/** A JSON value as it was parsed. Objects are only ever copied by their own keys, so that no key is special. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that should be a text, as one. */
export const asText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** Deeper than anything a notebook holds, and well within what a call stack takes. */
const deepestLevel = 400;

/** Stands before a number that a double would change; nobody writes this character of the private use area. */
const heldMark = '\uf8ff number ';
const heldNumber = /"\uf8ff number (-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g;

/**
 * Parses JSON. Numbers that JavaScript cannot hold (whole ones beyond 2^53, and such as 1e999) become marked texts, which
 * `jsonText` writes as they were.
 * @param what is named in errors: "The notebook".
 * @throws GaitError bad-input where it is not JSON, cut off, or nested without end.
 */
export function parseJson(text: string, what: string): Json {
  let value: Json;
  try {
    // Sound: this is what JSON can hold.
    value = JSON.parse(holdLargeNumbers(text)) as Json;
  } catch (thrown) {
    // The engine's words end in an excerpt of the text, line breaks and all.
    const [reason = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split(/, (?:\.\.\.)?"/);
    const cutOff = /end of JSON|unterminated/i.test(reason);
    throw badInput(
      cutOff ? `${what} is cut off: its end is missing.` : `${what} is not JSON: ${reason}.`,
      'The file was left as it is. Open it as text to look at it, or take an earlier version of it.',
    );
  }
  if (isDeeper(value, deepestLevel)) {
    throw badInput(
      `${what} is nested more than ${deepestLevel} levels deep.`,
      'The file was left as it is. No notebook is made like that; look at where it comes from.',
    );
  }
  return value;
}

/** Writes JSON as Jupyter does: keys sorted, each level indented by one space. */
export const jsonText = (value: Json): string => written(value, '\n');

/** Writes JSON on one line, keys as they come. */
export const compactJson = (value: Json): string => withHeldNumbers(JSON.stringify(value));

const withHeldNumbers = (text: string): string =>
  text.includes(heldMark) ? text.replace(heldNumber, '$1') : text;

/** @param newline the line break and the indentation of the level that holds the value. */
function written(value: Json, newline: string): string {
  if (typeof value !== 'object' || value === null) return compactJson(value);
  const inner = `${newline} `;
  if (Array.isArray(value)) {
    // Sound: what Array.isArray leaves of the type.
    const items = value as readonly Json[];
    if (items.length === 0) return '[]';
    // Many lines or numbers are written much faster by the engine. Its line breaks are the only ones: texts have theirs escaped.
    if (items.every((item) => typeof item !== 'object' || item === null)) {
      return withHeldNumbers(JSON.stringify(items, null, ' ').replaceAll('\n', newline));
    }
    return `[${inner}${items.map((item) => written(item, inner)).join(`,${inner}`)}${newline}]`;
  }
  const entries = Object.entries(value as JsonObject)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}: ${written(item, inner)}`);
  return entries.length === 0 ? '{}' : `{${inner}${entries.join(`,${inner}`)}${newline}}`;
}

const numberToken = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** Puts numbers that a double would change into marked texts. */
function holdLargeNumbers(text: string): string {
  // Only these can be too large: most files have none, and are not gone through.
  if (!/(?:^|[^.\d])\d{16}|\d[eE]\+?\d{3}/.test(text)) return text;
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const quote = text.indexOf('"', from);
    const end = quote < 0 ? text.length : quote;
    parts.push(
      text
        .slice(from, end)
        .replace(/-?\d[\d.eE+-]*/g, (token) =>
          isTooLarge(token) ? JSON.stringify(heldMark + token) : token,
        ),
    );
    from = quote < 0 ? text.length : endOfString(text, quote);
    parts.push(text.slice(end, from));
  }
  return parts.join('');
}

function isTooLarge(token: string): boolean {
  if (!numberToken.test(token)) return false;
  const value = Number(token);
  return !Number.isFinite(value) || (/^-?\d+$/.test(token) && !Number.isSafeInteger(value));
}

/** Where the text goes on after the string whose first quote is at `quote`. */
function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const items: readonly (Json | undefined)[] = Array.isArray(value)
    ? (value as readonly Json[])
    : Object.values(value);
  return items.some((item) => item !== undefined && isDeeper(item, levels - 1));
}
