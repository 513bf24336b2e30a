import { totalDoubleSupport } from '../../../shared/gait-definitions';
import type {
  CycleCurve,
  GaitCycle,
  GaitParameters,
  GaitQuality,
  SidedStatistic,
  Statistic,
  Walk,
} from '../../../shared/results';
import { jointSummaries } from '../angles/joint-summaries';
import { statistic } from '../statistics';
import { byAffected } from './affected-side';
import { bothSupportsPercent } from './cycles';
import { normsOf, type Build } from './norms-of';
import { symmetryOf } from './symmetry';

type CycleValue = (cycle: GaitCycle) => number | null;
type Affected = Walk['affectedSide'];

function bySide(
  cycles: readonly GaitCycle[],
  affected: Affected,
  value: CycleValue,
): SidedStatistic & { all: Statistic } {
  const ofSide = (side: GaitCycle['side']) =>
    statistic(cycles.filter((cycle) => cycle.side === side).map(value));
  const sided = { left: ofSide('left'), right: ofSide('right') };
  return { ...sided, ...byAffected(sided, affected), all: statistic(cycles.map(value)) };
}

function doubleSupport(
  cycles: readonly GaitCycle[],
  affected: Affected,
): GaitParameters['double_support_percent'] {
  const { all: _pooled, ...sided } = bySide(cycles, affected, (cycle) => cycle.doubleSupportPercent);
  const ofCycles = statistic(cycles.map(bothSupportsPercent));
  return { ...sided, total: totalDoubleSupport(sided.left, sided.right, ofCycles) };
}

/**
 * Means, spreads and counts over the kept cycles, by side, by affected side and together.
 * Cadence is 120 / mean stride time, both sides weighing the same.
 */
export function parametersOf(
  cycles: readonly GaitCycle[],
  quality: GaitQuality,
  curves: readonly CycleCurve[] = [],
  { affectedSide, ...build }: Pick<Walk, 'affectedSide'> & Omit<Build, 'cadence'> = {},
): GaitParameters {
  const kept = cycles.filter((cycle) => cycle.kept);
  const sided = (value: CycleValue) => bySide(kept, affectedSide, value);
  const timed = {
    stride_time_s: sided((cycle) => cycle.strideTimeS),
    step_time_s: sided((cycle) => cycle.stepTimeS),
    stance_percent: sided((cycle) => cycle.stancePercent),
    swing_percent: sided((cycle) => cycle.swingPercent),
    single_support_percent: sided((cycle) => cycle.singleSupportPercent),
    double_support_percent: doubleSupport(kept, affectedSide),
  };
  const measured = (value: CycleValue) => {
    const statistics = sided(value);
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
  const symmetry = symmetryOf({ ...timed, ...scaled }, strideTimeS ?? Number.NaN, quality.view.from === '3D');
  const cadence = { cadence_steps_per_min: strideTimeS === null ? null : 120 / strideTimeS };
  const norms =
    strideTimeS === null
      ? { normative: {}, warnings: [] }
      : normsOf({ ...cadence, ...timed, ...scaled }, { ...build, cadence: 120 / strideTimeS });
  return {
    ...cadence,
    ...timed,
    symmetry_index_percent: symmetry.indices,
    ...scaled,
    joint_angles_deg: jointSummaries(curves, affectedSide),
    normative: norms.normative,
    quality: {
      ...quality,
      abstentions: [...quality.abstentions, ...symmetry.abstentions],
      warnings: [...quality.warnings, ...norms.warnings],
    },
  };
}
