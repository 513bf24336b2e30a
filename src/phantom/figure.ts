import { sides, type Side } from '../shared/results';
import { clothesOf } from './clothes';
import type { Look } from './look';
import { between, cone, ellipsoid, type Part } from './shape';
import { add, subtract, type Vec3 } from './vector';
import type { Posture, Walker } from './walker';

/** A walker at one moment as it is dressed: lengths drawn for a height of 1.72 m grow with it. */
export interface Dressing {
  readonly posture: Posture;
  readonly look: Look;
  /** Metres of this walker for metres of one who is 1.72 m tall. */
  readonly m: (metres: number) => number;
  readonly v: (x: number, y: number, z: number) => Vec3;
  /** A joint of a side, by its name without the side's letter. */
  readonly of: (side: Side, name: SidedJoint) => Vec3;
}
export type SidedJoint =
  'Hip' | 'Knee' | 'Ankle' | 'Shoulder' | 'Elbow' | 'Wrist' | 'Heel' | 'BigToe' | 'Eye' | 'Ear';

/** The clothed body around the joints. */
export function figureOf(walker: Walker, posture: Posture, look: Look): Part[] {
  const size = walker.body.heightM / 1.72;
  const m = (metres: number) => metres * size;
  const dressing: Dressing = {
    posture,
    look,
    m,
    v: (x, y, z) => [m(x), m(y), m(z)],
    of: (side, name) => posture.joints[`${side === 'left' ? 'L' : 'R'}${name}`],
  };
  return [...clothesOf(dressing), ...sides.flatMap((side) => limbs(dressing, side)), ...head(dressing)];
}

/** What is bare, or always worn, on one side: arm, shin and shoe; clothes go over the first two. */
function limbs({ posture, look, m, v, of: joint }: Dressing, side: Side): Part[] {
  const of = (name: SidedJoint) => joint(side, name);
  const { skin, shoe } = look.colours;
  const thick = (metres: number) => m(metres) * look.limbs;
  const { heel, ball, tip } = posture.soles[side];
  // Round ends stand on the sole's points: half a thickness above them.
  const heelBall = add(between(heel, ball, 0.08), [0, m(0.032), 0]);
  const ballBall = add(ball, [0, m(0.029), 0]);
  const tipBall = add(between(tip, ball, 0.3), [0, m(0.025), 0]);
  const instep = between(add(of('Ankle'), v(0, -0.012, 0)), ballBall, 0.45);
  return [
    {
      colour: skin,
      blendM: m(0.02),
      shapes: [
        cone(between(of('Shoulder'), of('Elbow'), 0.6), of('Elbow'), thick(0.043), thick(0.039)),
        cone(of('Elbow'), of('Wrist'), thick(0.04), thick(0.028)),
        cone(of('Wrist'), posture.hands[side], m(0.03), m(0.036)),
      ],
    },
    {
      colour: shoe,
      blendM: m(0.03),
      shapes: [
        cone(heelBall, ballBall, m(0.035), m(0.033)),
        cone(ballBall, tipBall, m(0.033), m(0.026)),
        cone(of('Ankle'), heelBall, m(0.04), m(0.036)),
        cone(of('Ankle'), instep, m(0.038), m(0.034)),
      ],
    },
  ];
}

function head({ posture, look, m, v, of }: Dressing): Part[] {
  const { joints, head: middle } = posture;
  const { skin, hair, eye, mouth } = look.colours;
  return [
    ...sides.map((side): Part => ({
      colour: eye,
      blendM: 0,
      shapes: [ellipsoid(of(side, 'Eye'), v(0.013, 0.011, 0.014))],
    })),
    {
      colour: skin,
      blendM: m(0.035),
      shapes: [
        ellipsoid(middle, v(0.093, 0.12, 0.077)),
        ellipsoid(add(middle, v(0.045, -0.062, 0)), v(0.05, 0.058, 0.05)),
        cone(add(joints.Neck, v(-0.005, 0, 0)), add(middle, v(-0.015, -0.07, 0)), m(0.058), m(0.05)),
      ],
    },
    {
      colour: skin,
      blendM: m(0.008),
      shapes: [
        cone(add(middle, v(0.085, 0.012, 0)), subtract(joints.Nose, v(0.012, 0, 0)), m(0.011), m(0.016)),
        ...sides.map((side) => ellipsoid(of(side, 'Ear'), v(0.02, 0.032, 0.012))),
      ],
    },
    {
      colour: hair,
      blendM: look.hair === 'long' ? m(0.04) : 0,
      shapes: [
        ellipsoid(add(middle, v(-0.022, 0.032, 0)), v(0.096, 0.112, 0.084)),
        ...(look.hair === 'long'
          ? [cone(add(middle, v(-0.075, -0.01, 0)), add(middle, v(-0.095, -0.16, 0)), m(0.05), m(0.04), 0.7)]
          : []),
      ],
    },
    {
      colour: mouth,
      blendM: 0,
      shapes: [ellipsoid(add(middle, v(0.087, -0.07, 0)), v(0.012, 0.006, 0.024))],
    },
  ];
}
