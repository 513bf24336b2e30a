import type { Side } from '../shared/results';
import { lateral, type Body, type SolePoint } from './body';
import {
  hindfootPoint,
  lockedPoints,
  stanceFoot,
  swingBump,
  swingFoot,
  toePoint,
  type FootManner,
  type FootPose,
  type SolePointName,
} from './foot';
import type { FootfallPlan } from './footfalls';
import type { Vec3 } from './vector';

/** A foot at one moment. */
export interface PlacedFoot {
  readonly ankle: Vec3;
  readonly joints: Readonly<Record<'Heel' | 'BigToe' | 'SmallToe', Vec3>>;
  readonly sole: Readonly<Record<SolePointName, Vec3>>;
  /** Points of the sole that touch the floor now and stay where they are; none in swing. */
  readonly locked: readonly SolePointName[];
}

/**
 * The way of one foot through all its planned contacts and the swings between them.
 * @param mannerOf how the foot is used in its n-th contact and the swing after it
 */
export function footPath(
  body: Body,
  plan: FootfallPlan,
  side: Side,
  mannerOf: (contact: number) => FootManner,
): (timeS: number) => PlacedFoot {
  const contacts = plan.footfalls
    .filter((footfall) => footfall.side === side)
    .map((footfall, i) => ({ ...footfall, manner: mannerOf(i) }));
  const pieces = contacts.map((contact, i) => {
    const next = contacts[i + 1];
    if (!next) return { contact };
    const swingS = next.strikeS - contact.toeOffS;
    const swing = swingFoot(body, contact.manner, next.manner, next.heelXM - contact.heelXM, {
      before: swingS / (contact.toeOffS - contact.strikeS),
      after: swingS / (next.toeOffS - next.strikeS),
    });
    return { contact, next: { ...next, swing, swingS } };
  });
  // Looked up by bisection: a long clip has a thousand contacts.
  const pieceAt = (timeS: number) => {
    let from = 0;
    for (let after = pieces.length; after - from > 1;) {
      const middle = (from + after) >> 1;
      if (timeS >= pieces[middle]!.contact.strikeS) from = middle;
      else after = middle;
    }
    return pieces[from]!;
  };
  return (timeS) => {
    const { contact, next } = pieceAt(timeS);
    const { manner } = contact;
    if (timeS < contact.toeOffS || !next) {
      const share = Math.min(1, Math.max(0, (timeS - contact.strikeS) / (contact.toeOffS - contact.strikeS)));
      const at = { heelXM: contact.heelXM, halfWidthM: manner.halfWidthM, toeOutRad: manner.toeOutRad };
      return place(body, stanceFoot(body, manner, share), side, at, lockedPoints(manner, share));
    }
    const share = (timeS - contact.toeOffS) / next.swingS;
    const { pose, carried } = next.swing(share);
    const between = (from: number, to: number) => from + (to - from) * carried;
    const at = {
      heelXM: between(contact.heelXM, next.heelXM),
      halfWidthM:
        between(manner.halfWidthM, next.manner.halfWidthM) + manner.circumductionM * swingBump(share),
      toeOutRad: manner.toeOutRad,
    };
    return place(body, pose, side, at, []);
  };
}

/** Puts a foot's own plane into space: turned outwards, and standing on its own side. */
function place(
  body: Body,
  pose: FootPose,
  side: Side,
  at: { readonly heelXM: number } & Pick<FootManner, 'halfWidthM' | 'toeOutRad'>,
  locked: readonly SolePointName[],
): PlacedFoot {
  const { foot } = body;
  const outwards = lateral[side];
  // Turned about the place under the standing ankle, so that the foot's width from the middle line is kept.
  const about = foot.ankle.x;
  const [cos, sin] = [Math.cos(at.toeOutRad), Math.sin(at.toeOutRad)];
  const put = ({ x, y }: SolePoint, asideM = 0): Vec3 => [
    at.heelXM + about + (x - about) * cos - asideM * sin,
    y,
    outwards * (at.halfWidthM + (x - about) * sin + asideM * cos),
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
