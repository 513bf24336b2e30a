import { meetsDeadline, type Weighed } from '../../../shared/auto-profile';
import type { Interval } from '../../../shared/interval';
import type { StepContext } from '../../steps/step';
import type { VideoTools } from '../../video/ffmpeg';
import type { MeasuredBy } from './calibration';
import { predictRun } from './predict';
import { calibrate, type ToCalibrate } from './short-calibration';

/** Seconds from stopping a calibration until the poses are begun with, with some to spare. */
const stoppingS = 1;

export interface ProfileTimes<T> {
  readonly times: ReadonlyMap<T, Weighed>;
  /** Seconds that went into calibrating. */
  readonly calibrationS: number;
}

/**
 * What each profile would take, by what was measured here with this engine; what was not is measured now, the lightest
 * first, until one is too slow: those that are more accurate are slower still. To look for a better one never costs one that
 * is sure to be through in time. What another engine measured stands in where nothing is measured now.
 * @param profiles the most accurate first.
 * @param leftS seconds that are left until the deadline.
 */
export async function profileTimes<T extends ToCalibrate>(
  profiles: readonly T[],
  tools: VideoTools,
  context: StepContext,
  leftS: () => number,
): Promise<ProfileTimes<T>> {
  const times = new Map<T, Weighed>();
  let calibrationS = 0;
  let isTooSlow = false;
  /** The most accurate one that is known to be through in time. */
  let sure: Weighed | null = null;
  for (const option of profiles.toReversed()) {
    const { profile } = option.candidate;
    let refusal: string | null = null;
    let unknown = 'could not be measured: its videos are too short, or the limit is too low for it';
    const isKnown = (await secondsOf(option, tools, context, 'this-v8')) !== null;
    if (!isKnown && isTooSlow) unknown = 'was not measured, as a lighter one takes too long already';
    else if (!isKnown) {
      const roomS = sure?.seconds == null ? Infinity : leftS() - sure.seconds.high - stoppingS;
      const begunMs = performance.now();
      const calibrated = roomS > 0 ? await calibrateWithin(roomS, option, tools, context) : 'out of time';
      if (roomS > 0) calibrationS += (performance.now() - begunMs) / 1000;
      if (calibrated !== 'out of time') ({ refusal } = calibrated);
      else unknown = `was not measured: that would leave too little time for ${sure?.profile ?? 'any other'}`;
    }
    const seconds = refusal === null ? await secondsOf(option, tools, context, 'any-v8') : null;
    const weighed: Weighed = { profile, refusal: seconds === null ? (refusal ?? unknown) : null, seconds };
    if (meetsDeadline(weighed, leftS())) sure = weighed;
    else if (seconds !== null) isTooSlow = true;
    times.set(option, weighed);
  }
  return { times, calibrationS };
}

/** The longest that a timer takes. */
const longestTimerMs = 2 ** 31 - 1;

/** @returns why there is no calibration, null where there is one; or that it was stopped, for want of time. */
async function calibrateWithin(
  roomS: number,
  option: ToCalibrate,
  tools: VideoTools,
  context: StepContext,
): Promise<{ readonly refusal: string | null } | 'out of time'> {
  const timeUp = new AbortController();
  const timer = setTimeout(
    () => {
      timeUp.abort();
    },
    Math.min(1000 * roomS, longestTimerMs),
  );
  const signal = AbortSignal.any([context.signal, timeUp.signal]);
  try {
    return {
      refusal: await context.recorder.stage('calibration', () =>
        calibrate(option, tools, { ...context, signal }),
      ),
    };
  } catch (thrown) {
    if (timeUp.signal.aborted && !context.signal.aborted) return 'out of time';
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

async function secondsOf(
  { candidate, fitting, workers }: ToCalibrate,
  tools: VideoTools,
  context: StepContext,
  from: MeasuredBy,
): Promise<Interval | null> {
  if (fitting.length === 0) return { low: 0, expected: 0, high: 0 };
  const { limitMb } = context;
  const plan = { workers, limitMb };
  return (
    (await predictRun(fitting, plan, candidate.resolved.settings, tools, context, from))?.seconds ?? null
  );
}
