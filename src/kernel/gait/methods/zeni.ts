import type { FootRun } from '../foot-runs';
import { median } from '../statistics';
import { landingDefaults, landingDelaysS, type LandingOptions } from './landing';
import { contactAt, stepTurns, type EventMethod } from './method';

/** How far the time of landing may be from the foot's median before the median is used: noise then decides it. */
const delayToleranceS = 0.04;
/** Certainty of a strike that is placed by the foot's other landings. */
const borrowedCertainty = 0.6;

/** Zeni's rule with the landing refined as `landing` says. */
export const zeniWith = (landing: LandingOptions): EventMethod => ({
  name: 'zeni',
  source: 'Zeni, Richards and Higginson 2008, with the landing refined by the heel’s speed over the floor',
  contactsOf(foot: FootRun, search) {
    const turns = stepTurns(foot, search);
    const delaysS = landingDelaysS(foot, turns, landing);
    const typicalS = median(delaysS);
    const lastS = foot.timeS.at(-1)!;
    return {
      strikes: turns.foremost.map((turn, k) => {
        const ownS = delaysS[k]!;
        const isOwn = Math.abs(ownS - typicalS) <= delayToleranceS;
        const delayS = isOwn ? ownS : Number.isNaN(typicalS) ? 0 : typicalS;
        return contactAt(turn, search, Math.min(lastS, turn.timeS + delayS), isOwn ? 1 : borrowedCertainty);
      }),
      offs: turns.rearmost.map((turn) => contactAt(turn, search)),
    };
  },
});

/**
 * Final contact where the toe is rearmost against the pelvis, initial contact where the heel, after it was foremost,
 * has landed ({@link landingDelaysS}).
 */
export const zeni: EventMethod = zeniWith(landingDefaults);
