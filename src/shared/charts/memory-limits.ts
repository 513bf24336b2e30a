import type { Interval } from '../interval';
import { mbBetween } from '../interval-words';

/**
 * Limits that differ by less are one to a reader: a share such as "80%" is taken anew at each step of the memory that is
 * available then, which drifts by some percent with the other programs of the machine.
 */
const driftShare = 0.05;
const characterPx = 7;
const labelHeightPx = 16;

/** Limits that lie close together, in MB. */
export type LimitRange = Pick<Interval, 'low' | 'high'>;

/** Limits from the tightest on, those that lie close together as one. */
export function limitRanges(limitsMb: readonly number[]): LimitRange[] {
  const ranges: LimitRange[] = [];
  for (const limitMb of limitsMb.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && limitMb <= (1 + driftShare) * last.low)
      ranges[ranges.length - 1] = { ...last, high: limitMb };
    else ranges.push({ low: limitMb, high: limitMb });
  }
  return ranges;
}

export const isInRange = (limitMb: number, { low, high }: LimitRange): boolean =>
  limitMb >= low && limitMb <= high;

/** The area of a chart that memory is drawn in. */
export interface MemoryPlot {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly endS: number;
  readonly topMb: number;
}

/** How long a limit held. */
export interface LimitStretch {
  readonly limitMb: number;
  readonly fromS: number;
  readonly toS: number;
}

/** Until the next limit held, or to the end; without those too short to be seen, as that of a step of one sample. */
export function limitStretches(
  series: readonly { readonly timeS: number; readonly limitMb: number }[],
  widthPx: number,
): LimitStretch[] {
  const starts = series.filter(({ limitMb }, at) => limitMb !== series[at - 1]?.limitMb);
  const endS = series.at(-1)?.timeS ?? 0;
  return starts
    .map(({ limitMb, timeS }, at) => ({
      limitMb,
      fromS: at === 0 ? 0 : timeS,
      toS: starts[at + 1]?.timeS ?? endS,
    }))
    .filter(({ fromS, toS }) => (toS - fromS) * widthPx >= endS && toS > fromS);
}

/** A text that stands on a point of the plot. */
export interface PlotLabel {
  readonly timeS: number;
  readonly rssMb: number;
  /** Which end of the text is at the point. */
  readonly align: 'left' | 'right';
  readonly text: string;
}

/**
 * The name of each limit, once, at an end of a stretch in which it held, the longest first. Where it would lie on another
 * text, or on another limit's line, it is left out.
 * @param others Texts that are there already.
 */
export function limitLabels(
  stretches: readonly LimitStretch[],
  others: readonly PlotLabel[],
  plot: MemoryPlot,
): PlotLabel[] {
  const labels: PlotLabel[] = [];
  for (const range of limitRanges(stretches.map(({ limitMb }) => limitMb))) {
    const own = stretches.filter(({ limitMb }) => isInRange(limitMb, range));
    const taken = [
      ...[...others, ...labels].map((label) => labelBox(label, plot)),
      ...stretches.filter((stretch) => !own.includes(stretch)).map((stretch) => lineBox(stretch, plot)),
    ];
    const places = own
      .toSorted((a, b) => b.toS - b.fromS - (a.toS - a.fromS))
      .flatMap(({ fromS, toS }) => {
        const label = { rssMb: range.high, text: `limit ${mbBetween(range)}` };
        const ends: PlotLabel[] = [
          { ...label, timeS: toS, align: 'right' },
          { ...label, timeS: fromS, align: 'left' },
        ];
        return toS > plot.endS / 2 ? ends : ends.toReversed();
      });
    const free = places.find((label) => {
      const box = labelBox(label, plot);
      return box.leftPx >= 0 && box.rightPx <= plot.widthPx && !taken.some((other) => overlap(box, other));
    });
    if (free) labels.push(free);
  }
  return labels;
}

interface Box {
  readonly leftPx: number;
  readonly rightPx: number;
  /** Above the foot of the plot. */
  readonly lowPx: number;
  readonly highPx: number;
}

const xPx = (timeS: number, { widthPx, endS }: MemoryPlot): number => (widthPx * timeS) / endS;
const yPx = (rssMb: number, { heightPx, topMb }: MemoryPlot): number => (heightPx * rssMb) / topMb;

function labelBox({ timeS, rssMb, align, text }: PlotLabel, plot: MemoryPlot): Box {
  const [atPx, lowPx, lengthPx] = [xPx(timeS, plot), yPx(rssMb, plot), characterPx * text.length];
  return {
    leftPx: align === 'left' ? atPx : atPx - lengthPx,
    rightPx: align === 'left' ? atPx + lengthPx : atPx,
    lowPx,
    highPx: lowPx + labelHeightPx,
  };
}

function lineBox({ limitMb, fromS, toS }: LimitStretch, plot: MemoryPlot): Box {
  const atPx = yPx(limitMb, plot);
  return { leftPx: xPx(fromS, plot), rightPx: xPx(toS, plot), lowPx: atPx, highPx: atPx };
}

const overlap = (a: Box, b: Box): boolean =>
  a.leftPx < b.rightPx && b.leftPx < a.rightPx && a.lowPx < b.highPx && b.lowPx < a.highPx;
