import { exitCodes } from '../shared/errors';
import type { Terminal } from './terminal';

/** How long a run may take to stop by itself; then the process ends, and with it all it started. */
const graceMs = 1800;

/**
 * Runs work that Ctrl-C stops: the first aborts its signal, the second ends the process at once.
 * @returns what the work returns.
 */
export async function interruptible<T>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let working = true;
  const stopNow = (): never => {
    if (working) terminal.err('Cancelled.\n');
    return process.exit(exitCodes.cancelled);
  };
  const stop = (): void => {
    if (controller.signal.aborted) stopNow();
    controller.abort();
    setTimeout(stopNow, graceMs).unref();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    working = false;
    // Once stopped, another Ctrl-C still ends the process at once, with the same exit code.
    if (!controller.signal.aborted) for (const signal of signals) process.off(signal, stop);
  }
}
