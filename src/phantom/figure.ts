import { sides } from '../shared/results';
import { lateral } from './body';
import { add, along, midpoint, scale, subtract, type Vec3 } from './vector';
import type { Posture, Walker } from './walker';

/** Linear red, green and blue, 0–1. */
export type Colour = readonly [number, number, number];

/** A cone with round ends, narrower along z by `squash`, or an ellipsoid: what the figure is made of. */
export type Shape =
  | { readonly kind: 'cone'; from: Vec3; to: Vec3; fromM: number; toM: number; squash: number }
  | { readonly kind: 'ellipsoid'; centre: Vec3; radii: Vec3 };

/** Shapes that melt into each other over `blendM`, in one colour. */
export interface Part {
  readonly colour: Colour;
  readonly blendM: number;
  readonly shapes: readonly Shape[];
}

const cone = (from: Vec3, to: Vec3, fromM: number, toM: number, squash = 1): Shape => ({
  kind: 'cone',
  from,
  to,
  fromM,
  toM,
  squash,
});
const ellipsoid = (centre: Vec3, radii: Vec3): Shape => ({ kind: 'ellipsoid', centre, radii });
const between = (a: Vec3, b: Vec3, share: number): Vec3 => along(a, subtract(b, a), share);

const colours = {
  skin: [0.8, 0.55, 0.42],
  shirt: [0.16, 0.34, 0.62],
  trousers: [0.4, 0.34, 0.25],
  shoe: [0.72, 0.71, 0.68],
  hair: [0.1, 0.06, 0.04],
  eye: [0.05, 0.04, 0.04],
  mouth: [0.5, 0.2, 0.18],
} as const satisfies Record<string, Colour>;

/** The clothed body around the joints; thicknesses are drawn for a height of 1.72 m and grow with it. */
export function figureOf(walker: Walker, posture: Posture): Part[] {
  const size = walker.body.heightM / 1.72;
  const m = (metres: number) => metres * size;
  const v = (x: number, y: number, z: number): Vec3 => [m(x), m(y), m(z)];
  const { joints, head, hands, soles } = posture;
  const { shirt, skin, trousers, shoe, hair, eye, mouth } = colours;

  const trunk = (share: number) => between(joints.MidHip, joints.Neck, share);
  const parts: Part[] = [
    {
      colour: shirt,
      blendM: m(0.08),
      shapes: [
        cone(add(trunk(0.08), v(0.005, 0, 0)), trunk(0.72), m(0.108), m(0.122), 0.72),
        cone(joints.LShoulder, joints.RShoulder, m(0.06), m(0.06)),
      ],
    },
  ];
  for (const side of sides) {
    const letter = side === 'left' ? 'L' : 'R';
    const of = <Name extends 'Hip' | 'Knee' | 'Ankle' | 'Shoulder' | 'Elbow' | 'Wrist' | 'Heel' | 'BigToe'>(
      name: Name,
    ) => joints[`${letter}${name}`];
    const sleeveEnd = between(of('Shoulder'), of('Elbow'), 0.7);
    parts.push(
      { colour: shirt, blendM: m(0.03), shapes: [cone(of('Shoulder'), sleeveEnd, m(0.058), m(0.05))] },
      {
        colour: skin,
        blendM: m(0.02),
        shapes: [
          cone(between(of('Shoulder'), of('Elbow'), 0.6), of('Elbow'), m(0.043), m(0.039)),
          cone(of('Elbow'), of('Wrist'), m(0.04), m(0.028)),
          cone(of('Wrist'), hands[side], m(0.03), m(0.036)),
        ],
      },
      {
        colour: trousers,
        blendM: m(0.03),
        shapes: [
          ellipsoid(add(joints.MidHip, v(-0.01, 0.01, 0.035 * lateral[side])), v(0.118, 0.11, 0.125)),
          cone(of('Hip'), of('Knee'), m(0.086), m(0.06)),
          cone(of('Knee'), of('Ankle'), m(0.059), m(0.044)),
        ],
      },
    );
    const { heel, ball, tip } = soles[side];
    // Round ends stand on the sole's points: half a thickness above them.
    const heelBall = add(between(heel, ball, 0.08), [0, m(0.032), 0]);
    const ballBall = add(ball, [0, m(0.029), 0]);
    const tipBall = add(between(tip, ball, 0.3), [0, m(0.025), 0]);
    const instep = between(add(of('Ankle'), v(0, -0.012, 0)), ballBall, 0.45);
    parts.push({
      colour: shoe,
      blendM: m(0.03),
      shapes: [
        cone(heelBall, ballBall, m(0.035), m(0.033)),
        cone(ballBall, tipBall, m(0.033), m(0.026)),
        cone(of('Ankle'), heelBall, m(0.04), m(0.036)),
        cone(of('Ankle'), instep, m(0.038), m(0.034)),
      ],
    });
    parts.push({
      colour: eye,
      blendM: 0,
      shapes: [ellipsoid(joints[`${letter}Eye`], v(0.013, 0.011, 0.014))],
    });
  }

  const ears = sides.map((side) =>
    ellipsoid(joints[side === 'left' ? 'LEar' : 'REar'], v(0.02, 0.032, 0.012)),
  );
  parts.push(
    {
      colour: skin,
      blendM: m(0.035),
      shapes: [
        ellipsoid(head, v(0.093, 0.12, 0.077)),
        ellipsoid(add(head, v(0.045, -0.062, 0)), v(0.05, 0.058, 0.05)),
        cone(add(joints.Neck, v(-0.005, 0, 0)), add(head, v(-0.015, -0.07, 0)), m(0.058), m(0.05)),
      ],
    },
    {
      colour: skin,
      blendM: m(0.008),
      shapes: [
        cone(add(head, v(0.085, 0.012, 0)), subtract(joints.Nose, v(0.012, 0, 0)), m(0.011), m(0.016)),
        ...ears,
      ],
    },
    {
      colour: hair,
      blendM: 0,
      shapes: [ellipsoid(add(head, v(-0.022, 0.032, 0)), v(0.096, 0.112, 0.084))],
    },
    { colour: mouth, blendM: 0, shapes: [ellipsoid(add(head, v(0.087, -0.07, 0)), v(0.012, 0.006, 0.024))] },
  );
  return parts;
}

/** A ball around a shape. */
export function boundOf(shape: Shape): { centre: Vec3; radiusM: number } {
  if (shape.kind === 'ellipsoid') return { centre: shape.centre, radiusM: Math.max(...shape.radii) };
  const half = scale(subtract(shape.to, shape.from), 0.5);
  const thicknessM = Math.max(shape.fromM, shape.toM) / shape.squash;
  return {
    centre: midpoint(shape.from, shape.to),
    radiusM: Math.hypot(half[0], half[1], half[2]) + thicknessM,
  };
}
