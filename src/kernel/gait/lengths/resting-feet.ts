import { sides, type Side } from '../../../shared/results';
import type { FoundEvent } from '../events/events';
import type { Ground } from './ground';
import { frameAt, valueAt } from '../signal/interpolate';
import { pointName, type SagittalTrack } from '../signal/sagittal';
import { median } from '../statistics';

/** Part of stance in which the forefoot rests on the floor, between its coming down and its rolling off; typical. */
const restFrom = 0.25;
const restTo = 0.8;

/** One stance while its forefoot rests. Velocities are forward, in units of place (`Ground`) a second. */
export interface RestingFoot {
  readonly side: Side;
  readonly stretch: number;
  readonly strikeS: number;
  readonly toeOffS: number;
  /** The middle of its rest. */
  readonly atS: number;
  /** Height at which the toes rest, in the track's unit. */
  readonly toeUp: number;
  /** Of the foot in the picture or laboratory: that of the floor. */
  readonly floorVelocity: number;
  /** Of the pelvis over the foot: walking speed. */
  readonly walkingSpeed: number;
}

/** Median of a series between two moments; NaN where nothing is seen between them. */
export function medianBetween(timeS: Float64Array, values: Float64Array, fromS: number, toS: number): number {
  return median(values.subarray(frameAt(timeS, fromS) + 1, frameAt(timeS, toS) + 1));
}

/** Every stance that is seen from contact to toe-off, with what its foot does while it rests. */
export function restingFeet(
  track: SagittalTrack,
  grounds: readonly (Ground & { readonly facing: 1 | -1 })[],
  events: readonly FoundEvent[],
): RestingFoot[] {
  const pelvis = track.paths.get('MidHip');
  return sides.flatMap((side) => {
    const toe = track.paths.get(pointName(side, 'BigToe'));
    const own = events.filter((event) => event.side === side);
    if (pelvis === undefined || toe === undefined) return [];
    return own.slice(1).flatMap((off, k): RestingFoot[] => {
      const strike = own[k]!;
      if (strike.event !== 'heel_strike' || off.event !== 'toe_off' || strike.run !== off.run) return [];
      const stanceS = off.timeS - strike.timeS;
      const [fromS, toS] = [strike.timeS + restFrom * stanceS, strike.timeS + restTo * stanceS];
      const { place, facing } = grounds[strike.stretch]!;
      const placeAt = (along: Float64Array, atS: number) => place(valueAt(track.timeS, along, atS));
      const velocity = (along: Float64Array) =>
        (facing * (placeAt(along, toS) - placeAt(along, fromS))) / (toS - fromS);
      const floorVelocity = velocity(toe.along);
      const walkingSpeed = velocity(pelvis.along) - floorVelocity;
      if (Number.isNaN(walkingSpeed)) return [];
      return [
        {
          side,
          stretch: strike.stretch,
          strikeS: strike.timeS,
          toeOffS: off.timeS,
          atS: (fromS + toS) / 2,
          toeUp: medianBetween(track.timeS, toe.up, fromS, toS),
          floorVelocity,
          walkingSpeed,
        },
      ];
    });
  });
}
