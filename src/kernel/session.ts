import path from 'node:path';
import { badInput, cancelled, GaitError, toGaitError } from '../shared/errors';
import { resolveMemoryLimit } from '../shared/memory-plan';
import { alternatives } from '../shared/readable-issues';
import { nearest } from '../shared/nearest';
import {
  parseSettingsLayer,
  resolveSettings,
  type ConfigFile,
  type NamedLayer,
} from '../shared/resolve-settings';
import type { LogLevel, StepOutcome } from '../shared/outcome';
import type { ResourceSample, StepProgress } from '../shared/run-record';
import type { SettingsLayer } from '../shared/settings';
import { parseStep, settingsOfStep, type Step, type StepInput, type StepName } from '../shared/steps';
import { readConfigFile } from './config-file';
import { refusedLimit } from './performance/least-limit';
import { availableMemoryMb } from './performance/machine';
import { startMonitor } from './performance/monitor';
import { createRecorder } from './performance/recorder';
import { recallResults, rememberResult } from './session-names';
import { openRunLog } from './store/run-records';
import { openScratchStore, openStore, type Store } from './store/store';
import { stepDefinitions } from './steps';
import { createAdmission } from './steps/admission';
import type { NamedResult, StepContext, StepDefinition, StepProduct } from './steps/step';
import { findVideoTools, type VideoTools } from './video/ffmpeg';

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

/**
 * Opens a session: steps run one after the other, their results are found by name, and what was computed before comes
 * from the store.
 * @throws GaitError bad-input for a configuration file or settings that are not right.
 */
export async function createSession(options: SessionOptions = {}): Promise<Session> {
  const workingFolder = path.resolve(options.workingFolder ?? '.');
  const config =
    options.configFile === undefined
      ? undefined
      : await readConfigFile(path.resolve(workingFolder, options.configFile));
  const layers: NamedLayer[] = [];
  if (config)
    layers.push({ source: `config ${path.basename(options.configFile!)}`, values: config.settings });
  if (options.settings) {
    const values = parseSettingsLayer(options.settings, 'The settings');
    layers.push({ source: options.settingsSource ?? 'session', values });
  }
  // Says what is wrong with the settings before any work begins.
  resolveSettings(layers, config?.profiles);
  return new KernelSession(options, workingFolder, layers, config);
}

class KernelSession implements Session {
  private readonly results = new Map<string, NamedResult>();
  private readonly stores: { kept?: Store; scratch?: Store } = {};
  private readonly toolsByPath = new Map<string | null, Promise<VideoTools>>();
  private readonly closing = new AbortController();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: SessionOptions,
    private readonly workingFolder: string,
    private readonly layers: readonly NamedLayer[],
    private readonly config: ConfigFile | undefined,
  ) {}

  run(input: StepInput, { signal }: { readonly signal?: AbortSignal } = {}): Promise<StepOutcome> {
    const outcome = this.queue.then(() => this.prepareAndRun(input, signal));
    this.queue = outcome.catch(() => undefined);
    return outcome;
  }

  async close(): Promise<void> {
    this.closing.abort(cancelled());
    await this.queue;
    for (const store of Object.values(this.stores)) await store.close();
  }

  private async prepareAndRun(input: StepInput, userSignal?: AbortSignal): Promise<StepOutcome> {
    const step = parseStep(input);
    const resolved = resolveSettings(
      [...this.layers, { source: 'cell', values: settingsOfStep(step) }],
      this.config?.profiles,
    );
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
    const signal = AbortSignal.any([stop.signal, this.closing.signal, ...(userSignal ? [userSignal] : [])]);
    const admission = createAdmission();
    const monitor = await startMonitor({
      limitMb,
      onSample: (sample) => {
        runLog?.sample(sample);
        this.options.onSample?.(sample, limitMb);
      },
      onNear: (near) => {
        admission.set(!near);
      },
      onLimit: (sample) => {
        stop.abort(memoryLimitReached(step.step, sample.rssMb, limitMb, settings.performance_mode));
      },
      onFailure: (error) => {
        stop.abort(error);
      },
    });

    let lineage: NamedResult[] = [];
    const context: StepContext = {
      settings,
      resolved,
      limitMb,
      workingFolder: this.workingFolder,
      store,
      recorder,
      signal,
      tools: () => this.tools(settings.ffmpeg_path),
      result: (wanted, ...steps) => {
        const found = this.result(wanted, steps);
        lineage = [...lineage, found];
        return found;
      },
      admission,
      progress: (progress) => {
        runLog?.progress({ step: step.step, ...progress });
        this.options.onProgress?.({ step: step.step, ...progress });
      },
      log: (level, message) => this.options.onLog?.(level, message),
    };

    let product: StepProduct;
    try {
      signal.throwIfAborted();
      product = await runStep(step, context);
      signal.throwIfAborted();
    } catch (thrown) {
      const error = stopReason(signal) ?? toGaitError(thrown);
      const outcome = error.kind === 'bad-input' ? 'failed' : error.kind;
      await runLog?.end(recorder.finish(outcome, await monitor.stop(), error.message));
      throw error;
    }
    const record = recorder.finish('done', await monitor.stop());
    await runLog?.end(record);
    const records = [...lineage.flatMap((input) => input.records), record];
    const result: NamedResult = { name, step: step.step, walks: product.walks, records };
    this.results.set(name, result);
    if (this.options.name !== undefined) await rememberResult(store, this.options.name, result);
    return { step: step.step, name, walks: product.walks, record, files: product.files ?? [] };
  }

  /** Steps run one at a time, so no store is opened twice. One that does not open is tried again by the next step. */
  private async store(kept: boolean): Promise<Store> {
    return kept
      ? (this.stores.kept ??= await this.openKeptStore())
      : (this.stores.scratch ??= await openScratchStore());
  }

  private async openKeptStore(): Promise<Store> {
    const store = await openStore(path.resolve(this.workingFolder, this.options.storeFolder ?? '.gait'));
    if (this.options.name !== undefined) {
      for (const result of await recallResults(store, this.options.name))
        this.results.set(result.name, result);
    }
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

  private result(name: string, steps: readonly StepName[]): NamedResult {
    const found = this.results.get(name);
    if (!found) {
      const known = [...this.results.keys()];
      const close = nearest(name, known);
      throw badInput(
        `There is no result "${name}".`,
        close ? `Did you mean "${close}"?` : `Run the ${alternatives(steps)} step that makes it first.`,
      );
    }
    if (!steps.includes(found.step)) {
      throw badInput(
        `"${name}" is the result of ${found.step}.`,
        `A result of ${alternatives(steps)} is needed here.`,
      );
    }
    return found;
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
