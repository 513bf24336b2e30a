import { body25Names, type Body25Name } from '../shared/body25';
import type { Side } from '../shared/results';

/** The points of the phantom that its truth names: OpenPose's BODY_25. */
export const phantomJoints = body25Names;
export type PhantomJoint = Body25Name;

/** Where a side lies along z, which points to the walker's right. */
export const lateral: Record<Side, 1 | -1> = { left: -1, right: 1 };
export const opposite: Record<Side, Side> = { left: 'right', right: 'left' };

/** A point of the foot in its own plane, in metres: x forwards from the back of the heel, y up from the sole. */
export interface SolePoint {
  readonly x: number;
  readonly y: number;
}

/** Lengths of the walker in metres. */
export interface Body {
  readonly heightM: number;
  readonly thighM: number;
  readonly shankM: number;
  readonly hipHalfWidthM: number;
  readonly shoulderHalfWidthM: number;
  /** From the middle of the hips to the middle of the shoulders. */
  readonly trunkM: number;
  readonly upperArmM: number;
  readonly forearmM: number;
  readonly handM: number;
  readonly foot: {
    readonly lengthM: number;
    readonly ankle: SolePoint;
    /** What touches the floor: the heel, the ball and the tip of the toes. */
    readonly heelSole: SolePoint;
    readonly ballSole: SolePoint;
    readonly tipSole: SolePoint;
    /** What is seen and marked: the back of the heel, and the toes. */
    readonly heel: SolePoint;
    readonly bigToe: SolePoint;
    readonly smallToe: SolePoint;
  };
}

/** How a walker's segments differ from the table's, as factors. */
export interface Proportions {
  readonly thigh: number;
  readonly shank: number;
  readonly arm: number;
  readonly foot: number;
  readonly hips: number;
  readonly shoulders: number;
}

/**
 * Segment lengths as shares of stature after Drillis and Contini, in Winter (1990); the hip joints' distance
 * and the places on the foot are typical figures. What the legs have more, the trunk has less.
 */
export function bodyOf(heightM: number, proportions: Proportions): Body {
  const footM = 0.152 * heightM * proportions.foot;
  const thighM = 0.245 * heightM * proportions.thigh;
  const shankM = 0.246 * heightM * proportions.shank;
  return {
    heightM,
    thighM,
    shankM,
    hipHalfWidthM: 0.05 * heightM * proportions.hips,
    shoulderHalfWidthM: 0.108 * heightM * proportions.shoulders,
    trunkM: (0.288 + 0.491) * heightM - thighM - shankM,
    upperArmM: 0.172 * heightM * proportions.arm,
    forearmM: 0.146 * heightM * proportions.arm,
    handM: 0.05 * heightM,
    foot: {
      lengthM: footM,
      ankle: { x: 0.24 * footM, y: 0.039 * heightM },
      heelSole: { x: 0.07 * footM, y: 0 },
      ballSole: { x: 0.71 * footM, y: 0 },
      tipSole: { x: 0.97 * footM, y: 0 },
      heel: { x: 0.02 * footM, y: 0.11 * footM },
      bigToe: { x: 0.93 * footM, y: 0.1 * footM },
      smallToe: { x: 0.82 * footM, y: 0.08 * footM },
    },
  };
}
