import type { Span } from '../span';

/** One thing that can be put in at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: 'step' | 'key' | 'value' | 'profile' | 'result' | 'file' | 'folder';
  /** In short, beside the label: what is expected, its unit. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  /** What is put in: a snippet, in which `$` and `}` are escaped. */
  readonly insert: string;
  /** What the user's letters are compared with. */
  readonly filter: string;
  /** What it takes the place of. */
  readonly span: Span;
  /** Whether there is more to choose behind it. */
  readonly again: boolean;
}

/** A text as it stands in a snippet. */
export const inSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
