import { type JointAngles, type JointName, type Side } from '../../shared/results';
import { pointName, type PlanePath, type SagittalTrack } from './sagittal';
import type { Stretch } from './stretches';

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
  const neck = track.paths.get('Neck');
  const lean =
    neck === undefined
      ? new Float64Array(facing.length)
      : segmentAngle(track.paths.get('MidHip'), neck, facing, forwardOfUp);
  return {
    trunk: lean,
    foot,
    hip: thigh.map((angle, frame) => wrapped(angle + lean[frame]!)),
    knee: thigh.map((angle, frame) => wrapped(angle - shank[frame]!)),
    ankle: foot.map((angle, frame) => wrapped(angle - shank[frame]!)),
  };
}

/**
 * Sagittal joint angles of both sides over the whole recording, NaN where a segment is not seen or
 * the way of walking is not known.
 */
export function anglesOf(track: SagittalTrack, stretches: readonly Stretch[]): JointAngles {
  const facing = facingOf(track.timeS.length, stretches);
  const plane =
    track.unit === 'px'
      ? 'Angles are projections onto the picture: off the side view they read too small (a 60° knee reads about 53° at 30°).'
      : 'Angles are projections onto the vertical plane along which the feet point.';
  return {
    timeS: track.timeS,
    left: anglesOfSide(track, 'left', facing),
    right: anglesOfSide(track, 'right', facing),
    conventions: [
      'Flexion and dorsiflexion are positive whatever the direction of walking.',
      track.paths.has('Neck')
        ? 'Hip: thigh (hip to knee) against trunk (mid-hip to neck), 0° in line; a pelvis frame is not seen.'
        : 'Hip: thigh (hip to knee) against the vertical, 0° upright; the trunk is not seen.',
      'Knee: shank (knee to ankle) against thigh, 0° straight.',
      'Ankle: absolute, line heel to big toe against the perpendicular of the shank; no standing trial is subtracted.',
      'Trunk: mid-hip to neck against the vertical, positive leaning forward; the same for both sides.',
      'Foot: heel to big toe against the floor, positive with the toes up.',
      plane,
    ],
  };
}
