import type { Side } from '../shared/results';
import type { Footfall, FootfallPlan } from './footfalls';

/** One stride of one side, with the contacts of the other side before and within it. */
export interface StrideSpan {
  readonly side: Side;
  readonly startS: number;
  readonly toeOffS: number;
  readonly endS: number;
  readonly start: Footfall;
  readonly before: Footfall;
  readonly other: Footfall;
  readonly end: Footfall;
}

/** Strides of one side from contact to contact; all of them within the given times. */
export const strideSpans = (
  { footfalls }: FootfallPlan,
  side: Side,
  fromS: number,
  toS: number,
): StrideSpan[] =>
  footfalls.flatMap((start, i) => {
    const [before, other, end] = [footfalls[i - 1], footfalls[i + 1], footfalls[i + 2]];
    if (start.side !== side || !before || !other || !end) return [];
    if (start.strikeS < fromS || end.strikeS > toS) return [];
    return [
      { side, startS: start.strikeS, toeOffS: start.toeOffS, endS: end.strikeS, start, before, other, end },
    ];
  });
