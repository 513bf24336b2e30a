import { toGaitError } from '../../shared/errors';
import type { Walk } from '../../shared/results';
import { failedWalk, type StepContext, type WalkResult } from './step';

/**
 * Results of all walks, in their order, at most `workers` at once. A walk that fails becomes a failed result while the
 * others go on; cancelling and reaching the memory limit end them all, and what was finished stays in the store.
 * Near the memory limit no walk is begun beside another.
 */
export async function mapWalks<T extends { readonly walk: Walk }>(
  items: readonly T[],
  context: Pick<StepContext, 'signal' | 'recorder' | 'mayAdmit'>,
  workers: number,
  compute: (item: T) => Promise<WalkResult>,
): Promise<WalkResult[]> {
  const results: WalkResult[] = [];
  let next = 0;
  let active = 0;
  let stopped: unknown;

  const one = async (item: T): Promise<WalkResult> => {
    try {
      context.signal.throwIfAborted();
      return await compute(item);
    } catch (thrown) {
      const error = toGaitError(thrown);
      if (context.signal.aborted || error.kind === 'cancelled' || error.kind === 'memory-limit') throw error;
      return failedWalk(item.walk, error);
    }
  };
  const work = async (): Promise<void> => {
    while (next < items.length && stopped === undefined) {
      if (active > 0 && !context.mayAdmit()) return;
      const index = next++;
      const item = items[index]!;
      const startedMs = performance.now();
      active += 1;
      try {
        const result = await one(item);
        results[index] = result;
        context.recorder.walk({
          id: item.walk.id,
          fromStore: result.fromStore,
          seconds: (performance.now() - startedMs) / 1000,
          ...result.record,
          notes: result.record?.notes ?? [],
          ...(result.error && { error: result.error.message }),
        });
      } catch (thrown) {
        stopped ??= thrown;
      } finally {
        active -= 1;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(workers, items.length)) }, work));
  if (stopped !== undefined) throw toGaitError(stopped);
  return results;
}
