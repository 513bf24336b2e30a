import type { Side } from '../shared/results';
import { lateral, type Body, type SolePoint } from './body';
import { hindfootPoint, rockers, stanceFoot, swingFoot, toePoint, type FootPose } from './foot';
import type { FootfallPlan } from './footfalls';
import type { Vec3 } from './vector';

/** Points of the sole that can touch the floor. */
export const solePoints = ['heel', 'ball', 'tip'] as const;
export type SolePointName = (typeof solePoints)[number];

/** A foot at one moment. */
export interface PlacedFoot {
  readonly ankle: Vec3;
  readonly joints: Readonly<Record<'Heel' | 'BigToe' | 'SmallToe', Vec3>>;
  readonly sole: Readonly<Record<SolePointName, Vec3>>;
  /** Points of the sole that touch the floor now and stay where they are; none in swing. */
  readonly locked: readonly SolePointName[];
}

/** Where and how a walker sets the feet. */
export interface FootPlacement {
  /** From the middle line to the foot, in metres. */
  readonly halfWidthM: number;
  /** How far the toes point outwards, in radians. */
  readonly toeOutRad: number;
}

/** Which points of the sole carry at a share of stance. */
function lockedPoints(share: number): readonly SolePointName[] {
  if (share < rockers.flat) return ['heel'];
  if (share < rockers.heelRise) return ['heel', 'ball', 'tip'];
  return share < rockers.ballRise ? ['ball', 'tip'] : ['tip'];
}

/** The way of one foot through all its planned contacts and the swings between them. */
export function footPath(
  body: Body,
  plan: FootfallPlan,
  side: Side,
  strength: number,
  placement: FootPlacement,
): (timeS: number) => PlacedFoot {
  const contacts = plan.footfalls.filter((footfall) => footfall.side === side);
  const pieces = contacts.map((contact, i) => {
    const next = contacts[i + 1];
    const stanceS = contact.toeOffS - contact.strikeS;
    const swing =
      next &&
      swingFoot(body, strength, next.heelXM - contact.heelXM, next.strikeS - contact.toeOffS, stanceS);
    return { contact, stanceS, next, swing };
  });
  return (timeS) => {
    const piece = pieces.findLast(({ contact }) => contact.strikeS <= timeS) ?? pieces[0]!;
    const { contact, stanceS, next, swing } = piece;
    const inStance = timeS < contact.toeOffS || !next || !swing;
    const share = (timeS - contact.strikeS) / stanceS;
    if (inStance) {
      const pose = stanceFoot(body, strength, Math.min(1, Math.max(0, share)));
      return place(body, pose, side, contact.heelXM, placement, lockedPoints(share));
    }
    const { pose, carriedM } = swing((timeS - contact.toeOffS) / (next.strikeS - contact.toeOffS));
    return place(body, pose, side, contact.heelXM + carriedM, placement, []);
  };
}

/** Puts a foot's own plane into space: turned outwards, and standing on its own side. */
function place(
  body: Body,
  pose: FootPose,
  side: Side,
  heelXM: number,
  { halfWidthM, toeOutRad }: FootPlacement,
  locked: readonly SolePointName[],
): PlacedFoot {
  const { foot } = body;
  const outwards = lateral[side];
  // Turned about the place under the standing ankle, so that the foot's width from the middle line is kept.
  const about = foot.ankle.x;
  const put = ({ x, y }: SolePoint, asideM = 0): Vec3 => [
    heelXM + about + (x - about) * Math.cos(toeOutRad) - asideM * Math.sin(toeOutRad),
    y,
    outwards * (halfWidthM + (x - about) * Math.sin(toeOutRad) + asideM * Math.cos(toeOutRad)),
  ];
  return {
    ankle: put(pose.ankle),
    joints: {
      Heel: put(hindfootPoint(body, pose, foot.heel)),
      BigToe: put(toePoint(body, pose, foot.bigToe), -0.06 * foot.lengthM),
      SmallToe: put(toePoint(body, pose, foot.smallToe), 0.18 * foot.lengthM),
    },
    sole: {
      heel: put(hindfootPoint(body, pose, foot.heelSole)),
      ball: put(hindfootPoint(body, pose, foot.ballSole)),
      tip: put(toePoint(body, pose, foot.tipSole)),
    },
    locked,
  };
}
