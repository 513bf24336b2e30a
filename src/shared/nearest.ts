import { closest, distance } from 'fastest-levenshtein';

/** The known word that a mistyped one most likely means; undefined where none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = word.toLowerCase();
  const candidate = closest(lower, [...known]);
  return distance(lower, candidate.toLowerCase()) <= Math.max(2, Math.floor(lower.length / 3))
    ? candidate
    : undefined;
}
