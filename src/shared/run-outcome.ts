import type { RunRecord } from './run-record';

/** What of a step's work failed. A step goes on without it, and is done all the same. */
export interface FailedPart {
  readonly failed: number;
  readonly of: number;
  /** What is counted. */
  readonly noun: 'walk' | 'profile';
  /** Whether nothing came of the step. */
  readonly isAll: boolean;
  /** Why, each reason once. */
  readonly reasons: readonly string[];
}

/** What of a step's walks failed; of a benchmark, what of its profiles. */
export function failedPart({ walks, benchmark }: Pick<RunRecord, 'walks' | 'benchmark'>): FailedPart {
  if (benchmark && benchmark.failures.length > 0) {
    const { profiles, measured, failures } = benchmark;
    const failed = new Set(failures.map(({ profile }) => profile)).size;
    const reasons = failures.map(({ profile, reason }) => `${profile}: ${reason}`);
    return { failed, of: profiles, noun: 'profile', isAll: measured === 0, reasons: distinct(reasons) };
  }
  const errors = walks.flatMap(({ error }) => error ?? []);
  return {
    ...{ failed: errors.length, of: walks.length, noun: 'walk', reasons: distinct(errors) },
    isAll: walks.length > 0 && errors.length === walks.length,
  };
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
