import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { toGaitError } from '../../../shared/errors';
import type { StepContext } from '../../steps/step';
import type { FoundEngine } from '../engines';
import { foldFiles, type Fold, type FoldJob, type FoldOutcome } from './fold-job';
import type { FoldProgress } from './fold-progress';
import { startFold } from './start-fold';

/** A fold that is to be trained, or that lies in the store. */
export interface AddressedFold {
  readonly fold: Fold;
  readonly address: string;
}

/** A fold that is trained, in its folder in the store. */
export interface TrainedFold {
  readonly outcome: FoldOutcome;
  readonly folder: string;
  readonly fromStore: boolean;
}

export async function readFoldOutcome(folder: string): Promise<FoldOutcome> {
  // Sound: the worker wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, foldFiles.outcome), 'utf8')) as FoldOutcome;
}

/** Probabilities of a fold's test walks, one after the other. */
export async function readFoldPredictions(folder: string): Promise<Float32Array> {
  const bytes = await readFile(path.join(folder, foldFiles.predictions));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/**
 * Trains folds, at most `workers` at once, each in a worker of its own. One that is finished is in the store, whatever
 * becomes of the others; near the memory limit none is begun beside another. Where one fails, the others are stopped: they
 * go on from their checkpoints when the step is run again.
 */
export async function runFolds(
  folds: readonly AddressedFold[],
  job: Omit<FoldJob, 'fold' | 'checkpoint' | 'output'>,
  run: { readonly engine: FoundEngine; readonly workers: number; readonly progress: FoldProgress },
  { store, signal, admission }: Pick<StepContext, 'store' | 'signal' | 'admission'>,
): Promise<TrainedFold[]> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const trained: TrainedFold[] = [];
  const running = new Set<Promise<void>>();
  let next = 0;
  let failure: unknown;

  const train = async ({ fold, address }: AddressedFold): Promise<TrainedFold> => {
    const stored = await store.find(address);
    if (stored !== null) return { outcome: await readFoldOutcome(stored), folder: stored, fromStore: true };
    const checkpoint = job.model.model_checkpointing ? await store.checkpoint(address) : null;
    run.progress.begin(fold.number);
    const write = store.write(address, (output) =>
      startFold(
        {
          job: { ...job, fold, checkpoint: checkpoint?.file ?? null, output },
          engine: run.engine,
        },
        run.engine,
        {
          signal: stop,
          onMessage: (message) => {
            run.progress.see(fold.number, message);
          },
        },
      ),
    );
    const folder = await write.finally(() => checkpoint?.tidy());
    await checkpoint?.remove();
    return { outcome: await readFoldOutcome(folder), folder, fromStore: false };
  };
  const begin = async (index: number): Promise<void> => {
    try {
      const fold = await train(folds[index]!);
      trained[index] = fold;
      run.progress.finish(fold.outcome.fold.number, fold.outcome.history, fold.fromStore);
    } catch (thrown) {
      failure ??= thrown;
      failed.abort();
    }
  };
  const work = async (): Promise<void> => {
    while (next < folds.length && !stop.aborted) {
      if (running.size > 0 && !admission.isOpen()) {
        await Promise.race([admission.opened(), ...running]);
        continue; // another worker may have been faster, and memory near again
      }
      const fold = begin(next++).finally(() => running.delete(fold));
      running.add(fold);
      await fold;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(run.workers, folds.length)) }, work));
  if (failure !== undefined) throw toGaitError(failure);
  signal.throwIfAborted();
  return trained;
}
