import type { ExportRequest, ExportResult } from '../../shared/export-form';
import type { LogLevel } from '../../shared/outcome';
import type {
  ExecuteParams,
  ExecuteResult,
  InitializeResult,
  ProgressNotice,
  ResultInfo,
  SampleNotice,
  SessionSetup,
} from '../../shared/protocol';
import type { KernelDeath } from './kernel-death';

/** A kernel that runs, as its client sees it. */
export interface KernelClient {
  readonly pid: number;
  readonly info: InitializeResult;
  /**
   * Runs one step after those already sent. A step that fails is told in its result. Where `signal` stops it and the
   * kernel does not settle in time, the kernel is ended, so that the call is over within two seconds.
   * @throws KernelGone where the kernel has ended, or ends meanwhile.
   */
  execute(params: ExecuteParams, watchers?: RunWatchers, signal?: AbortSignal): Promise<ExecuteResult>;
  /**
   * The results of the session, those of an earlier kernel among them.
   * @throws GaitError where the store cannot be read; KernelGone.
   */
  results(): Promise<readonly ResultInfo[]>;
  /**
   * Writes a notebook as a document of another kind.
   * @throws GaitError where it cannot be written; KernelGone.
   */
  exportNotebook(request: ExportRequest, signal: AbortSignal): Promise<ExportResult>;
  /** Calls once the kernel has ended, however it did; at once where it has. Gives back what takes the listener away. */
  onExit(listener: (death: KernelDeath) => void): () => void;
  /** Ends the kernel and all that it started, politely first. Called again, it waits for the same end. */
  stop(): Promise<void>;
}

export interface RunWatchers {
  readonly onProgress?: (notice: ProgressNotice) => void;
  readonly onSample?: (notice: SampleNotice) => void;
}

export interface KernelOptions {
  /** The built kernel (`dist/kernel.js`), absolute. */
  readonly kernelFile: string;
  /** Null where no step will be run. */
  readonly session: SessionSetup | null;
  /** How long a kernel may take to answer for the first time. */
  readonly timeoutMs?: number;
  /** What the kernel logs, and lines that it writes, from its start on. */
  readonly onLog?: (level: LogLevel, line: string) => void;
  /** Its environment in place of this process's. */
  readonly env?: NodeJS.ProcessEnv;
}
