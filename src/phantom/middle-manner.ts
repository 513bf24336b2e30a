/**
 * What a walker does with feet and pelvis, in degrees, shares of stature (`…Statures`), of stance (`flat`, `heelRise`,
 * `ballRise`), of the swing's way (`travelled`) and of the cycle (`…Cycle`).
 */
export interface MiddleManner {
  readonly strikeDeg: number;
  readonly offDeg: number;
  readonly toesOffDeg: number;
  readonly flat: number;
  readonly heelRise: number;
  readonly ballRise: number;
  /** At the four `swingShares`. */
  readonly travelled: readonly number[];
  readonly ankleStatures: readonly number[];
  readonly pitchDeg: readonly number[];
  readonly impactSpeed: number;
  readonly bobStatures: number;
  readonly bobCycle: number;
  readonly bounceStatures: number;
  readonly bounceCycle: number;
  readonly surgeStatures: number;
  readonly surgeCycle: number;
  readonly forwardStatures: number;
}

/** Shares of the swing at which its shape is given. */
export const swingShares = [0.145, 0.355, 0.61, 0.825];

/** Height of the standing ankle in statures. */
export const ankleRestStatures = 0.039;

/*
 * Two manners fitted by least squares, with the feet locked to the floor, to typical hip, knee and ankle curves of
 * adults (Perry and Burnfield; Winter): strides of 0.8 statures at 113 steps/min, which is about 1.3 m/s, and of
 * 0.52 statures at 88 steps/min, about 0.65 m/s.
 */
const usual: MiddleManner = {
  strikeDeg: 19.4,
  offDeg: -68.3,
  toesOffDeg: -36.3,
  flat: 0.1535,
  heelRise: 0.535,
  ballRise: 0.866,
  travelled: [0.135, 0.319, 0.71, 0.917],
  ankleStatures: [0.1138, 0.109, 0.0556, 0.0461],
  pitchDeg: [-68.5, -43.5, -3.4, 13.9],
  impactSpeed: 0.07,
  bobStatures: 0.0067,
  bobCycle: 0.01,
  bounceStatures: -0.0012,
  bounceCycle: 0.008,
  surgeStatures: 0.0098,
  surgeCycle: -0.127,
  forwardStatures: 0.0534,
};
const slow: MiddleManner = {
  strikeDeg: 12.4,
  offDeg: -60.9,
  toesOffDeg: -5.1,
  flat: 0.2134,
  heelRise: 0.5306,
  ballRise: 0.93,
  travelled: [0.135, 0.319, 0.71, 0.917],
  ankleStatures: [0.0982, 0.0919, 0.0492, 0.0461],
  pitchDeg: [-58.2, -27.3, 3.8, 3.4],
  impactSpeed: 0.0364,
  bobStatures: -0.0007,
  bobCycle: 0.083,
  bounceStatures: -0.0012,
  bounceCycle: 0,
  surgeStatures: 0.0084,
  surgeCycle: -0.0545,
  forwardStatures: 0.0573,
};
const slowVigour = 0.52 / 0.8;

/** The middle manner of strides of `vigour` times 0.8 statures; shorter ones turn and lift the foot less. */
export function middleManner(vigour: number): MiddleManner {
  const share = (Math.max(vigour, slowVigour) - slowVigour) / (1 - slowVigour);
  const size = Math.min(1, vigour / slowVigour);
  const mix = (from: number, to: number) => from + (to - from) * share;
  const one = (name: NumberName) => mix(slow[name], usual[name]);
  const four = (name: FourName) => slow[name].map((value, i) => mix(value, usual[name][i]!));
  return {
    strikeDeg: size * one('strikeDeg'),
    offDeg: size * one('offDeg'),
    toesOffDeg: size * one('toesOffDeg'),
    flat: one('flat'),
    heelRise: one('heelRise'),
    ballRise: one('ballRise'),
    travelled: four('travelled'),
    ankleStatures: four('ankleStatures').map((y) => ankleRestStatures + size * (y - ankleRestStatures)),
    pitchDeg: four('pitchDeg').map((deg) => size * deg),
    impactSpeed: one('impactSpeed'),
    bobStatures: size * one('bobStatures'),
    bobCycle: one('bobCycle'),
    bounceStatures: size * one('bounceStatures'),
    bounceCycle: one('bounceCycle'),
    surgeStatures: size * one('surgeStatures'),
    surgeCycle: one('surgeCycle'),
    forwardStatures: one('forwardStatures'),
  };
}

type FourName = 'travelled' | 'ankleStatures' | 'pitchDeg';
type NumberName = Exclude<keyof MiddleManner, FourName>;
