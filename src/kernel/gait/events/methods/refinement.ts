import { frameAt } from '../../signal/interpolate';
import { smooth } from '../../signal/smooth';
import { median, quantile } from '../../statistics';
import { finer, type FootSeries } from './finer';
import { velocityAfter, type StepTurns } from './method';
import { stancesOf, standingSpeed, type Stance } from './stances';

/**
 * What decides when a foot has landed and left. Speeds are shares of walking speed: the floor's speed under the pelvis.
 */
export interface RefinementOptions {
  /**
   * Share of walking speed that the heel must have lost over the floor. Half and less is passed in the air, while the leg
   * swings back; near the whole of it, noise and the filter decide the time.
   */
  readonly landedShare: number;
  /** Low-pass for the heel's way forwards as it lands, which the filter for the walk would smear. */
  readonly landingCutoffHz: number;
  /** The heel still lands while it falls faster than this. */
  readonly fallShare: number;
  /** Low-pass for the heel's fall, which ends more suddenly than the filter for the walk can follow. */
  readonly fallCutoffHz: number;
  /** How many times faster than it seems to move while it stands the heel must fall. */
  readonly fallPerNoise: number;
  /** Where that is faster than this, the heel's height says nothing and is left alone. */
  readonly largestFallShare: number;
  /**
   * Share of walking speed with which the toe must move over the floor to count as off. At the whole of it, it is rearmost
   * against the pelvis, which is Zeni's instant.
   */
  readonly leavingShare: number;
}

/** Each in the middle of a plateau, on recorded trials and phantoms alike. */
export const refinementDefaults: RefinementOptions = {
  landedShare: 0.65,
  landingCutoffHz: 12,
  fallShare: 0.04,
  fallCutoffHz: 20,
  fallPerNoise: 4,
  largestFallShare: 0.3,
  leavingShare: 0.95,
};

/** Longest plausible time from the heel's foremost position to its contact. */
const longestLandingS = 0.2;
/** Longest plausible time from the toe's leaving to its rearmost position. */
const longestLeavingS = 0.1;

/**
 * First time from `fromS` on at which the velocity of `values` has crossed `limit`, upwards (1) or downwards (−1);
 * NaN where it does not within the longest landing.
 */
function crossingS(
  timeS: Float64Array,
  values: Float64Array,
  fromS: number,
  toS: number,
  limit: number,
  way: 1 | -1,
): number {
  let beforeS = Number.NaN;
  let before = Number.NaN;
  for (let k = Math.max(0, frameAt(timeS, fromS) - 1); k + 1 < timeS.length; k++) {
    const atS = (timeS[k]! + timeS[k + 1]!) / 2;
    if (beforeS > toS) break;
    const velocity = velocityAfter(timeS, values, k);
    if (atS > fromS && way * (velocity - limit) >= 0) {
      if (!(way * (before - limit) < 0)) return fromS;
      return Math.max(fromS, beforeS + ((atS - beforeS) * (limit - before)) / (velocity - before));
    }
    beforeS = atS;
    before = velocity;
  }
  return Number.NaN;
}

/** Share of walking speed that a heel which moves on has lost at the most: it was not down yet. */
const airborneShare = 0.2;

/**
 * First time from `fromS` on at which the heel's velocity against the pelvis has come down to `landed` and does not go up to
 * `airborne` again before `toS`; NaN where there is none. A stiff leg may be foremost twice before it lands.
 */
function stoppedAtS(
  timeS: Float64Array,
  heel: Float64Array,
  fromS: number,
  toS: number,
  landed: number,
  airborne: number,
): number {
  const stoppedS = crossingS(timeS, heel, fromS, toS, landed, -1);
  const onS = Number.isNaN(stoppedS) ? Number.NaN : crossingS(timeS, heel, stoppedS, toS, airborne, 1);
  return onS > stoppedS && onS < toS ? stoppedAtS(timeS, heel, onS, toS, landed, airborne) : stoppedS;
}

/**
 * Last time before `fromS` at which the velocity of `values` was still under `limit`; NaN where it is not
 * between `leastS` and then.
 */
function lastUnderS(
  timeS: Float64Array,
  values: Float64Array,
  fromS: number,
  leastS: number,
  limit: number,
): number {
  let afterS = Number.NaN;
  let after = Number.NaN;
  for (let k = Math.min(frameAt(timeS, fromS) + 1, timeS.length - 2); k >= 0; k--) {
    const atS = (timeS[k]! + timeS[k + 1]!) / 2;
    if (afterS < leastS) break;
    const velocity = velocityAfter(timeS, values, k);
    if (velocity <= limit)
      return Math.min(fromS, atS + ((afterS - atS) * (limit - velocity)) / (after - velocity));
    afterS = atS;
    after = velocity;
  }
  return Number.NaN;
}

/** How long after its extremum the foot has landed, or before it has left, in seconds; NaN where that is not told. */
export interface Refinement {
  readonly landingS: readonly number[];
  readonly leavingS: readonly number[];
}

/** Share of the way up and down of the toe, over its height in stance, up to which it may be on the floor. */
const toeDownShare = 0.15;

/** Highest that the toe is while it is on the floor. */
function toeDownHeight({ timeS, toeUp }: FootSeries, stances: readonly Stance[]): number {
  const standing = stances.flatMap(({ fromS, toS }) => {
    const [from, to] = [fromS + (toS - fromS) / 4, fromS + (toS - fromS) / 2];
    return Array.from(toeUp.subarray(frameAt(timeS, from), frameAt(timeS, to)));
  });
  return median(standing) + toeDownShare * (quantile(toeUp, 0.98) - quantile(toeUp, 0.02));
}

/** Heights of a foot that follow its fall, and how high the toe is on the floor at the most. */
interface Heights {
  readonly quickHeelUp: Float64Array;
  readonly quickToeUp: Float64Array;
  readonly toeDown: number;
}

/**
 * First time from `fromS` on at which heel or toe has come down on the floor and no longer falls; NaN where that is not
 * within `toS`. Whichever part of the foot comes first makes the contact: a foot that lands on its toes lowers its heel later.
 */
function downAtS(
  { timeS, toeUp }: FootSeries,
  { quickHeelUp, quickToeUp, toeDown }: Heights,
  fromS: number,
  toS: number,
  fall: number,
): number {
  const heelS = crossingS(timeS, quickHeelUp, fromS, toS, -fall, 1);
  // In an hour there are thousands of contacts: each is looked for where it is, not from the beginning.
  let toeFrame = Math.max(0, frameAt(timeS, fromS));
  while (timeS[toeFrame]! <= toS && !(timeS[toeFrame]! >= fromS && toeUp[toeFrame]! <= toeDown)) toeFrame++;
  const toeS =
    timeS[toeFrame]! <= toS ? crossingS(timeS, quickToeUp, timeS[toeFrame]!, toS, -fall, 1) : Number.NaN;
  return Number.isNaN(heelS) || toeS < heelS ? toeS : heelS;
}

/**
 * Where, about Zeni's instants, the foot comes to rest on the floor and leaves it.
 *
 * The heel is foremost some time before it lands, for it already swings back in the air, and how long differs between people.
 * A foot has landed when it moves over the floor neither forwards nor downwards, and has left when it moves forwards
 * (components of a foot marker's speed against shares of walking speed: Bruening and Ridge 2014; Bonci et al. 2022).
 * The floor's own motion under the pelvis is taken from the same foot's stance, and so the rule is the same over ground,
 * on a treadmill and for a camera that follows. Downwards is asked only where the heel's height, in stance, is steadier
 * than its fall: so it is for markers, and not for every pose estimator.
 */
export function refine(seen: FootSeries, turns: StepTurns, options: RefinementOptions): Refinement {
  const foot = finer(seen);
  const { timeS, toe, rawHeelUp, rawToeUp } = foot;
  const stances = stancesOf(foot, turns);
  const typicalFloor = median(stances.map(({ velocity }) => velocity));
  const quick = { cutoffHz: options.fallCutoffHz, order: 4 } as const;
  const quickHeel = smooth(timeS, foot.rawHeel, { cutoffHz: options.landingCutoffHz, order: 4 });
  const heights: Heights = {
    quickHeelUp: smooth(timeS, rawHeelUp, quick),
    quickToeUp: smooth(timeS, rawToeUp, quick),
    toeDown: toeDownHeight(foot, stances),
  };
  const noise = options.fallPerNoise * standingSpeed(timeS, heights.quickHeelUp, stances);
  const landingS = turns.foremost.map((strike) => {
    const floor = stances.find(({ fromS }) => fromS === strike.timeS)?.velocity ?? typicalFloor;
    const endS = strike.timeS + longestLandingS;
    const fall = Math.max(options.fallShare * -floor, noise);
    const isHeightSteady = fall <= options.largestFallShare * -floor;
    const landed = options.landedShare * floor;
    const stoppedS = stoppedAtS(timeS, quickHeel, strike.timeS, endS, landed, airborneShare * floor);
    if (Number.isNaN(stoppedS)) return Number.NaN;
    const downS = isHeightSteady ? downAtS(foot, heights, stoppedS, endS, fall) : stoppedS;
    return (Number.isNaN(downS) ? stoppedS : downS) - strike.timeS;
  });
  const leavingS = turns.rearmost.map((off) => {
    const floor = stances.find(({ toS }) => toS === off.timeS)?.velocity ?? typicalFloor;
    const limit = (1 - options.leavingShare) * floor;
    return off.timeS - lastUnderS(timeS, toe, off.timeS, off.timeS - longestLeavingS, limit);
  });
  return { landingS, leavingS };
}
