import { badInput } from '../shared/errors';
import { sides, type Side } from '../shared/results';
import type { PhantomOptions } from '../shared/phantom-options';
import { bodyOf, type Body, type PhantomJoint } from './body';
import type { SolePointName } from './foot';
import { footPath, type PlacedFoot } from './foot-path';
import { lastFrameS, planFootfalls, type FootfallPlan } from './footfalls';
import { hipHeights } from './hip-height';
import { fitLifts, lifted, meanKneePeaks } from './knee-peak';
import { contactManners, mannerOf, type Manner } from './manner';
import { pelvisPath } from './pelvis';
import { uniform } from '../shared/random';
import { upperBody } from './upper-body';
import { add, along, dot, length, subtract, unit, type Vec3 } from './vector';

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

/** How much of a clip the swing of the knees is fitted to: the rest only varies about it. */
const fittedS = 10;

/**
 * A walker whose every joint is known at every moment. The feet are planned first and stay locked to the floor
 * in contact; the pelvis goes over them as high as the legs allow, and the legs are solved to the feet.
 * @throws GaitError bad-input where the legs are too short for the stride, the gait cannot be walked with it, or the
 * knees cannot bend as asked
 */
export function walk(options: PhantomOptions): Walker {
  const manner = mannerOf(options);
  const body = bodyOf(options.height_m, manner.proportions);
  const plan = planFootfalls(options, manner.timing);
  const endS = lastFrameS(options);
  const withLifts = (lifts: Readonly<Record<Side, number>>, untilS: number): Walker => {
    const feet = {
      left: lifted(manner.feet.left, lifts.left, body.heightM, manner.vigour),
      right: lifted(manner.feet.right, lifts.right, body.heightM, manner.vigour),
    };
    return walkOver(options, body, plan, { ...manner, feet }, untilS);
  };
  const fitToS = Math.min(endS, fittedS);
  const { lifts, lackDeg } = fitLifts(manner.kneePeakDeg, (tried) =>
    meanKneePeaks(withLifts(tried, fitToS), fitToS),
  );
  const asked = options.knee_peak_deg;
  if (asked !== undefined && sides.some((side) => Math.abs(lackDeg[side]) > 0.9)) {
    throw badInput(
      `With strides of ${options.stride_length_m} m, knees of a walker ${options.height_m} m tall cannot swing with a peak of ${asked}°.`,
      'Give another knee_peak_deg, or another stride_length_m.',
    );
  }
  return withLifts(lifts, endS);
}

/** A walker over planned footfalls. */
export function walkOver(
  options: PhantomOptions,
  body: Body,
  plan: FootfallPlan,
  manner: Manner,
  untilS: number,
): Walker {
  const random = uniform(options.seed + 0x85ebca6b);
  const path = (side: Side) =>
    footPath(
      body,
      plan,
      side,
      contactManners(manner.feet[side], body.heightM, manner.timing.variation, random),
    );
  const footAt = { left: path('left'), right: path('right') };
  const pelvisAt = pelvisPath(body, plan, manner.pelvis, manner.feet);
  const hipHeight = hipHeights(plan, untilS, (timeS) => {
    const pelvis = pelvisAt(timeS);
    const under = sides.map((side) => {
      const hip = add(pelvis.centre, pelvis.toHip[side]);
      const reachM = hipToAnkle(body, manner.feet[side].leastKneeRad);
      const [dx, dy, dz] = subtract(footAt[side](timeS).ankle, hip);
      const leftM2 = reachM * reachM - dx * dx - dz * dz;
      return leftM2 > 0 ? dy + Math.sqrt(leftM2) : 0;
    });
    return Math.min(...under);
  });
  if (hipHeight.leastM < 0.4 * body.heightM) {
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
      const midHip = add(pelvis.centre, [0, hipHeight.at(timeS), 0]);
      const upper = upperBody(body, manner.carriage, pelvis, midHip);
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
  const all = <Name extends string>(points: Readonly<Record<Name, Vec3>>): Readonly<Record<Name, Vec3>> => {
    // On the floor nothing is carried: a posture is asked for so often that a copy would cost more than the rest.
    if (beltM === 0) return points;
    const carried: Record<Name, Vec3> = { ...points };
    for (const name in points) carried[name] = back(points[name]);
    return carried;
  };
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
