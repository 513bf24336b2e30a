import { midSwing, totalDoubleSupport } from '../shared/gait-definitions';
import {
  jointNames,
  type GaitParameters,
  type JointName,
  type Side,
  type Statistic,
} from '../shared/results';
import { anglesOf } from './angles';
import type { Footfall } from './footfalls';
import { kneePeak } from './knee-peak';
import { strideSpans, type StrideSpan } from './stride-spans';
import type { Walker } from './walker';

type Lengths = 'stride_length_m' | 'step_length_m' | 'speed_m_s' | 'step_width_m' | 'foot_clearance_m';
type Timings =
  | 'cadence_steps_per_min'
  | 'stride_time_s'
  | 'step_time_s'
  | 'stance_percent'
  | 'swing_percent'
  | 'single_support_percent'
  | 'double_support_percent';

/** One joint of one side over whole strides, in degrees. */
export interface JointExtremes {
  readonly maximum_deg: Statistic;
  readonly minimum_deg: Statistic;
  readonly range_of_motion_deg: Statistic;
}

/**
 * The phantom's exact parameters, to six decimals, under the keys of `parameters.json`. Cadence is that between the
 * first and the last contact of the clip; null below two contacts.
 */
export type PhantomParameters = Pick<GaitParameters, Timings> & {
  readonly [Name in Lengths]: NonNullable<GaitParameters[Name]>;
} & {
  readonly joint_angles_deg: Readonly<Record<JointName, Readonly<Record<Side, JointExtremes>>>>;
  /** Peak flexion in swing. */
  readonly knee_peak_deg: Readonly<Record<Side, Statistic>>;
};

/** One stride of one side, whole within the clip. */
interface Stride {
  readonly strideTimeS: number;
  readonly stepTimeS: number;
  readonly stancePercent: number;
  readonly singleSupportPercent: number;
  readonly doubleSupportPercent: number;
  /** Both double supports of the stride. */
  readonly bothSupportsPercent: number;
  readonly strideLengthM: number;
  readonly stepLengthM: number;
  readonly stepWidthM: number;
  readonly footClearanceM: number;
  readonly kneePeakDeg: number;
  readonly angles: Readonly<Record<JointName, { readonly maximum: number; readonly minimum: number }>>;
}

function statistic(values: readonly number[]): Statistic {
  const n = values.length;
  if (n === 0) return { mean: null, sd: null, n };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean: rounded(mean), sd: n > 1 ? rounded(Math.sqrt(squares / (n - 1))) : null, n };
}

/** To a millionth, as the truth's times are. */
const rounded = (value: number): number => Number(value.toFixed(6)) + 0;

/** What is measured of one stride. */
function strideOf(walker: Walker, span: StrideSpan): Stride {
  const { side, start, before, other, end } = span;
  const strideTimeS = end.strikeS - start.strikeS;
  const percent = (since: number, until: number) => (100 * (until - since)) / strideTimeS;
  // The foot that came down before leaves the floor in this stride.
  const doubleSupportPercent = percent(start.strikeS, before.toeOffS);
  const samples = 100;
  const angles = Array.from({ length: samples + 1 }, (_, i) =>
    anglesOf(walker.body, walker.at(start.strikeS + (i / samples) * strideTimeS), side),
  );
  return {
    strideTimeS,
    stepTimeS: end.strikeS - other.strikeS,
    stancePercent: percent(start.strikeS, start.toeOffS),
    singleSupportPercent: percent(before.toeOffS, other.strikeS),
    doubleSupportPercent,
    bothSupportsPercent: doubleSupportPercent + percent(other.strikeS, start.toeOffS),
    strideLengthM: end.heelXM - start.heelXM,
    stepLengthM: end.heelXM - other.heelXM,
    stepWidthM: Math.abs(standingHeelZ(walker, end) - standingHeelZ(walker, other)),
    footClearanceM: clearance(walker, span),
    kneePeakDeg: kneePeak(walker, span),
    angles: Object.fromEntries(
      jointNames.map((joint) => {
        const curve = angles.map((at) => at[joint]);
        return [joint, { maximum: Math.max(...curve), minimum: Math.min(...curve) }];
      }),
    ) as Stride['angles'], // one entry a joint
  };
}

/** Where the heel of a foot stands across the way: at a third of its stance, when it carries alone. */
const standingHeelZ = (walker: Walker, { side, strikeS, toeOffS }: Footfall): number =>
  walker.at(strikeS + (toeOffS - strikeS) / 3).joints[side === 'left' ? 'LHeel' : 'RHeel'][2];

/** Least height of the tip of the toes in the middle of swing, as it is measured (`midSwing`). */
function clearance(walker: Walker, { side, toeOffS, endS }: StrideSpan): number {
  const samples = 50;
  const heights = Array.from({ length: samples + 1 }, (_, i) => {
    const share = midSwing.from + ((midSwing.to - midSwing.from) * i) / samples;
    return walker.at(toeOffS + share * (endS - toeOffS)).soles[side].tip[1];
  });
  return Math.min(...heights);
}

/** Exact parameters over all strides from contact to contact within the first `durationS` of the clip. */
export function parametersOf(walker: Walker, durationS: number): PhantomParameters {
  const { plan } = walker;
  const strides = sidesOf((side) =>
    strideSpans(plan, side, 0, durationS).map((span) => strideOf(walker, span)),
  );
  const inside = plan.footfalls.filter(({ strikeS }) => strikeS >= 0 && strikeS <= durationS);
  const sided = (pick: (stride: Stride) => number) => sidesOf((side) => statistic(strides[side].map(pick)));
  const all = (pick: (stride: Stride) => number) => ({
    ...sided(pick),
    all: statistic([...strides.left, ...strides.right].map(pick)),
  });
  const supports = sided((stride) => stride.doubleSupportPercent);
  const [first, last] = [inside[0], inside.at(-1)];
  const extremes = (joint: JointName) =>
    sidesOf((side): JointExtremes => {
      const of = (pick: (angle: { maximum: number; minimum: number }) => number) =>
        statistic(strides[side].map(({ angles }) => pick(angles[joint])));
      return {
        maximum_deg: of(({ maximum }) => maximum),
        minimum_deg: of(({ minimum }) => minimum),
        range_of_motion_deg: of(({ maximum, minimum }) => maximum - minimum),
      };
    });
  return {
    cadence_steps_per_min:
      first && last && inside.length > 1
        ? rounded((60 * (inside.length - 1)) / (last.strikeS - first.strikeS))
        : null,
    stride_time_s: all((stride) => stride.strideTimeS),
    step_time_s: all((stride) => stride.stepTimeS),
    stance_percent: all((stride) => stride.stancePercent),
    swing_percent: all((stride) => 100 - stride.stancePercent),
    single_support_percent: all((stride) => stride.singleSupportPercent),
    double_support_percent: {
      ...supports,
      total: totalDoubleSupport(
        supports.left,
        supports.right,
        all((stride) => stride.bothSupportsPercent).all,
      ),
    },
    stride_length_m: all((stride) => stride.strideLengthM),
    step_length_m: all((stride) => stride.stepLengthM),
    speed_m_s: all((stride) => stride.strideLengthM / stride.strideTimeS),
    step_width_m: all((stride) => stride.stepWidthM),
    foot_clearance_m: all((stride) => stride.footClearanceM),
    joint_angles_deg: {
      hip: extremes('hip'),
      knee: extremes('knee'),
      ankle: extremes('ankle'),
      trunk: extremes('trunk'),
      foot: extremes('foot'),
    },
    knee_peak_deg: sided((stride) => stride.kneePeakDeg),
  };
}

const sidesOf = <Value>(of: (side: Side) => Value): Record<Side, Value> => ({
  left: of('left'),
  right: of('right'),
});
