import { existsSync } from 'node:fs';
import path from 'node:path';
import { cancelled, GaitError, toGaitError } from '../shared/errors';
import { resolveMemoryLimit } from '../shared/memory-plan';
import type { LogLevel, StepOutcome } from '../shared/outcome';
import type { ResultInfo } from '../shared/protocol';
import type { ResourceSample, RunRecord, StepProgress } from '../shared/run-record';
import { parseStep, type Step, type StepInput, type StepName } from '../shared/steps';
import type { FinishedRun } from './display/outputs/finished-run';
import { refusedLimit } from '../shared/least-limit';
import { availableMemoryMb } from './performance/machine';
import { startMonitor } from './performance/monitor';
import { createRecorder } from './performance/recorder';
import { digestsOf } from './result-digest';
import { recallResults, rememberResult } from './session-names';
import { recordIdsOf, SessionResults } from './session-results';
import { readLayers, resolveForStep, type LayersUnderStep, type SettingsUnderStep } from './session-settings';
import { openRunLog } from './store/run-records';
import { openScratchStore, openStore, type Store } from './store/store';
import { stepDefinitions } from './steps';
import { createAdmission } from './steps/admission';
import type { NamedResult, StepContext, StepDefinition, StepProduct } from './steps/step';
import { findVideoTools, type VideoTools } from './video/ffmpeg';

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

export interface CellRunOptions extends RunOptions {
  /**
   * Called when the step has ended, well or not, if it came to have a record; the next step waits for it. What it throws
   * is the run's error.
   */
  readonly onEnd?: (run: FinishedRun) => void | Promise<void>;
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
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: SessionOptions,
    private readonly workingFolder: string,
    private readonly layers: LayersUnderStep,
  ) {}

  run(input: StepInput, options: CellRunOptions = {}): Promise<StepOutcome> {
    const { signal } = options;
    let begun = false;
    const outcome = this.queue.then(() => {
      begun = true;
      return this.prepareAndRun(input, options);
    });
    this.queue = outcome.catch(() => undefined);
    if (!signal) return outcome;
    // A step that only waits for others is over as soon as it is cancelled; its turn then finds it aborted.
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        if (!begun) reject(stopReason(signal)!);
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

  private async prepareAndRun(input: StepInput, options: CellRunOptions): Promise<StepOutcome> {
    if (options.signal?.aborted) throw stopReason(options.signal)!;
    const step = parseStep(input);
    const layers = options.settings ? await readLayers(options.settings, this.workingFolder) : this.layers;
    const resolved = resolveForStep(layers, step);
    const { settings } = resolved;
    const limitMb = resolveMemoryLimit(settings.max_memory_mb, availableMemoryMb());
    const refused = refusedLimit(step.step, limitMb, settings);
    if (refused) throw refused;
    const store = await this.store(settings.enable_optimizations);
    const name = step.as ?? step.step;
    const runLog = settings.enable_optimizations
      ? await openRunLog(store.folder, {
          step: step.step,
          name,
          onTrouble: (thrown) => {
            this.options.onLog?.('warn', `The run is not recorded further: ${toGaitError(thrown).message}`);
          },
        })
      : null;
    const recorder = createRecorder({ step: step.step, name, resolved, limitMb, runLog });

    const stop = new AbortController();
    const signal = AbortSignal.any([
      stop.signal,
      this.closing.signal,
      ...(options.signal ? [options.signal] : []),
    ]);
    const admission = createAdmission();
    const drawing = new AbortController();
    let isOver = false;
    const monitor = await startMonitor({
      limitMb,
      onSample: (sample) => {
        // Its log is closed by then.
        if (!isOver) runLog?.sample(sample);
        this.options.onSample?.(sample, limitMb);
        options.onSample?.(sample, limitMb);
      },
      onNear: (near) => {
        admission.set(!near);
      },
      onLimit: (sample) => {
        const reached = memoryLimitReached(step.step, sample.rssMb, limitMb, settings.performance_mode);
        (isOver ? drawing : stop).abort(reached);
      },
      onFailure: (error) => {
        stop.abort(error);
      },
    });

    let lineage: NamedResult[] = [];
    let kept: StepProduct | null = null;
    const context: StepContext = {
      settings,
      resolved,
      settingsWith: (profile) => resolveForStep(layers, { ...step, profile }),
      limitMb,
      workingFolder: this.workingFolder,
      store,
      recorder,
      signal,
      tools: () => this.tools(settings.ffmpeg_path),
      result: (wanted, ...steps) => {
        const found = this.named.find(wanted, steps);
        lineage = [...lineage, found];
        return found;
      },
      admission,
      progress: (progress) => {
        runLog?.progress({ step: step.step, ...progress });
        this.options.onProgress?.({ step: step.step, ...progress });
        options.onProgress?.({ step: step.step, ...progress });
      },
      keep: (product) => {
        kept = product;
      },
      log: (level, message) => this.options.onLog?.(level, message),
    };

    const end = async (
      record: RunRecord,
      result: NamedResult | null,
      outcome: StepOutcome | null,
    ): Promise<void> => {
      isOver = true;
      await runLog?.end(record);
      await options.onEnd?.({
        recordId: record.id,
        step: input,
        inputs: recordIdsOf(lineage),
        read: digestsOf(lineage),
        outcome,
        results: result,
        record,
        store,
        workingFolder: this.workingFolder,
        signal: drawing.signal,
      });
    };

    const partial = (): NamedResult | null =>
      kept && { name, step: step.step, walks: kept.walks, records: [] };

    try {
      let product: StepProduct;
      try {
        signal.throwIfAborted();
        product = await runStep(step, context);
        signal.throwIfAborted();
      } catch (thrown) {
        const error = stopReason(signal) ?? toGaitError(thrown);
        const outcome = error.kind === 'bad-input' ? 'failed' : error.kind;
        await end(recorder.finish(outcome, await monitor.soFar(), error.message), partial(), null);
        throw error;
      }
      const record = recorder.finish('done', await monitor.soFar());
      const records = [...lineage.flatMap((input) => input.records), record];
      const result: NamedResult = { name, step: step.step, walks: product.walks, records };
      const outcome = { step: step.step, name, walks: product.walks, record, files: product.files ?? [] };
      this.named.set(result);
      if (this.options.name !== undefined) await rememberResult(store, this.options.name, result);
      await end(record, result, outcome);
      return outcome;
    } finally {
      // Not before the outputs are drawn, which takes memory as well. One that failed was told of by then.
      await monitor.stop().catch(() => undefined);
    }
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

function runStep(step: Step, context: StepContext): Promise<StepProduct> {
  // Sound: the table holds for each name the definition that takes this name's step.
  const definition = stepDefinitions[step.step] as unknown as StepDefinition<StepName>;
  return definition.run(step, context);
}

/** Why the signal was aborted; a plain abort is the user's. */
function stopReason(signal: AbortSignal): GaitError | null {
  if (!signal.aborted) return null;
  return signal.reason instanceof GaitError ? signal.reason : cancelled();
}

function memoryLimitReached(step: StepName, rssMb: number, limitMb: number, profile: string): GaitError {
  return new GaitError(
    'memory-limit',
    `${step} was stopped at ${Math.round(rssMb)} MB, to stay within the limit of ${Math.round(limitMb)} MB. What was finished is kept.`,
    // The profile chooses the pose model; it changes nothing elsewhere.
    step === 'extract-pose' && profile !== 'fast'
      ? 'Allow more with max_memory_mb, or use the profile fast.'
      : 'Allow more with max_memory_mb.',
  );
}
