import type { FootRun } from './foot-runs';
import { frameAt } from '../signal/interpolate';
import type { Contact, Contacts } from './methods/method';
import { median } from '../statistics';

/** So close to a contact, in seconds, points that were dropped as wrong and filled in decide its time. */
const nearS = 0.06;
/** How far such a contact may be from where the foot's other steps put it, to have a say in it at all. */
const toleranceS = 0.025;
/** Fewest times that a stance, a swing or a stride must be seen to say how long it lasts. */
const leastSeen = 3;
/** Share of the frames around it, not seen, from which on a contact is more the other steps' than its own. */
const mostlyUnseen = 0.5;
/** Certainty of a contact that others place, besides that its points are not seen. */
const placedCertainty = 0.8;

interface Step extends Contact {
  readonly isStrike: boolean;
  /** Share of the frames around it in which its points were not seen: so far its time is not its own. */
  readonly unseen: number;
}

/** Median time from each step of a kind to the one `apart` places on, where the two alternate; NaN below a few. */
function lastingS(steps: readonly Step[], isStrike: boolean, apart: 1 | 2): number {
  const durations = steps.flatMap((start, k) => {
    const end = steps[k + apart];
    const alternates = steps[k + 1]?.isStrike === !start.isStrike;
    const isPair = end?.isStrike === (apart === 1 ? !isStrike : isStrike);
    return start.isStrike === isStrike && alternates && isPair ? [end.timeS - start.timeS] : [];
  });
  return durations.length < leastSeen ? Number.NaN : median(durations);
}

/**
 * Contacts that lie where the foot was not truly seen, put where the foot's neighbouring contacts and its typical stance,
 * swing and stride place them: as far as it was not seen, and wholly if they are far from there. A gap that was bridged over a turning point moves it;
 * the turning point is there all the same.
 */
export function steadied({ strikes, offs }: Contacts, { timeS, trust }: FootRun): Contacts {
  const unseenAround = (atS: number) => {
    const near = trust.subarray(Math.max(0, frameAt(timeS, atS - nearS)), frameAt(timeS, atS + nearS) + 2);
    return near.filter((value) => !(value > 0)).length / near.length;
  };
  const stepOf = (isStrike: boolean) => (contact: Contact) => ({
    ...contact,
    isStrike,
    unseen: unseenAround(contact.timeS),
  });
  const steps: readonly Step[] = [...strikes.map(stepOf(true)), ...offs.map(stepOf(false))].sort(
    (a, b) => a.timeS - b.timeS,
  );
  if (steps.every(({ unseen }) => unseen === 0)) return { strikes, offs };
  const stanceS = lastingS(steps, true, 1);
  const swingS = lastingS(steps, false, 1);
  const strideS = lastingS(steps, true, 2);
  const steady = steps.map((step, k): Step => {
    if (step.unseen === 0) return step;
    const [beforeS, afterS] = step.isStrike ? [swingS, stanceS] : [stanceS, swingS];
    const from = (neighbour: Step | undefined, isOfKind: boolean, durationS: number) =>
      neighbour !== undefined && (neighbour.isStrike === step.isStrike) === isOfKind
        ? [neighbour.timeS + durationS]
        : [];
    const placeS = median([
      ...from(steps[k - 1], false, beforeS),
      ...from(steps[k + 1], false, -afterS),
      ...from(steps[k - 2], true, strideS),
      ...from(steps[k + 2], true, -strideS),
    ]);
    // Not a number where nothing says where it should be: it then stays.
    if (Number.isNaN(placeS)) return step;
    const isFar = Math.abs(step.timeS - placeS) > toleranceS;
    const share = isFar ? 1 : step.unseen;
    return {
      ...step,
      timeS: step.timeS + share * (placeS - step.timeS),
      certainty: step.certainty * (isFar ? placedCertainty : 1),
      isPlaced: share >= mostlyUnseen,
    };
  });
  return {
    strikes: steady.filter(({ isStrike }) => isStrike),
    offs: steady.filter(({ isStrike }) => !isStrike),
  };
}

/** How many contacts are not read from their own points, in words. */
export function placedInWords(events: readonly Pick<Contact, 'isPlaced'>[]): string[] {
  const placed = events.filter(({ isPlaced }) => isPlaced === true).length;
  return placed === 0
    ? []
    : [
        `${placed} of ${events.length} contacts and lifts are where the foot is hardly seen: ` +
          "their times are mostly those at which the foot's other steps place them.",
      ];
}
