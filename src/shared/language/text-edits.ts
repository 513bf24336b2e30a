import type { Fix, TextEdit } from './cell-diagnostic';
import type { Span } from './span';

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end > 0 && text[end - 1] === '\r' ? end - 1 : end;
};
const newline = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** Puts something else in a value's or a key's place. */
export const replacing = (span: Span, text: string, preferred = true): Fix => ({
  title: `Change to ${text}`,
  edits: [{ span, text }],
  preferred,
});

/**
 * Takes a key and all that belongs to it out of a block: its line, and the lines below that are indented further or
 * hold its list. Null where the key shares its line with others.
 */
export function removingKey(text: string, key: Span): Fix | null {
  const from = lineStart(text, key.from);
  const indent = text.slice(from, key.from);
  if (/\S/.test(indent)) return null;
  let to = lineEnd(text, key.to);
  for (;;) {
    const next = text.indexOf('\n', to) + 1;
    if (next === 0) break;
    const line = text.slice(next, lineEnd(text, next));
    const column = line.search(/\S/);
    const belongs = column > indent.length || (column === indent.length && /^\s*-(\s|$)/.test(line));
    if (!belongs) break;
    to = lineEnd(text, next);
  }
  const after = text.indexOf('\n', to) + 1;
  // The last line goes with the line end before it.
  const span = after > 0 ? { from, to: after } : { from: Math.max(0, from - 1), to: text.length };
  return {
    title: `Remove ${text.slice(key.from, key.to)}`,
    edits: [{ span, text: '' }],
    preferred: false,
  };
}

/** Adds keys of the step behind the line of `step`. Null where the step is written in one pair of braces. */
export function addingToStep(
  text: string,
  stepKey: Span | null,
  lines: readonly (readonly [key: string, value: string | number])[],
): TextEdit | null {
  if (!stepKey || /\S/.test(text.slice(lineStart(text, stepKey.from), stepKey.from))) return null;
  const indent = text.slice(lineStart(text, stepKey.from), stepKey.from);
  const at = lineEnd(text, stepKey.to);
  const added = lines.map(([key, value]) => `${newline(text)}${indent}${key}: ${value}`).join('');
  return { span: { from: at, to: at }, text: added };
}

/** Adds a key to a group, before the key that stands first in it. */
export function addingBefore(text: string, first: Span, key: string, value: string): TextEdit {
  const from = lineStart(text, first.from);
  // In a list the first key stands behind a dash; the others stand below it.
  const indent = ' '.repeat(first.from - from);
  return { span: { from: first.from, to: first.from }, text: `${key}: ${value}${newline(text)}${indent}` };
}

const plain = /^(?![\s\-?:,[\]{}#&*!|>'"%@`])(?!.*(: | #))[^\r\n]*[^\s:]$/;
const otherwise = /^(true|false|null|~|yes|no|on|off|[-+.\d].*)$/i;

/** A text as YAML takes it: in quotes where it would be something else without. */
export const asYamlText = (value: string): string =>
  plain.test(value) && !otherwise.test(value) ? value : JSON.stringify(value);
