import type { EventKind, GaitEvent, Side } from '../../../shared/results';
import type { FoundEvent } from './events';

type EventName = `${Side} ${EventKind}`;

/** What follows what in a way of moving, and how soon at the least. */
interface Order {
  readonly next: Readonly<Record<EventName, EventName>>;
  readonly leastS: Readonly<Record<EventKind, number>>;
}

/** Left contact, right off, right contact, left off. */
const walking: Order = {
  next: {
    'left heel_strike': 'right toe_off',
    'right toe_off': 'right heel_strike',
    'right heel_strike': 'left toe_off',
    'left toe_off': 'left heel_strike',
  },
  // Both feet are down after a contact, less what events may be off; and a foot is in the air after its off.
  leastS: { heel_strike: 0.02, toe_off: 0.15 },
};

/** Left contact, left off, right contact, right off: in between, no foot is down. */
const running: Order = {
  next: {
    'left heel_strike': 'left toe_off',
    'left toe_off': 'right heel_strike',
    'right heel_strike': 'right toe_off',
    'right toe_off': 'left heel_strike',
  },
  leastS: { heel_strike: 0.08, toe_off: 0 },
};

/** Where one foot is not seen, the other's contacts and offs alternate. */
const oneFoot: Order = {
  next: {
    'left heel_strike': 'left toe_off',
    'left toe_off': 'left heel_strike',
    'right heel_strike': 'right toe_off',
    'right toe_off': 'right heel_strike',
  },
  leastS: { heel_strike: 0.15, toe_off: 0.15 },
};

const nameOf = ({ side, event }: GaitEvent): EventName => `${side} ${event}`;

/** Whether `following` is what comes after `event`, and not too soon. */
const follows = ({ next, leastS }: Order, event: GaitEvent, following: GaitEvent): boolean =>
  next[nameOf(event)] === nameOf(following) && following.timeS - event.timeS >= leastS[event.event];

/** Confidence below which an event is left out rather than stated. */
const leastConfidence = 0.1;

/**
 * Without the first and last events that are seen on one flank only and do not fit the order:
 * where the signal ends within a step, noise is easily taken for its turning point.
 */
function withoutDoubtfulEnds(order: Order, events: readonly FoundEvent[]): readonly FoundEvent[] {
  const [first, second] = events;
  if (first === undefined || second === undefined) return events;
  if (first.isCutOff && !follows(order, first, second)) return withoutDoubtfulEnds(order, events.slice(1));
  const last = events.at(-1)!;
  if (last.isCutOff && !follows(order, events.at(-2)!, last)) {
    return withoutDoubtfulEnds(order, events.slice(0, -1));
  }
  return events;
}

/** Share of neighbouring events out of order above which a stretch shows no walking. */
const mostBreaks = 0.3;
/** Fewest events that can tell running from walking that was misread: two strides of both feet. */
const leastRunning = 8;

export interface OrderCheck {
  readonly events: readonly FoundEvent[];
  readonly abstentions: readonly string[];
  readonly warnings: readonly string[];
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
const seconds = (timeS: number): string => timeS.toFixed(2);

/** Events read in one order. */
interface Reading {
  readonly order: Order;
  readonly events: readonly FoundEvent[];
  /** For each event, whether the next one follows it; true for the last. */
  readonly isInOrder: readonly boolean[];
  readonly breaks: number;
}

function readIn(order: Order, found: readonly FoundEvent[]): Reading {
  const events = withoutDoubtfulEnds(order, found);
  const isInOrder = events.map((event, k) => {
    const following = events[k + 1];
    return following === undefined || follows(order, event, following);
  });
  return { order, events, isInOrder, breaks: isInOrder.filter((good) => !good).length };
}

const showsNoOrder = ({ events, breaks }: Reading): boolean => breaks > mostBreaks * (events.length - 1);

/** The order that events are in: of walking where they can be, for running is said only where it is certain. */
function bestReading(found: readonly FoundEvent[]): Reading {
  const isOneFoot = new Set(found.map(({ side }) => side)).size === 1;
  const reading = readIn(isOneFoot ? oneFoot : walking, found);
  if (isOneFoot || !showsNoOrder(reading)) return reading;
  const ran = readIn(running, found);
  return found.length >= leastRunning && !showsNoOrder(ran) ? ran : reading;
}

function checkStretch(found: readonly FoundEvent[], isBackwards: boolean): OrderCheck {
  const reading = bestReading(found);
  const { order, events, isInOrder, breaks } = reading;
  const span = `Between ${seconds(events[0]!.timeS)} and ${seconds(events.at(-1)!.timeS)} s`;
  if (showsNoOrder(reading)) {
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
    warnings: [
      ...(order === running && isBackwards
        ? [
            `${span}: the walker goes backwards, for which these methods are not made: ` +
              'the events are approximate, and the cycles are left out.',
          ]
        : []),
      ...(order === running && !isBackwards
        ? [
            `${span}: each foot leaves the floor before the other lands. This is running, for which these methods are not ` +
              'made: its events are approximate, and its cycles are left out.',
          ]
        : []),
      ...(breaks === 0
        ? []
        : [`${span}: ${count(breaks, 'event')} out of order; one may be missed. Look at the curves.`]),
    ],
  };
}

/**
 * Checks the order of events within each stretch: that of walking, of one foot where only one is seen, or, where only
 * that fits, of running, which is flagged. Walking backwards has that order too, for contacts look like lifts then. An event out of order with one neighbour loses 30 % of its
 * confidence, with both 90 %; what then has next to none is left out, as are doubtful events at the ends,
 * and a stretch that shows no order at all.
 *
 * @param events in order of time
 * @param isBackwards whether the walker moves against the way the feet point in a stretch
 */
export function checkOrder(
  events: readonly FoundEvent[],
  isBackwards: (stretch: number) => boolean = () => false,
): OrderCheck {
  const stretches = [...new Set(events.map(({ stretch }) => stretch))];
  const checks = stretches.map((stretch) =>
    checkStretch(
      events.filter((event) => event.stretch === stretch),
      isBackwards(stretch),
    ),
  );
  return {
    events: checks.flatMap((check) => check.events),
    abstentions: checks.flatMap(({ abstentions }) => abstentions),
    warnings: checks.flatMap(({ warnings }) => warnings),
  };
}
