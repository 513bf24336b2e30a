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
  /** Ends the watch; called again, it gives the same summary. */
  stop(): Promise<MonitorSummary>;
}

export interface MonitorTask {
  readonly rootPid: number;
  readonly limitMb: number;
  readonly startedEpochMs: number;
}

export type MonitorMessage =
  | { readonly type: 'sample'; readonly sample: ResourceSample }
  | { readonly type: 'pressure'; readonly pressure: MemoryPressure; readonly sample: ResourceSample }
  | { readonly type: 'done'; readonly summary: MonitorSummary };

/**
 * Watches memory and CPU of this process and all that it starts, from a thread of its own, so that work on the main
 * thread does not blind it. Resolves after the first look.
 * @throws GaitError where it cannot look.
 */
export async function startMonitor(options: MonitorOptions): Promise<Monitor> {
  const { limitMb, rootPid = process.pid } = options;
  const task: MonitorTask = { rootPid, limitMb, startedEpochMs: performance.timeOrigin + performance.now() };
  const worker = new Worker(builtFile('monitor-worker.js'), {
    workerData: task,
    // What it holds is small: a heap that may not grow keeps the watcher from being a part of the problem.
    resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 1 },
  });
  let looking = false;
  let limitReached = false;
  let summary: MonitorSummary | undefined;
  let failure: GaitError | undefined;
  let stopping: Promise<MonitorSummary> | undefined;

  worker.on('message', (message: MonitorMessage) => {
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
      case 'done':
        summary = message.summary;
        break;
    }
  });
  worker.on('error', (thrown) => {
    failure = cannotWatch(toGaitError(thrown).message, thrown);
  });
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      if (!summary) failure ??= cannotWatch('the monitor ended.');
      if (failure && looking && !stopping) options.onFailure?.(failure);
      resolve();
    });
  });

  await Promise.race([once(worker, 'message').catch(() => ended), ended]);
  if (failure) throw failure;
  looking = true;
  // A forgotten monitor must not keep the process alive.
  worker.unref();

  async function stop(): Promise<MonitorSummary> {
    worker.ref();
    worker.postMessage('stop');
    await ended;
    if (!summary) throw failure ?? cannotWatch('it left no summary.');
    return summary;
  }
  return { stop: () => (stopping ??= stop()) };
}

const cannotWatch = (reason: string, cause?: unknown): GaitError =>
  new GaitError('failed', `Memory cannot be watched: ${reason}`, undefined, { cause });
