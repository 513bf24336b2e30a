import { badInput } from '../../../shared/errors';
import { matchEvents, type TrueEvent } from './compare-truth';
import { valueAt } from '../signal/interpolate';
import type { SagittalTrack } from '../signal/sagittal';
import { median } from '../statistics';

/** How the clocks of two sources were brought together. */
export interface Synchronisation {
  /** What is added to the second source's times to bring them to the first one's clock. */
  readonly offsetS: number;
  readonly by: 'one clock' | 'events' | 'cross-correlation';
  /** 0–1: the peak correlation, or the share of overlapping events that meet; 1 where the clock is one. */
  readonly confidence: number;
}

/** A signal over time; NaN where it is missing. */
export interface TimedSignal {
  readonly timeS: Float64Array;
  readonly values: Float64Array;
}

/** Rate at which signals are laid over each other; the peak is then found between samples. */
const commonRateHz = 100;
/** Part of each recording, from its start, that is looked at: longer ones show nothing more, and cost the square. */
const longestS = 180;
const mostEvents = 60;
/** Overlap below which nothing is compared: about a stride and a half. */
const shortestOverlapS = 1.5;
/** Correlation below which two signals are not taken for the same walk. */
export const leastCorrelation = 0.7;
/** How much more than the best peak another may leave unexplained and still be as good. */
const asGood = 1.5;
const rounding = 1e-9;
/** Share of overlapping events that must meet. */
const leastMet = 0.6;
/** Time within which two events meet while an offset is looked for. */
const meetingToleranceS = 0.08;
const fewestMeetings = 3;

/**
 * Left heel ahead of the right one along the way the feet point: what every source of a walk has, whatever its unit,
 * its origin, its direction and its camera.
 */
export function stepSignal({ timeS, paths }: SagittalTrack): TimedSignal {
  const along = (name: string) => paths.get(name)?.along;
  const [leftHeel, rightHeel, leftToe, rightToe] = ['LHeel', 'RHeel', 'LBigToe', 'RBigToe'].map(along);
  const values = Float64Array.from(timeS, (_, frame) => {
    const at = (path: Float64Array | undefined) => path?.[frame] ?? Number.NaN;
    const facing = at(leftToe) - at(leftHeel) + at(rightToe) - at(rightHeel);
    return Math.sign(facing) * (at(leftHeel) - at(rightHeel));
  });
  return { timeS, values };
}

/** The signal at the common rate, and the whole number of samples at which it starts. */
function resampled({ timeS, values }: TimedSignal): {
  readonly from: number;
  readonly samples: Float64Array;
} {
  const from = Math.ceil((timeS[0] ?? 0) * commonRateHz);
  const to = Math.min(Math.floor((timeS.at(-1) ?? 0) * commonRateHz), from + longestS * commonRateHz);
  return {
    from,
    samples: Float64Array.from({ length: Math.max(0, to - from + 1) }, (_, k) =>
      valueAt(timeS, values, (from + k) / commonRateHz),
    ),
  };
}

/** Pearson's correlation of `a` with `b` moved later by `lag` samples, where both are there; NaN below the least overlap. */
function correlationAt(a: Float64Array, b: Float64Array, lag: number): number {
  let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let k = Math.max(0, lag); k < Math.min(a.length, b.length + lag); k++) {
    const x = a[k]!;
    const y = b[k - lag]!;
    if (Number.isNaN(x + y)) continue;
    n += 1;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  if (n < shortestOverlapS * commonRateHz) return Number.NaN;
  const scatter = (n * sumAA - sumA ** 2) * (n * sumBB - sumB ** 2);
  return scatter > 0 ? (n * sumAB - sumA * sumB) / Math.sqrt(scatter) : Number.NaN;
}

/**
 * Brings two clocks together by cross-correlation: normalised over what overlaps at each lag, the peak refined by a
 * parabola. A walk repeats itself every stride, so of peaks that leave hardly more unexplained than the best one does, the one
 * with the longest overlap is taken: recordings of one walk mostly begin and end together. Of long recordings the first
 * three minutes count.
 * @throws GaitError bad-input where the signals overlap too little, or are nowhere alike.
 */
export function synchroniseSignals(first: TimedSignal, second: TimedSignal): Synchronisation {
  const [a, b] = [resampled(first), resampled(second)];
  const least = Math.round(shortestOverlapS * commonRateHz);
  const firstLag = least - b.samples.length;
  const lags = Math.max(0, a.samples.length - least - firstLag + 1);
  const correlation = Float64Array.from({ length: lags }, (_, k) =>
    correlationAt(a.samples, b.samples, firstLag + k),
  );
  const best = correlation.reduce((most, value) => (value > most ? value : most), -Infinity);
  if (!(best >= leastCorrelation)) {
    throw badInput(
      best === -Infinity
        ? `The two recordings have less than ${shortestOverlapS} s of both heels in common.`
        : `The two recordings do not look like the same walk: their heels correlate with ${best.toFixed(2)} at best, and ${leastCorrelation} is asked.`,
      'Check that they belong together, or set synchronise to events, or to none where their clocks are one.',
    );
  }
  const overlap = (k: number) =>
    Math.min(a.samples.length, b.samples.length + firstLag + k) - Math.max(0, firstLag + k);
  const peaks = Array.from(correlation.keys()).filter(
    (k) =>
      1 - correlation[k]! <= asGood * (1 - best) + rounding &&
      !(correlation[k - 1]! > correlation[k]!) &&
      !(correlation[k + 1]! > correlation[k]!),
  );
  const peak = peaks.reduce((longest, k) => (overlap(k) > overlap(longest) ? k : longest));
  const [before, at, after] = [correlation[peak - 1]!, correlation[peak]!, correlation[peak + 1]!];
  const bend = before - 2 * at + after;
  const shift = bend < 0 ? (before - after) / (2 * bend) : 0;
  return {
    offsetS: (a.from - b.from + firstLag + peak + shift) / commonRateHz,
    by: 'cross-correlation',
    confidence: at,
  };
}

/**
 * Brings two clocks together by their events: the offset at which most events of the same side and kind meet, then the
 * median of what is left. It takes a constant difference in time between the two for a difference of their clocks.
 * Of long recordings the first 60 events count.
 * @throws GaitError bad-input where too few events meet.
 */
export function synchroniseEvents(
  allOfFirst: readonly TrueEvent[],
  allOfSecond: readonly TrueEvent[],
): Synchronisation {
  const [first, second] = [allOfFirst.slice(0, mostEvents), allOfSecond.slice(0, mostEvents)];
  const offsets = first.flatMap((a) =>
    second.filter((b) => a.side === b.side && a.event === b.event).map((b) => a.timeS - b.timeS),
  );
  let best: { offsetS: number; met: number; share: number; spreadS: number } | null = null;
  for (const offsetS of offsets) {
    const errorsS = meetings(first, second, offsetS);
    const met = errorsS.length;
    const spreadS = median(errorsS.map(Math.abs));
    if (best !== null && (met < best.met || (met === best.met && spreadS >= best.spreadS))) continue;
    best = { offsetS, met, spreadS, share: met / Math.max(1, overlapping(first, second, offsetS)) };
  }
  if (best === null || best.met < fewestMeetings || best.share < leastMet) {
    throw badInput(
      `The events of the two sources do not meet: ${best?.met ?? 0} of ${first.length} and ${second.length} at best.`,
      'Check that they belong to the same walk, or set synchronise to cross-correlation, or to none where their clocks are one.',
    );
  }
  const left = median(meetings(first, second, best.offsetS));
  return { offsetS: best.offsetS + left, by: 'events', confidence: best.share };
}

/** What is left between events that meet, first − second, in seconds. */
const meetings = (first: readonly TrueEvent[], second: readonly TrueEvent[], offsetS: number): number[] =>
  matchEvents(
    first.map((event) => ({ ...event, confidence: 1 })),
    second.map((event) => ({ ...event, timeS: event.timeS + offsetS })),
    meetingToleranceS,
  ).matched.map(({ errorS }) => errorS);

/** How many events of the source with fewer of them lie where both have some. */
function overlapping(first: readonly TrueEvent[], second: readonly TrueEvent[], offsetS: number): number {
  const [a, b] = [first.map(({ timeS }) => timeS), second.map(({ timeS }) => timeS + offsetS)];
  const fromS = Math.max(Math.min(...a), Math.min(...b)) - meetingToleranceS;
  const toS = Math.min(Math.max(...a), Math.max(...b)) + meetingToleranceS;
  const within = (times: readonly number[]) => times.filter((timeS) => timeS >= fromS && timeS <= toS).length;
  return Math.max(within(a), within(b));
}
