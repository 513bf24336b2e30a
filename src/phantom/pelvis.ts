import type { Side } from '../shared/results';
import { lateral, type Body } from './body';
import type { FootManner } from './foot';
import type { FootfallPlan } from './footfalls';
import { clampedSpline } from './spline';
import type { Vec3 } from './vector';

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

/** How the pelvis moves over the feet; metres and radians, phases in cycles after a contact. */
export interface PelvisManner {
  /** Up and down twice a stride, and a little four times. */
  readonly bobM: number;
  readonly bobCycle: number;
  readonly bounceM: number;
  readonly bounceCycle: number;
  /** To and fro twice a stride. */
  readonly surgeM: number;
  readonly surgeCycle: number;
  /** In front of the middle between the heels. */
  readonly forwardM: number;
  /** Turns about the upright axis, drops on the side of the swinging leg, and sways over the standing one. */
  readonly turnRad: number;
  readonly dropRad: number;
  readonly swayM: number;
}

const turns = (share: number): number => 2 * Math.PI * share;

/** The way of the pelvis over the planned feet; `feet` raise the hip in their swing. */
export function pelvisPath(
  body: Body,
  plan: FootfallPlan,
  manner: PelvisManner,
  feet: Readonly<Record<Side, Pick<FootManner, 'hikeRad'>>>,
): (timeS: number) => PelvisPose {
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

  return (timeS) => {
    const stride = stepAt(timeS) / 2;
    const even = stride - Math.floor(stride);
    const odd = stride + 0.5 - Math.floor(stride + 0.5);
    const cycle = evenSide === 'left' ? { left: even, right: odd } : { left: odd, right: even };
    const turnRad = manner.turnRad * Math.cos(turns(cycle.left));
    const hike = (side: Side) => feet[side].hikeRad * swingShare(cycle[side]);
    const tiltRad = manner.dropRad * Math.sin(turns(cycle.left)) + hike('left') - hike('right');
    // A hiked hip turns the pelvis about the other one, which stands.
    const hikedM = body.hipHalfWidthM * (Math.sin(hike('left')) + Math.sin(hike('right')));
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
        middleAt(timeS) + manner.forwardM + manner.surgeM * Math.sin(turns(2 * (stride - manner.surgeCycle))),
        hikedM -
          manner.bobM * Math.cos(turns(2 * (stride - manner.bobCycle))) -
          manner.bounceM * Math.cos(turns(4 * (stride - manner.bounceCycle))),
        // The body leans over the foot that carries it.
        -manner.swayM * Math.sin(turns(cycle.left)),
      ],
      toHip: { left: toHip('left'), right: toHip('right') },
    };
  };
}

/** Rises from 0 to 1 and falls again while a foot is on its way, between 50 and 100 % of its cycle. */
const swingShare = (cycle: number): number => (cycle < 0.5 ? 0 : Math.sin(turns(cycle - 0.5)) ** 2);
