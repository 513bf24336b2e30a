import type { InitializeResult, KernelRequests } from '../../shared/protocol';
import type { KernelClient, RunWatchers } from './kernel-client';
import { KernelGone, type KernelDeath } from './kernel-death';
import type { KernelProcess } from './kernel-process';

/** How long a run that is stopped may take to settle; with what ending the kernel takes, Stop stays within two seconds. */
const settleMs = 1200;
/** How long a kernel may take to end once its session is closed. */
const exitMs = 300;

export interface KernelParts {
  readonly info: InitializeResult;
  readonly running: KernelProcess;
  readonly connection: KernelRequests<AbortSignal>;
  /** Who watches the runs that go on, by run id. */
  readonly runs: Map<string, RunWatchers>;
  readonly death: Promise<KernelDeath>;
}

/** The client of a kernel that has shaken hands. */
export function forkedKernel({ info, running, connection, runs, death }: KernelParts): KernelClient {
  let gone: KernelDeath | null = null;
  let stopping: Promise<void> | null = null;
  const listeners = new Set<(death: KernelDeath) => void>();
  const died = death.then((how): never => {
    gone = how;
    for (const listener of listeners) listener(how);
    throw new KernelGone(how);
  });
  // It is told to those who wait for an answer; there may be none.
  died.catch(() => undefined);

  async function stop(): Promise<void> {
    if (gone) return;
    running.expectEnd('closed');
    await Promise.race([connection.shutdown().catch(() => undefined), death, after(settleMs)]);
    if (running.child.connected) running.child.disconnect();
    await Promise.race([death, after(exitMs)]);
    running.kill();
    await death;
  }

  return {
    pid: info.pid,
    info,
    async execute(params, watchers = {}, signal = new AbortController().signal) {
      if (gone) throw new KernelGone(gone);
      let patience: NodeJS.Timeout | undefined;
      const waitNoLonger = (): void => {
        patience = setTimeout(() => {
          running.expectEnd('no-answer');
          running.kill();
        }, settleMs);
      };
      if (signal.aborted) waitNoLonger();
      else signal.addEventListener('abort', waitNoLonger, { once: true });
      runs.set(params.runId, watchers);
      try {
        return await Promise.race([connection.execute(params, signal), died]);
      } finally {
        runs.delete(params.runId);
        signal.removeEventListener('abort', waitNoLonger);
        clearTimeout(patience);
      }
    },
    exportNotebook: (request, signal) =>
      gone
        ? Promise.reject(new KernelGone(gone))
        : Promise.race([connection.exportNotebook(request, signal), died]),
    results: () => (gone ? Promise.reject(new KernelGone(gone)) : Promise.race([connection.results(), died])),
    onExit(listener) {
      if (gone) listener(gone);
      else listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => (stopping ??= stop()),
  };
}

const after = (waitMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, waitMs).unref();
  });
