import type { LogLevel } from '../shared/outcome';
import type { ResourceSample, StepProgress } from '../shared/run-record';
import type { FinishedRun } from './display/outputs/finished-run';
import type { SettingsUnderStep } from './session-settings';

/** How a session is set up; every field has a default. */
export interface SessionOptions extends SettingsUnderStep {
  /** Folder that relative paths start from; the process's own where it is left out. */
  readonly workingFolder?: string;
  /** Folder of stored results; `.gait` in the working folder where it is left out. */
  readonly storeFolder?: string;
  /** Sessions of one name find each other's results again: a notebook gives its path. Without it nothing is remembered. */
  readonly name?: string;
  readonly onProgress?: (progress: StepProgress) => void;
  readonly onSample?: (sample: ResourceSample, limitMb: number) => void;
  readonly onLog?: (level: LogLevel, message: string) => void;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** The layers under this step, in place of the session's own: an editor's settings change while its kernel lives. */
  readonly settings?: SettingsUnderStep;
  /** Watch this run, beside what watches the session. */
  readonly onProgress?: (progress: StepProgress) => void;
  readonly onSample?: (sample: ResourceSample, limitMb: number) => void;
}

export interface CellRunOptions extends RunOptions {
  /**
   * Called when the step has ended, well or not, if it came to have a record; the next step waits for it. What it throws
   * is the run's error.
   */
  readonly onEnd?: (run: FinishedRun) => void | Promise<void>;
  /** Names of the steps that wait outside of the session, after its own. */
  readonly waiting?: readonly string[];
}
