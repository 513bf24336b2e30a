import { sides, type CycleMark, type GaitCycle, type GaitEvent, type Side } from '../../../shared/results';
import type { FoundEvent } from '../events/events';
import { median } from '../statistics';

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

/**
 * A stride is an outlier where its time, or its length, is further from the recording's median than three robust standard
 * deviations (1.4826 × the median absolute deviation; Leys et al. 2013), and further than a tenth of it: steady
 * strides vary by 1–3 %, and among very even ones a trifle would stand out. A length that stands out alone
 * says that a foot was taken for the other where it landed.
 */
const outlierSds = 3;
const madToSd = 1.4826;
const leastOutlierShare = 0.1;
/** Fewest strides among which one can stand out. */
const fewestForOutliers = 5;

const percent = (partS: number | null, ofS: number): number | null =>
  partS === null ? null : (100 * partS) / ofS;

/** Both double supports of one cycle together: after this side's contact, and from the other's contact to this side's lift. */
export function bothSupportsPercent(cycle: GaitCycle): number | null {
  const { doubleSupportPercent, toeOffS, oppositeStrikeS, strideTimeS } = cycle;
  if (doubleSupportPercent === null || toeOffS === null || oppositeStrikeS === null) return null;
  return doubleSupportPercent + (100 * (toeOffS - oppositeStrikeS)) / strideTimeS;
}

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

/** Why a cycle cannot be measured; empty where it can. */
function fault(
  cycle: Pick<GaitCycle, 'strideTimeS' | 'toeOffS' | 'oppositeStrikeS' | 'oppositeOffS'>,
  isBroken: boolean,
  isOtherSeen: boolean,
  typicalS: number,
): string {
  const { strideTimeS, toeOffS, oppositeStrikeS, oppositeOffS } = cycle;
  if (isBroken) return 'the foot is not seen throughout';
  if (strideTimeS < shortestStrideS) return `stride time under ${shortestStrideS} s`;
  if (strideTimeS > longestStrideS) return `stride time over ${longestStrideS} s`;
  if (Math.abs(strideTimeS - typicalS) > largestDeviation * typicalS) {
    return `stride time far from the median of ${typicalS.toFixed(2)} s`;
  }
  if (toeOffS === null) return 'no toe-off found in it';
  if (!isOtherSeen) return '';
  if (oppositeStrikeS === null) return 'no contact of the other foot found in it';
  if (toeOffS < oppositeStrikeS)
    return 'the foot leaves before the other lands: running, or walking backwards';
  if (oppositeOffS === null) return 'no toe-off of the other foot found in it';
  if (oppositeOffS > oppositeStrikeS) return 'events are not in the order of walking';
  return '';
}

const markReasons: Readonly<Record<CycleMark, string>> = {
  first: 'first cycle of its pass',
  last: 'last cycle of its pass',
  outlier: 'its stride time or length is an outlier',
};

/** Whether a stride stands out among these by a value of it; null values do not. */
function outliersBy(
  cycles: readonly GaitCycle[],
  value: (cycle: GaitCycle) => number | null,
): (cycle: GaitCycle) => boolean {
  const values = cycles.flatMap((cycle) => value(cycle) ?? []);
  const typical = median(values);
  const spread = madToSd * median(values.map((own) => Math.abs(own - typical)));
  const limit = Math.max(outlierSds * spread, leastOutlierShare * typical);
  return (cycle) =>
    values.length >= fewestForOutliers && Math.abs((value(cycle) ?? typical) - typical) > limit;
}

/** Marks of each of these cycles, which are in order of time; `isWhole` says which of them could be measured. */
function marksOf(cycles: readonly GaitCycle[], isWhole: (cycle: GaitCycle) => boolean): CycleMark[][] {
  const whole = cycles.filter(isWhole);
  const isOddTime = outliersBy(whole, ({ strideTimeS }) => strideTimeS);
  const isOddLength = outliersBy(whole, (cycle) => cycle.strideLengthHeights ?? cycle.strideLengthM);
  const isOutlier = (cycle: GaitCycle) => isWhole(cycle) && (isOddTime(cycle) || isOddLength(cycle));
  const keyOf = ({ side, pass }: GaitCycle) => `${side} ${pass}`;
  const last = new Map(cycles.map((cycle) => [keyOf(cycle), cycle]));
  const first = new Map(cycles.toReversed().map((cycle) => [keyOf(cycle), cycle]));
  return cycles.map((cycle) => [
    ...(first.get(keyOf(cycle)) === cycle ? (['first'] as const) : []),
    ...(last.get(keyOf(cycle)) === cycle ? (['last'] as const) : []),
    ...(isOutlier(cycle) ? (['outlier'] as const) : []),
  ]);
}

/**
 * Strides of both sides in order of time, each from an initial contact to the next of the same foot within a pass.
 * All are listed; those that do not count towards the parameters say why: what is missing in them, or the mark for which
 * they are excluded. Of a walk that shows one foot alone, the cycles hold what that foot says.
 *
 * @param exclude marks of cycles that do not count
 */
export function cyclesOf(
  events: readonly FoundEvent[],
  measure: MeasureStride,
  exclude: readonly CycleMark[] = ['outlier'],
): GaitCycle[] {
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
  const cycles = strides
    .map(({ side, start, end, isBroken }): GaitCycle => {
      const other: Side = side === 'left' ? 'right' : 'left';
      const [startS, endS] = [start.timeS, end.timeS];
      const strideTimeS = endS - startS;
      const toeOffS = within(events, side, 'toe_off', startS, endS);
      const oppositeStrikeS = within(events, other, 'heel_strike', startS, endS);
      const oppositeOffS = within(events, other, 'toe_off', startS, endS);
      const isOtherSeen = events.some((event) => event.side === other && event.stretch === start.stretch);
      const reason = fault(
        { strideTimeS, toeOffS, oppositeStrikeS, oppositeOffS },
        isBroken,
        isOtherSeen,
        typicalS,
      );
      const stancePercent = percent(toeOffS === null ? null : toeOffS - startS, strideTimeS);
      const { strideLengthM, ...otherLengths } = measure(side, { startS, endS, oppositeStrikeS });
      return {
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
        marks: [],
        kept: reason === '',
        reason,
      };
    })
    .sort((a, b) => a.startS - b.startS);
  const marks = marksOf(cycles, ({ kept }) => kept);
  return cycles.map((cycle, k) => {
    const own = marks[k]!;
    const against = own.find((mark) => exclude.includes(mark));
    const reason = cycle.reason === '' && against !== undefined ? markReasons[against] : cycle.reason;
    return { ...cycle, marks: own, kept: reason === '', reason };
  });
}
