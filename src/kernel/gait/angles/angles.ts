import {
  jointNames,
  sides,
  type GaitQuality,
  type JointAngles,
  type JointName,
  type Side,
} from '../../../shared/results';
import { footZeroDeg } from './foot-zero';
import { rigidLegs } from '../signal/rigid-legs';
import { pointName, type PlanePath, type SagittalTrack } from '../signal/sagittal';
import type { Stretch } from '../passes/stretches';
import { greatestViewDeg, isTooOblique } from '../passes/view';

const degrees = 180 / Math.PI;

/** Angle of a direction in degrees: 0 along `zero`, positive where it turns forward of it. */
type Direction = (forward: number, up: number) => number;
const forwardOfDown: Direction = (forward, up) => Math.atan2(forward, -up) * degrees;
const forwardOfUp: Direction = (forward, up) => Math.atan2(forward, up) * degrees;
const upOfForward: Direction = (forward, up) => Math.atan2(up, forward) * degrees;

/** Into (−180, 180], for the difference of two directions. */
const wrapped = (angle: number): number => angle - 360 * Math.ceil((angle - 180) / 360);

/** 1, −1, or NaN for each frame: which way along the axis is forward. */
function facingOf(frames: number, stretches: readonly Stretch[]): Float64Array {
  const facing = new Float64Array(frames).fill(Number.NaN);
  for (const { from, to, facing: sign } of stretches) facing.fill(sign, from, to);
  return facing;
}

function segmentAngle(
  from: PlanePath | undefined,
  to: PlanePath | undefined,
  facing: Float64Array,
  direction: Direction,
): Float64Array {
  return facing.map((sign, frame) => {
    if (from === undefined || to === undefined) return Number.NaN;
    const forward = sign * (to.along[frame]! - from.along[frame]!);
    return direction(forward, to.up[frame]! - from.up[frame]!);
  });
}

function anglesOfSide(
  track: SagittalTrack,
  side: Side,
  facing: Float64Array,
): Record<JointName, Float64Array> {
  const path = (joint: Parameters<typeof pointName>[1]) => track.paths.get(pointName(side, joint));
  const thigh = segmentAngle(path('Hip'), path('Knee'), facing, forwardOfDown);
  const shank = segmentAngle(path('Knee'), path('Ankle'), facing, forwardOfDown);
  const foot = segmentAngle(path('Heel'), path('BigToe'), facing, upOfForward);
  const trunk = segmentAngle(track.paths.get('MidHip'), track.paths.get('Neck'), facing, forwardOfUp);
  const hasTrunk = track.paths.has('Neck');
  return {
    trunk,
    foot,
    hip: thigh.map((angle, frame) => wrapped(angle + (hasTrunk ? trunk[frame]! : 0))),
    knee: thigh.map((angle, frame) => wrapped(angle - shank[frame]!)),
    ankle: foot.map((angle, frame) => wrapped(angle - shank[frame]!)),
  };
}

const less = (angles: Float64Array, offsetDeg: number): Float64Array =>
  angles.map((angle) => angle - offsetDeg);

/** What was done about the picture, for the conventions. */
function planeConventions({ deg, from, corrected }: GaitQuality['view'], floorDeg: number | null): string[] {
  if (from === '3D') return ['Angles are projections onto the vertical plane along which the feet point.'];
  const view = ((): string => {
    if (deg === null)
      return 'the view is not known, and off the side view they read too small (60° as 53° at 30°)';
    const angle = `${deg.toFixed(0)}° off the side view (${from})`;
    return corrected ? `corrected for a camera ${angle}` : `the camera is taken as ${angle}: not corrected`;
  })();
  const level =
    floorDeg === null
      ? 'the slope of the floor is not known, and the edges of the picture are taken as level and upright'
      : `the floor's slope of ${floorDeg.toFixed(1)}° in the picture is counted out, so upright is square to the floor`;
  return [
    `Angles are projections onto the picture; ${view}; ${level}.`,
    'Where the far knee lies behind the near one it counts as missing and is bridged; where a knee is half hidden, hip, knee and ankle are moved as little as it takes that thigh and shank keep their lengths.',
  ];
}

/** Where a walk's angles are measured, beside its points. */
export interface AnglePlane {
  readonly view: GaitQuality['view'];
  readonly floorDeg: number | null;
}

/**
 * Sagittal joint angles of both sides over the whole recording in degrees, NaN where a segment is not seen, the way of
 * walking is not known, or the camera stands too far off the side.
 */
export function anglesOf(
  track: SagittalTrack,
  stretches: readonly Stretch[],
  { view, floorDeg }: AnglePlane,
): JointAngles {
  const facing = facingOf(track.timeS.length, isTooOblique(view) ? [] : stretches);
  const points = track.planar ? rigidLegs(track) : track;
  const absolute = {
    left: anglesOfSide(points, 'left', facing),
    right: anglesOfSide(points, 'right', facing),
  };
  const zero = footZeroDeg(track);
  const ofSide = (side: Side) => {
    const angles = absolute[side];
    if (zero === null) return angles;
    return { ...angles, foot: less(angles.foot, zero[side]), ankle: less(angles.ankle, zero[side]) };
  };
  const footZero =
    zero === null
      ? 'absolute, for nobody is seen to stand: points on the shoe need not lie level'
      : `0° as in standing, where heel and toe lay ${zero.left.toFixed(1)}° (left) and ${zero.right.toFixed(1)}° (right) off level`;
  return {
    timeS: track.timeS,
    left: ofSide('left'),
    right: ofSide('right'),
    conventions: [
      'Flexion and dorsiflexion are positive whatever the direction of walking.',
      track.paths.has('Neck')
        ? 'Hip: thigh (hip to knee) against trunk (mid-hip to neck), 0° in line; a pelvis frame is not seen.'
        : 'Hip: thigh (hip to knee) against the vertical, 0° upright; the trunk is not seen.',
      'Knee: shank (knee to ankle) against thigh, 0° straight.',
      `Ankle: line heel to big toe against the perpendicular of the shank; ${footZero}.`,
      'Trunk: mid-hip to neck against the vertical, positive leaning forward; the same for both sides.',
      `Foot: heel to big toe against the floor, positive with the toes up; ${footZero}.`,
      ...planeConventions(view, floorDeg),
    ],
  };
}

/** Which angles are not stated, and why; empty where every joint of both sides is seen. */
export function angleAbstentions(angles: JointAngles, view: GaitQuality['view']): string[] {
  if (isTooOblique(view)) {
    return [
      `No joint angles: the camera stands ${Math.abs(view.deg ?? 0).toFixed(0)}° off the side view (${view.from}); ` +
        `beyond ${greatestViewDeg}° the picture hardly shows them. Film from the side.`,
    ];
  }
  return jointNames.flatMap((joint) => {
    const unseen = sides.filter((side) => angles[side][joint].every(Number.isNaN));
    if (unseen.length === 0) return [];
    const which = unseen.length === sides.length ? joint : `${unseen[0]!} ${joint}`;
    return [`No ${which} angle: its points are not seen.`];
  });
}
