/**
 * Trains one fold, or applies trained networks to one walk, and ends: a thread, or a process of its own for an engine that
 * does not run in threads. What it is to do comes with its start, or as the first message.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { GaitError, toGaitError } from '../../../shared/errors';
import { openEngine } from '../engines';
import { predictWalkFile } from '../prediction/predict-walk-file';
import type { FoldEnd, FoldMessage, FoldTask } from './fold-messages';
import { trainFold } from './train-fold';

/** Resolves once the message is on its way: a process that ends before takes it along. */
const send = (message: FoldMessage | FoldEnd): Promise<void> =>
  new Promise((resolve) => {
    if (parentPort) {
      parentPort.postMessage(message);
      resolve();
    } else {
      process.send?.(message, () => {
        resolve();
      });
    }
  });

/** Steps may be quick: how far the work has come is told now and then. */
const progressGapMs = 200;
let untoldWindows = 0;
let toldMs = -Infinity;

async function tell(message: FoldMessage): Promise<void> {
  if (message.kind === 'windows') {
    untoldWindows += message.windows;
    if (performance.now() - toldMs < progressGapMs) return;
  }
  if (untoldWindows > 0) await send({ kind: 'windows', windows: untoldWindows });
  untoldWindows = 0;
  toldMs = performance.now();
  if (message.kind !== 'windows') await send(message);
  // Computing never waits for anything: without this, messages and the end of the parent would go unnoticed.
  await new Promise(setImmediate);
}

async function work(task: FoldTask): Promise<void> {
  try {
    const engine = await openEngine(task.engine);
    if ('job' in task) await trainFold(task.job, engine, tell);
    else await predictWalkFile(task.prediction, engine);
    await send({ kind: 'done' });
  } catch (thrown) {
    await send({ kind: 'failed', error: failureOf(thrown) });
  }
}

function failureOf(thrown: unknown): Extract<FoldEnd, { kind: 'failed' }>['error'] {
  const { kind, message, hint } = toGaitError(thrown);
  const { code, path, syscall } =
    thrown instanceof Error && !(thrown instanceof GaitError) ? (thrown as NodeJS.ErrnoException) : {};
  return {
    kind,
    message,
    ...(hint !== undefined && { hint }),
    ...(code !== undefined && {
      system: { code, ...(path !== undefined && { path }), ...(syscall !== undefined && { syscall }) },
    }),
  };
}

// Sound: start-fold.ts is the only one that starts this file.
if (parentPort) {
  await work(workerData as FoldTask);
} else {
  // A parent that was killed says nothing more, and nobody waits for this fold then.
  process.once('disconnect', () => process.exit(1));
  process.once('message', (task) => void work(task as FoldTask).finally(() => process.exit(0)));
}
