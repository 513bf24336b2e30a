import type { BenchmarkedWork } from '../../../shared/benchmark';

/** One run of a benchmark, before it is done. */
export interface ScheduledRun {
  readonly contender: string;
  readonly work: BenchmarkedWork;
  /** From 1; 0 is the warm-up. */
  readonly repeat: number;
}

/**
 * All runs in their order: a warm-up round, then a round for each repeat, in which all contenders take turns at each work.
 * Every other round goes backwards and each pair of rounds begins with another contender, so that a machine that grows
 * slower (or faster) while it is measured favours none.
 */
export function scheduleRuns(
  contenders: readonly string[],
  works: readonly BenchmarkedWork[],
  repeats: number,
): ScheduledRun[] {
  return Array.from({ length: repeats + 1 }, (_, repeat) =>
    works.flatMap((work) =>
      orderOf(contenders, repeat).map((contender): ScheduledRun => ({ contender, work, repeat })),
    ),
  ).flat();
}

function orderOf(contenders: readonly string[], repeat: number): string[] {
  const pair = repeat === 0 ? 0 : (repeat - 1) >> 1;
  const first = pair % Math.max(1, contenders.length);
  const rotated = [...contenders.slice(first), ...contenders.slice(0, first)];
  return repeat > 0 && repeat % 2 === 0 ? rotated.reverse() : rotated;
}

/** What is left to do of a contender's work after a run that failed: nothing, as it would fail again. */
export const without = (
  schedule: readonly ScheduledRun[],
  { contender, work }: Pick<ScheduledRun, 'contender' | 'work'>,
): ScheduledRun[] => schedule.filter((run) => run.contender !== contender || run.work !== work);
