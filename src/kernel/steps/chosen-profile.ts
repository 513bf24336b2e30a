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
import { planPoseWith } from '../../shared/pose-plan';
import { profileTimes } from '../performance/benchmark/profile-times';
import type { ToCalibrate } from '../performance/benchmark/short-calibration';
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
    settings.deadline_s === null ? null : await profileTimes(options.filter(fits), tools, context, leftS);
  const times = timed?.times;
  const weighed = options.map((option): Weighed => ({
    profile: option.candidate.profile,
    refusal: fits(option) ? (times?.get(option)?.refusal ?? null) : overLimit(option.neededMb ?? 0, limitMb),
    seconds: times?.get(option)?.seconds ?? null,
  }));
  const stillS = leftS();
  const at = weighed.findIndex((each) => (timed ? meetsDeadline(each, stillS) : each.refusal === null));
  const { deadline_s: setS } = settings;
  const deadline = setS === null ? null : { setS, spentS: setS - stillS };
  // Sound: one that fits there is, or the plan would have said so; only a deadline can refuse it.
  if (at < 0) throw noneInTime(weighed, deadline!);
  const better = weighed.slice(0, at);
  const source = choiceSource(better, deadline);
  const note = choiceNote(weighed[at]!, better, deadline);
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
