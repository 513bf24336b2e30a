import {
  jointNames,
  sides,
  type CycleCurve,
  type GaitCycle,
  type JointName,
  type Side,
} from '../../../shared/results';
import { bothSupportsPercent } from '../parameters/cycles';
import { agreementOf, type Agreement, type MeasuredPair, type ReferenceKind } from './agreement';

/** One source's cycles of a walk; `cycle` of a curve is the index of its cycle. */
export interface CycleSource {
  readonly cycles: readonly GaitCycle[];
  readonly curves: readonly CycleCurve[];
}

/** One stride as both sources saw it. */
export interface CyclePair {
  readonly walk: string;
  readonly measured: SeenCycle;
  readonly reference: SeenCycle;
}

interface SeenCycle {
  readonly cycle: GaitCycle;
  /** Its 101 angles in degrees by joint, where they were seen. */
  readonly curves: Readonly<Partial<Record<JointName, readonly number[]>>>;
}

/**
 * Pairs kept cycles of the same side that overlap by more than half of either, so that each has one partner at most.
 * @param offsetS what is added to the reference's times to bring them to the measured clock
 */
export function pairCycles(
  walk: string,
  measured: CycleSource,
  reference: CycleSource,
  offsetS = 0,
): CyclePair[] {
  const candidates = seenCycles(reference).filter(({ cycle }) => cycle.kept);
  return seenCycles(measured)
    .filter(({ cycle }) => cycle.kept)
    .flatMap((own) => {
      const { side, startS, endS, strideTimeS } = own.cycle;
      const partner = candidates.find(({ cycle }) => {
        if (cycle.side !== side) return false;
        const overlapS = Math.min(endS, cycle.endS + offsetS) - Math.max(startS, cycle.startS + offsetS);
        return overlapS > 0.5 * Math.max(strideTimeS, cycle.strideTimeS);
      });
      return partner ? [{ walk, measured: own, reference: partner }] : [];
    });
}

function seenCycles({ cycles, curves }: CycleSource): SeenCycle[] {
  const byCycle = new Map<number, Partial<Record<JointName, readonly number[]>>>();
  for (const { cycle, joint, angleDeg } of curves) {
    const own = byCycle.get(cycle) ?? {};
    byCycle.set(cycle, own);
    own[joint] = angleDeg;
  }
  return cycles.map((cycle, index) => ({ cycle, curves: byCycle.get(index) ?? {} }));
}

/** A figure of one cycle under the name it has in `parameters.json`. */
export interface CycleParameter {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly of: (seen: SeenCycle) => number | null;
}

const timed = (name: string, label: string, unit: string, of: (cycle: GaitCycle) => number | null) => ({
  name,
  label,
  unit,
  of: ({ cycle }: SeenCycle) => of(cycle),
});

const greatest = (values: readonly number[]): number => Math.max(...values);
const least = (values: readonly number[]): number => Math.min(...values);

const ofCurves = jointNames.flatMap((joint): CycleParameter[] => {
  const figure = (
    name: string,
    words: string,
    of: (angles: readonly number[]) => number,
  ): CycleParameter => ({
    name: `${joint}_${name}_deg`,
    label: `${joint.charAt(0).toUpperCase()}${joint.slice(1)}, ${words}`,
    unit: '°',
    of: ({ curves }) => (curves[joint] === undefined ? null : of(curves[joint])),
  });
  return [
    figure('maximum', 'greatest', greatest),
    figure('minimum', 'least', least),
    figure('range_of_motion', 'range of motion', (angles) => greatest(angles) - least(angles)),
  ];
});

/** Everything that two sources of a cycle are compared by. */
export const cycleParameters: readonly CycleParameter[] = [
  timed('stride_time_s', 'Stride time', 's', ({ strideTimeS }) => strideTimeS),
  timed('step_time_s', 'Step time', 's', ({ stepTimeS }) => stepTimeS),
  timed('stance_percent', 'Stance', '% of cycle', ({ stancePercent }) => stancePercent),
  timed('single_support_percent', 'Single support', '% of cycle', (cycle) => cycle.singleSupportPercent),
  timed('double_support_percent', 'Double support', '% of cycle', (cycle) => cycle.doubleSupportPercent),
  timed('total_double_support_percent', 'Total double support', '% of cycle', bothSupportsPercent),
  timed('stride_length_m', 'Stride length', 'm', ({ strideLengthM }) => strideLengthM),
  timed('step_length_m', 'Step length', 'm', ({ stepLengthM }) => stepLengthM),
  timed('speed_m_s', 'Speed', 'm/s', ({ speedMS }) => speedMS),
  timed('step_width_m', 'Step width', 'm', ({ stepWidthM }) => stepWidthM),
  timed('foot_clearance_m', 'Foot clearance', 'm', ({ footClearanceM }) => footClearanceM),
  ...ofCurves,
];

/** A parameter's values in the pairs where both sources have one. */
export const parameterPairs = (
  pairs: readonly CyclePair[],
  { of }: CycleParameter,
): (MeasuredPair & { readonly pair: CyclePair })[] =>
  pairs.flatMap((pair) => {
    const measured = of(pair.measured);
    const reference = of(pair.reference);
    return measured === null || reference === null ? [] : [{ walk: pair.walk, measured, reference, pair }];
  });

export interface ParameterAgreement {
  readonly parameter: CycleParameter;
  readonly side: Side | 'both';
  readonly agreement: Agreement;
}

const onSide = (pairs: readonly CyclePair[], side: Side | 'both'): readonly CyclePair[] =>
  side === 'both' ? pairs : pairs.filter(({ measured }) => measured.cycle.side === side);

/** Agreement of every parameter that both sources state, over both sides and of each. */
export const parameterAgreement = (
  pairs: readonly CyclePair[],
  reference: ReferenceKind,
): ParameterAgreement[] =>
  cycleParameters.flatMap((parameter) =>
    (['both', ...sides] as const).flatMap((side) => {
      const values = parameterPairs(onSide(pairs, side), parameter);
      return values.length === 0 ? [] : [{ parameter, side, agreement: agreementOf(values, reference) }];
    }),
  );

/** How far a joint's curves over the cycle lie apart, in degrees. */
export interface CurveAgreement {
  readonly joint: JointName;
  readonly side: Side | 'both';
  readonly cycles: number;
  /** Root mean square of all differences at 0, 1, … 100 % of all paired cycles. */
  readonly rmseDeg: number;
  /** Mean difference: what a differing convention or a misplaced landmark adds to the whole curve. */
  readonly offsetDeg: number;
  /** The same root mean square once the offset is taken off. */
  readonly rmseWithoutOffsetDeg: number;
}

export const curveAgreement = (pairs: readonly CyclePair[]): CurveAgreement[] =>
  jointNames.flatMap((joint) =>
    (['both', ...sides] as const).flatMap((side) => {
      let cycles = 0;
      let points = 0;
      let sum = 0;
      let squares = 0;
      for (const { measured, reference } of onSide(pairs, side)) {
        const [own, other] = [measured.curves[joint], reference.curves[joint]];
        if (own === undefined || other === undefined) continue;
        cycles += 1;
        for (const [percent, angle] of own.entries()) {
          const difference = angle - other[percent]!;
          points += 1;
          sum += difference;
          squares += difference ** 2;
        }
      }
      if (cycles === 0) return [];
      const offsetDeg = sum / points;
      const rmseDeg = Math.sqrt(squares / points);
      const rmseWithoutOffsetDeg = Math.sqrt(Math.max(0, squares / points - offsetDeg ** 2));
      return [{ joint, side, cycles, rmseDeg, offsetDeg, rmseWithoutOffsetDeg }];
    }),
  );
