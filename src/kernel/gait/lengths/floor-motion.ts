import type { RestingFoot } from './resting-feet';
import { median } from '../statistics';

/** Share of walking speed at which the stance foot must move to say that the floor moves: a belt, or a camera that follows. */
const movingFloorShare = 0.5;

/** How the floor goes back under a walker, in units of place (`Ground`). */
export interface FloorMotion {
  /** Whether the feet in stance are carried back: on a belt, or where the camera follows. */
  readonly moves: boolean;
  /** Median speed of the pelvis over the feet in stance, a second. */
  readonly walkingSpeed: number;
  /** How far the floor went back between two moments; 0 where it stands still. */
  readonly between: (fromS: number, toS: number) => number;
}

/** The motion of the floor, which the feet that rest on it show. */
export function floorMotionOf(stances: readonly RestingFoot[]): FloorMotion {
  const walkingSpeed = median(stances.map((stance) => stance.walkingSpeed));
  const floorSpeed = median(stances.map(({ floorVelocity }) => Math.abs(floorVelocity)));
  const moves = floorSpeed > movingFloorShare * walkingSpeed;
  const velocityBetween = (fromS: number, toS: number): number => {
    const during = stances.filter(({ atS }) => atS >= fromS && atS <= toS);
    return median((during.length > 0 ? during : stances).map(({ floorVelocity }) => floorVelocity));
  };
  return {
    moves,
    walkingSpeed,
    between: (fromS, toS) => (moves ? -velocityBetween(fromS, toS) * (toS - fromS) : 0),
  };
}
