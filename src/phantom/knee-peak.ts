import { sides, type Side } from '../shared/results';
import type { FootManner } from './foot';
import { anglesOf } from './angles';
import { strideSpans, type StrideSpan } from './stride-spans';
import { radians } from './vector';
import type { Walker } from './walker';

/**
 * What a knee that peaks at about 21°, and one that peaks at about 69°, changes in the usual swing: fitted in the same
 * way as the usual manner. A knee that bends little is made up for at the hip, which is hiked, and by swinging the leg
 * outwards, as people with a stiff knee do.
 */
const kneeManners = {
  stiff: {
    offDeg: 9.1,
    toesOffDeg: 24.1,
    heelRise: -0.027,
    ballRise: -0.019,
    travelled: [-0.0266, 0.0979, 0.045, 0.003],
    ankleStatures: [-0.0394, -0.0612, -0.007, 0],
    pitchDeg: [36.6, 43.5, 19.7, -7.6],
    impactSpeed: 0.08,
    hikeDeg: 5,
    circumductionStatures: 0.029,
  },
  bent: {
    offDeg: -0.3,
    toesOffDeg: -17.2,
    heelRise: 0,
    ballRise: -0.0155,
    travelled: [0.0177, 0.0289, 0.0124, 0.0076],
    ankleStatures: [0.006, 0.026, 0.0137, 0],
    pitchDeg: [1.5, -8.2, -2.8, -5.8],
    impactSpeed: -0.013,
    hikeDeg: 0,
    circumductionStatures: 0,
  },
};

/**
 * A foot that swings with a more or a less bent knee.
 * @param lift −1 for a knee as of `kneeManners.stiff`, 1 for one as of `kneeManners.bent`, and beyond
 * @param vigour shorter strides turn and lift the foot less
 */
export function lifted(foot: FootManner, lift: number, heightM: number, vigour: number): FootManner {
  const change = lift < 0 ? kneeManners.stiff : kneeManners.bent;
  const by = Math.abs(lift);
  const turn = radians(by * (0.4 + 0.6 * vigour));
  const { swing } = foot;
  return {
    ...foot,
    offRad: foot.offRad + turn * change.offDeg,
    toesOffRad: Math.min(0, foot.toesOffRad + turn * change.toesOffDeg),
    heelRise: foot.heelRise + by * change.heelRise,
    ballRise: Math.min(0.96, foot.ballRise + by * change.ballRise),
    hikeRad: foot.hikeRad + radians(change.hikeDeg) * by,
    circumductionM: foot.circumductionM + change.circumductionStatures * by * heightM,
    swing: {
      ...swing,
      travelled: swing.travelled.map((share, i) => share + by * change.travelled[i]!),
      ankleHeightM: swing.ankleHeightM.map(
        (height, i) => height + by * vigour * heightM * change.ankleStatures[i]!,
      ),
      pitchRad: swing.pitchRad.map((pitch, i) => pitch + turn * change.pitchDeg[i]!),
      impactSpeed: Math.max(0.02, swing.impactSpeed + by * change.impactSpeed),
    },
  };
}

/** Lifts beyond which the knee does not bend still less, or more. */
const leastLift = -1.3;
const greatestLift = 3;

/**
 * Finds the lift with which each side's knee peaks where it should, by the secant method for both sides at once
 * (they hardly touch each other).
 * @param peaksAt mean peaks in degrees at given lifts
 * @returns the best lifts that were found, and how far each peak is from the wanted one
 */
export function fitLifts(
  wantedDeg: Readonly<Record<Side, number>>,
  peaksAt: (lifts: Readonly<Record<Side, number>>) => Record<Side, number>,
): { lifts: Record<Side, number>; lackDeg: Record<Side, number> } {
  const lackAt = (lifts: Record<Side, number>) => {
    const peaksDeg = peaksAt(lifts);
    return { left: wantedDeg.left - peaksDeg.left, right: wantedDeg.right - peaksDeg.right };
  };
  const worst = (lackDeg: Record<Side, number>) => Math.max(Math.abs(lackDeg.left), Math.abs(lackDeg.right));
  let lifts = { left: 0, right: 0 };
  let lackDeg = lackAt(lifts);
  let best = { lifts, lackDeg };
  // Degrees that a unit of lift bends the knee further, until measured.
  const slope = (side: Side) => (lackDeg[side] < 0 ? 42 : 18);
  const slopes = { left: slope('left'), right: slope('right') };
  for (let turn = 0; turn < 9 && worst(best.lackDeg) > 0.3; turn++) {
    const next = { ...lifts };
    for (const side of sides) {
      const step = Math.min(0.7, Math.max(-0.7, lackDeg[side] / slopes[side]));
      next[side] = Math.min(greatestLift, Math.max(leastLift, lifts[side] + step));
    }
    const lackNext = lackAt(next);
    for (const side of sides) {
      const moved = next[side] - lifts[side];
      if (Math.abs(moved) < 1e-3) continue;
      slopes[side] = Math.min(50, Math.max(10, (lackDeg[side] - lackNext[side]) / moved));
    }
    lifts = next;
    lackDeg = lackNext;
    if (worst(lackDeg) < worst(best.lackDeg)) best = { lifts, lackDeg };
  }
  return best;
}

/** Peak flexion of the knee in the swing of one stride, in degrees. */
export function kneePeak(walker: Walker, { side, toeOffS, endS }: StrideSpan): number {
  const samples = 32;
  // The knee peaks early in swing: late in it a stiff one may bend as much again, to be set down.
  const untilS = toeOffS + 0.75 * (endS - toeOffS);
  let peakDeg = 0;
  for (let i = 0; i <= samples; i++) {
    const posture = walker.at(toeOffS + (i / samples) * (untilS - toeOffS));
    peakDeg = Math.max(peakDeg, anglesOf(walker.body, posture, side).knee);
  }
  return peakDeg;
}

/** Mean peak flexion of each knee in the swings of the whole strides until `untilS`. */
export function meanKneePeaks(walker: Walker, untilS: number): Record<Side, number> {
  const mean = (side: Side) => {
    const whole = strideSpans(walker.plan, side, 0, untilS);
    // A clip may be shorter than a stride: then that in its middle will do.
    const spans = whole.length > 0 ? whole : strideSpans(walker.plan, side, -Infinity, Infinity).slice(1, 2);
    return spans.reduce((sum, span) => sum + kneePeak(walker, span), 0) / spans.length;
  };
  return { left: mean('left'), right: mean('right') };
}
