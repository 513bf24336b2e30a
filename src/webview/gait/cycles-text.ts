import type { MeanCurve } from '../../shared/display';
import { jointNames, sides } from '../../shared/results';

/** "hip 9 / 8, knee 9 / 0": a joint that is hidden in some cycles has fewer than the others. */
export function cyclesText(curves: readonly MeanCurve[]): string {
  const cyclesOf = (joint: MeanCurve['joint'], side: MeanCurve['side']): number =>
    curves.find((curve) => curve.joint === joint && curve.side === side)?.cycles ?? 0;
  return jointNames
    .filter((joint) => curves.some((curve) => curve.joint === joint))
    .map((joint) => `${joint} ${sides.map((side) => cyclesOf(joint, side)).join(' / ')}`)
    .join(', ');
}
