import type { GaitEvent } from '../../../shared/results';

/** An event as a truth file states it. */
export type TrueEvent = Pick<GaitEvent, 'timeS' | 'side' | 'event'>;

export interface EventMatch {
  readonly found: GaitEvent;
  readonly truth: TrueEvent;
  /** Found minus true time; negative is early. */
  readonly errorS: number;
}

export interface EventComparison {
  readonly matched: readonly EventMatch[];
  readonly missed: readonly TrueEvent[];
  readonly invented: readonly GaitEvent[];
}

/**
 * Pairs found with true events of the same side and kind, nearest first, each used once.
 *
 * @param toleranceS largest difference in time that still is the same event
 * @param spanS part of the recording for which the truth is complete; events found outside it are not judged
 */
export function matchEvents(
  found: readonly GaitEvent[],
  truth: readonly TrueEvent[],
  toleranceS: number,
  spanS: readonly [fromS: number, toS: number] = [-Infinity, Infinity],
): EventComparison {
  const candidates = found
    .flatMap((event) =>
      truth
        .filter((real) => real.side === event.side && real.event === event.event)
        .map((real) => ({ found: event, truth: real, errorS: event.timeS - real.timeS })),
    )
    .filter(({ errorS }) => Math.abs(errorS) <= toleranceS)
    .sort((a, b) => Math.abs(a.errorS) - Math.abs(b.errorS));
  const usedFound = new Set<GaitEvent>();
  const usedTruth = new Set<TrueEvent>();
  const matched: EventMatch[] = [];
  for (const match of candidates) {
    if (usedFound.has(match.found) || usedTruth.has(match.truth)) continue;
    usedFound.add(match.found);
    usedTruth.add(match.truth);
    matched.push(match);
  }
  matched.sort((a, b) => a.truth.timeS - b.truth.timeS);
  return {
    matched,
    missed: truth.filter((event) => !usedTruth.has(event)),
    invented: found.filter(
      (event) => !usedFound.has(event) && event.timeS >= spanS[0] && event.timeS <= spanS[1],
    ),
  };
}
