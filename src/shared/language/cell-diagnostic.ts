import type { Span } from './span';

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** One way out. */
export interface Fix {
  /** What it does, as a command: "Change to …". */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Whether it is most likely what was meant. */
  readonly preferred: boolean;
}

/** What is wrong in a cell, where, and what can be done about it. */
export interface CellDiagnostic {
  /** What it is about; stays the same whatever the words. */
  readonly code:
    | 'yaml'
    | 'two-steps'
    | 'duplicate-key'
    | 'unknown-step'
    | 'unknown-key'
    | 'refused-key'
    | 'missing-key'
    | 'value'
    | 'unknown-profile'
    | 'deadline'
    | 'unknown-result'
    | 'result-below'
    | 'result-kind'
    | 'name-twice'
    | 'missing-file'
    | 'memory-limit';
  readonly severity: 'error' | 'warning';
  readonly span: Span;
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/** A message with what to do about it. */
export const inOneLine = (message: string, hint = ''): string =>
  `${message.charAt(0) === 'u' && message.startsWith('unknown') ? `U${message.slice(1)}` : message} ${hint}`.trimEnd();
