import {
  autoProfile,
  byPoseAccuracy,
  choiceNote,
  choiceSource,
  meetsDeadline,
  noneInTime,
  overLimit,
  type Candidate,
  type Weighed,
} from '../../shared/auto-profile';
import type { Interval } from '../../shared/interval';
import { planPoseWith } from '../../shared/pose-plan';
import { predictRun } from '../performance/benchmark/predict';
import { calibrate, type ToCalibrate } from '../performance/benchmark/short-calibration';
import type { VideoTools } from '../video/ffmpeg';
import { missingOf, planPlace, planWork, preparePoses, type PoseWork } from './pose-work';
import { candidatesOf, isBuiltIn, settled } from './settle-profile';
import type { StepContext, WalkResult } from './step';

/** A profile that could be taken, and what would be left to do with it. */
interface Option extends ToCalibrate {
  /** Walks that are not in the store. */
  readonly missing: readonly PoseWork[];
  /** Of the largest video that does not fit; null where all do. */
  readonly neededMb: number | null;
}

/** What a step goes on with. */
export interface ChosenProfile {
  readonly context: StepContext;
  /** Seconds that went into calibrating before the step's own work; 0 where nothing had to be. */
  readonly calibrationS: number;
}

/**
 * The context of a step that finds poses, with the profile that `auto` stands for; as it was where another is named.
 * @throws GaitError memory-limit where no profile fits in the limit, bad-input where none is through by the deadline.
 */
export async function withChosenProfile(
  walks: readonly WalkResult[],
  tools: VideoTools,
  context: StepContext,
): Promise<ChosenProfile> {
  const { settings, limitMb } = context;
  if (settings.performance_mode !== autoProfile) return { context, calibrationS: 0 };
  const startedMs = performance.now();
  const leftS = (): number => (settings.deadline_s ?? Infinity) - (performance.now() - startedMs) / 1000;
  const candidates = byPoseAccuracy(candidatesOf(context), isBuiltIn);
  const options = await Promise.all(
    candidates.map((candidate) => optionOf(candidate, walks, tools, context)),
  );
  // A video that does not fit with any profile fails alone, as it does with a profile that is named.
  const leastRefused = Math.min(...options.map(({ missing, fitting }) => missing.length - fitting.length));
  const fits = ({ missing, fitting }: Option): boolean => missing.length - fitting.length === leastRefused;
  const [lightest] = options.toSorted((a, b) => (a.neededMb ?? 0) - (b.neededMb ?? 0));
  // Says what the lightest would need, where not even that has room.
  if (lightest) planWork(lightest.missing, lightest.candidate.resolved.settings, limitMb);

  const timed =
    settings.deadline_s === null ? null : await timesOf(options.filter(fits), tools, context, leftS);
  const times = timed?.times;
  const weighed = options.map((option): Weighed => ({
    profile: option.candidate.profile,
    refusal: fits(option) ? (times?.get(option)?.refusal ?? null) : overLimit(option.neededMb ?? 0, limitMb),
    seconds: times?.get(option)?.seconds ?? null,
  }));
  const at = weighed.findIndex((each) => (timed ? meetsDeadline(each, leftS()) : each.refusal === null));
  if (at < 0) throw noneInTime(weighed, settings.deadline_s ?? 0);
  const better = weighed.slice(0, at);
  const source = choiceSource(better, settings.deadline_s);
  const note = choiceNote(weighed[at]!, better, settings.deadline_s);
  return {
    context: settled(candidates[at]!, source, note, context),
    calibrationS: timed?.calibrationS ?? 0,
  };
}

async function optionOf(
  candidate: Candidate,
  walks: readonly WalkResult[],
  tools: VideoTools,
  context: StepContext,
): Promise<Option> {
  const { settings } = candidate.resolved;
  const missing = missingOf(await preparePoses(walks, settings, tools, context));
  const place = planPlace(context.limitMb);
  const refusals = new Map(
    missing.flatMap((work) => {
      const alone = planPoseWith(settings, place, [work.video.info]);
      return alone.ok ? [] : [[work, alone.neededMb] as const];
    }),
  );
  const fitting = missing.filter((work) => !refusals.has(work));
  const plan = fitting.length === 0 ? null : planWork(fitting, settings, context.limitMb).plan;
  return {
    candidate,
    missing,
    fitting,
    workers: plan?.workers ?? 1,
    neededMb: refusals.size === 0 ? null : Math.max(...refusals.values()),
  };
}

interface Timed {
  readonly times: ReadonlyMap<Option, Pick<Weighed, 'refusal' | 'seconds'>>;
  readonly calibrationS: number;
}

/**
 * What each option would take, by what was measured here; what was not is measured now, the lightest first, until one is
 * too slow: those that are more accurate are slower still.
 */
async function timesOf(
  options: readonly Option[],
  tools: VideoTools,
  context: StepContext,
  leftS: () => number,
): Promise<Timed> {
  const times = new Map<Option, Pick<Weighed, 'refusal' | 'seconds'>>();
  let calibrationS = 0;
  let isTooSlow = false;
  for (const option of options.toReversed()) {
    let seconds = await secondsOf(option, tools, context);
    let refusal: string | null = null;
    if (seconds === null && isTooSlow) refusal = 'was not measured, as a lighter one takes too long already';
    else if (seconds === null) {
      const begunMs = performance.now();
      refusal = await context.recorder.stage('calibration', () => calibrate(option, tools, context));
      calibrationS += (performance.now() - begunMs) / 1000;
      seconds = refusal === null ? await secondsOf(option, tools, context) : null;
    }
    if (seconds === null)
      refusal ??= 'could not be measured: its videos are too short, or the limit is too low for it';
    if (seconds !== null && seconds.high > leftS()) isTooSlow = true;
    times.set(option, { refusal, seconds });
  }
  return { times, calibrationS };
}

async function secondsOf(
  { candidate, fitting, workers }: Option,
  tools: VideoTools,
  context: StepContext,
): Promise<Interval | null> {
  if (fitting.length === 0) return { low: 0, expected: 0, high: 0 };
  const { limitMb } = context;
  const plan = { workers, limitMb };
  return (await predictRun(fitting, plan, candidate.resolved.settings, tools, context))?.seconds ?? null;
}
