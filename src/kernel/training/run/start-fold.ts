import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { lastWords } from '../../../processes/last-words';
import { cancelled, GaitError } from '../../../shared/errors';
import { builtFile } from '../../package-files';
import type { FoundEngine } from '../engines';
import type { FoldEnd, FoldMessage, FoldTask } from './fold-messages';

export interface FoldHooks {
  readonly onMessage: (message: FoldMessage) => void;
  readonly signal: AbortSignal;
}

/** A worker of either kind. */
interface Started {
  readonly onMessage: (listener: (message: FoldMessage | FoldEnd) => void) => void;
  readonly onError: (listener: (error: Error) => void) => void;
  readonly onExit: (listener: (how: string) => void) => void;
  readonly words: readonly (Readable | null)[];
  /** Resolves when it is gone. */
  readonly end: () => Promise<unknown>;
}

/**
 * Trains one fold, or applies trained networks, in a worker of its own, which ends afterwards: a thread, or for tfjs-node a process, since a second
 * thread cannot load it.
 * @throws GaitError `cancelled`, with the worker gone; `failed`, with its last words, where it died; else what it says.
 */
export async function startFold(
  task: FoldTask,
  engine: Pick<FoundEngine, 'id' | 'nodePath'>,
  { onMessage, signal }: FoldHooks,
): Promise<void> {
  if (signal.aborted) throw cancelled();
  const started = engine.id === 'tfjs-node' ? startProcess(task, engine.nodePath) : startThread(task);
  const words = lastWords(started.words);
  let stop: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      stop = () => {
        reject(cancelled());
      };
      signal.addEventListener('abort', stop, { once: true });
      started.onMessage((message) => {
        if (message.kind === 'done') resolve();
        else if (message.kind === 'failed') reject(failureOf(message.error));
        else onMessage(message);
      });
      started.onError((error) => {
        reject(died(error.message, words(), error));
      });
      // After a result this changes nothing: a promise is settled once.
      started.onExit((how) => {
        reject(died(how, words()));
      });
    });
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
    await started.end();
  }
}

/** Beside arrays, which lie outside, a worker needs little; a small young generation keeps its garbage from piling up. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };

const workerFile = 'fold-worker.js';

function startThread(task: FoldTask): Started {
  const worker = new Worker(builtFile(workerFile), {
    workerData: task,
    resourceLimits,
    stdout: true,
    stderr: true,
  });
  return {
    onMessage: (listener) => worker.on('message', listener),
    onError: (listener) => worker.on('error', listener),
    onExit: (listener) => worker.on('exit', (code) => setImmediate(listener, `exit code ${code}`)),
    words: [worker.stdout, worker.stderr],
    end: () => worker.terminate(),
  };
}

/** TensorFlow's own threads: their number would change sums in their last digits, and each fold has one core. */
const oneThread = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' };

function startProcess(task: FoldTask, nodePath = process.execPath): Started {
  const child = fork(builtFile(workerFile), {
    execPath: nodePath,
    execArgv: [],
    env: { ...process.env, ...oneThread },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Where it cannot be started, its error says so.
  child.send(task, () => undefined);
  const ended = once(child, 'close').catch(() => undefined);
  return {
    onMessage: (listener) => child.on('message', listener),
    onError: (listener) => child.on('error', listener),
    onExit: (listener) =>
      child.on('close', (code, signal) => {
        listener(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
      }),
    words: [child.stdout, child.stderr],
    end: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function failureOf({ kind, message, hint, system }: Extract<FoldEnd, { kind: 'failed' }>['error']): Error {
  return system === undefined
    ? new GaitError(kind, message, hint)
    : Object.assign(new Error(message), system);
}

function died(reason: string, said: string, cause?: Error): GaitError {
  const words = said === '' ? '' : ` Its last words: ${said}`;
  return new GaitError(
    'failed',
    `The worker that runs the network ended unexpectedly (${reason}).${words}`,
    'Run it again: finished folds are kept. If it is memory that lacks, train with fewer workers (max_workers).',
    cause && { cause },
  );
}
