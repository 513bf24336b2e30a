import type { Json } from './json-text';

/** A text as nbformat holds it: whole, or as a list of lines that keep their line breaks. */
export type MultilineText = string | readonly string[];

export const isMultilineText = (value: unknown): value is MultilineText =>
  typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));

export const joinLines = (text: MultilineText): string => (typeof text === 'string' ? text : text.join(''));

/** As Jupyter writes texts: a list of lines, each with its line break. */
export const splitLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Whether `splitLines` would write the text just as it stands in the file. */
export function isWrittenAlike(value: Json | undefined): boolean {
  if (!Array.isArray(value)) return false;
  const last = value.length - 1;
  return value.every(
    (line, at) =>
      typeof line === 'string' &&
      line !== '' &&
      (at === last ? !line.slice(0, -1).includes('\n') : line.indexOf('\n') === line.length - 1),
  );
}

/** Whether the text is the same after a way through bytes, which half a character is not. */
export const survivesBytes = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** An editor has one kind of line break; a file may have others. */
export const withPlainBreaks = (text: string): string => text.replace(/\r\n?/g, '\n');
