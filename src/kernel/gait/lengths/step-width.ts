import type { Side } from '../../../shared/results';
import { medianBetween } from './resting-feet';
import { pointName, type SagittalTrack } from '../signal/sagittal';

/** Time after contact over which a heel's place is taken, before it rises. */
const landedS = 0.1;

/**
 * Step width of one stride in metres: how far the other heel comes down beside the line from this heel's landing to its
 * next one (the heel-to-heel base of support of walkway systems). That line, and not the laboratory's axis, is the
 * way that is walked. Null from one camera, which does not show what lies across, or where a heel is not seen.
 * @param stepShare where along the stride the other heel lands, as a share of it
 */
export function stepWidthM(
  track: SagittalTrack,
  side: Side,
  { startS, oppositeS, endS }: { readonly startS: number; readonly oppositeS: number; readonly endS: number },
  stepShare: number,
): number | null {
  const own = track.across.get(pointName(side, 'Heel'));
  const other = track.across.get(pointName(side === 'left' ? 'right' : 'left', 'Heel'));
  if (own === undefined || other === undefined) return null;
  const landed = (across: Float64Array, atS: number) =>
    medianBetween(track.timeS, across, atS, atS + landedS);
  const [start, end] = [landed(own, startS), landed(own, endS)];
  const width = Math.abs(landed(other, oppositeS) - (start + stepShare * (end - start)));
  return Number.isNaN(width) ? null : width;
}
