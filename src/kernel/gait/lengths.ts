import type { GaitQuality, Side, Walk } from '../../shared/results';
import { statureOverTime } from './body-size';
import { toeClearance } from './clearance';
import type { MeasureStride, StrideLengths } from './cycles';
import type { FoundEvent } from './events';
import { groundOf } from './ground';
import { valueAt } from './interpolate';
import { restingFeet, type RestingFoot } from './resting-feet';
import { pointName, type PicturePlane, type SagittalTrack } from './sagittal';
import { scaleOf } from './scale';
import { median } from './statistics';
import { stepWidthM } from './step-width';
import type { Stretch } from './stretches';

/** Share of walking speed at which the stance foot must move to say that the floor moves: a belt, or a camera that follows. */
const movingFloorShare = 0.5;
/** Share by which the stance feet's speed may differ from the belt's before it is worth a warning. */
const beltTolerance = 0.1;
/**
 * Angle off the side view up to which step lengths are stated from one camera. The feet go some 0.1 m apart, so
 * that every other step reads 0.1 m · tan(angle) longer, and the ones between as much shorter: 9 mm at 5°.
 */
const greatestStepViewDeg = 5;

/** A walk ready to be measured, and how the camera sees it. */
interface MeasuredWay {
  readonly track: SagittalTrack;
  readonly stretches: readonly Stretch[];
  readonly view: GaitQuality['view'];
  readonly plane: PicturePlane;
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

const other = (side: Side): Side => (side === 'left' ? 'right' : 'left');

/** The belt's speed, where there is a belt; else null. What the user said and what is seen may differ. */
function beltOf(
  track: SagittalTrack,
  stances: readonly RestingFoot[],
  floorMoves: boolean,
  walkingSpeed: number,
  beltSpeedMS: number | undefined,
): { speedMS: number | null; warnings: string[] } {
  if (beltSpeedMS === undefined || stances.length === 0) return { speedMS: null, warnings: [] };
  if (!floorMoves || beltSpeedMS <= 0) {
    const warning = 'The belt speed was not used: the feet in stance stand still, so this is no treadmill.';
    return { speedMS: null, warnings: [warning] };
  }
  const isOff = track.unit === 'm' && Math.abs(walkingSpeed - beltSpeedMS) > beltTolerance * beltSpeedMS;
  const warning = `The belt is said to run at ${beltSpeedMS} m/s, but the feet in stance move at ${walkingSpeed.toFixed(2)} m/s.`;
  return { speedMS: beltSpeedMS, warnings: isOff ? [warning] : [] };
}

/** Why step length is not stated, or null where it is. */
function whyNoStep(
  { unit }: SagittalTrack,
  { deg, from }: GaitQuality['view'],
  { floorPoints }: Pick<Walk, 'floorPoints'>,
): string | null {
  if (unit === 'm') return null;
  if (floorPoints === undefined && from !== 'given') {
    return 'from one camera it needs floor_points along the walk, or view_deg where the camera is known to see the side';
  }
  return deg === null || Math.abs(deg) <= greatestStepViewDeg
    ? null
    : `at ${Math.abs(deg).toFixed(0)}° off the side view the distance between the feet makes every other step read too long`;
}

/**
 * How strides of this walk are measured.
 *
 * Over a floor that stands still, a stride is the way of the foot between its contacts, and a step the way from
 * the other foot's contact. On a belt, or where the camera follows, it is the belt's speed, or else that of the floor
 * under the stance feet, times the stride time, plus what the foot moved in the picture. In a picture the way is
 * measured in statures of the walker where he then is (`groundOf`), and metres come from the best scale there is
 * (`scaleOf`). Step width and foot clearance need 3D: one camera does not show the first, and places the
 * toes no better than the second is large.
 */
export function lengthsOf(
  { track, stretches, view, plane }: MeasuredWay,
  events: readonly FoundEvent[],
  walk: Pick<Walk, 'heightM' | 'beltSpeedMS' | 'floorPoints'>,
): Lengths {
  const statures = statureOverTime(track);
  const grounds = stretches.map((stretch) => ({
    ...stretch,
    ...groundOf(track, stretch, statures),
  }));
  const stances = restingFeet(track, grounds, events);
  const walkingSpeed = median(stances.map((stance) => stance.walkingSpeed));
  const floorSpeed = median(stances.map(({ floorVelocity }) => Math.abs(floorVelocity)));
  const floorMoves = floorSpeed > movingFloorShare * walkingSpeed;
  const belt = beltOf(track, stances, floorMoves, walkingSpeed, walk.beltSpeedMS);
  const scale = scaleOf(track, plane, grounds, walkingSpeed, belt.speedMS, walk);
  const { metresPerPlace } = scale;
  const warnings = [...belt.warnings, ...scale.warnings];
  if (stances.length === 0) {
    const abstention = 'No lengths and no speed: no stance is seen from contact to toe-off.';
    return { ofStride: () => none, scale: scale.quality, abstentions: [abstention], warnings };
  }

  const heightM = walk.heightM ?? (track.unit === 'm' ? median(statures) : Number.NaN);
  const whyNoStepLength = whyNoStep(track, view, walk);
  /** How far the floor went back under the walker between two moments, in units of place. */
  const floorMoved = (fromS: number, toS: number): number => {
    if (!floorMoves) return 0;
    if (belt.speedMS !== null && metresPerPlace !== null)
      return (belt.speedMS / metresPerPlace) * (toS - fromS);
    const during = stances.filter(({ atS }) => atS >= fromS && atS <= toS);
    return (
      -median((during.length > 0 ? during : stances).map((stance) => stance.floorVelocity)) * (toS - fromS)
    );
  };
  const ofStride: MeasureStride = (side, { startS, endS, oppositeStrikeS }) => {
    const ground = grounds.find(
      ({ from, to }) => track.timeS[from]! <= startS && track.timeS[to - 1]! >= startS,
    );
    const heel = track.paths.get(pointName(side, 'Heel'));
    const otherHeel = track.paths.get(pointName(other(side), 'Heel'));
    if (ground === undefined || heel === undefined || otherHeel === undefined) return none;
    /** From where a foot is at `fromS` to where this one lands, over the floor; NaN where it is not seen. */
    const toLanding = (along: Float64Array, fromS: number): number => {
      const placeAt = (path: Float64Array, atS: number) => ground.place(valueAt(track.timeS, path, atS));
      return ground.facing * (placeAt(heel.along, endS) - placeAt(along, fromS)) + floorMoved(fromS, endS);
    };
    const stride = toLanding(heel.along, startS);
    const step = oppositeStrikeS === null ? Number.NaN : toLanding(otherHeel.along, oppositeStrikeS);
    const inMetres = (place: number) =>
      metresPerPlace === null || Number.isNaN(place) ? null : place * metresPerPlace;
    const strideLengthM = inMetres(stride);
    // Without a height, the walker's own size in the picture is one.
    const heights =
      Number.isNaN(heightM) && ground.unit === 'stature' ? stride : (strideLengthM ?? NaN) / heightM;

    const rested = stances.find((stance) => stance.side === side && stance.strikeS === startS);
    const toeOff = events.find(
      ({ side: own, event, timeS }) => own === side && event === 'toe_off' && timeS > startS && timeS < endS,
    );
    const clearance =
      rested === undefined || toeOff === undefined
        ? Number.NaN
        : toeClearance(track, side, { toeOffS: toeOff.timeS, endS }, rested);
    return {
      strideLengthM,
      stepLengthM: whyNoStepLength === null ? inMetres(step) : null,
      strideLengthHeights: Number.isNaN(heights) ? null : heights,
      stepWidthM:
        oppositeStrikeS === null
          ? null
          : stepWidthM(track, side, { startS, oppositeS: oppositeStrikeS, endS }, 1 - step / stride),
      footClearanceM: track.unit === 'm' && !Number.isNaN(clearance) ? clearance : null,
    };
  };
  return {
    ofStride,
    scale: scale.quality,
    abstentions: abstentionsOf(track, metresPerPlace, whyNoStepLength),
    warnings,
  };
}

/** What is not stated of a walk with stances, and what would help. */
function abstentionsOf(
  track: SagittalTrack,
  metresPerPlace: number | null,
  whyNoStepLength: string | null,
): string[] {
  if (track.unit === 'm') return [];
  if (metresPerPlace === null) {
    return [
      'No lengths in metres and no speed: there is no scale. Give height_m of the subject (coarse), floor_points along ' +
        'the walk, or belt_speed_m_s on a treadmill.',
    ];
  }
  return [
    ...(whyNoStepLength === null
      ? []
      : [`No step length: ${whyNoStepLength}; stride length is stated instead.`]),
    'No step width and no foot clearance: these need 3D.',
  ];
}
