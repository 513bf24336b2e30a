import type { Body, SolePoint } from './body';
import { clampedSpline } from './spline';
import { radians } from './vector';

/**
 * The foot in its own upright plane: `ankle` in metres (x along the foot from the back of the heel where it
 * stands flat, y up from the floor), `pitch` of the hindfoot and `toePitch` of the toes in radians against the
 * floor, positive with the front up.
 */
export interface FootPose {
  readonly ankle: SolePoint;
  readonly pitch: number;
  readonly toePitch: number;
}

/** How one foot is set down, rolled over and swung: what makes one walk unlike another below the hip. */
export interface FootManner {
  /** Pitch at the first contact: above 0 on the heel, 0 flat, below 0 on the forefoot. */
  readonly strikeRad: number;
  /** Pitch between the first rocker and heel rise: 0 flat, below 0 where the heel never comes down. */
  readonly restRad: number;
  /** Pitches of the hindfoot and of the toes when they leave the floor. */
  readonly offRad: number;
  readonly toesOffRad: number;
  /** When parts of the foot touch and leave the floor, as shares of stance. */
  readonly flat: number;
  readonly heelRise: number;
  readonly ballRise: number;
  readonly swing: SwingShape;
  /** From the middle line to the foot, in metres. */
  readonly halfWidthM: number;
  /** How far the toes point outwards. */
  readonly toeOutRad: number;
  /** How far the foot swings outwards of its two contacts, in metres. */
  readonly circumductionM: number;
  /** How far the hip is raised in swing. */
  readonly hikeRad: number;
  /** The knee is never straighter than this. */
  readonly leastKneeRad: number;
}

/** The swing between two contacts at four shares of it: how far the ankle has come, how high it is, the pitch. */
export interface SwingShape {
  readonly share: readonly number[];
  readonly travelled: readonly number[];
  readonly ankleHeightM: readonly number[];
  readonly pitchRad: readonly number[];
  /** How fast the foot still goes forwards when it meets the floor, in ways per swing. */
  readonly impactSpeed: number;
  /** How far the sole stays above the floor in the middle of swing, in metres. */
  readonly clearanceM: number;
}

const turned = (point: SolePoint, about: SolePoint, angle: number): SolePoint => {
  const x = point.x - about.x;
  const y = point.y - about.y;
  return {
    x: about.x + x * Math.cos(angle) - y * Math.sin(angle),
    y: about.y + x * Math.sin(angle) + y * Math.cos(angle),
  };
};

/**
 * The foot in contact: it turns about what touched first until it rests, then about the ball, last about the tip
 * of the toes. The point it turns about does not move. `share` of stance runs from 0 to 1.
 */
export function stanceFoot(body: Body, manner: FootManner, share: number): FootPose {
  const { foot } = body;
  const { strikeRad, restRad, flat, heelRise, ballRise } = manner;
  if (share < heelRise) {
    const left = Math.max(0, 1 - share / flat);
    const pitch = restRad + (strikeRad - restRad) * left * left;
    const onHeel = strikeRad > 0;
    return {
      ankle: turned(foot.ankle, onHeel ? foot.heelSole : foot.ballSole, pitch),
      pitch,
      toePitch: onHeel ? pitch : 0,
    };
  }
  const risen = (share - heelRise) / (1 - heelRise);
  const pitch = restRad + (manner.offRad - restRad) * risen * risen;
  const toesRisen = Math.max(0, (share - ballRise) / (1 - ballRise));
  const toePitch = manner.toesOffRad * toesRisen * toesRisen;
  const ball = turned(foot.ballSole, foot.tipSole, toePitch);
  const flatAnkle = {
    x: foot.ankle.x + ball.x - foot.ballSole.x,
    y: foot.ankle.y + ball.y - foot.ballSole.y,
  };
  return { ankle: turned(flatAnkle, ball, pitch), pitch, toePitch };
}

/** Points of the sole that can touch the floor. */
export const solePoints = ['heel', 'ball', 'tip'] as const;
export type SolePointName = (typeof solePoints)[number];

/** Which points of the sole carry, and so do not move, at a share of stance. */
export function lockedPoints(manner: FootManner, share: number): readonly SolePointName[] {
  const { strikeRad, restRad, flat, heelRise, ballRise } = manner;
  if (share < flat && strikeRad > 0) return ['heel'];
  if (share < flat && strikeRad < 0) return ['ball', 'tip'];
  if (share < heelRise && restRad === 0) return ['heel', 'ball', 'tip'];
  return share < ballRise ? ['ball', 'tip'] : ['tip'];
}

/** Where a point of the hindfoot lies while the foot is in a pose. */
export function hindfootPoint(body: Body, pose: FootPose, point: SolePoint): SolePoint {
  const { ankle } = body.foot;
  return turned(
    { x: point.x + pose.ankle.x - ankle.x, y: point.y + pose.ankle.y - ankle.y },
    pose.ankle,
    pose.pitch,
  );
}

/** Where a point of the toes, in front of the ball, lies while the foot is in a pose. */
export function toePoint(body: Body, pose: FootPose, point: SolePoint): SolePoint {
  const rest = body.foot.ballSole;
  const ball = hindfootPoint(body, pose, rest);
  return turned({ x: point.x + ball.x - rest.x, y: point.y + ball.y - rest.y }, ball, pose.toePitch);
}

const lowestPoint = (body: Body, pose: FootPose): number =>
  Math.min(
    hindfootPoint(body, pose, body.foot.heelSole).y,
    hindfootPoint(body, pose, body.foot.ballSole).y,
    toePoint(body, pose, body.foot.tipSole).y,
  );

/** A foot on its way: its pose, and what share of the way between its two places has been carried. */
export interface CarriedFoot {
  readonly pose: FootPose;
  readonly carried: number;
}

/** 0 and level at both ends of the swing, 1 half way. */
export const swingBump = (share: number): number => 16 * (share * (1 - share)) ** 2;

/**
 * The foot between leaving the floor and meeting it again `travelM` further on, at shares of the swing.
 * @param from how the foot left, and swings
 * @param to how it is set down
 * @param pace how long the swing lasts against the stance before it, and against the one after it: the swing takes
 * over at the one's speeds and hands over at the other's
 */
export function swingFoot(
  body: Body,
  from: FootManner,
  to: FootManner,
  travelM: number,
  pace: { readonly before: number; readonly after: number },
): (share: number) => CarriedFoot {
  const off = stanceFoot(body, from, 1);
  const strike = stanceFoot(body, to, 0);
  // One-sided differences of the stances, per whole swing.
  const nudge = 1e-5;
  const beforeOff = stanceFoot(body, from, 1 - nudge);
  const afterStrike = stanceFoot(body, to, nudge);
  const leaving = (pick: (pose: FootPose) => number) => ((pick(off) - pick(beforeOff)) * pace.before) / nudge;
  const meeting = (pick: (pose: FootPose) => number) =>
    ((pick(afterStrike) - pick(strike)) * pace.after) / nudge;
  const ankleX = (pose: FootPose) => pose.ankle.x;
  const ankleY = (pose: FootPose) => pose.ankle.y;
  const hindPitch = (pose: FootPose) => pose.pitch;
  const toeBend = (pose: FootPose) => pose.toePitch - pose.pitch;

  const { swing } = from;
  const knots = [0, ...swing.share, 1];
  const shiftM = strike.ankle.x - off.ankle.x;
  const wayM = travelM + shiftM;
  const travelled = clampedSpline(
    knots,
    [0, ...swing.travelled, 1],
    leaving(ankleX) / wayM,
    meeting(ankleX) / wayM + swing.impactSpeed,
  );
  const pitch = clampedSpline(
    knots,
    [off.pitch, ...swing.pitchRad, strike.pitch],
    leaving(hindPitch),
    meeting(hindPitch),
  );
  const bend = clampedSpline(
    [0, 0.35, 1],
    [toeBend(off), Math.max(radians(4), toeBend(strike)), toeBend(strike)],
    leaving(toeBend),
    meeting(toeBend),
  );
  // Short and stiff swings lift the foot little: never so little that it would scuff.
  const heightsM = swing.ankleHeightM.map((plannedM, i) => {
    const share = swing.share[i]!;
    const hind = swing.pitchRad[i]!;
    const grounded = { ankle: { x: 0, y: 0 }, pitch: hind, toePitch: hind + bend(share) };
    return Math.max(plannedM, swing.clearanceM - lowestPoint(body, grounded));
  });
  const height = clampedSpline(
    knots,
    [off.ankle.y, ...heightsM, strike.ankle.y],
    leaving(ankleY),
    meeting(ankleY),
  );
  const poseAt = (share: number, raisedM: number): FootPose => ({
    ankle: { x: off.ankle.x + travelled(share) * shiftM, y: height(share) + raisedM * swingBump(share) },
    pitch: pitch(share),
    toePitch: pitch(share) + bend(share),
  });
  // Nor does it scuff between the knots, close to the contacts.
  let raisedM = 0;
  const samples = 40;
  for (let i = 1; i < samples; i++) {
    const share = i / samples;
    const lackM = 0.1 * swing.clearanceM - lowestPoint(body, poseAt(share, 0)) / swingBump(share);
    raisedM = Math.max(raisedM, lackM);
  }
  return (share) => ({ pose: poseAt(share, raisedM), carried: travelled(share) });
}
