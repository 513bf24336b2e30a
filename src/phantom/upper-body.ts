import type { Side } from '../shared/results';
import { lateral, type Body, type PhantomJoint } from './body';
import type { PelvisPose } from './pelvis';
import { add, along, midpoint, type Vec3 } from './vector';

/** How a walker holds and swings trunk and arms. */
export interface Carriage {
  readonly leanRad: number;
  /** How far each arm swings. */
  readonly armSwingRad: Readonly<Record<Side, number>>;
  /** Least bend of the elbow. */
  readonly elbowRad: number;
}

type UpperJoint = Exclude<
  PhantomJoint,
  'MidHip' | `${'L' | 'R'}${'Hip' | 'Knee' | 'Ankle' | 'Heel' | 'BigToe' | 'SmallToe'}`
>;

export interface UpperBody {
  readonly joints: Readonly<Record<UpperJoint, Vec3>>;
  /** Middle of the head. */
  readonly head: Vec3;
  readonly hands: Readonly<Record<Side, Vec3>>;
}

/**
 * Trunk, arms and head above the hips: shoulders turn against the pelvis, arms swing against the legs, the
 * head looks ahead. Amplitudes are typical figures.
 */
export function upperBody(body: Body, carriage: Carriage, pelvis: PelvisPose, midHip: Vec3): UpperBody {
  const lean: Vec3 = [Math.sin(carriage.leanRad), Math.cos(carriage.leanRad), 0];
  const neck = along(midHip, lean, body.trunkM);
  const shoulderTurn = -1.3 * pelvis.turnRad;
  const arms = (side: Side) => {
    const outwards = lateral[side];
    const swing = -Math.cos(2 * Math.PI * pelvis.cycle[side]);
    const shoulder = add(neck, [
      -outwards * body.shoulderHalfWidthM * Math.sin(shoulderTurn),
      0,
      outwards * body.shoulderHalfWidthM * Math.cos(shoulderTurn),
    ]);
    const swingRad = carriage.armSwingRad[side];
    const upperArm = swingRad * swing;
    const forearm = upperArm + carriage.elbowRad + 0.35 * swingRad * (1 + swing);
    // Arms hang a little outwards, so that hands pass the hips.
    const hanging = (angle: number, abductionRad: number): Vec3 => [
      Math.sin(angle) * Math.cos(abductionRad),
      -Math.cos(angle) * Math.cos(abductionRad),
      outwards * Math.sin(abductionRad),
    ];
    const elbow = along(shoulder, hanging(upperArm, 0.1), body.upperArmM);
    const wrist = along(elbow, hanging(forearm, 0.05), body.forearmM);
    return { shoulder, elbow, wrist, hand: along(wrist, hanging(forearm + 0.1, 0), body.handM) };
  };
  const left = arms('left');
  const right = arms('right');

  const head = add(neck, [0.018 * body.heightM, 0.095 * body.heightM, 0]);
  const onHead = (x: number, y: number, z: number): Vec3 =>
    add(head, [x * body.heightM, y * body.heightM, z * body.heightM]);
  return {
    joints: {
      Neck: midpoint(left.shoulder, right.shoulder),
      LShoulder: left.shoulder,
      RShoulder: right.shoulder,
      LElbow: left.elbow,
      RElbow: right.elbow,
      LWrist: left.wrist,
      RWrist: right.wrist,
      Nose: onHead(0.065, -0.016, 0),
      LEye: onHead(0.048, 0.008, -0.019),
      REye: onHead(0.048, 0.008, 0.019),
      LEar: onHead(-0.003, -0.005, -0.047),
      REar: onHead(-0.003, -0.005, 0.047),
    },
    head,
    hands: { left: left.hand, right: right.hand },
  };
}
