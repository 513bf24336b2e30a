/** The one file of the editor's side that knows of JSON-RPC: the kernel's requests as calls, its notices as callbacks. */
import type { ChildProcess } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
} from 'vscode-jsonrpc/node.js';
import { GaitError } from '../../shared/errors';
import type { ExportResult } from '../../shared/export-form';
import {
  methods,
  runErrorCode,
  type ExecuteResult,
  type InitializeResult,
  type KernelNotices,
  type KernelRequests,
  type ResultInfo,
  type RunError,
} from '../../shared/protocol';

/**
 * Speaks with a kernel over the channel of its process. A kernel that ends leaves requests without an answer: that it has
 * ended is told by its process.
 */
export function connectToKernel(child: ChildProcess, notices: KernelNotices): KernelRequests<AbortSignal> {
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onNotification(methods.progress, notices.progress);
  connection.onNotification(methods.sample, notices.sample);
  connection.onNotification(methods.log, notices.log);
  // A channel that breaks is the end of the process, too.
  connection.onError(() => undefined);
  connection.listen();

  async function stoppable<T>(method: string, params: unknown, signal: AbortSignal): Promise<T> {
    const stop = new CancellationTokenSource();
    const cancel = (): void => {
      stop.cancel();
    };
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      return await answered<T>(connection.sendRequest(method, params, stop.token));
    } finally {
      signal.removeEventListener('abort', cancel);
      stop.dispose();
    }
  }

  return {
    initialize: async (params) =>
      answered<InitializeResult>(connection.sendRequest(methods.initialize, params)),
    execute: (params, signal) => stoppable<ExecuteResult>(methods.execute, params, signal),
    exportNotebook: (params, signal) => stoppable<ExportResult>(methods.exportNotebook, params, signal),
    results: async () => answered<readonly ResultInfo[]>(connection.sendRequest(methods.results)),
    shutdown: async () => answered(connection.sendRequest(methods.shutdown)),
  };
}

/** An answer, or the error that the kernel sent in its place. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    if (!(thrown instanceof ResponseError) || thrown.code !== runErrorCode) throw thrown;
    // Sound: what the kernel sends under this code is a RunError.
    const { kind, message, hint } = thrown.data as RunError;
    throw new GaitError(kind, message, hint, { cause: thrown });
  }
}
