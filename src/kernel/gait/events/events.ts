import { sides, type EventKind, type GaitEvent, type Side } from '../../../shared/results';
import { footRuns, type FootPaths, type FootRun } from './foot-runs';
import { frameAt } from '../signal/interpolate';
import type { Contact, EventMethod, StepSearch } from './methods/method';
import { legLength, type SagittalTrack } from '../signal/sagittal';
import { quantile } from '../statistics';
import { steadied } from './steady';
import type { Stretch } from '../passes/stretches';

/** An event with where it was found, so that no cycle spans a break. */
export interface FoundEvent extends GaitEvent {
  /** Index of the stretch in which the walker was seen. */
  readonly stretch: number;
  /** Index of the unbroken run of this foot within all stretches. */
  readonly run: number;
  /** True where one flank of its extremum is cut off by an end of the run. */
  readonly isCutOff: boolean;
  /** True where its time is mostly that at which the foot's other steps place it. */
  readonly isPlaced?: boolean;
}

/** Share of its excursion that a foot must be seen to recede from an extremum at the ends of the recording. */
const leastEndSwing = 0.02;
/** The same where the foot comes into view or is lost: poses are worst there, so more must be seen. */
const leastInnerEndSwing = 0.1;
/** Time for which the foot must be seen on either side of an event, where it comes into view or is lost. */
const leastInnerEndS = 0.1;
/** A run that starts or ends so close to the recording's own start or end is not an inner one. */
const outerMarginS = 0.1;
/** Excursion of a foot against the pelvis, in leg lengths, below which nobody walks. */
export const leastExcursion = 0.15;

/** Forward and backward way of a foot against the pelvis, without the rare frames in which it is misread. */
export const excursionOf = (ahead: Iterable<number>): number => quantile(ahead, 0.98) - quantile(ahead, 0.02);

/** Time on either side of an event over which the confidence of its points is averaged. */
const trustWindowS = 0.1;

/** Mean confidence of heel and toe around a time. */
function trustAround({ timeS, trust }: FootRun, atS: number): number {
  const near = trust.subarray(
    Math.max(0, frameAt(timeS, atS - trustWindowS)),
    frameAt(timeS, atS + trustWindowS) + 1,
  );
  return near.reduce((sum, value) => sum + value, 0) / near.length;
}

/**
 * Confidence of a contact: that of its points around it, lowered where its extremum stands out little
 * or is seen on one flank only, and by the method's own doubt.
 */
const confidenceOf = (foot: FootRun, { timeS, prominence, certainty, isCutOff }: Contact): number =>
  trustAround(foot, timeS) * Math.min(1, 0.6 + prominence) * (isCutOff ? 0.8 : 1) * certainty;

function searchIn({ timeS }: FootRun, excursion: number, recordingS: Float64Array): StepSearch {
  const isFirst = timeS[0]! - recordingS[0]! <= outerMarginS;
  const isLast = recordingS.at(-1)! - timeS.at(-1)! <= outerMarginS;
  return {
    excursion,
    startSwing: (isFirst ? leastEndSwing : leastInnerEndSwing) * excursion,
    endSwing: (isLast ? leastEndSwing : leastInnerEndSwing) * excursion,
    fromS: timeS[0]! + (isFirst ? 0 : leastInnerEndS),
    toS: timeS.at(-1)! - (isLast ? 0 : leastInnerEndS),
  };
}

function eventsOfRun(foot: FootRun, search: StepSearch, method: EventMethod): FoundEvent[] {
  const { side, stretch, run } = foot;
  const { strikes, offs } = steadied(method.contactsOf(foot, search), foot);
  const found = (event: EventKind) => (contact: Contact) => ({
    timeS: contact.timeS,
    side,
    event,
    confidence: confidenceOf(foot, contact),
    stretch,
    run,
    isCutOff: contact.isCutOff,
    isPlaced: contact.isPlaced ?? false,
  });
  return [...strikes.map(found('heel_strike')), ...offs.map(found('toe_off'))];
}

export interface Detection {
  /** In order of time; not yet checked for their order of feet. */
  readonly events: readonly FoundEvent[];
  /** Why less is stated than one might look for. */
  readonly abstentions: readonly string[];
}

/**
 * Initial and final contacts of both feet by the given method, foot by foot.
 * @param track filtered
 * @param unfiltered heels and toes of the same track before the filter
 */
export function detectEvents(
  track: SagittalTrack,
  unfiltered: FootPaths,
  stretches: readonly Stretch[],
  method: EventMethod,
): Detection {
  const leg = legLength(track);
  const runs = footRuns(track, unfiltered, stretches);
  const abstentions: string[] = [];
  const still: { readonly side: Side; readonly percent: string }[] = [];
  const events: FoundEvent[] = [];
  for (const side of sides) {
    const own = runs.filter((run) => run.side === side);
    if (own.length === 0) {
      abstentions.push(
        `No events of the ${side} foot: its heel and toe are not seen together with the hips.`,
      );
      continue;
    }
    const excursion = Math.max(...own.map(({ heel }) => excursionOf(heel)));
    if (!(excursion >= leastExcursion * leg)) {
      still.push({ side, percent: ((100 * excursion) / leg).toFixed(0) });
      continue;
    }
    for (const run of own) events.push(...eventsOfRun(run, searchIn(run, excursion, track.timeS), method));
  }
  if (still.length === sides.length) {
    const percents = still.map(({ percent }) => `${percent} %`).join(' and ');
    abstentions.push(
      `Nobody walks: neither foot moves against the pelvis as in a step (${percents} of the leg's length).`,
    );
  } else {
    for (const { side, percent } of still) {
      abstentions.push(
        `No events of the ${side} foot: it moves too little against the pelvis to be a step ` +
          `(${percent} % of the leg's length).`,
      );
    }
  }
  return { events: events.sort((a, b) => a.timeS - b.timeS), abstentions };
}
