import { jointNames, type CycleCurve, type GaitCycle, type JointAngles } from '../../../shared/results';
import { valueAt } from '../signal/interpolate';

/**
 * Each joint's angle over each kept cycle of its side at 0, 1, … 100 % of it; left out where the joint is not seen
 * throughout. `cycle` is the index of the cycle in `cycles`.
 */
export function curvesOf(angles: JointAngles, cycles: readonly GaitCycle[]): CycleCurve[] {
  return cycles.flatMap(({ side, startS, endS, kept }, cycle) => {
    if (!kept) return [];
    return jointNames.flatMap((joint) => {
      const angleDeg = Array.from({ length: 101 }, (_, percent) =>
        valueAt(angles.timeS, angles[side][joint], startS + ((endS - startS) * percent) / 100),
      );
      return angleDeg.some(Number.isNaN) ? [] : [{ side, joint, cycle, startS, angleDeg }];
    });
  });
}
