import type { PhantomOptions } from '../shared/phantom-options';
import type { Side } from '../shared/results';
import { opposite } from './body';
import { bell, uniform } from '../shared/random';

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

/** How a walker times the steps. */
export interface Timing {
  /** Share of the cycle for which both feet stay down after one contact. */
  readonly doubleSupport: number;
  /** Coefficient of variation of stride times and lengths. */
  readonly variation: number;
  /** Symmetry index of the step times as a share: 2 · (left − right) / (left + right). */
  readonly stepTimeAsymmetry: number;
}

/** Contacts planned before and after the clip, so that every moment of it lies well inside the plan. */
const margin = 4;

export const frameCount = ({ duration_s, fps }: Pick<PhantomOptions, 'duration_s' | 'fps'>): number =>
  Math.max(1, Math.round(duration_s * fps));

/** When the last frame of a clip is taken; the first is at 0. */
export const lastFrameS = (options: Pick<PhantomOptions, 'duration_s' | 'fps'>): number =>
  (frameCount(options) - 1) / options.fps;

/**
 * Plans where and when the feet touch the floor. Time 0 is the first frame, x = 0 is passed about half way through
 * the clip. Steps vary from the seed, but not on the mean: within the clip the step times and lengths of each side
 * have exactly the mean that was asked for, so that a short clip is as symmetric, or not, as it should be.
 */
export function planFootfalls(options: PhantomOptions, timing: Timing): FootfallPlan {
  const stepTimeS = 60 / options.cadence_steps_per_min;
  const strideTimeS = 2 * stepTimeS;
  const strideLengthM = options.stride_length_m;
  const speedMS = strideLengthM / strideTimeS;
  const random = uniform(options.seed);
  const firstSide: Side = random() < 0.5 ? 'left' : 'right';
  const firstStrikeS = (0.3 + 0.4 * random()) * stepTimeS;
  const sideOf = (step: number): Side => (step % 2 === 0 ? firstSide : opposite[firstSide]);
  const meanStepS = (step: number) =>
    stepTimeS * (1 + (sideOf(step) === 'left' ? 0.5 : -0.5) * timing.stepTimeAsymmetry);

  const lastS = lastFrameS(options);
  // Steps end at strikes: the n-th strike of the clip, from 0, ends step n.
  let insideCount = 0;
  for (let atS = firstStrikeS; atS <= lastS; atS += meanStepS(insideCount)) insideCount++;
  const steps = Array.from({ length: insideCount + 2 * margin }, (_, i) => i - margin);

  // A stride is two steps: independent steps vary more than it by the square root of 2.
  const spread = timing.variation * Math.SQRT2;
  const vary = bell(random);
  const lateness = centred(drift(steps.length, vary, spread), steps, insideCount);
  // A step that takes longer reaches further, or the body would be thrown about between them.
  const farther = drift(steps.length, vary, 0.35 * spread).map((own, i) => own + 0.6 * lateness[i]!);
  const reach = centred(farther, steps, insideCount);
  const strikes: { strikeS: number; heelXM: number }[] = [];
  let strikeS = firstStrikeS;
  let heelXM = speedMS * (firstStrikeS - lastS / 2);
  const first = margin;
  const stepS = (i: number) => meanStepS(steps[i]!) + stepTimeS * lateness[i]!;
  const stepM = (i: number) => (strideLengthM / 2) * (1 + reach[i]!);
  for (let i = first; i > 0; i--) {
    strikeS -= stepS(i);
    heelXM -= stepM(i);
  }
  for (let i = 0; i < steps.length; i++) {
    if (i > 0) {
      strikeS += stepS(i);
      heelXM += stepM(i);
    }
    strikes.push({ strikeS, heelXM });
  }

  const footfalls = strikes.slice(0, -1).map((strike, i): Footfall => {
    const doubleSupportS = timing.doubleSupport * strideTimeS * (1 + 2 * timing.variation * vary());
    return { side: sideOf(steps[i]!), toeOffS: strikes[i + 1]!.strikeS + doubleSupportS, ...strike };
  });
  return { footfalls, strideTimeS, strideLengthM, speedMS };
}

/** Deviations from step to step that do not run away: what has added up is slowly taken back. */
function drift(count: number, vary: () => number, spread: number): number[] {
  let sum = 0;
  return Array.from({ length: count }, () => {
    const deviation = spread * vary() - 0.1 * sum;
    sum += deviation;
    return deviation;
  });
}

/**
 * Deviations without those on the mean: none over the clip's steps of either side that end a whole stride, and none
 * at all in its first step and the one after its last, so that the contacts in the clip are as many as planned.
 */
function centred(deviations: readonly number[], steps: readonly number[], insideCount: number): number[] {
  const made = [...deviations];
  for (const parity of [0, 1]) {
    const own = steps.flatMap((step, i) =>
      step >= 2 && step < insideCount && step % 2 === parity ? [i] : [],
    );
    const mean = own.reduce((sum, i) => sum + deviations[i]!, 0) / Math.max(1, own.length);
    for (const i of own) made[i]! -= mean;
  }
  steps.forEach((step, i) => {
    if (step === 1 || step === insideCount) made[i] = 0;
  });
  return made;
}
