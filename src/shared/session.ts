import type { GaitErrorKind } from './errors';
import type { SettingsLayer } from './settings';
import type { ResourceSample, RunRecord, StepProgress } from './run-record';
import type { StepInput } from './steps';
import type { Walk } from './results';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** How a session is set up; every field has a default. */
export interface SessionOptions {
  /** A configuration file (JSON), a layer above the built-in defaults and the profile. */
  readonly configFile?: string;
  /** The layer above the configuration file: flags of a command, or settings of an editor. */
  readonly settings?: SettingsLayer;
  /** What to call that layer in run records; by dotted key where one name does not do. */
  readonly settingsSource?: string | Readonly<Record<string, string>>;
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

/** The named results of one kernel, and the queue that makes them. */
export interface Session {
  /**
   * Runs one step after those already queued. A walk that fails is reported in its outcome while the others go on.
   * @throws GaitError where the step as a whole cannot run: bad input, no plan within the memory limit, cancelled.
   */
  run(step: StepInput, options?: { readonly signal?: AbortSignal }): Promise<StepOutcome>;
  /** Stops what runs and frees everything. */
  close(): Promise<void>;
}
