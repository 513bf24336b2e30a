import type { CellOutput } from './cell-output';
import type { GaitErrorKind } from './errors';
import type { LogLevel, StepOutcome } from './outcome';
import type { ResourceSample, StepProgress } from './run-record';
import type { SettingsLayer } from './settings';
import type { StepName } from './steps';

/** Raised with every change that an older client or kernel would not understand; both ends must say the same. */
export const protocolVersion = 1;

/** Names of the JSON-RPC methods. Standard output is never the protocol: it is a log. */
export const methods = {
  initialize: 'initialize',
  execute: 'execute',
  results: 'results',
  shutdown: 'shutdown',
  progress: 'progress',
  sample: 'sample',
  log: 'log',
} as const;

/** Requests: client → kernel. An `execute` is cancelled by its JSON-RPC cancellation token. */
export interface InitializeParams {
  readonly protocol: number;
  readonly session: SessionSetup;
}

/** How the kernel sets up its session; paths are absolute. */
export interface SessionSetup {
  /** Sessions of one name find each other's results again: the notebook's path. */
  readonly name: string | null;
  readonly workingFolder: string;
  /** Folder of stored results; `.gait` in the working folder where it is null. */
  readonly storeFolder: string | null;
}

export interface InitializeResult {
  readonly protocol: number;
  /** Version of the package that the kernel belongs to. */
  readonly version: string;
  readonly node: string;
  readonly pid: number;
}

export interface ExecuteParams {
  /** Chosen by the client; notifications of this run carry it. */
  readonly runId: string;
  /** What the cell says, as YAML gave it: the kernel checks it. */
  readonly step: unknown;
  /** The layers under the cell, as they are when the cell is run, so that changing a setting needs no restart. */
  readonly settings: EditorSettings;
}

export interface EditorSettings {
  /** A configuration file, absolute. */
  readonly configFile: string | null;
  readonly layer: SettingsLayer;
  /** Where each dotted key of the layer comes from: "workspace settings", "user settings". */
  readonly sources: Readonly<Record<string, string>>;
}

export type ExecuteResult =
  | {
      readonly ok: true;
      readonly outcome: StepOutcome;
      readonly outputs: readonly CellOutput[];
    }
  | {
      readonly ok: false;
      readonly error: RunError;
      /** What is known of the run all the same: its plot, walks that were finished. */
      readonly outputs: readonly CellOutput[];
    };

export interface RunError {
  readonly kind: GaitErrorKind;
  readonly message: string;
  readonly hint?: string;
}

export interface ResultInfo {
  readonly name: string;
  readonly step: StepName;
  readonly walks: number;
  /** Id of the record of the run that made it; null where that record is lost. */
  readonly recordId: string | null;
}

/** Notifications: kernel → client. */
export interface ProgressNotice {
  readonly runId: string;
  readonly progress: StepProgress;
}
export interface SampleNotice {
  readonly runId: string;
  readonly sample: ResourceSample;
  readonly limitMb: number;
}
export interface LogNotice {
  readonly level: LogLevel;
  readonly message: string;
}
