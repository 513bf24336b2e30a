import type { FootRun } from '../foot-runs';
import { frameAt } from '../../signal/interpolate';
import { median } from '../../statistics';
import { velocityAfter, type StepTurns } from './method';

/** Shortest stance from whose middle half the floor's speed is taken. */
const shortestStanceS = 0.25;

/** A stance as Zeni's instants bound it; an end that the run cuts off is the run's own. */
export interface Stance {
  readonly fromS: number;
  readonly toS: number;
  /** Velocity of the heel against the pelvis while the foot is flat: minus the walking speed. */
  readonly velocity: number;
}

/** Stances between foremost heel and rearmost toe, and the velocity of the floor under the pelvis in each. */
export function stancesOf(
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
export function standingSpeed(timeS: Float64Array, heelUp: Float64Array, stances: readonly Stance[]): number {
  const sizes = stances.flatMap(({ fromS, toS }) => {
    const from = frameAt(timeS, fromS + (toS - fromS) / 4);
    const to = frameAt(timeS, fromS + (toS - fromS) / 2);
    return Array.from({ length: to - from }, (_, k) => Math.abs(velocityAfter(timeS, heelUp, from + k)));
  });
  // Of normal noise, the median size is 0.67 of its standard deviation.
  return 1.48 * median(sizes);
}
