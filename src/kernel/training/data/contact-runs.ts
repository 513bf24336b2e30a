import type { Side } from '../../../shared/results';
import type { TrueEvent } from '../../gait/agreement/compare-truth';

/** Time over which a foot stays on the floor, or off it. */
export interface ContactRun {
  readonly fromS: number;
  readonly toS: number;
  readonly onFloor: boolean;
}

/** Nobody who walks holds a foot up, or stands on it, for longer: events between were not labelled. */
const longestSwingS = 1.5;
const longestStanceS = 3;

/**
 * Where a foot is on the floor and where it is not, as far as its events tell; in between nothing is known. Two events
 * of the same kind in a row have one between them that nobody labelled, so nothing is known from one to the other.
 * @param events of both feet, in order of time
 * @param spanS part of the recording for which they are complete
 */
export function contactRuns(
  events: readonly TrueEvent[],
  side: Side,
  spanS: readonly [fromS: number, toS: number],
): ContactRun[] {
  const own = events.filter((event) => event.side === side);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return [];
  const lands = ({ event }: TrueEvent) => event === 'heel_strike';
  const between = own.slice(1).flatMap((next, index): ContactRun[] => {
    const event = own[index]!;
    return event.event === next.event ? [] : [{ fromS: event.timeS, toS: next.timeS, onFloor: lands(event) }];
  });
  return [
    { fromS: spanS[0], toS: first.timeS, onFloor: !lands(first) },
    ...between,
    { fromS: last.timeS, toS: spanS[1], onFloor: lands(last) },
  ]
    .filter(({ fromS, toS, onFloor }) => toS - fromS <= (onFloor ? longestStanceS : longestSwingS))
    .map((run) => ({ ...run, fromS: Math.max(run.fromS, spanS[0]), toS: Math.min(run.toS, spanS[1]) }))
    .filter(({ fromS, toS }) => toS > fromS);
}
