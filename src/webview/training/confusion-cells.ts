import type { ConfusionTable } from '../../shared/training-bundle';

export interface ConfusionCell {
  readonly count: number;
  /** Of the labels of its class; null where there are none. */
  readonly share: number | null;
  readonly isRight: boolean;
}

/** What was stated for the labels of each class, with a last column for nothing where that occurs. */
export function confusionCells({ confusion, unstated }: Omit<ConfusionTable, 'set'>): ConfusionCell[][] {
  const hasUnstated = unstated.some((count) => count > 0);
  return confusion.map((row, truth) => {
    const nothing = unstated[truth] ?? 0;
    const all = row.reduce((sum, count) => sum + count, nothing);
    return [...row, ...(hasUnstated ? [nothing] : [])].map((count, stated) => ({
      count,
      share: all === 0 ? null : count / all,
      isRight: stated === truth,
    }));
  });
}
