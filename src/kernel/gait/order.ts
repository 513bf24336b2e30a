import type { EventKind, GaitEvent, Side } from '../../shared/results';
import type { FoundEvent } from './events';

/** What follows what in walking: left contact, right off, right contact, left off. */
const next: Readonly<Record<`${Side} ${EventKind}`, `${Side} ${EventKind}`>> = {
  'left heel_strike': 'right toe_off',
  'right toe_off': 'right heel_strike',
  'right heel_strike': 'left toe_off',
  'left toe_off': 'left heel_strike',
};

/** Confidence below which an event is left out rather than stated. */
const leastConfidence = 0.1;

const nameOf = ({ side, event }: GaitEvent): `${Side} ${EventKind}` => `${side} ${event}`;

/** Shortest time for which a foot can be in the air between its off and its contact. */
const shortestSwingS = 0.15;

/** Shortest time for which both feet can be down after a contact, less what events may be off. */
const shortestDoubleSupportS = 0.02;

/** Whether `following` is what comes after `event` in walking, and not too soon. */
const follows = (event: GaitEvent, following: GaitEvent): boolean =>
  next[nameOf(event)] === nameOf(following) &&
  following.timeS - event.timeS >= (event.event === 'toe_off' ? shortestSwingS : shortestDoubleSupportS);

/**
 * Without the first and last events that are seen on one flank only and do not fit the order:
 * where the signal ends within a step, noise is easily taken for its turning point.
 */
function withoutDoubtfulEnds(events: readonly FoundEvent[]): readonly FoundEvent[] {
  const [first, second] = events;
  if (first === undefined || second === undefined) return events;
  if (first.isCutOff && !follows(first, second)) return withoutDoubtfulEnds(events.slice(1));
  const last = events.at(-1)!;
  if (last.isCutOff && !follows(events.at(-2)!, last)) return withoutDoubtfulEnds(events.slice(0, -1));
  return events;
}

/** Share of neighbouring events out of order above which a stretch shows no walking. */
const mostBreaks = 0.3;

export interface OrderCheck {
  readonly events: readonly FoundEvent[];
  readonly abstentions: readonly string[];
  readonly warnings: readonly string[];
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
const seconds = (timeS: number): string => timeS.toFixed(2);

function checkStretch(found: readonly FoundEvent[]): OrderCheck {
  const events = withoutDoubtfulEnds(found);
  const isInOrder = events.map((event, k) => {
    const following = events[k + 1];
    return following === undefined || follows(event, following);
  });
  const breaks = isInOrder.filter((good) => !good).length;
  const span = `Between ${seconds(events[0]!.timeS)} and ${seconds(events.at(-1)!.timeS)} s`;
  if (breaks > mostBreaks * (events.length - 1)) {
    return {
      events: [],
      abstentions: [
        `${span}: ${count(events.length, 'event')} left out, for contacts and offs do not alternate as in walking.`,
      ],
      warnings: [],
    };
  }
  const weighed = events.map((event, k) => {
    const wrong = (isInOrder[k] === true ? 0 : 1) + (isInOrder[k - 1] === false ? 1 : 0);
    return { ...event, confidence: event.confidence * ([1, 0.7, 0.1][wrong] ?? 1) };
  });
  const kept = weighed.filter(({ confidence }) => confidence >= leastConfidence);
  const dropped = found.length - kept.length;
  return {
    events: kept,
    abstentions:
      dropped === 0
        ? []
        : [`${span}: ${count(dropped, 'event')} of low confidence or at a cut-off end left out.`],
    warnings:
      breaks === 0
        ? []
        : [
            `${span}: ${count(breaks, 'event')} out of walking's order; one may be missed. Look at the curves.`,
          ],
  };
}

/**
 * Checks the order of events within each stretch. An event out of order with one neighbour loses 30 % of its
 * confidence, with both 90 %; what then has next to none is left out, as are doubtful events at the ends,
 * and a stretch that shows no order at all.
 *
 * @param events in order of time
 */
export function checkOrder(events: readonly FoundEvent[]): OrderCheck {
  const stretches = [...new Set(events.map(({ stretch }) => stretch))];
  const checks = stretches.map((stretch) =>
    checkStretch(events.filter((event) => event.stretch === stretch)),
  );
  return {
    events: checks.flatMap((check) => check.events),
    abstentions: checks.flatMap(({ abstentions }) => abstentions),
    warnings: checks.flatMap(({ warnings }) => warnings),
  };
}
