import { badInput } from '../shared/errors';
import { sides, type Side } from '../shared/results';
import type { PhantomOptions } from '../shared/steps';
import { bodyOf, type Body, type PhantomJoint } from './body';
import { vigour } from './foot';
import { planFootfalls, type FootfallPlan } from './footfalls';
import { footPath, type FootPlacement, type PlacedFoot, type SolePointName } from './foot-path';
import { pelvisPath } from './pelvis';
import { uniform } from './random';
import { upperBody, type Carriage } from './upper-body';
import { add, along, dot, length, radians, subtract, unit, type Vec3 } from './vector';

/** The walker at one moment. Metres; x along the walk, y up from the floor, z to the walker's right. */
export interface Posture {
  readonly timeS: number;
  readonly joints: Readonly<Record<PhantomJoint, Vec3>>;
  /** Middle of the head. */
  readonly head: Vec3;
  readonly hands: Readonly<Record<Side, Vec3>>;
  /** Points of each sole. */
  readonly soles: Readonly<Record<Side, Readonly<Record<SolePointName, Vec3>>>>;
  /** Points of each sole that touch the floor and do not move on it; none in swing. */
  readonly locked: Readonly<Record<Side, readonly SolePointName[]>>;
}

export interface Walker {
  readonly body: Body;
  readonly plan: FootfallPlan;
  /** How far the belt has run back by then, in metres: 0 half way through the clip, and always on the floor. */
  beltM(timeS: number): number;
  /** Any time from a little before the clip until a little after it. */
  at(timeS: number): Posture;
}

/** The knee is never straighter than this. */
const leastKneeFlexionRad = radians(3);

/** What makes one phantom walk unlike another: typical figures, varied by the seed. */
function mannerOf(options: PhantomOptions, strength: number): Carriage & FootPlacement {
  // A stream of its own, so that the footfalls of a seed stay what they are.
  const random = uniform(options.seed + 0x9e3779b9);
  const between = (low: number, high: number) => low + (high - low) * random();
  return {
    leanRad: radians(between(2, 5)),
    armSwingRad: radians(between(26, 30)) * strength,
    elbowRad: radians(between(12, 20)),
    halfWidthM: between(0.026, 0.034) * options.height_m,
    toeOutRad: radians(between(3, 8)),
  };
}

/**
 * A walker whose every joint is known at every moment. The feet are planned first and stay locked to the floor
 * in contact; the pelvis goes over them as high as the legs allow, and the legs are solved to the feet.
 * @throws GaitError bad-input where the legs are too short for the stride
 */
export function walk(options: PhantomOptions): Walker {
  const body = bodyOf(options.height_m);
  const plan = planFootfalls(options);
  const strength = vigour(plan.strideLengthM, body.heightM);
  const manner = mannerOf(options, strength);
  const footAt = {
    left: footPath(body, plan, 'left', strength, manner),
    right: footPath(body, plan, 'right', strength, manner),
  };
  const pelvisAt = pelvisPath(body, plan, strength);

  const reachM = hipToAnkle(body, leastKneeFlexionRad);
  let hipHeightM = Infinity;
  const samplesPerStride = 120;
  const samples = Math.ceil((options.duration_s / plan.strideTimeS + 1) * samplesPerStride);
  for (let i = 0; i < samples; i++) {
    const timeS = (i / samplesPerStride - 0.5) * plan.strideTimeS;
    const pelvis = pelvisAt(timeS);
    for (const side of sides) {
      const hip = add(pelvis.centre, pelvis.toHip[side]);
      const [dx, dy, dz] = subtract(footAt[side](timeS).ankle, hip);
      const leftM2 = reachM * reachM - dx * dx - dz * dz;
      hipHeightM = Math.min(hipHeightM, leftM2 > 0 ? dy + Math.sqrt(leftM2) : 0);
    }
  }
  if (hipHeightM < 0.4 * body.heightM) {
    throw badInput(
      `A walker ${options.height_m} m tall cannot take strides of ${options.stride_length_m} m.`,
      'Give a shorter stride_length_m or a greater height_m.',
    );
  }

  const beltM = (timeS: number) => (options.treadmill ? plan.speedMS * (timeS - options.duration_s / 2) : 0);
  return {
    body,
    plan,
    beltM,
    at: (timeS) => {
      const pelvis = pelvisAt(timeS);
      const feet = { left: footAt.left(timeS), right: footAt.right(timeS) };
      const midHip = add(pelvis.centre, [0, hipHeightM, 0]);
      const upper = upperBody(body, manner, pelvis, midHip);
      const leg = (side: Side) => {
        const hip = add(midHip, pelvis.toHip[side]);
        return { hip, knee: kneeOf(body, hip, feet[side].ankle), foot: feet[side] };
      };
      return carriedBack(beltM(timeS), timeS, midHip, upper, { left: leg('left'), right: leg('right') });
    },
  };
}

interface Leg {
  readonly hip: Vec3;
  readonly knee: Vec3;
  readonly foot: PlacedFoot;
}

/** Gathers a posture, on a belt that has run back by `beltM`. */
function carriedBack(
  beltM: number,
  timeS: number,
  midHip: Vec3,
  upper: ReturnType<typeof upperBody>,
  legs: Readonly<Record<Side, Leg>>,
): Posture {
  const back = (point: Vec3): Vec3 => [point[0] - beltM, point[1], point[2]];
  const all = <Name extends string>(points: Readonly<Record<Name, Vec3>>): Record<Name, Vec3> =>
    Object.fromEntries(Object.entries<Vec3>(points).map(([name, point]) => [name, back(point)])) as Record<
      Name,
      Vec3
    >; // the same names as came in
  const { left, right } = legs;
  return {
    timeS,
    joints: all({
      ...upper.joints,
      MidHip: midHip,
      LHip: left.hip,
      LKnee: left.knee,
      LAnkle: left.foot.ankle,
      LHeel: left.foot.joints.Heel,
      LBigToe: left.foot.joints.BigToe,
      LSmallToe: left.foot.joints.SmallToe,
      RHip: right.hip,
      RKnee: right.knee,
      RAnkle: right.foot.ankle,
      RHeel: right.foot.joints.Heel,
      RBigToe: right.foot.joints.BigToe,
      RSmallToe: right.foot.joints.SmallToe,
    }),
    head: back(upper.head),
    hands: all(upper.hands),
    soles: { left: all(left.foot.sole), right: all(right.foot.sole) },
    locked: { left: left.foot.locked, right: right.foot.locked },
  };
}

/** Distance from hip to ankle at a flexion of the knee. */
const hipToAnkle = (body: Body, flexionRad: number): number =>
  Math.sqrt(body.thighM ** 2 + body.shankM ** 2 + 2 * body.thighM * body.shankM * Math.cos(flexionRad));

/** The knee between hip and ankle (two-link inverse kinematics), bent forwards. */
function kneeOf(body: Body, hip: Vec3, ankle: Vec3): Vec3 {
  const reach = subtract(ankle, hip);
  const distanceM = length(reach);
  const down = unit(reach);
  const alongM = (body.thighM ** 2 - body.shankM ** 2 + distanceM ** 2) / (2 * distanceM);
  const forwards = unit(along([1, 0, 0], down, -dot([1, 0, 0], down)));
  // Between the samples of the hip's height the leg may lack some hundredths of a millimetre.
  const bendM = Math.sqrt(Math.max(0, body.thighM ** 2 - alongM ** 2));
  return along(along(hip, down, alongM), forwards, bendM);
}
