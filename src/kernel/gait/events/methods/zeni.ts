import type { FootRun } from '../foot-runs';
import { median } from '../../statistics';
import type { TurningPoint } from '../turning-points';
import { contactAt, stepTurns, type Contact, type EventMethod, type StepSearch } from './method';
import { refine, refinementDefaults, type RefinementOptions } from './refinement';

/**
 * How far a foot's shift may be from its median before the median is used. It is wide: where a stiff knee holds the heel
 * foremost for long, noise decides when it is so, and not when it lands.
 */
const shiftToleranceS = 0.1;
/** Certainty of a contact that is placed by the foot's others. */
const borrowedCertainty = 0.6;

/** Contacts shifted from their turning points, each by its own shift, or by the foot's median where that is not to be trusted. */
function shifted(
  { timeS }: FootRun,
  search: StepSearch,
  turns: readonly TurningPoint[],
  shiftsS: readonly number[],
): Contact[] {
  const typicalS = median(shiftsS);
  return turns.map((turn, k) => {
    const isOwn = Math.abs(shiftsS[k]! - typicalS) <= shiftToleranceS;
    const shiftS = isOwn ? shiftsS[k]! : Number.isNaN(typicalS) ? 0 : typicalS;
    const atS = Math.min(timeS.at(-1)!, Math.max(timeS[0]!, turn.timeS + shiftS));
    return contactAt(turn, search, atS, isOwn ? 1 : borrowedCertainty);
  });
}

/** Zeni's rule refined with other options than the defaults, to see what each does. */
export const zeniWith = (options: RefinementOptions): EventMethod => ({
  name: 'zeni',
  source:
    'Zeni, Richards and Higginson 2008, refined by the foot’s speed over the floor (after Bruening and Ridge 2014)',
  contactsOf(foot, search) {
    const turns = stepTurns(foot, search);
    const { landingS, leavingS } = refine(foot, turns, options);
    const backwards = leavingS.map((lead) => -lead);
    return {
      strikes: shifted(foot, search, turns.foremost, landingS),
      offs: shifted(foot, search, turns.rearmost, backwards),
    };
  },
});

/**
 * Initial contact where the heel, after it was foremost against the pelvis, has landed; final contact where the toe,
 * before it is rearmost, has left ({@link refine}).
 */
export const zeni: EventMethod = zeniWith(refinementDefaults);
