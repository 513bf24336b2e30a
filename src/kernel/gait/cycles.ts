import { sides, type CycleMark, type GaitCycle, type GaitEvent, type Side } from '../../shared/results';
import type { FoundEvent } from './events';
import { median } from './statistics';

/** Lengths of one stride, by whatever scale there is. */
export interface StrideLengths {
  readonly strideLengthM: number | null;
  readonly stepLengthM: number | null;
  readonly strideLengthHeights: number | null;
  readonly stepWidthM: number | null;
  readonly footClearanceM: number | null;
}

/** Measures one stride of a side; null where there is no scale. */
export type MeasureStride = (
  side: Side,
  stride: Pick<GaitCycle, 'startS' | 'endS' | 'oppositeStrikeS'>,
) => StrideLengths;

/** Stride times of walking people, slow and fast; outside of them a contact was missed or made up, or time is stretched. */
const shortestStrideS = 0.4;
const longestStrideS = 4;
/** Deviation from the median stride of the recording, as a share of it, that points to a missed contact. */
const largestDeviation = 0.4;

const percent = (partS: number | null, ofS: number): number | null =>
  partS === null ? null : (100 * partS) / ofS;

/** Time of the first event of a kind strictly inside the cycle. */
function within(
  events: readonly FoundEvent[],
  side: Side,
  kind: GaitEvent['event'],
  fromS: number,
  toS: number,
): number | null {
  const inside = events.find(
    (event) => event.side === side && event.event === kind && event.timeS > fromS && event.timeS < toS,
  );
  return inside?.timeS ?? null;
}

function exclusion(cycle: Omit<GaitCycle, 'kept' | 'reason'>, isBroken: boolean, typicalS: number): string {
  const { strideTimeS, toeOffS, oppositeStrikeS, oppositeOffS } = cycle;
  if (isBroken) return 'the foot is not seen throughout';
  if (strideTimeS < shortestStrideS) return `stride time under ${shortestStrideS} s`;
  if (strideTimeS > longestStrideS) return `stride time over ${longestStrideS} s`;
  if (Math.abs(strideTimeS - typicalS) > largestDeviation * typicalS) {
    return `stride time far from the median of ${typicalS.toFixed(2)} s`;
  }
  if (toeOffS === null) return 'no toe-off found in it';
  if (oppositeStrikeS === null) return 'no contact of the other foot found in it';
  if (oppositeOffS === null) return 'no toe-off of the other foot found in it';
  if (oppositeOffS > oppositeStrikeS || oppositeStrikeS > toeOffS)
    return 'events are not in the order of walking';
  return '';
}

/**
 * Strides of both sides in order of time, each from an initial contact to the next of the same foot.
 * All are listed; those that do not count towards the parameters say why.
 */
export function cyclesOf(events: readonly FoundEvent[], measure: MeasureStride): GaitCycle[] {
  const strides = sides.flatMap((side) => {
    const strikes = events.filter((event) => event.side === side && event.event === 'heel_strike');
    return strikes.slice(1).flatMap((end, k) => {
      const start = strikes[k]!;
      return start.stretch === end.stretch ? [{ side, start, end, isBroken: start.run !== end.run }] : [];
    });
  });
  const typicalS = median(
    strides.filter(({ isBroken }) => !isBroken).map(({ start, end }) => end.timeS - start.timeS),
  );
  return strides
    .map(({ side, start, end, isBroken }): GaitCycle => {
      const other: Side = side === 'left' ? 'right' : 'left';
      const [startS, endS] = [start.timeS, end.timeS];
      const strideTimeS = endS - startS;
      const toeOffS = within(events, side, 'toe_off', startS, endS);
      const oppositeStrikeS = within(events, other, 'heel_strike', startS, endS);
      const oppositeOffS = within(events, other, 'toe_off', startS, endS);
      const stancePercent = percent(toeOffS === null ? null : toeOffS - startS, strideTimeS);
      const { strideLengthM, ...otherLengths } = measure(side, { startS, endS, oppositeStrikeS });
      const cycle = {
        side,
        startS,
        endS,
        toeOffS,
        oppositeStrikeS,
        oppositeOffS,
        strideTimeS,
        stepTimeS: oppositeStrikeS === null ? null : endS - oppositeStrikeS,
        stancePercent,
        swingPercent: stancePercent === null ? null : 100 - stancePercent,
        singleSupportPercent: percent(
          oppositeOffS === null || oppositeStrikeS === null ? null : oppositeStrikeS - oppositeOffS,
          strideTimeS,
        ),
        doubleSupportPercent: percent(oppositeOffS === null ? null : oppositeOffS - startS, strideTimeS),
        strideLengthM,
        ...otherLengths,
        speedMS: strideLengthM === null ? null : strideLengthM / strideTimeS,
        pass: start.stretch + 1,
        marks: [] as readonly CycleMark[],
      };
      const reason = exclusion(cycle, isBroken, typicalS);
      return { ...cycle, kept: reason === '', reason };
    })
    .sort((a, b) => a.startS - b.startS);
}
