/** The one file of the kernel that knows of JSON-RPC: typed requests and notices over the channel of a forked process. */
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type CancellationToken,
} from 'vscode-jsonrpc/node.js';
import { cancelled, toGaitError, type GaitError } from '../../shared/errors';
import type { ExportRequest } from '../../shared/export-form';
import {
  methods,
  runErrorCode,
  type ExecuteParams,
  type InitializeParams,
  type KernelNotices,
  type KernelRequests,
  type RunError,
} from '../../shared/protocol';

/** Answers the requests of the process that forked this one; `answer` is given what it can tell it meanwhile. */
export function serveClient(answer: (notices: KernelNotices) => KernelRequests<AbortSignal>): void {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  const notify = (method: string) => (notice: unknown) => {
    // A client that is gone needs no notice; that it is gone is told by its channel.
    connection.sendNotification(method, notice).catch(() => undefined);
  };
  const requests = answer({
    progress: notify(methods.progress),
    sample: notify(methods.sample),
    log: notify(methods.log),
  });
  connection.onRequest(methods.initialize, (params: InitializeParams) =>
    withRunError(requests.initialize(params)),
  );
  connection.onRequest(methods.execute, (params: ExecuteParams, token: CancellationToken) =>
    withRunError(requests.execute(params, signalOf(token))),
  );
  connection.onRequest(methods.results, () => withRunError(requests.results()));
  connection.onRequest(methods.exportNotebook, (params: ExportRequest, token: CancellationToken) =>
    withRunError(requests.exportNotebook(params, signalOf(token))),
  );
  connection.onRequest(methods.shutdown, () => withRunError(requests.shutdown()));
  connection.onError(([error]) => {
    // An answer that comes too late for a client that is gone is no trouble.
    if (process.connected) process.stderr.write(`The channel to the client failed: ${error.message}\n`);
  });
  connection.listen();
}

function signalOf(token: CancellationToken): AbortSignal {
  const stop = new AbortController();
  if (token.isCancellationRequested) stop.abort(cancelled());
  else
    token.onCancellationRequested(() => {
      stop.abort(cancelled());
    });
  return stop.signal;
}

async function withRunError<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const error = toGaitError(thrown);
    throw new ResponseError(runErrorCode, error.message, toRunError(error));
  }
}

/** An error as it crosses the border. */
export const toRunError = ({ kind, message, hint }: GaitError): RunError => ({
  kind,
  message,
  ...(hint !== undefined && { hint }),
});
