import type { JsonObject } from './json-text';

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
/** Holds the rest of an output whose other forms are shown and need not travel twice. */
export const keptFormsType = 'application/vnd.gait.kept-forms+json';

/** Whether items of this type are bytes, which nbformat holds in base64; all others are texts. */
export const carriesBytes = (mime: string): boolean =>
  /^(image|audio|video|font)\//.test(mime) && mime !== 'image/svg+xml';

export const isJsonType = (mime: string): boolean => /^application\/(.+\+)?json$/.test(mime);
/** The stream whose text an item of this type is. */
export function streamName(mime: string): 'stdout' | 'stderr' | null {
  if (mime === streamTypes.stdout) return 'stdout';
  return mime === streamTypes.stderr ? 'stderr' : null;
}
