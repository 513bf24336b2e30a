import type { CellOutput } from './cell-output';
import { GaitError, type GaitErrorKind } from './errors';
import type { ExportRequest, ExportResult } from './export-form';
import type { LogLevel, StepOutcome } from './outcome';
import type { ResourceSample, StepProgress } from './run-record';
import type { SettingsLayer } from './settings';
import type { StepName } from './steps';

/** Raised with every change that an older client or kernel would not understand; both ends must say the same. */
export const protocolVersion = 1;

/** Both ends come with one package, so they differ only where it was updated while a window was open. */
export const otherProtocol = (editor: unknown, kernel: unknown): GaitError =>
  new GaitError(
    'failed',
    `The editor speaks version ${String(editor)} of the kernel's protocol, and the kernel version ${String(kernel)}.`,
    'Gait Notebook was updated while this window was open. Reload the window ("Developer: Reload Window").',
  );

/**
 * Requests: client → kernel, by the names of their JSON-RPC methods. Standard output is never the protocol: it is a log.
 * A request that fails carries a {@link RunError} as the data of its JSON-RPC error.
 * `Signal` is the AbortSignal of the world that asks or answers; here there is none.
 */
export interface KernelRequests<Signal> {
  /** The handshake, before all else. */
  initialize(params: InitializeParams): Promise<InitializeResult>;
  /** Runs a step after those already asked for. Its JSON-RPC cancellation token stops it, also while it waits. */
  execute(params: ExecuteParams, signal: Signal): Promise<ExecuteResult>;
  results(): Promise<readonly ResultInfo[]>;
  /** Writes a notebook as a document of another kind; needs no session. Its cancellation token stops it. */
  exportNotebook(params: ExportRequest, signal: Signal): Promise<ExportResult>;
  /** Stops what runs. The kernel's process ends when its client closes the channel. */
  shutdown(): Promise<void>;
}

/** Notifications: kernel → client. */
export interface KernelNotices {
  readonly progress: (notice: ProgressNotice) => void;
  readonly sample: (notice: SampleNotice) => void;
  readonly log: (notice: LogNotice) => void;
}

/** Names of the JSON-RPC methods. */
export const methods = {
  initialize: 'initialize',
  execute: 'execute',
  results: 'results',
  exportNotebook: 'exportNotebook',
  shutdown: 'shutdown',
  progress: 'progress',
  sample: 'sample',
  log: 'log',
} as const satisfies { [Name in keyof KernelRequests<never> | keyof KernelNotices]: Name };

/** Code of a JSON-RPC error whose data is a {@link RunError}. */
export const runErrorCode = 1;

export interface InitializeParams {
  readonly protocol: number;
  /** Null where no step will be run, so that there need be no store. */
  readonly session: SessionSetup | null;
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
  /** Names of the steps that wait in the editor for this one, for whoever follows the run. */
  readonly waiting?: readonly string[];
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

/** A GaitError as it crosses the border. */
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

/** At most about twenty of each kind a second: the newest, and always the last one. */
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
