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

/** When the parts of the foot touch and leave the floor, as shares of stance (typical: Perry and Burnfield). */
export const rockers = { flat: 0.155, heelRise: 0.53, ballRise: 0.87 };

/** Angles against the floor at the contacts, in degrees, for a stride of 0.8 statures. */
const pitchDeg = { strike: 20, off: -67, toesOff: -30 };

const turned = (point: SolePoint, about: SolePoint, angle: number): SolePoint => {
  const x = point.x - about.x;
  const y = point.y - about.y;
  return {
    x: about.x + x * Math.cos(angle) - y * Math.sin(angle),
    y: about.y + x * Math.sin(angle) + y * Math.cos(angle),
  };
};

/** Shorter strides turn and lift the foot less; 1 at a stride of 0.8 statures. */
export const vigour = (strideLengthM: number, heightM: number): number =>
  Math.min(1.2, Math.max(0.25, strideLengthM / heightM / 0.8));

/**
 * The foot in contact: it turns about the heel until it lies flat, then about the ball, last about the tip of
 * the toes. The point it turns about does not move. `share` of stance runs from 0 to 1.
 */
export function stanceFoot(body: Body, strength: number, share: number): FootPose {
  const { foot } = body;
  if (share < rockers.heelRise) {
    const left = Math.max(0, 1 - share / rockers.flat);
    const pitch = radians(pitchDeg.strike * strength) * left * left;
    return { ankle: turned(foot.ankle, foot.heelSole, pitch), pitch, toePitch: pitch };
  }
  const risen = (share - rockers.heelRise) / (1 - rockers.heelRise);
  const pitch = radians(pitchDeg.off * strength) * risen * risen;
  const toesRisen = Math.max(0, (share - rockers.ballRise) / (1 - rockers.ballRise));
  const toePitch = radians(pitchDeg.toesOff * strength) * toesRisen * toesRisen;
  const ball = turned(foot.ballSole, foot.tipSole, toePitch);
  const flatAnkle = {
    x: foot.ankle.x + ball.x - foot.ballSole.x,
    y: foot.ankle.y + ball.y - foot.ballSole.y,
  };
  return { ankle: turned(flatAnkle, ball, pitch), pitch, toePitch };
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

/**
 * The swing between two contacts, at shares of it: how far the ankle has come, how high it is (in statures,
 * for a stride of 0.8 statures) and the pitch in degrees. Fitted once to typical hip, knee and ankle curves of
 * walking adults (Perry and Burnfield; Winter) on the locked feet.
 */
const swingShape = {
  share: [0.145, 0.355, 0.61, 0.825],
  travelled: [0.146, 0.391, 0.749, 0.916],
  ankleHeight: [0.12, 0.097, 0.063, 0.049],
  pitchDeg: [-70.5, -33.5, -5, 17],
};

/** How fast the foot still goes forwards when it meets the floor, in ways per swing. */
const impactSpeed = 0.08;

/** How far the foot stays above the floor in the middle of swing, in statures. */
const leastClearance = 0.006;

const lowestPoint = (body: Body, pose: FootPose): number =>
  Math.min(
    hindfootPoint(body, pose, body.foot.heelSole).y,
    hindfootPoint(body, pose, body.foot.ballSole).y,
    toePoint(body, pose, body.foot.tipSole).y,
  );

/** A foot on its way: its pose, and how far the place it would stand on has been carried. */
export interface CarriedFoot {
  readonly pose: FootPose;
  readonly carriedM: number;
}

/**
 * The foot between leaving the floor and meeting it again `travelM` further on, at shares of the swing.
 * @param stanceS how long a stance lasts, in seconds: the swing takes over at its speeds
 */
export function swingFoot(
  body: Body,
  strength: number,
  travelM: number,
  swingS: number,
  stanceS: number,
): (share: number) => CarriedFoot {
  const off = stanceFoot(body, strength, 1);
  const strike = stanceFoot(body, strength, 0);
  // One-sided differences of the stances, per whole swing.
  const nudge = 1e-5;
  const beforeOff = stanceFoot(body, strength, 1 - nudge);
  const afterStrike = stanceFoot(body, strength, nudge);
  const perSwing = swingS / stanceS / nudge;
  const leaving = (pick: (pose: FootPose) => number) => (pick(off) - pick(beforeOff)) * perSwing;
  const meeting = (pick: (pose: FootPose) => number) => (pick(afterStrike) - pick(strike)) * perSwing;
  const ankleX = (pose: FootPose) => pose.ankle.x;
  const ankleY = (pose: FootPose) => pose.ankle.y;
  const hindPitch = (pose: FootPose) => pose.pitch;
  const toeBend = (pose: FootPose) => pose.toePitch - pose.pitch;

  const knots = [0, ...swingShape.share, 1];
  const shiftM = strike.ankle.x - off.ankle.x;
  const wayM = travelM + shiftM;
  const travelled = clampedSpline(
    knots,
    [0, ...swingShape.travelled, 1],
    leaving(ankleX) / wayM,
    meeting(ankleX) / wayM + impactSpeed,
  );
  const pitches = swingShape.pitchDeg.map((deg) => radians(deg * strength));
  const pitch = clampedSpline(
    knots,
    [off.pitch, ...pitches, strike.pitch],
    leaving(hindPitch),
    meeting(hindPitch),
  );
  const bend = clampedSpline([0, 0.35, 1], [toeBend(off), radians(6 * strength), 0], leaving(toeBend), 0);
  const restM = body.foot.ankle.y;
  const heights = swingShape.ankleHeight.map((stature, i) => {
    const plannedM = restM + (stature * body.heightM - restM) * strength;
    // Short strides lift the foot little: never so little that it would scuff.
    const hind = pitches[i]!;
    const grounded = { ankle: { x: 0, y: 0 }, pitch: hind, toePitch: hind + bend(swingShape.share[i]!) };
    return Math.max(plannedM, leastClearance * body.heightM - lowestPoint(body, grounded));
  });
  const height = clampedSpline(
    knots,
    [off.ankle.y, ...heights, strike.ankle.y],
    leaving(ankleY),
    meeting(ankleY),
  );

  return (share) => {
    const gone = travelled(share);
    const hind = pitch(share);
    return {
      pose: {
        ankle: { x: off.ankle.x + gone * shiftM, y: height(share) },
        pitch: hind,
        toePitch: hind + bend(share),
      },
      carriedM: gone * travelM,
    };
  };
}
