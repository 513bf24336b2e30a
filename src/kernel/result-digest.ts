import { createHash } from 'node:crypto';
import { canonicalJson } from './store/address';
import type { NamedResult } from './steps/step';

/**
 * What tells a result apart from another of the same name: equal for equal results, whenever and by whichever session
 * they were made. Null where that cannot be told, for a result that the store does not hold.
 */
export function digestOf({ step, walks }: Pick<NamedResult, 'step' | 'walks'>): string | null {
  if (walks.some(({ address, error }) => address === null && error === undefined)) return null;
  const content = walks.map(({ walk: { path: _path, ...walk }, address, landmarksFps }) => ({
    // What is known of a walk changes what is made of it; where its file lies does not.
    walk,
    address,
    landmarksFps,
  }));
  return createHash('sha256').update(canonicalJson({ step, content })).digest('hex').slice(0, 32);
}

/** Digests of results by their names; one that cannot be told apart is left out. */
export const digestsOf = (results: readonly NamedResult[]): Record<string, string> =>
  Object.fromEntries(
    results.flatMap((result) => {
      const digest = digestOf(result);
      return digest === null ? [] : [[result.name, digest] as const];
    }),
  );
