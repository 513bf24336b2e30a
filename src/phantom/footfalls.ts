import type { PhantomOptions } from '../shared/steps';
import type { Side } from '../shared/results';
import { bell, uniform } from './random';

/** One planned contact of one foot with the floor. */
export interface Footfall {
  readonly side: Side;
  readonly strikeS: number;
  readonly toeOffS: number;
  /** Where the back of the flat foot lies along the walk, in metres on the floor (or on the belt). */
  readonly heelXM: number;
}

/** All contacts of a clip, with some before and after it; in the order of their strikes, sides alternating. */
export interface FootfallPlan {
  readonly footfalls: readonly Footfall[];
  readonly strideTimeS: number;
  readonly strideLengthM: number;
  readonly speedMS: number;
}

/** Healthy adults' stride times vary by 1–3 %; a typical figure for both times and lengths. */
const strideVariation = 0.012;

/** Contacts planned before and after the clip, so that every moment of it lies well inside the plan. */
const margin = 4;

/**
 * Plans where and when the feet touch the floor. Time 0 is the first frame, x = 0 is passed half way through
 * the clip. Contacts vary from the seed, except the first and the last in the clip: so cadence between them
 * is exactly the one that was asked for.
 */
export function planFootfalls(options: PhantomOptions): FootfallPlan {
  const stepTimeS = 60 / options.cadence_steps_per_min;
  const strideTimeS = 2 * stepTimeS;
  const strideLengthM = options.stride_length_m;
  const speedMS = strideLengthM / strideTimeS;
  const random = uniform(options.seed);
  // Half of a stride's variance comes from each of its two contacts.
  const spread = strideVariation / Math.SQRT2;
  const vary = bell(random);
  const firstSide: Side = random() < 0.5 ? 'left' : 'right';
  const firstStrikeS = (0.3 + 0.4 * random()) * stepTimeS;
  const insideCount = Math.max(0, Math.ceil((options.duration_s - firstStrikeS) / stepTimeS));

  const strikes: { strikeS: number; heelXM: number }[] = [];
  for (let step = -margin; step < insideCount + margin; step++) {
    const dueS = firstStrikeS + step * stepTimeS;
    const dueXM = speedMS * (dueS - options.duration_s / 2);
    const lateS = vary() * spread * strideTimeS;
    const farM = vary() * spread * strideLengthM;
    const isEnd = step <= 0 || step >= insideCount - 1;
    strikes.push({ strikeS: isEnd ? dueS : dueS + lateS, heelXM: isEnd ? dueXM : dueXM + farM });
  }

  const doubleSupportS = doubleSupportShare(speedMS) * strideTimeS;
  const footfalls = strikes.slice(0, -1).map(({ strikeS, heelXM }, i): Footfall => {
    const step = i - margin;
    const even = step % 2 === 0;
    return {
      side: even === (firstSide === 'left') ? 'left' : 'right',
      strikeS,
      toeOffS: strikes[i + 1]!.strikeS + doubleSupportS,
      heelXM,
    };
  });
  return { footfalls, strideTimeS, strideLengthM, speedMS };
}

/**
 * Share of the cycle for which both feet stay down after one contact: about 11.5 % at a comfortable 1.25 m/s,
 * less when faster (the slope is a typical figure).
 */
const doubleSupportShare = (speedMS: number): number =>
  Math.min(0.17, Math.max(0.08, 0.115 - 0.035 * (speedMS - 1.25)));
