import { type JointName, type Side } from '../shared/results';
import type { Body } from './body';
import { degrees, type Vec3 } from './vector';
import type { Posture } from './walker';

/** What the truth's angles mean. */
export const angleConventions = [
  'Angles are in the plane of walking (x, y), in degrees; flexion and dorsiflexion are positive.',
  'Hip: thigh against trunk (MidHip to Neck); 0 in one line.',
  'Knee: shank against thigh; 0 when straight.',
  'Ankle: foot (Heel to BigToe) against shank; 0 when standing.',
  'Trunk: MidHip to Neck against the upright; positive leaning forward.',
  'Foot: Heel to BigToe against the floor, positive with the toes up; 0 when standing.',
];

/** Angle of the line from `lower` to `upper` against the upright, positive with the upper end in front. */
const lean = (lower: Vec3, upper: Vec3): number => Math.atan2(upper[0] - lower[0], upper[1] - lower[1]);

/** Exact sagittal angles of one side, in degrees (`angleConventions`). */
export function anglesOf(body: Body, { joints }: Posture, side: Side): Record<JointName, number> {
  const of = (name: 'Hip' | 'Knee' | 'Ankle' | 'Heel' | 'BigToe') =>
    joints[`${side === 'left' ? 'L' : 'R'}${name}`];
  const { heel, bigToe } = body.foot;
  const standing = Math.atan2(bigToe.y - heel.y, bigToe.x - heel.x);
  const thigh = lean(of('Knee'), of('Hip'));
  const shank = lean(of('Ankle'), of('Knee'));
  const foot = Math.atan2(of('BigToe')[1] - of('Heel')[1], of('BigToe')[0] - of('Heel')[0]) - standing;
  return {
    hip: degrees(lean(joints.MidHip, joints.Neck) - thigh),
    knee: degrees(shank - thigh),
    ankle: degrees(shank + foot),
    trunk: degrees(lean(joints.MidHip, joints.Neck)),
    foot: degrees(foot),
  };
}
