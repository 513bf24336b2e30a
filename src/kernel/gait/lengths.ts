import { sides, type GaitQuality, type Side, type Walk } from '../../shared/results';
import type { MeasureStride, StrideLengths } from './cycles';
import type { FoundEvent } from './events';
import { valueAt } from './interpolate';
import { pointName, type PlanePath, type SagittalTrack } from './sagittal';
import { median, quantile } from './statistics';
import type { Stretch } from './stretches';

/** Height of the eyes as a share of stature (Drillis and Contini 1966), less 0.02, typical, for the heel point's own. */
const eyeToHeelShare = 0.916;
/** Share of walking speed at which the stance foot must move to say that the floor moves: a belt, or a camera that follows. */
const movingFloorShare = 0.5;
/** Share by which the stance feet's speed may differ from the belt's before it is worth a warning. */
const beltTolerance = 0.1;

/** Part of stance in which the forefoot rests on the floor, between its coming down and its rolling off; typical. */
const restFrom = 0.25;
const restTo = 0.8;

/** One stance while its forefoot rests: velocities forward, in the track's unit per second. */
interface RestingFoot {
  readonly side: Side;
  readonly atS: number;
  /** Of the foot in the picture or laboratory: that of the floor. */
  readonly floorVelocity: number;
  /** Of the pelvis over the foot: walking speed. */
  readonly walkingSpeed: number;
}

function restingFeet(
  track: SagittalTrack,
  stretches: readonly Stretch[],
  events: readonly FoundEvent[],
): RestingFoot[] {
  const pelvis = track.paths.get('MidHip');
  return sides.flatMap((side) => {
    const toe = track.paths.get(pointName(side, 'BigToe'));
    const own = events.filter((event) => event.side === side);
    if (pelvis === undefined || toe === undefined) return [];
    return own.slice(1).flatMap((off, k) => {
      const strike = own[k]!;
      if (strike.event !== 'heel_strike' || off.event !== 'toe_off' || strike.run !== off.run) return [];
      const stanceS = off.timeS - strike.timeS;
      const [fromS, toS] = [strike.timeS + restFrom * stanceS, strike.timeS + restTo * stanceS];
      const facing = stretches[strike.stretch]!.facing;
      const velocity = (path: Float64Array) =>
        (facing * (valueAt(track.timeS, path, toS) - valueAt(track.timeS, path, fromS))) / (toS - fromS);
      const floorVelocity = velocity(toe.along);
      const walkingSpeed = velocity(pelvis.along) - floorVelocity;
      return Number.isNaN(walkingSpeed)
        ? []
        : [{ side, atS: (fromS + toS) / 2, floorVelocity, walkingSpeed }];
    });
  });
}

/** Metres per pixel from the subject's height, by how high the eyes stand over the lower heel; null where unseen. */
function scaleFromHeight(track: SagittalTrack, heightM: number): number | null {
  const upOf = (name: string) => track.paths.get(name)?.up;
  const [leftEye, rightEye, leftHeel, rightHeel] = ['LEye', 'REye', 'LHeel', 'RHeel'].map(upOf);
  if (leftEye === undefined || rightEye === undefined || leftHeel === undefined || rightHeel === undefined) {
    return null;
  }
  const extents = leftEye.map(
    (eye, frame) => (eye + rightEye[frame]!) / 2 - Math.min(leftHeel[frame]!, rightHeel[frame]!),
  );
  // The body is at its full height only over the standing leg, so the upper end of what is seen counts.
  const extentPx = quantile(extents, 0.9);
  return extentPx > 0 ? (heightM * eyeToHeelShare) / extentPx : null;
}

export interface Lengths {
  readonly ofStride: MeasureStride;
  readonly scale: GaitQuality['scale'];
  readonly abstentions: readonly string[];
  readonly warnings: readonly string[];
}

const none: StrideLengths = {
  strideLengthM: null,
  stepLengthM: null,
  strideLengthHeights: null,
  stepWidthM: null,
  footClearanceM: null,
};

/**
 * How strides of this walk are measured.
 *
 * Over a floor that stands still, a stride is the way of the foot between its contacts, and a step the way from
 * the other foot's contact. On a belt, or where the camera
 * follows, it is the belt's speed, or else that of the floor under the stance feet, times the stride time,
 * plus what the foot moved in the picture. Metres come from the file (3D), the belt, or coarsely the subject's height.
 * Step length is stated in 3D alone: one camera a little off the side view reads alternate steps long and short.
 */
export function lengthsOf(
  track: SagittalTrack,
  stretches: readonly Stretch[],
  events: readonly FoundEvent[],
  walk: Pick<Walk, 'heightM' | 'beltSpeedMS'>,
): Lengths {
  const stances = restingFeet(track, stretches, events);
  const walkingSpeed = median(stances.map((stance) => stance.walkingSpeed));
  const floorSpeed = median(stances.map(({ floorVelocity }) => Math.abs(floorVelocity)));
  const floorMoves = floorSpeed > movingFloorShare * walkingSpeed;
  const beltSpeedMS =
    floorMoves && walk.beltSpeedMS !== undefined && walk.beltSpeedMS > 0 ? walk.beltSpeedMS : null;
  const warnings: string[] = [];
  if (walk.beltSpeedMS !== undefined && stances.length > 0 && beltSpeedMS === null) {
    warnings.push('The belt speed was not used: the feet in stance stand still, so this is no treadmill.');
  }
  if (
    beltSpeedMS !== null &&
    track.unit === 'm' &&
    Math.abs(walkingSpeed - beltSpeedMS) > beltTolerance * beltSpeedMS
  ) {
    warnings.push(
      `The belt is said to run at ${beltSpeedMS} m/s, but the feet in stance move at ${walkingSpeed.toFixed(2)} m/s.`,
    );
  }

  const scale = ((): GaitQuality['scale'] => {
    if (track.unit === 'm') return null;
    if (beltSpeedMS !== null)
      return { metres_per_pixel: beltSpeedMS / walkingSpeed, from: 'the speed of the belt' };
    if (walk.heightM === undefined) return null;
    const metres = scaleFromHeight(track, walk.heightM);
    const from = `the subject's height of ${walk.heightM} m, by eyes and heels: coarse, about 5 to 10 %`;
    return metres === null ? null : { metres_per_pixel: metres, from };
  })();
  const metresPerUnit = track.unit === 'm' ? 1 : (scale?.metres_per_pixel ?? null);
  if (metresPerUnit === null || stances.length === 0) {
    const reason =
      stances.length === 0
        ? 'no stance is seen from contact to toe-off.'
        : 'there is no scale. Give height_m of the subject (coarse), or belt_speed_m_s on a treadmill.';
    return { ofStride: () => none, scale, abstentions: [`No lengths and no speed: ${reason}`], warnings };
  }

  /** How far the floor went back under the walker between two moments, in metres. */
  const floorMoved = (fromS: number, toS: number): number => {
    if (!floorMoves) return 0;
    if (beltSpeedMS !== null) return beltSpeedMS * (toS - fromS);
    const during = stances.filter(({ atS }) => atS >= fromS && atS <= toS);
    const velocity = median((during.length > 0 ? during : stances).map((stance) => stance.floorVelocity));
    return -velocity * (toS - fromS) * metresPerUnit;
  };
  const ofStride: Lengths['ofStride'] = (side, { startS, endS, oppositeStrikeS }) => {
    const facing = stretches.find(({ from, to }) => {
      return track.timeS[from]! <= startS && track.timeS[to - 1]! >= startS;
    })?.facing;
    const heel = track.paths.get(pointName(side, 'Heel'));
    const otherHeel = track.paths.get(pointName(side === 'left' ? 'right' : 'left', 'Heel'));
    if (facing === undefined || heel === undefined || otherHeel === undefined) return none;
    /** From where `path` is at `fromS` to where this foot lands, over the floor. */
    const toLanding = (path: PlanePath, fromS: number): number | null => {
      const landing = valueAt(track.timeS, heel.along, endS);
      const moved = facing * (landing - valueAt(track.timeS, path.along, fromS)) * metresPerUnit;
      return Number.isNaN(moved) ? null : moved + floorMoved(fromS, endS);
    };
    return {
      ...none,
      strideLengthM: toLanding(heel, startS),
      stepLengthM:
        track.unit === 'px' || oppositeStrikeS === null ? null : toLanding(otherHeel, oppositeStrikeS),
    };
  };
  return {
    ofStride,
    scale,
    abstentions:
      track.unit === 'px'
        ? ['No step length: from one camera it needs a calibrated floor; stride length is stated instead.']
        : [],
    warnings,
  };
}
