import { sides, type Side } from '../shared/results';
import { lateral } from './body';
import type { Dressing } from './figure';
import { between, cone, ellipsoid, type Part, type Shape } from './shape';
import { add, midpoint } from './vector';

/** What the walker wears, and what it leaves bare of the legs. */
export function clothesOf(dressing: Dressing): Part[] {
  const { clothes } = dressing.look;
  const legs = {
    fitted: () => sides.flatMap((side) => trousers(dressing, side, fittedLeg)),
    loose: () => sides.flatMap((side) => trousers(dressing, side, looseLeg)),
    shorts: () => sides.flatMap((side) => [...shorts(dressing, side), bareLeg(dressing, side)]),
    skirt: () => [skirt(dressing), ...sides.map((side) => bareLeg(dressing, side))],
  }[clothes];
  return [
    trunk(dressing, clothes === 'loose'),
    ...sides.map((side) => sleeve(dressing, side, clothes === 'loose')),
    ...legs(),
  ];
}

/** A shirt; a loose one is wider and hangs over the hips. */
function trunk({ posture: { joints }, look, m, v }: Dressing, isLoose: boolean): Part {
  const up = (share: number) => between(joints.MidHip, joints.Neck, share);
  const wide = look.trunk * (isLoose ? 1.1 : 1);
  const belly: Shape[] =
    look.bellyM > 0 ? [ellipsoid(add(up(0.33), v(look.bellyM, 0, 0)), [m(0.12), m(0.14), m(0.15)])] : [];
  const hem: Shape[] = isLoose ? [cone(up(0.1), up(-0.13), m(0.122) * wide, m(0.13) * wide, 0.88)] : [];
  return {
    colour: look.colours.shirt,
    blendM: m(0.08),
    shapes: [
      cone(add(up(0.08), v(0.005, 0, 0)), up(0.72), m(0.108) * wide, m(0.122) * wide, look.trunkDepth),
      cone(joints.LShoulder, joints.RShoulder, m(0.06) * look.limbs, m(0.06) * look.limbs),
      ...belly,
      ...hem,
    ],
  };
}

/** A short sleeve; a loose one is long. */
function sleeve({ look, m, of }: Dressing, side: Side, isLoose: boolean): Part {
  const [shoulder, elbow, wrist] = [of(side, 'Shoulder'), of(side, 'Elbow'), of(side, 'Wrist')];
  const thick = (metres: number) => m(metres) * look.limbs;
  return {
    colour: look.colours.shirt,
    blendM: m(0.03),
    shapes: isLoose
      ? [
          cone(shoulder, elbow, thick(0.062), thick(0.054)),
          cone(elbow, between(elbow, wrist, 0.9), thick(0.054), thick(0.046)),
        ]
      : [cone(shoulder, between(shoulder, elbow, 0.7), thick(0.058), thick(0.05))],
  };
}

/** Thicknesses of a trouser leg in metres for a height of 1.72 m, and how far down the shin it reaches. */
const fittedLeg = { hipM: 0.086, kneeM: 0.06, shinM: 0.059, hemM: 0.044, reach: 1 };
const looseLeg = { hipM: 0.1, kneeM: 0.083, shinM: 0.083, hemM: 0.074, reach: 0.97 };

function trousers(dressing: Dressing, side: Side, leg: typeof fittedLeg): Part[] {
  const { look, m, of } = dressing;
  const [hip, knee, ankle] = [of(side, 'Hip'), of(side, 'Knee'), of(side, 'Ankle')];
  const thick = (metres: number) => m(metres) * look.limbs;
  return [
    {
      colour: look.colours.trousers,
      blendM: m(0.03),
      shapes: [
        hipBulge(dressing, side),
        cone(hip, knee, thick(leg.hipM), thick(leg.kneeM)),
        cone(knee, between(knee, ankle, leg.reach), thick(leg.shinM), thick(leg.hemM)),
      ],
    },
  ];
}

function shorts(dressing: Dressing, side: Side): Part[] {
  const { look, m, of } = dressing;
  const [hip, knee] = [of(side, 'Hip'), of(side, 'Knee')];
  return [
    {
      colour: look.colours.trousers,
      blendM: m(0.03),
      shapes: [
        hipBulge(dressing, side),
        cone(hip, between(hip, knee, 0.7), m(0.093) * look.limbs, m(0.086) * look.limbs),
      ],
    },
  ];
}

/**
 * Cloth to just below the knees, hung over both legs. It is the hard case on purpose: with no fold between the thighs
 * MediaPipe's lite model mixes up the legs of such a phantom, most of all from 0 to 20° off the side view.
 */
function skirt(dressing: Dressing): Part {
  const { posture, look, m, of } = dressing;
  const betweenKnees = midpoint(of('left', 'Knee'), of('right', 'Knee'));
  return {
    colour: look.colours.trousers,
    blendM: m(0.08),
    shapes: [
      ...sides.flatMap((side) => [
        hipBulge(dressing, side),
        cone(of(side, 'Hip'), of(side, 'Knee'), m(0.105) * look.limbs, m(0.12) * look.limbs),
      ]),
      // Cloth hangs between the legs too.
      cone(posture.joints.MidHip, betweenKnees, m(0.12) * look.limbs, m(0.14) * look.limbs),
    ],
  };
}

function bareLeg({ look, m, of }: Dressing, side: Side): Part {
  const [hip, knee, ankle] = [of(side, 'Hip'), of(side, 'Knee'), of(side, 'Ankle')];
  const thick = (metres: number) => m(metres) * look.limbs;
  const calf = between(knee, ankle, 0.3);
  return {
    colour: look.colours.skin,
    blendM: m(0.025),
    shapes: [
      cone(between(hip, knee, 0.5), knee, thick(0.068), thick(0.053)),
      cone(knee, calf, thick(0.05), thick(0.052)),
      cone(calf, ankle, thick(0.052), thick(0.035)),
    ],
  };
}

/** Where the hips of a side bulge. */
const hipBulge = ({ posture, look, m, v }: Dressing, side: Side): Shape =>
  ellipsoid(add(posture.joints.MidHip, v(-0.01, 0.01, 0.035 * lateral[side])), [
    m(0.118) * look.trunk,
    m(0.11),
    m(0.125) * look.trunk,
  ]);
