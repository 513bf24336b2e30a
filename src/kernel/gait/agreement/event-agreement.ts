import { eventKinds, sides, type EventKind, type GaitEvent, type Side } from '../../../shared/results';
import { agreementOf, type Agreement, type MeasuredPair, type ReferenceKind } from './agreement';
import { matchEvents, type EventComparison, type TrueEvent } from './compare-truth';

/** Tolerances at which detection is stated: half a frame, one and one and a half at 30 frames/s. */
export const tolerancesMs = [16, 33, 50] as const;
/** Difference in time up to which two events are the same one mistimed: less than half of any step. */
export const pairingToleranceS = 0.15;

/** The events of one walk beside those they are judged by, on one clock. */
export interface EventTrial {
  readonly walk: string;
  readonly found: readonly GaitEvent[];
  readonly reference: readonly TrueEvent[];
  /** Part of the recording for which the reference is complete; what lies outside is not judged. */
  readonly spanS: readonly [fromS: number, toS: number];
}

/** How many events were found, missed and invented within a tolerance. */
export interface Detection {
  readonly toleranceMs: number;
  readonly found: number;
  readonly missed: number;
  readonly invented: number;
  /** Null where nothing was found, or there was nothing to find. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export interface EventAgreement {
  readonly event: EventKind;
  readonly side: Side | 'both';
  readonly detection: readonly Detection[];
  /** In milliseconds, found − reference, over all events that are the same within 150 ms. */
  readonly timing: Agreement;
}

/** Matches within a tolerance; an event beside the judged part may be the partner of one within it. */
function matchesOf({ found, reference, spanS }: EventTrial, toleranceS: number): EventComparison {
  const { matched, missed, invented } = matchEvents(found, reference, toleranceS, spanS);
  const isJudged = ({ timeS }: TrueEvent) => timeS >= spanS[0] && timeS <= spanS[1];
  return {
    matched: matched.filter(({ truth }) => isJudged(truth)),
    missed: missed.filter(isJudged),
    invented,
  };
}

/** Detection over several walks: counts are added up, then set against each other. */
export function detectionOf(trials: readonly EventTrial[], toleranceMs: number): Detection {
  const matches = trials.map((trial) => matchesOf(trial, toleranceMs / 1000));
  const count = (key: keyof EventComparison) => matches.reduce((sum, match) => sum + match[key].length, 0);
  const [found, missed, invented] = [count('matched'), count('missed'), count('invented')];
  const share = (of: number, all: number) => (all === 0 ? null : of / all);
  return {
    toleranceMs,
    found,
    missed,
    invented,
    precision: share(found, found + invented),
    recall: share(found, found + missed),
    f1: share(2 * found, 2 * found + missed + invented),
  };
}

/** Errors of matched events in milliseconds, as pairs of the times themselves. */
export const eventPairs = (trials: readonly EventTrial[]): (MeasuredPair & TrueEvent)[] =>
  trials.flatMap((trial) =>
    matchesOf(trial, pairingToleranceS).matched.map(({ found, truth }) => ({
      walk: trial.walk,
      measured: found.timeS * 1000,
      reference: truth.timeS * 1000,
      timeS: truth.timeS,
      side: truth.side,
      event: truth.event,
    })),
  );

/** Detection and timing of events by kind, of each side and of both. */
export function eventAgreement(
  trials: readonly EventTrial[],
  reference: ReferenceKind,
  judgedSides: readonly (Side | 'both')[] = ['both', ...sides],
): EventAgreement[] {
  return eventKinds.flatMap((event) =>
    judgedSides.map((side) => {
      const isOwn = (one: TrueEvent) => one.event === event && (side === 'both' || one.side === side);
      const own = trials.map((trial) => ({
        ...trial,
        found: trial.found.filter(isOwn),
        reference: trial.reference.filter(isOwn),
      }));
      return {
        event,
        side,
        detection: tolerancesMs.map((toleranceMs) => detectionOf(own, toleranceMs)),
        timing: agreementOf(eventPairs(own), reference),
      };
    }),
  );
}
