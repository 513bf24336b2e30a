import type { GaitErrorKind } from '../../../shared/errors';
import type { StepOutcome } from '../../../shared/outcome';
import type { ResourceSample, RunRecord, StepProgress } from '../../../shared/run-record';
import type { Settings } from '../../../shared/settings';
import type { StepInput } from '../../../shared/steps';

/** What a process of its own does for a benchmark: steps of a session, one after the other. */
export interface BenchmarkJob {
  readonly steps: readonly StepInput[];
  /** Complete, so that the process needs no configuration file. */
  readonly settings: Settings;
  readonly workingFolder: string;
  /** A store of its own, so that nothing comes from an earlier run; temporary files lie there as well. */
  readonly storeFolder: string;
}

/** How many frames (or windows) were through at a moment since the step's record began. */
export interface ProgressMark {
  readonly step: StepInput['step'];
  readonly timeS: number;
  readonly done: number;
}

export interface JobError {
  readonly kind: GaitErrorKind;
  readonly message: string;
  readonly hint?: string;
}

/** What one step took, well ended or not. */
export interface StepCost {
  readonly step: StepInput['step'];
  /** User and system time of the process and of what it started. */
  readonly cpuS: number;
  /** What of that went into watching memory and CPU. */
  readonly watchingS: number;
  /** Null where it was refused before it began. */
  readonly record: RunRecord | null;
}

/** What came of it. */
export interface JobResult {
  readonly startedAt: string;
  /** Memory that its processes might use together. */
  readonly limitMb: number;
  /** Of the steps that were finished, in their order. */
  readonly outcomes: readonly StepOutcome[];
  /** Why the next one was not; null where all were. */
  readonly error: JobError | null;
  readonly marks: readonly ProgressMark[];
  /** Of all steps that were begun, in their order. */
  readonly steps: readonly StepCost[];
  /** User and system time of the process and of all that it started, since its first step began. */
  readonly cpuS: number;
  /** What of that went into watching memory and CPU. */
  readonly watchingS: number;
}

/** What the process says. */
export type JobMessage =
  | { readonly kind: 'progress'; readonly progress: StepProgress }
  | { readonly kind: 'sample'; readonly sample: ResourceSample; readonly limitMb: number }
  | { readonly kind: 'done'; readonly result: JobResult };
