import { toGaitError } from '../../shared/errors';
import type { Walk } from '../../shared/results';
import { failedWalk, type StepContext, type WalkResult } from './step';

/**
 * Results of all walks, in their order, at most `workers` at once. A walk that fails becomes a failed result while the
 * others go on; cancelling and reaching the memory limit end them all, and what was finished stays in the store.
 * Near the memory limit no walk is begun beside another, until memory eases.
 */
export async function mapWalks<T extends { readonly walk: Walk }>(
  items: readonly T[],
  context: Pick<StepContext, 'signal' | 'recorder' | 'admission'>,
  workers: number,
  compute: (item: T) => Promise<WalkResult>,
): Promise<WalkResult[]> {
  const results: WalkResult[] = [];
  const running = new Set<Promise<void>>();
  let next = 0;
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
  const begin = async (index: number): Promise<void> => {
    const item = items[index]!;
    const startedMs = performance.now();
    context.recorder.begin(item.walk.id);
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
    }
  };
  const work = async (): Promise<void> => {
    while (next < items.length && stopped === undefined) {
      if (running.size > 0 && !context.admission.isOpen()) {
        await Promise.race([context.admission.opened(), ...running]);
        continue; // another worker may have been faster, and memory near again
      }
      const walk = begin(next++).finally(() => running.delete(walk));
      running.add(walk);
      await walk;
    }
  };
  context.recorder.walks(items.length);
  await Promise.all(Array.from({ length: Math.max(1, Math.min(workers, items.length)) }, work));
  if (stopped !== undefined) throw toGaitError(stopped);
  return results;
}
