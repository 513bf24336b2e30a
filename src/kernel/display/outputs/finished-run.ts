import type { StepOutcome } from '../../../shared/outcome';
import type { RunRecord } from '../../../shared/run-record';
import type { StepInput } from '../../../shared/steps';
import type { NamedResult } from '../../steps/step';
import type { Store } from '../../store/store';

/** A run that is over, however it ended, with what its cell's outputs are drawn from. */
export interface FinishedRun {
  /** Id of the run's record. */
  readonly recordId: string;
  /** The step as it was written. */
  readonly step: StepInput;
  /** Record ids of the results that it read, by their names; a result whose record is lost is left out. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Digests of those results, by their names. */
  readonly read: Readonly<Record<string, string>>;
  /** Null where the step as a whole failed, was stopped, or hit the limit: then there is its record alone. */
  readonly outcome: StepOutcome | null;
  readonly results: NamedResult | null;
  /** That were written outside of the store, also by a step that was stopped. */
  readonly files: readonly string[];
  readonly record: RunRecord;
  readonly store: Store;
  /** Folder that relative paths start from. */
  readonly workingFolder: string;
  /** Aborted where drawing came to the memory limit. */
  readonly signal: AbortSignal;
}
