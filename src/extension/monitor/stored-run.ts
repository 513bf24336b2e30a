import type { LoggedRun } from '../../shared/run-log';

/** A run, with the store that its log is in. */
export interface StoredRun {
  readonly store: string;
  readonly run: LoggedRun;
}
