import {
  baselineName,
  type BenchmarkedWork,
  type BenchmarkRun,
  type Contender,
  type Spread,
} from './benchmark';
import { ownValue } from './own-value';

/** What the contenders are compared with, beside the baseline. */
const usualProfile = 'balanced';

/** Half a range of more than this share of the median, and repeats say little of profiles that are close together. */
export const mostNoisePercent = 10;

/** What was asked for: the order in which contenders and works are told of. */
export interface Asked {
  readonly contenders: readonly string[];
  readonly works: readonly BenchmarkedWork[];
  readonly repeats: number;
  /** Whether it ended before all runs were done. */
  readonly stopped: boolean;
}

/**
 * What the performance guide expects. Its text counts fast (2–3 times) and accurate (0.5–0.7 times) against balanced; the
 * speed of balanced itself can only be meant against no optimizations.
 */
const expectations: Readonly<Record<string, NonNullable<Contender['expected']>>> = {
  fast: {
    speed: { low: 2, high: 3 },
    speed_of: 'balanced',
    memory_reduction_percent: { low: 50, high: 60 },
    accuracy: 'Minimal',
  },
  balanced: {
    speed: { low: 1.5, high: 2 },
    speed_of: 'baseline',
    memory_reduction_percent: { low: 30, high: 40 },
    accuracy: 'None',
  },
  accurate: {
    speed: { low: 0.5, high: 0.7 },
    speed_of: 'balanced',
    memory_reduction_percent: { low: 10, high: 20 },
    accuracy: 'Improved',
  },
};

/** What the guide's table expects of a contender; null where it says nothing: of your own profiles, and of training. */
export const expectationOf = (contender: string, work: BenchmarkedWork): Contender['expected'] =>
  work === 'training' ? null : (ownValue(expectations, contender) ?? null);

/** Median and bounds; null of nothing. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return null;
  return { median: medianOf(sorted), least, most, values: [...values] };
}

/** @param sorted at least one value. */
function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Each contender at each work over its repeats, and beside the profile balanced and the baseline. */
export function summarise(runs: readonly BenchmarkRun[], asked: Asked): Contender[] {
  return asked.works.flatMap((work) => {
    const ofWork = runs.filter((run) => run.work === work);
    const alone = asked.contenders.map((contender) =>
      overRepeats(
        contender,
        work,
        ofWork.filter((run) => run.contender === contender),
        asked,
      ),
    );
    const named = (name: string): Contender | undefined => alone.find(({ contender }) => contender === name);
    const usual = named(usualProfile);
    const baseline = named(baselineName);
    return alone.map((one) => ({
      ...one,
      speed_of_balanced: timesAsFast(one, usual),
      speed_of_baseline: timesAsFast(one, baseline),
      memory_reduction_percent: reductionPercent(one, baseline),
    }));
  });
}

function overRepeats(
  contender: string,
  work: BenchmarkedWork,
  runs: readonly BenchmarkRun[],
  { repeats, stopped }: Asked,
): Contender {
  const done = runs.filter(({ repeat, outcome }) => repeat > 0 && outcome === 'done');
  const peaks = done.flatMap(({ peak_rss_mb: peak }) => (peak === null ? [] : [peak]));
  return {
    contender,
    work,
    runs: done.length,
    failure: done.length >= repeats ? null : failureOf(runs, done.length, repeats, stopped),
    seconds: spreadOf(done.map(({ seconds }) => seconds)),
    cpu_s: spreadOf(done.map(({ cpu_s }) => cpu_s)),
    amount_per_second: spreadOf(
      done.flatMap(({ amount, seconds }) => (seconds > 0 ? [amount / seconds] : [])),
    ),
    unit: work === 'training' ? 'windows' : 'frames',
    peak_rss_mb: spreadOf(peaks),
    speed_of_balanced: null,
    speed_of_baseline: null,
    memory_reduction_percent: null,
    expected: expectationOf(contender, work),
  };
}

/** Why runs are lacking: the first that failed says it. A warm-up says it where it was the end of this contender. */
function failureOf(
  runs: readonly BenchmarkRun[],
  done: number,
  repeats: number,
  stopped: boolean,
): string | null {
  const failed =
    runs.find(({ repeat, outcome }) => repeat > 0 && outcome !== 'done') ??
    runs.find(({ outcome }) => outcome === 'memory-limit');
  if (failed !== undefined) return failed.error ?? 'It failed and did not say why.';
  if (!stopped) return null;
  if (done > 0) return `Stopped after ${done} of ${repeats} runs.`;
  const warmUp = runs.find(({ outcome }) => outcome !== 'done');
  return `Stopped before it was measured.${warmUp?.error ? ` Its warm-up failed: ${warmUp.error}` : ''}`;
}

/** Whether runs tell of anything that was asked for: a warm-up does only where it failed. */
export const tellAnything = (runs: readonly BenchmarkRun[]): boolean =>
  runs.some(({ repeat, outcome }) => repeat > 0 || outcome !== 'done');

/** By the time that the same work took. */
const timesAsFast = (one: Contender, base: Contender | undefined): number | null =>
  one.seconds && base?.seconds && one.seconds.median > 0 ? base.seconds.median / one.seconds.median : null;

const reductionPercent = (one: Contender, base: Contender | undefined): number | null =>
  one.peak_rss_mb && base?.peak_rss_mb && base.peak_rss_mb.median > 0
    ? 100 * (1 - one.peak_rss_mb.median / base.peak_rss_mb.median)
    : null;

/** How far the repeats of one contender lie apart; none where nothing was repeated. */
export function noiseOf(contenders: readonly Contender[]): {
  spread_percent: number | null;
  too_noisy: boolean;
} {
  const shares = contenders.flatMap(({ seconds }) =>
    seconds && seconds.values.length > 1 && seconds.median > 0
      ? [(50 * (seconds.most - seconds.least)) / seconds.median]
      : [],
  );
  const spread_percent = spreadOf(shares)?.median ?? null;
  return { spread_percent, too_noisy: spread_percent !== null && spread_percent > mostNoisePercent };
}

/** What of the CPU time of the runs that count went into measuring, in per cent; null where nothing was measured. */
export function watchingPercent(runs: readonly BenchmarkRun[]): number | null {
  const counted = runs.filter(({ repeat, outcome }) => repeat > 0 && outcome === 'done');
  const cpuS = counted.reduce((sum, run) => sum + run.cpu_s, 0);
  return cpuS > 0 ? (100 * counted.reduce((sum, run) => sum + run.watching_s, 0)) / cpuS : null;
}
