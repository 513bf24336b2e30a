import type { PoseBundle } from '../../shared/display';

/** The frames of a recording and their times, as far as a bundle tells them. */
export interface Frames {
  readonly count: number;
  readonly startS: number;
  readonly endS: number;
  /** Number of the frame nearest to a moment, from 0. */
  at(timeS: number): number;
  timeOf(frame: number): number;
}

type Knot = readonly [frame: number, timeS: number];

/**
 * Frame numbers and times of a recording. Of a short one the bundle has the time of each frame; of a long one those of
 * some frames, between which the others lie evenly.
 */
export function framesOf({
  frames,
  confidence,
  filmstrip,
  durationS,
}: Pick<PoseBundle, 'frames' | 'confidence' | 'filmstrip' | 'durationS'>): Frames {
  const count = Math.max(1, frames);
  const startS = confidence.timeS[0] ?? filmstrip?.tiles[0]?.timeS ?? 0;
  const known: Knot[] =
    confidence.timeS.length === frames
      ? confidence.timeS.map((timeS, frame) => [frame, timeS])
      : [
          [0, startS],
          ...(filmstrip?.tiles ?? []).map(({ frame, timeS }): Knot => [frame, timeS]),
          [count - 1, startS + durationS],
        ];
  return framesBetween(rising(known), count);
}

/** Frames that lie evenly over a span. */
export function evenFrames(count: number, startS: number, endS: number): Frames {
  const whole = Math.max(1, Math.round(count));
  return framesBetween(
    rising([
      [0, startS],
      [whole - 1, endS],
    ]),
    whole,
  );
}

/** Knots whose frames and times both rise; others say nothing. */
function rising(knots: readonly Knot[]): readonly Knot[] {
  const kept: Knot[] = [];
  for (const knot of knots) {
    const last = kept.at(-1);
    if (last === undefined || (knot[0] > last[0] && knot[1] > last[1])) kept.push(knot);
  }
  return kept;
}

function framesBetween(knots: readonly Knot[], count: number): Frames {
  const first = knots[0] ?? [0, 0];
  const last = knots.at(-1) ?? first;
  /** What lies between the two knots around a value, on a straight line. */
  const between = (value: number, from: 0 | 1, to: 0 | 1): number => {
    const after = lowerBound(knots.length, (index) => knots[index]![from] >= value);
    const a = knots[after - 1];
    const b = knots[after];
    if (a === undefined) return first[to];
    if (b === undefined) return last[to];
    return a[to] + ((value - a[from]) / (b[from] - a[from])) * (b[to] - a[to]);
  };
  return {
    count,
    startS: first[1],
    endS: last[1],
    at: (timeS) => Math.min(count - 1, Math.max(0, Math.round(between(timeS, 1, 0)))),
    timeOf: (frame) => between(frame, 0, 1),
  };
}

/** Index of the time nearest to a moment; times rise. −1 where there are none. */
export function nearestIndex(timesS: readonly number[], timeS: number): number {
  const after = lowerBound(timesS.length, (index) => timesS[index]! >= timeS);
  if (after === 0) return timesS.length === 0 ? -1 : 0;
  if (after === timesS.length) return timesS.length - 1;
  return timeS - timesS[after - 1]! <= timesS[after]! - timeS ? after - 1 : after;
}

/** The first index at which a condition holds that holds from there on; `length` where it never does. */
function lowerBound(length: number, holds: (index: number) => boolean): number {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
