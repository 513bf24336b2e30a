import { existsSync } from 'node:fs';
import path from 'node:path';
import { cancelled } from '../shared/errors';
import type { StepOutcome } from '../shared/outcome';
import type { ResultInfo } from '../shared/protocol';
import type { StepInput } from '../shared/steps';
import { recallResults, rememberResult } from './session-names';
import type { CellRunOptions, RunOptions, SessionOptions } from './session-options';
import { SessionResults } from './session-results';
import { readLayers, type LayersUnderStep } from './session-settings';
import { runInSession, stopReason } from './step-run';
import { openScratchStore, openStore, type Store } from './store/store';
import { findVideoTools, type VideoTools } from './video/ffmpeg';
import { WaitingSteps } from './waiting-steps';

export type { CellRunOptions, RunOptions, SessionOptions } from './session-options';

/** The named results of one kernel, and the queue that makes them. */
export interface Session {
  /**
   * Runs one step after those already queued. A walk that fails is reported in its outcome while the others go on.
   * @throws GaitError where the step as a whole cannot run: bad input, no plan within the memory limit, cancelled.
   */
  run(step: StepInput, options?: RunOptions): Promise<StepOutcome>;
  /**
   * What later steps can name, those of the session of the same name before this one among them.
   * @throws GaitError where the store cannot be read.
   */
  results(): Promise<readonly ResultInfo[]>;
  /** Stops what runs and frees everything. */
  close(): Promise<void>;
}

/**
 * Opens a session: steps run one after the other, their results are found by name, and what was computed before comes
 * from the store.
 * @throws GaitError bad-input for a configuration file or settings that are not right.
 */
export function createSession(options: SessionOptions = {}): Promise<Session> {
  return openSession(options);
}

/** A session for cells: what a cell shows is drawn from its run, however that ended. */
export interface CellSession extends Session {
  run(step: StepInput, options?: CellRunOptions): Promise<StepOutcome>;
}

/** The same as {@link createSession}, for the kernel's own process. */
export async function openSession(options: SessionOptions): Promise<CellSession> {
  const workingFolder = path.resolve(options.workingFolder ?? '.');
  return new KernelSession(options, workingFolder, await readLayers(options, workingFolder));
}

class KernelSession implements CellSession {
  private readonly named = new SessionResults();
  private keptStore: Promise<Store> | undefined;
  private scratchStore: Promise<Store> | undefined;
  private readonly toolsByPath = new Map<string | null, Promise<VideoTools>>();
  private readonly closing = new AbortController();
  private readonly waiting = new WaitingSteps();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: SessionOptions,
    private readonly workingFolder: string,
    private readonly layers: LayersUnderStep,
  ) {}

  run(input: StepInput, options: CellRunOptions = {}): Promise<StepOutcome> {
    const { signal } = options;
    const begin = this.waiting.add(input);
    let begun = false;
    const outcome = this.queue.then(() => {
      begun = true;
      begin();
      return this.runNow(input, options);
    });
    this.queue = outcome.catch(() => undefined);
    if (!signal) return outcome;
    // A step that only waits for others is over as soon as it is cancelled; its turn then finds it aborted.
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        if (begun) return;
        begin();
        reject(stopReason(signal)!);
      };
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      void outcome.then(resolve, reject).finally(() => {
        signal.removeEventListener('abort', stop);
      });
    });
  }

  async results(): Promise<readonly ResultInfo[]> {
    // To ask makes no folder.
    if (this.options.name !== undefined && existsSync(this.keptFolder)) await this.store(true);
    return this.named.list();
  }

  async close(): Promise<void> {
    this.closing.abort(cancelled());
    await this.queue;
    for (const store of [this.keptStore, this.scratchStore]) await (await store)?.close();
  }

  private runNow(input: StepInput, options: CellRunOptions): Promise<StepOutcome> {
    const { name, onProgress, onSample, onLog } = this.options;
    return runInSession(input, options, {
      workingFolder: this.workingFolder,
      layers: () =>
        options.settings ? readLayers(options.settings, this.workingFolder) : Promise.resolve(this.layers),
      closing: this.closing.signal,
      waiting: this.waiting,
      store: (kept) => this.store(kept),
      tools: (ffmpegPath) => this.tools(ffmpegPath),
      find: (wanted, steps) => this.named.find(wanted, steps),
      keep: async (result, store) => {
        this.named.set(result);
        if (name !== undefined) await rememberResult(store, name, result);
      },
      ...(onProgress && { onProgress }),
      ...(onSample && { onSample }),
      ...(onLog && { onLog }),
    });
  }

  private get keptFolder(): string {
    return path.resolve(this.workingFolder, this.options.storeFolder ?? '.gait');
  }

  /** Each store is opened once. One that does not open is tried again by the next step. */
  private async store(kept: boolean): Promise<Store> {
    try {
      return await (kept
        ? (this.keptStore ??= this.openKeptStore())
        : (this.scratchStore ??= openScratchStore()));
    } catch (thrown) {
      if (kept) this.keptStore = undefined;
      else this.scratchStore = undefined;
      throw thrown;
    }
  }

  private async openKeptStore(): Promise<Store> {
    const store = await openStore(this.keptFolder);
    if (this.options.name !== undefined) this.named.recall(await recallResults(store, this.options.name));
    return store;
  }

  private async tools(ffmpegPath: string | null): Promise<VideoTools> {
    const tools = this.toolsByPath.get(ffmpegPath) ?? findVideoTools(ffmpegPath, this.workingFolder);
    this.toolsByPath.set(ffmpegPath, tools);
    try {
      return await tools;
    } catch (thrown) {
      // The user may repair them while the session lives.
      this.toolsByPath.delete(ffmpegPath);
      throw thrown;
    }
  }
}
