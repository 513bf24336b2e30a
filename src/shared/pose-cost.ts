import type { BenchmarkRun } from './benchmark';
import type { Interval } from './interval';
import { measuredCosts } from './memory-plan';
import type { VideoInfo, Walk } from './results';
import type { Settings } from './settings';

/** What finding poses costs, as runs on this machine have measured it. */
export interface PoseCost {
  /** Videos that were worked on at once. */
  readonly workers: number;
  /** Seconds that a step takes once: its programs are looked for. */
  readonly onceS: number;
  /** Seconds that a video takes beside its frames: its model, its pictures, its table. */
  readonly videoS: number;
  /** Wall seconds a frame of all videos together, of each run. */
  readonly secondsPerFrame: readonly number[];
  /** Share by which the pace changed within the runs. */
  readonly variation: number;
  /** What the process held before, and what came to it at most, in MB, of each run; none where the system does not tell. */
  readonly memory: readonly { readonly beforeMb: number; readonly grownMb: number }[];
}

/**
 * Least half-widths of an interval, as shares: what seconds tell of minutes, from several runs or from one, and what one
 * process's peak tells of the next one's.
 */
const leastMargins = { time: 0.08, timeOfOneRun: 0.12, memory: 0.06 };
/** What another version of the JavaScript engine adds to that: from Node 20 to 24 the CPU time fell by 17 % (7 pairs of runs). */
const otherEngineMargin = 0.15;

/**
 * The cost that some runs of one contender at one kind of work measured; null where they had too few frames to tell.
 * @param measuredWalks how many walks each of them worked on.
 */
export function poseCostOf(runs: readonly BenchmarkRun[], measuredWalks: number): PoseCost | null {
  const counted = runs.filter(({ outcome, repeat }) => outcome === 'done' && repeat > 0);
  const paced = counted.flatMap((run) =>
    run.seconds_per_frame === null ? [] : [{ run, secondsPerFrame: run.seconds_per_frame }],
  );
  const [first] = paced;
  if (!first) return null;
  const workers = first.run.workers ?? 1;
  const waves = Math.ceil(measuredWalks / workers);
  return {
    workers,
    onceS: medianOf(paced.map(({ run }) => run.stages['start'] ?? 0)),
    videoS: medianOf(
      paced.map(({ run, secondsPerFrame }) =>
        Math.max(0, (poseSecondsOf(run) - (run.stages['start'] ?? 0) - secondsPerFrame * run.amount) / waves),
      ),
    ),
    secondsPerFrame: paced.map(({ secondsPerFrame }) => secondsPerFrame),
    variation: medianOf(paced.map(({ run }) => run.pace_variation ?? 0)),
    memory: counted.flatMap(({ peak_rss_mb: peakMb, series }) => {
      const beforeMb = series[0]?.rss_mb;
      return peakMb === null || beforeMb === undefined
        ? []
        : [{ beforeMb, grownMb: Math.max(0, peakMb - beforeMb) }];
    }),
  };
}

/** What of a run's time was the step that finds poses. */
export const poseSecondsOf = ({ work, seconds, stages }: BenchmarkRun): number =>
  work === 'mediapipe'
    ? seconds
    : (stages['start'] ?? 0) + (stages['video_processing'] ?? 0) + (stages['display'] ?? 0);

/** Share of a video's frames that are looked at with these settings: a rate may pass over some. */
export function lookedAtShare(
  { captureFps }: Pick<Walk, 'captureFps'>,
  { averageFps }: Pick<VideoInfo, 'averageFps'>,
  { frame_rate: frameRate }: Pick<Settings, 'frame_rate'>,
): number {
  const fps = captureFps ?? averageFps;
  return frameRate === null || fps <= 0 ? 1 : Math.min(1, frameRate / fps);
}

/** Frames of a video that are looked at with these settings. */
export const lookedAtFrames = (
  walk: Pick<Walk, 'maxFrames' | 'captureFps'>,
  info: Pick<VideoInfo, 'expectedFrames' | 'averageFps'>,
  settings: Pick<Settings, 'frame_rate'>,
): number =>
  Math.ceil(Math.min(info.expectedFrames, walk.maxFrames ?? Infinity) * lookedAtShare(walk, info, settings));

/**
 * Seconds that finding the poses of videos with so many frames takes.
 * @param sameEngine whether the cost was measured with the JavaScript engine that will run it.
 */
export function predictSeconds(
  cost: PoseCost,
  frames: readonly number[],
  { sameEngine = true }: { readonly sameEngine?: boolean } = {},
): Interval {
  const { secondsPerFrame, variation, onceS } = cost;
  const pace = medianOf(secondsPerFrame);
  // Fewer videos at once than were measured are not slower than beside the others, and not faster than all together.
  const slowest = onceS + scheduledS(cost, pace, frames, 'as beside the others');
  const fastest = onceS + scheduledS(cost, pace, frames, 'as all together');
  const range = (Math.max(...secondsPerFrame) - Math.min(...secondsPerFrame)) / 2 / pace;
  const least = secondsPerFrame.length > 1 ? leastMargins.time : leastMargins.timeOfOneRun;
  const other = sameEngine ? 0 : otherEngineMargin;
  const margin = Math.min(0.9, Math.max(range, variation, least) + other);
  return {
    low: fastest * (1 - margin),
    expected: (fastest + slowest) / 2,
    high: slowest * (1 + margin),
  };
}

/** Wall seconds until the last video is through, where each is taken up as soon as a worker is free. */
function scheduledS(
  { workers, videoS }: PoseCost,
  secondsPerFrame: number,
  frames: readonly number[],
  fewer: 'as beside the others' | 'as all together',
): number {
  const waiting = frames.map((count) => videoS + count * secondsPerFrame * workers);
  let active: number[] = [];
  let elapsedS = 0;
  while (waiting.length > 0 || active.length > 0) {
    active.push(...waiting.splice(0, workers - active.length));
    const faster = fewer === 'as all together' ? workers / active.length : 1;
    const nextS = Math.min(...active);
    elapsedS += nextS / faster;
    active = active.map((leftS) => leftS - nextS).filter((leftS) => leftS > 0);
  }
  return elapsedS;
}

/**
 * Highest resident memory of finding the poses of so many videos; null where none was measured.
 * @param beforeMb what the process holds before; as in the measured runs where it is left out.
 */
export function predictPeakMb(
  { memory, workers }: PoseCost,
  videos: number,
  { beforeMb, oneV8Thread = false }: { readonly beforeMb?: number; readonly oneV8Thread?: boolean } = {},
): Interval | null {
  if (memory.length === 0) return null;
  const leftMb =
    videos > workers ? (oneV8Thread ? measuredCosts.leftBehindByOneThreadMb : measuredCosts.leftBehindMb) : 0;
  // What a process holds beyond that from earlier steps is in part used again: half of it, as measured, or all, or nothing.
  const peaksWith = (keptShare: number): number[] =>
    memory.map(({ beforeMb: measuredMb, grownMb }) => {
      const moreMb = (beforeMb ?? measuredMb) - measuredMb;
      return measuredMb + grownMb + (moreMb > 0 ? keptShare * moreMb : moreMb);
    });
  const expected = medianOf(peaksWith(0.5)) + leftMb / 2;
  const marginMb = leastMargins.memory * expected;
  return {
    low: Math.min(...peaksWith(0), expected - marginMb),
    expected,
    high: Math.max(Math.max(...peaksWith(1)) + leftMb, expected + marginMb),
  };
}

/** The middle of some values, or the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length === 0 ? 0 : (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
