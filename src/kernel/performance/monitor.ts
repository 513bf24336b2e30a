import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { GaitError, toGaitError } from '../../shared/errors';
import type { ResourceSample } from '../../shared/run-record';
import { builtFile } from '../package-files';
import type { MemoryPressure } from './limit-watch';

export interface MonitorOptions {
  readonly limitMb: number;
  /** About eight times a second; looks are more frequent. */
  readonly onSample?: (sample: ResourceSample) => void;
  /** True when memory comes near its limit and no new work should begin, false when it has eased. */
  readonly onNear?: (near: boolean) => void;
  /** Once, just below the limit: stop the step now. */
  readonly onLimit?: (sample: ResourceSample) => void;
  /** The monitor itself has died: nothing watches the limit any more. */
  readonly onFailure?: (error: GaitError) => void;
  /** Process whose tree is watched; this one where it is left out. */
  readonly rootPid?: number;
}

export interface MonitorSummary {
  readonly peakRssMb: number;
  readonly last: ResourceSample;
  /** At most 600 samples that keep the peaks. */
  readonly series: readonly ResourceSample[];
}

export interface Monitor {
  /**
   * What was seen up to now; the watch goes on.
   * @throws GaitError where it has ended by itself.
   */
  soFar(): Promise<MonitorSummary>;
  /** Ends the watch; called again, it gives the same summary. */
  stop(): Promise<MonitorSummary>;
}

export interface MonitorTask {
  readonly rootPid: number;
  readonly limitMb: number;
  readonly startedEpochMs: number;
}

/** To the thread: begin a watch, tell what was seen, end it, or end yourself. */
export type MonitorOrder =
  { readonly type: 'watch'; readonly task: MonitorTask } | { readonly type: 'tell' | 'stop' | 'end' };

export type MonitorMessage =
  | { readonly type: 'sample'; readonly sample: ResourceSample }
  | { readonly type: 'pressure'; readonly pressure: MemoryPressure; readonly sample: ResourceSample }
  | {
      readonly type: 'so-far' | 'done';
      readonly summary: MonitorSummary;
      /** CPU time of the thread since it began, over all its watches. */
      readonly spentS: number;
    };

/** CPU time of each thread that watched, by its id. */
const spentS = new Map<number, number>();

/** CPU time in seconds that watching has taken of this process, up to what was last asked of it. */
export const watchingTimeS = (): number => [...spentS.values()].reduce((sum, value) => sum + value, 0);

/**
 * Watches memory and CPU of this process and all that it starts, from a thread of its own, so that work on the main
 * thread does not blind it. Resolves after the first look.
 * @throws GaitError where it cannot look.
 */
export async function startMonitor(options: MonitorOptions): Promise<Monitor> {
  const { limitMb, rootPid = process.pid } = options;
  const task: MonitorTask = { rootPid, limitMb, startedEpochMs: performance.timeOrigin + performance.now() };
  const thread = takeThread();
  const { threadId } = thread;
  let looking = false;
  let limitReached = false;
  let summary: MonitorSummary | undefined;
  let failure: GaitError | undefined;
  let stopping: Promise<MonitorSummary> | undefined;
  let telling: Promise<MonitorSummary> | undefined;
  let told: (summary: MonitorSummary) => void = () => undefined;

  const ended = new Promise<void>((resolve) => {
    const onMessage = (message: MonitorMessage): void => {
      switch (message.type) {
        case 'sample':
          options.onSample?.(message.sample);
          break;
        case 'pressure':
          options.onNear?.(message.pressure !== 'ok');
          if (message.pressure === 'over' && !limitReached) {
            limitReached = true;
            options.onLimit?.(message.sample);
          }
          break;
        case 'so-far':
          spentS.set(threadId, message.spentS);
          told(message.summary);
          break;
        case 'done':
          spentS.set(threadId, message.spentS);
          summary = message.summary;
          thread.off('message', onMessage).off('error', onError).off('exit', onExit);
          keepThread(thread);
          resolve();
          break;
      }
    };
    const onError = (thrown: unknown): void => {
      failure = cannotWatch(toGaitError(thrown).message, thrown);
    };
    const onExit = (): void => {
      failure ??= cannotWatch('the monitor ended.');
      if (looking && !stopping) options.onFailure?.(failure);
      resolve();
    };
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
  order(thread, { type: 'watch', task });

  await Promise.race([once(thread, 'message').catch(() => ended), ended]);
  if (failure) throw failure;
  looking = true;
  // A forgotten monitor must not keep the process alive.
  thread.unref();

  async function soFar(): Promise<MonitorSummary> {
    const answer = new Promise<MonitorSummary>((resolve) => (told = resolve));
    order(thread, { type: 'tell' });
    thread.ref();
    const found = await Promise.race([answer, ended]);
    if (!stopping) thread.unref();
    return found ?? theSummary();
  }

  function theSummary(): MonitorSummary {
    if (!summary) throw failure ?? cannotWatch('it left no summary.');
    return summary;
  }

  async function stop(): Promise<MonitorSummary> {
    thread.ref();
    order(thread, { type: 'stop' });
    await ended;
    return theSummary();
  }
  return {
    soFar: () => stopping ?? (telling ??= soFar().finally(() => (telling = undefined))),
    stop: () => (stopping ??= stop()),
  };
}

/** How long a thread that has nothing to watch waits for more: to start one costs 50 ms of a core, in each step. */
const spareForMs = 60_000;
let spare: SpareThread | null = null;

interface SpareThread {
  readonly thread: Worker;
  /** Takes it into use: nobody else has it from here on. */
  readonly take: () => void;
}

function takeThread(): Worker {
  if (spare) {
    const { thread, take } = spare;
    take();
    thread.ref();
    return thread;
  }
  return new Worker(builtFile('monitor-worker.js'), {
    // What it holds is small: a heap that may not grow keeps the watcher from being a part of the problem.
    resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 1 },
  });
}

function keepThread(thread: Worker): void {
  thread.unref();
  if (spare) {
    order(thread, { type: 'end' });
    return;
  }
  const take = (): void => {
    clearTimeout(patience);
    // Not all listeners: some are the worker's own.
    thread.off('error', take).off('exit', take);
    spare = null;
  };
  const patience = setTimeout(() => {
    take();
    order(thread, { type: 'end' });
  }, spareForMs).unref();
  // One that fails while it waits is of no more use, and harms nobody.
  thread.on('error', take).on('exit', take);
  spare = { thread, take };
}

const order = (thread: Worker, what: MonitorOrder): void => {
  thread.postMessage(what);
};

const cannotWatch = (reason: string, cause?: unknown): GaitError =>
  new GaitError('failed', `Memory cannot be watched: ${reason}`, undefined, { cause });
