import type {
  CycleCurve,
  GaitCycle,
  GaitParameters,
  GaitQuality,
  SidedStatistic,
  Statistic,
  Walk,
} from '../../shared/results';
import { statistic } from './statistics';

type CycleValue = (cycle: GaitCycle) => number | null;

const bySide = (cycles: readonly GaitCycle[], value: CycleValue): SidedStatistic & { all: Statistic } => ({
  left: statistic(cycles.filter(({ side }) => side === 'left').map(value)),
  right: statistic(cycles.filter(({ side }) => side === 'right').map(value)),
  all: statistic(cycles.map(value)),
});

/** Both double supports of one cycle together: after this side's contact, and after the other's. */
const totalDoubleSupportPercent: CycleValue = (cycle) => {
  if (cycle.doubleSupportPercent === null || cycle.toeOffS === null || cycle.oppositeStrikeS === null)
    return null;
  const second = (100 * (cycle.toeOffS - cycle.oppositeStrikeS)) / cycle.strideTimeS;
  return cycle.doubleSupportPercent + second;
};

function doubleSupport(cycles: readonly GaitCycle[]): GaitParameters['double_support_percent'] {
  const { left, right } = bySide(cycles, (cycle) => cycle.doubleSupportPercent);
  const { sd, n } = statistic(cycles.map(totalDoubleSupportPercent));
  const mean = left.mean === null || right.mean === null ? null : left.mean + right.mean;
  return { left, right, total: mean === null ? { mean, sd: null, n: 0 } : { mean, sd, n } };
}

/** 200 · (L − R) / (L + R), signed; null where a side is missing or both are zero. */
function symmetryIndexPercent({ left, right }: SidedStatistic): number | null {
  if (left.mean === null || right.mean === null || left.mean + right.mean === 0) return null;
  return (200 * (left.mean - right.mean)) / (left.mean + right.mean);
}

/**
 * Means, spreads and counts over the kept cycles, by side and together.
 * Cadence is 120 / mean stride time, both sides weighing the same.
 */
export function parametersOf(
  cycles: readonly GaitCycle[],
  quality: GaitQuality,
  _curves: readonly CycleCurve[] = [],
  _walk: Pick<Walk, 'affectedSide'> = {},
): GaitParameters {
  const kept = cycles.filter((cycle) => cycle.kept);
  const timed = {
    stride_time_s: bySide(kept, (cycle) => cycle.strideTimeS),
    step_time_s: bySide(kept, (cycle) => cycle.stepTimeS),
    stance_percent: bySide(kept, (cycle) => cycle.stancePercent),
    swing_percent: bySide(kept, (cycle) => cycle.swingPercent),
    single_support_percent: bySide(kept, (cycle) => cycle.singleSupportPercent),
    double_support_percent: doubleSupport(kept),
  };
  const measured = (value: CycleValue) => {
    const statistics = bySide(kept, value);
    return statistics.all.n === 0 ? null : statistics;
  };
  const scaled = {
    stride_length_m: measured((cycle) => cycle.strideLengthM),
    step_length_m: measured((cycle) => cycle.stepLengthM),
    speed_m_s: measured((cycle) => cycle.speedMS),
    stride_length_body_heights: measured((cycle) => cycle.strideLengthHeights),
    step_width_m: measured((cycle) => cycle.stepWidthM),
    foot_clearance_m: measured((cycle) => cycle.footClearanceM),
  };
  const strideTimes = [timed.stride_time_s.left.mean, timed.stride_time_s.right.mean];
  const strideTimeS = statistic(strideTimes).mean;
  return {
    cadence_steps_per_min: strideTimeS === null ? null : 120 / strideTimeS,
    ...timed,
    symmetry_index_percent: Object.fromEntries(
      Object.entries({ ...timed, ...scaled }).map(([name, value]) => [
        name,
        value === null ? null : symmetryIndexPercent(value),
      ]),
    ),
    ...scaled,
    joint_angles_deg: {},
    normative: {},
    quality,
  };
}
