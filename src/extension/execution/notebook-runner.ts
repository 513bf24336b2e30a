import { cancelled, toGaitError, type GaitError } from '../../shared/errors';
import { parseCell } from '../../shared/gait-cell';
import { withoutFolders, type KnownPaths } from '../../shared/known-folders';
import type {
  EditorSettings,
  ExecuteParams,
  ExecuteResult,
  ProgressNotice,
  RunError,
  SampleNotice,
} from '../../shared/protocol';
import type { KernelClient } from '../kernel/kernel-client';
import { errorOutput, liveOutput, shownOutput, stoppedOutput, type ShownOutput } from './shown-output';

/** One run of one cell, as the editor shows it. */
export interface CellRun {
  /** What the cell says at this moment. */
  text(): string;
  start(order: number): void;
  show(outputs: readonly ShownOutput[]): Promise<void>;
  /** @param success undefined where the cell never ran. */
  end(success: boolean | undefined): void;
}

/** What the runner is given of the world. */
export interface RunnerHands {
  /** The notebook's kernel, started where none lives; a rejection says why there can be none. */
  kernel(): Promise<Pick<KernelClient, 'execute'>>;
  /** The editor's settings as they are now. */
  settings(): EditorSettings;
  newRunId(): string;
  /** What an error may name of this machine; a cell shows it without folders. */
  knownPaths(): KnownPaths;
  /** Told of errors in full. */
  onError(error: RunError | GaitError): void;
  readonly live: {
    begin(runId: string): void;
    progress(notice: ProgressNotice): void;
    sample(notice: SampleNotice): void;
    end(runId: string): void;
  };
}

/**
 * A run that is over sooner is not shown live: to draw that and take it away again would cost more than a cell that is
 * answered from the store takes, and flicker.
 */
const liveAfterMs = 150;

/** Runs the cells of one notebook, strictly one after the other in the order in which they were asked for. */
export class NotebookRunner {
  private readonly waiting: CellRun[] = [];
  private running: AbortController | null = null;
  private working: Promise<void> | null = null;
  private order = 0;

  constructor(private readonly hands: RunnerHands) {}

  /** Runs cells after those that already wait. The first that fails takes all that wait with it, as in Jupyter. */
  run(cells: readonly CellRun[]): Promise<void> {
    this.waiting.push(...cells);
    return (this.working ??= this.work());
  }

  /** Stops the cell that runs and drops those that wait. */
  async interrupt(): Promise<void> {
    this.dropWaiting();
    this.running?.abort(cancelled());
    await this.working;
  }

  /** A new kernel counts its runs from one again. */
  countAnew(): void {
    this.order = 0;
  }

  private async work(): Promise<void> {
    for (let cell = this.waiting.shift(); cell; cell = this.waiting.shift()) {
      const stop = new AbortController();
      this.running = stop;
      const succeeded = await this.runCell(cell, stop.signal);
      this.running = null;
      if (!succeeded) this.dropWaiting();
    }
    // In the same breath as the queue was seen empty, so that no cell is added to a queue that nobody works on.
    this.working = null;
  }

  private dropWaiting(): void {
    for (const cell of this.waiting.splice(0)) cell.end(undefined);
  }

  private async runCell(cell: CellRun, signal: AbortSignal): Promise<boolean> {
    const runId = this.hands.newRunId();
    this.hands.live.begin(runId);
    cell.start(++this.order);
    let succeeded = false;
    try {
      const step = parseCell(cell.text());
      const waiting = this.waiting.map((other) => stepIn(other.text()));
      const run = this.execute({ runId, step, settings: this.hands.settings(), waiting }, signal);
      if (!(await settlesWithin(run, liveAfterMs))) await cell.show([liveOutput(runId, nameOf(step))]);
      const result = await run;
      succeeded = result.ok && hasFinishedWalks(result);
      await cell.show([
        ...(result.ok ? [] : [this.failure(result.error, signal)]),
        ...result.outputs.map(shownOutput),
      ]);
    } catch (thrown) {
      await cell.show([this.failure(toGaitError(thrown), signal)]);
    } finally {
      this.hands.live.end(runId);
      cell.end(succeeded);
    }
    return succeeded;
  }

  /** Whatever ends a step after its user has stopped it is what stopping did. */
  private failure(error: RunError | GaitError, signal: AbortSignal): ShownOutput {
    const stopped = error.kind === 'cancelled' || signal.aborted;
    if (stopped && error.message === cancelled().message) return stoppedOutput();
    this.hands.onError(error);
    const known = this.hands.knownPaths();
    const shown = {
      kind: error.kind,
      message: withoutFolders(error.message, known),
      ...(error.hint !== undefined && { hint: withoutFolders(error.hint, known) }),
    };
    return stopped ? stoppedOutput(shown) : errorOutput(shown);
  }

  private async execute(params: ExecuteParams, signal: AbortSignal): Promise<ExecuteResult> {
    const kernel = await unlessAborted(this.hands.kernel(), signal);
    signal.throwIfAborted();
    return kernel.execute(
      params,
      {
        onProgress: (notice) => {
          this.hands.live.progress(notice);
        },
        onSample: (notice) => {
          this.hands.live.sample(notice);
        },
      },
      signal,
    );
  }
}

/** Which step a cell that waits is. It is only shown, so that the cell need not be whole yet. */
const stepIn = (text: string): string => /^\s*\{?\s*step\s*:\s*["']?([\w-]+)/m.exec(text)?.[1] ?? 'a cell';

const nameOf = (step: unknown): string =>
  typeof step === 'object' && step !== null && 'step' in step && typeof step.step === 'string'
    ? step.step
    : 'The cell';

/** Later cells can go on with the walks that were finished, if there are any. */
const hasFinishedWalks = ({ outcome: { walks } }: ExecuteResult & { ok: true }): boolean =>
  walks.length === 0 || walks.some(({ error }) => error === undefined);

/** Whether it is over in time, well or not; what it ends with is for those who wait for it. */
async function settlesWithin(awaited: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let patience: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    patience = setTimeout(resolve, timeoutMs, false);
  });
  const settled = (): true => true;
  try {
    return await Promise.race([awaited.then(settled, settled), late]);
  } finally {
    clearTimeout(patience);
  }
}

/** Waits no longer once the signal is aborted; what was waited for goes on. */
async function unlessAborted<T>(awaited: Promise<T>, signal: AbortSignal): Promise<T> {
  let stopWaiting: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stopWaiting = () => {
      reject(toGaitError(signal.reason));
    };
    if (signal.aborted) stopWaiting();
    signal.addEventListener('abort', stopWaiting);
  });
  try {
    return await Promise.race([awaited, aborted]);
  } finally {
    signal.removeEventListener('abort', stopWaiting!);
  }
}
