import type { GaitErrorKind } from './errors';
import type { RunRecord } from './run-record';
import type { StepInput } from './steps';
import type { Walk } from './results';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** How one walk of a step came out: a folder with its files in the store, or an error. */
export interface WalkOutcome {
  readonly walk: Walk;
  /** Folder that holds the walk's result files and its display bundle; null where the walk failed. */
  readonly folder: string | null;
  readonly fromStore: boolean;
  /** One line that says what came of it. */
  readonly summary: string;
  readonly warnings: readonly string[];
  readonly error?: { readonly kind: GaitErrorKind; readonly message: string; readonly hint?: string };
}

export interface StepOutcome {
  readonly step: StepInput['step'];
  /** Name under which later steps find the result. */
  readonly name: string;
  readonly walks: readonly WalkOutcome[];
  readonly record: RunRecord;
  /** Files written outside the store (report, make-phantom). */
  readonly files: readonly string[];
}
