import type { GaitParameters, Side, Statistic } from '../shared/results';
import type { FootfallPlan } from './footfalls';

type Lengths = 'stride_length_m' | 'step_length_m' | 'speed_m_s';
type Timings =
  | 'cadence_steps_per_min'
  | 'stride_time_s'
  | 'step_time_s'
  | 'stance_percent'
  | 'swing_percent'
  | 'single_support_percent'
  | 'double_support_percent';

/**
 * The phantom's exact parameters, to six decimals, under the keys of `parameters.json`. Cadence is that between the
 * first and the last contact of the clip; null below two contacts.
 */
export type PhantomParameters = Pick<GaitParameters, Timings> & {
  readonly [Name in Lengths]: NonNullable<GaitParameters[Name]>;
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
}

function statistic(values: readonly number[]): Statistic {
  const n = values.length;
  if (n === 0) return { mean: null, sd: null, n };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean: rounded(mean), sd: n > 1 ? rounded(Math.sqrt(squares / (n - 1))) : null, n };
}

/** To a millionth, as the truth's times are. */
const rounded = (value: number): number => Number(value.toFixed(6));

/** Strides of one side from contact to contact; all of them within the given times. */
function stridesOf({ footfalls }: FootfallPlan, side: Side, fromS: number, toS: number): Stride[] {
  return footfalls.flatMap((start, i) => {
    const [before, other, end] = [footfalls[i - 1], footfalls[i + 1], footfalls[i + 2]];
    if (start.side !== side || !before || !other || !end) return [];
    if (start.strikeS < fromS || end.strikeS > toS) return [];
    const strideTimeS = end.strikeS - start.strikeS;
    const percent = (since: number, until: number) => (100 * (until - since)) / strideTimeS;
    // The foot that came down before leaves the floor in this stride.
    const doubleSupportPercent = percent(start.strikeS, before.toeOffS);
    return [
      {
        strideTimeS,
        stepTimeS: end.strikeS - other.strikeS,
        stancePercent: percent(start.strikeS, start.toeOffS),
        singleSupportPercent: percent(before.toeOffS, other.strikeS),
        doubleSupportPercent,
        bothSupportsPercent: doubleSupportPercent + percent(other.strikeS, start.toeOffS),
        strideLengthM: end.heelXM - start.heelXM,
        stepLengthM: end.heelXM - other.heelXM,
      },
    ];
  });
}

/** Exact parameters over all strides from contact to contact within the first `durationS` of the clip. */
export function parametersOf(plan: FootfallPlan, durationS: number): PhantomParameters {
  const strides = {
    left: stridesOf(plan, 'left', 0, durationS),
    right: stridesOf(plan, 'right', 0, durationS),
  };
  const inside = plan.footfalls.filter(({ strikeS }) => strikeS >= 0 && strikeS <= durationS);
  const sided = (pick: (stride: Stride) => number) => ({
    left: statistic(strides.left.map(pick)),
    right: statistic(strides.right.map(pick)),
  });
  const all = (pick: (stride: Stride) => number) => ({
    ...sided(pick),
    all: statistic([...strides.left, ...strides.right].map(pick)),
  });
  const [first, last] = [inside[0], inside.at(-1)];
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
      ...sided((stride) => stride.doubleSupportPercent),
      total: statistic([...strides.left, ...strides.right].map((stride) => stride.bothSupportsPercent)),
    },
    stride_length_m: all((stride) => stride.strideLengthM),
    step_length_m: all((stride) => stride.stepLengthM),
    speed_m_s: all((stride) => stride.strideLengthM / stride.strideTimeS),
  };
}
