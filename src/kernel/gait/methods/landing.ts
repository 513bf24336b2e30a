import type { FootRun } from '../foot-runs';
import { frameAt } from '../interpolate';
import { smooth } from '../smooth';
import { median } from '../statistics';
import type { TurningPoint } from '../turning-points';
import { velocityAfter, type StepTurns } from './method';

/** What decides when a heel has landed. Speeds are shares of walking speed: the floor's speed under the pelvis. */
export interface LandingOptions {
  /**
   * Share of walking speed that the heel must have lost over the floor. Half and less is passed in the air, while the leg
   * swings back; near the whole of it, noise and the filter decide the time.
   */
  readonly landedShare: number;
  /** The heel still lands while it falls faster than this. */
  readonly fallShare: number;
  /** Low-pass for the heel's fall, which ends more suddenly than the filter for the walk can follow. */
  readonly fallCutoffHz: number;
  /** How many times faster than it seems to move while it stands the heel must fall. */
  readonly fallPerNoise: number;
  /** Where that is faster than this, the heel's height says nothing and is left alone. */
  readonly largestFallShare: number;
}

/** In the middle of a plateau on mocap and phantoms alike; `npm run validate` shows how events move with each. */
export const landingDefaults: LandingOptions = {
  landedShare: 0.6,
  fallShare: 0.15,
  fallCutoffHz: 15,
  fallPerNoise: 3,
  largestFallShare: 0.3,
};

/** Longest plausible time from the heel's foremost position to its contact. */
const longestLandingS = 0.2;
/** Shortest stance from whose middle half the floor's speed is taken. */
const shortestStanceS = 0.25;

/** A stance as Zeni's instants bound it; an end that the run cuts off is the run's own. */
interface Stance {
  readonly fromS: number;
  readonly toS: number;
  /** Velocity of the heel against the pelvis while the foot is flat: minus the walking speed. */
  readonly velocity: number;
}

/** Stances between foremost heel and rearmost toe, and the velocity of the floor under the pelvis in each. */
function stancesOf(
  { timeS, heel }: Pick<FootRun, 'timeS' | 'heel'>,
  { foremost, rearmost }: StepTurns,
): Stance[] {
  const startS = timeS[0]!;
  const endS = timeS.at(-1)!;
  const starts = [startS, ...foremost.map((strike) => strike.timeS)];
  return starts.flatMap((fromS, k) => {
    const nextStrikeS = starts[k + 1] ?? Infinity;
    const toS = rearmost.find((off) => off.timeS > fromS)?.timeS ?? endS;
    if (toS > nextStrikeS || toS - fromS < shortestStanceS) return [];
    const quarterS = (toS - fromS) / 4;
    const velocities: number[] = [];
    const last = frameAt(timeS, toS - quarterS);
    for (let frame = frameAt(timeS, fromS + quarterS); frame < last; frame++) {
      velocities.push(velocityAfter(timeS, heel, frame));
    }
    const velocity = median(velocities);
    return velocity < 0 ? [{ fromS, toS, velocity }] : [];
  });
}

/** Size of the heel's vertical velocity while it stands, between a quarter and half of stance: noise, and nothing else. */
function standingSpeed(timeS: Float64Array, heelUp: Float64Array, stances: readonly Stance[]): number {
  const sizes = stances.flatMap(({ fromS, toS }) => {
    const from = frameAt(timeS, fromS + (toS - fromS) / 4);
    const to = frameAt(timeS, fromS + (toS - fromS) / 2);
    return Array.from({ length: to - from }, (_, k) => Math.abs(velocityAfter(timeS, heelUp, from + k)));
  });
  // Of normal noise, the median size is 0.67 of its standard deviation.
  return 1.48 * median(sizes);
}

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

/**
 * How long after it was foremost each heel has landed, in seconds; NaN where the run ends before,
 * or the heel does not slow down.
 *
 * The heel is foremost some time before it lands, for it already swings back in the air, and how long differs between people.
 * A foot has landed when it moves over the floor neither forwards nor downwards (thresholds on components of a foot
 * marker's speed relative to walking speed: Bruening and Ridge 2014; Bonci et al. 2022). Forwards is told from the floor's
 * own motion under the pelvis, taken from the same foot's stance, so that it is the same over ground, on a treadmill and
 * for a camera that follows. Downwards is asked only where the heel's height is steadier in stance than that, which
 * it is for markers and not for every pose estimator.
 */
export function landingDelaysS(
  { timeS, heel, rawHeelUp }: FootRun,
  turns: StepTurns,
  options: LandingOptions,
): number[] {
  const stances = stancesOf({ timeS, heel }, turns);
  const typicalVelocity = median(stances.map(({ velocity }) => velocity));
  const heelUp = smooth(timeS, rawHeelUp, { cutoffHz: options.fallCutoffHz, order: 4 });
  const noise = options.fallPerNoise * standingSpeed(timeS, heelUp, stances);
  return turns.foremost.map((strike: TurningPoint) => {
    const floor = stances.find(({ fromS }) => fromS === strike.timeS)?.velocity ?? typicalVelocity;
    const endS = strike.timeS + longestLandingS;
    const stoppedS = crossingS(timeS, heel, strike.timeS, endS, options.landedShare * floor, -1);
    if (Number.isNaN(stoppedS)) return Number.NaN;
    const fall = Math.max(options.fallShare * -floor, noise);
    const isHeightSteady = fall <= options.largestFallShare * -floor;
    const downS = isHeightSteady ? crossingS(timeS, heelUp, stoppedS, endS, -fall, 1) : stoppedS;
    return (Number.isNaN(downS) ? stoppedS : downS) - strike.timeS;
  });
}
