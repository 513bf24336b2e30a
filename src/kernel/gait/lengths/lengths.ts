import type { GaitQuality, Side, Walk } from '../../../shared/results';
import { statureOverTime } from './body-size';
import { toeClearanceM } from './clearance';
import type { MeasureStride, StrideLengths } from '../parameters/cycles';
import type { FoundEvent } from '../events/events';
import { floorMotionOf, type FloorMotion } from './floor-motion';
import { groundOf } from './ground';
import { valueAt } from '../signal/interpolate';
import { restingFeet } from './resting-feet';
import { pointName, type PicturePlane, type PlanePath, type SagittalTrack } from '../signal/sagittal';
import { scaleOf } from './scale';
import { median } from '../statistics';
import { stepWidthM } from './step-width';
import type { Stretch } from '../passes/stretches';
import { isTooOblique } from '../passes/view';

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
  { unit }: SagittalTrack,
  { moves, walkingSpeed }: FloorMotion,
  beltSpeedMS: number | undefined,
): { speedMS: number | null; warnings: string[] } {
  if (beltSpeedMS === undefined || Number.isNaN(walkingSpeed)) return { speedMS: null, warnings: [] };
  if (!moves || beltSpeedMS <= 0) {
    const warning = 'The belt speed was not used: the feet in stance stand still, so this is no treadmill.';
    return { speedMS: null, warnings: [warning] };
  }
  const isOff = unit === 'm' && Math.abs(walkingSpeed - beltSpeedMS) > beltTolerance * beltSpeedMS;
  const warning = `The belt is said to run at ${beltSpeedMS} m/s, but the feet in stance move at ${walkingSpeed.toFixed(2)} m/s.`;
  return { speedMS: beltSpeedMS, warnings: isOff ? [warning] : [] };
}

/** Why step length is not stated, or null where it is. */
function whyNoStep(
  { unit, planar }: SagittalTrack,
  { deg, from }: GaitQuality['view'],
  { floorPoints }: Pick<Walk, 'floorPoints'>,
): string | null {
  if (!planar) return null;
  if ((unit === 'm' || floorPoints === undefined) && from !== 'given') {
    const ofPicture = unit === 'px' ? 'floor_points along the walk, or ' : '';
    return `from one camera it needs ${ofPicture}view_deg where the camera is known to see the side`;
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
 * (`scaleOf`). Step width and foot clearance need 3D: one camera does not show the first, and reads the second some
 * 10 mm too high on phantoms, give or take 8 mm, which is as much as it is.
 */
export function lengthsOf(
  { track, stretches, ...seen }: MeasuredWay,
  events: readonly FoundEvent[],
  walk: Pick<Walk, 'heightM' | 'beltSpeedMS' | 'floorPoints'>,
): Lengths {
  const statures = statureOverTime(track);
  const grounds = stretches.map((stretch) => ({ ...stretch, ...groundOf(track, stretch, statures) }));
  const stances = restingFeet(track, grounds, events);
  const motion = floorMotionOf(stances);
  const belt = beltOf(track, motion, walk.beltSpeedMS);
  const scale = scaleOf(track, seen, grounds, motion.walkingSpeed, belt.speedMS, walk);
  const whyNoStepLength = whyNoStep(track, seen.view, walk);
  const { metresPerPlace } = scale;
  const told = { scale: scale.quality, warnings: [...belt.warnings, ...scale.warnings] };
  if (stances.length === 0) {
    const abstention = 'No lengths and no speed: no stance is seen from contact to toe-off.';
    return { ...told, ofStride: () => none, scale: null, abstentions: [abstention] };
  }

  const heightM = walk.heightM ?? (track.unit === 'm' ? median(statures) : Number.NaN);
  const floorMoved =
    belt.speedMS === null || metresPerPlace === null
      ? motion.between
      : (fromS: number, toS: number) => (belt.speedMS! / metresPerPlace) * (toS - fromS);
  const inMetres = (place: number) =>
    metresPerPlace === null || Number.isNaN(place) ? null : place * metresPerPlace;
  const restedAt = new Map(stances.map((stance) => [`${stance.side} ${stance.strikeS}`, stance]));

  const ofStride: MeasureStride = (side, { startS, endS, oppositeStrikeS }) => {
    const ground = grounds.find(
      ({ from, to }) => track.timeS[from]! <= startS && track.timeS[to - 1]! >= startS,
    );
    const heel = track.paths.get(pointName(side, 'Heel'));
    const otherHeel = track.paths.get(pointName(other(side), 'Heel'));
    if (ground === undefined || heel === undefined || otherHeel === undefined) return none;
    const placeAt = (path: PlanePath, atS: number) => ground.place(valueAt(track.timeS, path.along, atS));
    /** From where a foot is at `fromS` to where this one lands, over the floor; NaN where it is not seen. */
    const toLanding = (path: PlanePath, fromS: number): number =>
      ground.facing * (placeAt(heel, endS) - placeAt(path, fromS)) + floorMoved(fromS, endS);

    const stride = toLanding(heel, startS);
    const strideLengthM = inMetres(stride);
    // Without a height, the walker's own size in the picture is one.
    const heights =
      Number.isNaN(heightM) && ground.unit === 'stature' ? stride : (strideLengthM ?? Number.NaN) / heightM;
    const rested = restedAt.get(`${side} ${startS}`);
    const measured = {
      ...none,
      strideLengthM,
      strideLengthHeights: Number.isNaN(heights) ? null : heights,
      footClearanceM: rested === undefined ? null : toeClearanceM(track, rested, endS),
    };
    if (oppositeStrikeS === null) return measured;
    const step = toLanding(otherHeel, oppositeStrikeS);
    const strikes = { startS, oppositeS: oppositeStrikeS, endS };
    return {
      ...measured,
      stepLengthM: whyNoStepLength === null ? inMetres(step) : null,
      stepWidthM: stepWidthM(track, side, strikes, 1 - step / stride),
    };
  };
  return { ofStride, ...told, abstentions: abstentionsOf(track, seen.view, metresPerPlace, whyNoStepLength) };
}

/** What is not stated of a walk with stances, and what would help. */
function abstentionsOf(
  track: SagittalTrack,
  view: GaitQuality['view'],
  metresPerPlace: number | null,
  whyNoStepLength: string | null,
): string[] {
  if (!track.planar) return [];
  if (metresPerPlace === null && isTooOblique(view)) {
    return [
      `No lengths and no speed: at ${Math.abs(view.deg ?? 0).toFixed(0)}° off the side view the body is no scale for ` +
        'the way. Give floor_points along the walk.',
    ];
  }
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
