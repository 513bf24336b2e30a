import type { Side } from '../shared/results';
import { lateral, type Body } from './body';
import type { FootfallPlan } from './footfalls';
import { clampedSpline } from './spline';
import { radians, type Vec3 } from './vector';

/** The pelvis at one moment, its height not yet known. */
export interface PelvisPose {
  /** Share of a side's cycle gone since its last contact, 0–1 and beyond. */
  readonly cycle: Readonly<Record<Side, number>>;
  /** Middle of the hips; y is the bob alone, around 0. */
  readonly centre: Vec3;
  /** From the middle to each hip joint. */
  readonly toHip: Readonly<Record<Side, Vec3>>;
  /** Turn about the upright axis, positive with the left side in front. */
  readonly turnRad: number;
}

/**
 * How the pelvis moves: up and down and to and fro twice a stride (shares of stature for a stride of 0.8
 * statures; phases in cycles after a contact), how far it is in front of the heels' middle, and how it turns,
 * tilts and sways. Bob, surge and place were fitted together with the swing; the others are typical figures.
 */
const pelvisShape = {
  bob: 0.007,
  bobCycle: 0,
  surge: 0.012,
  surgeCycle: -0.08,
  forward: 0.054,
  turnRad: radians(4),
  tiltRad: radians(3.5),
  sway: 0.01,
};

const turns = (share: number): number => 2 * Math.PI * share;

/** The way of the pelvis over the planned feet. */
export function pelvisPath(body: Body, plan: FootfallPlan, strength: number): (timeS: number) => PelvisPose {
  const { footfalls, strideTimeS, speedMS } = plan;
  // At each contact the pelvis has come half way from the foot behind to the foot in front.
  const steps = footfalls.slice(1).map((footfall, i) => ({
    timeS: footfall.strikeS,
    middleXM: (footfall.heelXM + footfalls[i]!.heelXM) / 2,
    step: i + 1,
  }));
  const times = steps.map(({ timeS }) => timeS);
  const stepsPerS = 2 / strideTimeS;
  const stepAt = clampedSpline(
    times,
    steps.map(({ step }) => step),
    stepsPerS,
    stepsPerS,
  );
  const middleAt = clampedSpline(
    times,
    steps.map(({ middleXM }) => middleXM),
    speedMS,
    speedMS,
  );
  const evenSide = footfalls[0]!.side;
  const size = body.heightM * strength;

  return (timeS) => {
    const stride = stepAt(timeS) / 2;
    const even = stride - Math.floor(stride);
    const odd = stride + 0.5 - Math.floor(stride + 0.5);
    const cycle = evenSide === 'left' ? { left: even, right: odd } : { left: odd, right: even };
    const turnRad = pelvisShape.turnRad * strength * Math.cos(turns(cycle.left));
    const tiltRad = pelvisShape.tiltRad * strength * Math.sin(turns(cycle.left));
    const toHip = (side: Side): Vec3 => {
      const outwards = lateral[side] * body.hipHalfWidthM;
      return [
        -outwards * Math.sin(turnRad),
        -outwards * Math.sin(tiltRad) * Math.cos(turnRad),
        outwards * Math.cos(turnRad) * Math.cos(tiltRad),
      ];
    };
    return {
      cycle,
      turnRad,
      centre: [
        middleAt(timeS) +
          pelvisShape.forward * body.heightM +
          pelvisShape.surge * size * Math.sin(turns(2 * (stride - pelvisShape.surgeCycle))),
        -pelvisShape.bob * size * Math.cos(turns(2 * (stride - pelvisShape.bobCycle))),
        // The body leans over the foot that carries it.
        -pelvisShape.sway * body.heightM * Math.sin(turns(cycle.left)),
      ],
      toHip: { left: toHip('left'), right: toHip('right') },
    };
  };
}
