import type { Side } from '../shared/results';
import type { PhantomOptions } from '../shared/phantom-options';
import type { Proportions } from './body';
import type { FootManner } from './foot';
import type { Timing } from './footfalls';
import { gaits } from './gaits';
import { ankleRestStatures, middleManner, swingShares } from './middle-manner';
import type { PelvisManner } from './pelvis';
import { bell, uniform } from '../shared/random';
import type { Carriage } from './upper-body';
import { radians } from './vector';

/** Everything that makes one phantom walk unlike another. */
export interface Manner {
  readonly proportions: Proportions;
  /** Size of a stride: 1 at 0.8 statures. */
  readonly vigour: number;
  readonly timing: Timing;
  readonly pelvis: PelvisManner;
  readonly carriage: Carriage;
  readonly feet: Readonly<Record<Side, FootManner>>;
  /** How far each knee bends in swing, on the mean. */
  readonly kneePeakDeg: Readonly<Record<Side, number>>;
}

/** Size of a stride: 1 at 0.8 statures. */
const vigourOf = (strideLengthM: number, heightM: number): number =>
  Math.min(1.2, Math.max(0.25, strideLengthM / heightM / 0.8));

/** Speed as it would be at a stature of 1.72 m, of a walk that is dynamically alike (Froude). */
const adultSpeedMS = (options: PhantomOptions): number =>
  ((options.stride_length_m * options.cadence_steps_per_min) / 120) * Math.sqrt(1.72 / options.height_m);

/**
 * The manner of a walker. Each seed has its own: spreads are those of healthy adults, typical of Perry and Burnfield,
 * Winter, and Fukuchi (2018); then the gait changes what it changes.
 * @throws GaitError bad-input where the gait cannot be walked with these steps
 */
export function mannerOf(options: PhantomOptions): Manner {
  // A stream of its own, so that the way of walking does not hang on how many steps are planned.
  const random = uniform(options.seed + 0x9e3779b9);
  const vary = bell(random);
  const about = (mean: number, sd: number) => mean + sd * vary();
  const { height_m: heightM } = options;
  const vigour = vigourOf(options.stride_length_m, heightM);
  const middle = middleManner(vigour);
  const speedMS = adultSpeedMS(options);

  const kneeDeg = about(Math.min(70, Math.max(40, 60 + 14 * (speedMS - 1.3))), 4.5);
  // The less a knee bends, the less room there is for a swing of one's own.
  const stiffestDeg = Math.min(options.knee_peak_deg ?? 60, options.gait === 'stiff-knee' ? 30 : 60);
  const own = Math.min(1, Math.max(0.2, (stiffestDeg - 25) / 30));
  const traits = {
    strike: about(1, 0.12),
    off: about(1, 0.045 * own),
    flat: about(1, 0.1),
    heelRise: about(-0.005, 0.01),
    ballRise: about(0, 0.01),
    travelled: about(0, 0.008 * own),
    // How soon the heel has nearly arrived: what Zeni's rule is early by hangs on it most.
    arrival: about(0, 0.009 * own),
    pitchDeg: [0, about(0, 3 * own), about(0, 2.5 * own), about(0, 2 * own)],
    lateHeight: about(0, 0.003 * own),
    impactSpeed: about(1, 0.45),
    clearance: about(0.007, 0.0012),
    halfWidth: about(0.03, 0.004) * { slim: 0.95, medium: 1, stout: 1.2 }[options.build],
    toeOutDeg: about(6, 2.5),
    leastKneeDeg: about(3.5, 0.8),
  };
  const foot = (): FootManner => {
    // The two sides of one walker are alike, but not the same.
    const side = (sd: number) => sd * vary();
    return {
      strikeRad: radians(middle.strikeDeg) * (traits.strike + side(0.03)),
      restRad: 0,
      offRad: radians(middle.offDeg) * (traits.off + side(0.015)),
      toesOffRad: radians(middle.toesOffDeg) * traits.off,
      flat: middle.flat * traits.flat,
      heelRise: middle.heelRise + traits.heelRise + side(0.006),
      ballRise: middle.ballRise + traits.ballRise,
      swing: {
        share: swingShares,
        travelled: middle.travelled.map(
          (share, i) => share + traits.travelled * [0.4, 1, 1, 0][i]! + traits.arrival * [0, 0, 0, 1][i]!,
        ),
        ankleHeightM: middle.ankleStatures.map(
          (height, i) => heightM * (height + (i > 1 ? traits.lateHeight * vigour : 0)),
        ),
        pitchRad: middle.pitchDeg.map((pitch, i) =>
          radians(pitch * (i === 0 ? traits.off : 1) + traits.pitchDeg[i]! * vigour),
        ),
        impactSpeed: middle.impactSpeed * traits.impactSpeed,
        clearanceM: traits.clearance * heightM,
      },
      halfWidthM: traits.halfWidth * heightM,
      toeOutRad: radians(Math.max(-2, traits.toeOutDeg + side(1))),
      circumductionM: 0,
      hikeRad: 0,
      leastKneeRad: radians(Math.max(1.5, traits.leastKneeDeg)),
    };
  };
  const feet = { left: foot(), right: foot() };

  // Legs as wholes differ less than their parts.
  const leg = about(1, 0.008);
  const unlike = about(0, 0.014);
  const manner: Manner = {
    vigour,
    proportions: {
      thigh: leg + unlike,
      shank: leg - unlike,
      arm: about(1, 0.015),
      foot: about(1, 0.015),
      hips: about(1, 0.05),
      shoulders: about(1, 0.04),
    },
    timing: {
      // About 11.5 % at a comfortable 1.25 m/s, less when faster (the slope is a typical figure).
      doubleSupport: Math.min(0.17, Math.max(0.08, 0.114 - 0.035 * (speedMS - 1.25))) + about(0, 0.005),
      variation: (options.stride_variation_percent ?? 1 + 2 * random()) / 100,
      stepTimeAsymmetry: options.step_time_asymmetry_percent / 100,
    },
    pelvis: {
      bobM: middle.bobStatures * heightM * about(1, 0.12),
      bobCycle: middle.bobCycle + about(0, 0.008),
      bounceM: middle.bounceStatures * heightM,
      bounceCycle: middle.bounceCycle,
      surgeM: middle.surgeStatures * heightM * about(1, 0.12),
      surgeCycle: middle.surgeCycle + about(0, 0.008),
      forwardM: (middle.forwardStatures + about(0, 0.0015)) * heightM,
      turnRad: radians(about(4, 1)) * vigour,
      dropRad: radians(about(3.5, 0.8)) * vigour,
      swayM: about(0.01, 0.002) * heightM,
    },
    carriage: {
      leanRad: radians(about(3.5, 1.3)),
      armSwingRad: armSwings(about(28, 5), about(0, 2.5), vigour),
      elbowRad: radians(about(16, 4)),
    },
    feet,
    kneePeakDeg: { left: kneeDeg + vary(), right: kneeDeg + vary() },
  };
  const walked = gaits[options.gait](manner, options, random);
  const asked = options.knee_peak_deg;
  return {
    ...walked,
    timing: {
      ...walked.timing,
      stepTimeAsymmetry: manner.timing.stepTimeAsymmetry || walked.timing.stepTimeAsymmetry,
    },
    kneePeakDeg: asked === undefined ? walked.kneePeakDeg : { left: asked, right: asked },
  };
}

const armSwings = (meanDeg: number, unlikeDeg: number, vigour: number): Record<Side, number> => ({
  left: radians(meanDeg + unlikeDeg) * vigour,
  right: radians(meanDeg - unlikeDeg) * vigour,
});

/**
 * How a foot is used in one contact after another: about its manner, a little different each time, as people do.
 * @param variation coefficient of variation of the stride times, with which the curves vary
 */
export function contactManners(
  foot: FootManner,
  heightM: number,
  variation: number,
  random: () => number,
): () => FootManner {
  const vary = bell(random);
  return () => {
    const share = (factor: number) => 1 + factor * variation * vary();
    const lift = share(2);
    const turn = share(2.5);
    return {
      ...foot,
      strikeRad: foot.strikeRad * share(4),
      offRad: foot.offRad * turn,
      flat: foot.flat * share(5),
      heelRise: foot.heelRise + 0.6 * variation * vary(),
      halfWidthM: foot.halfWidthM + 0.25 * variation * heightM * vary(),
      swing: {
        ...foot.swing,
        travelled: foot.swing.travelled.map((way, i) => (i === 3 ? way + 0.15 * variation * vary() : way)),
        ankleHeightM: foot.swing.ankleHeightM.map(
          (height) => ankleRestStatures * heightM + (height - ankleRestStatures * heightM) * lift,
        ),
        pitchRad: foot.swing.pitchRad.map((pitch, i) => (i === 0 ? pitch * turn : pitch)),
      },
    };
  };
}
