import type { Interval } from './interval';
import { badInput, type GaitError } from './errors';
import { secondsBetween, secondsSet } from './interval-words';
import { duration } from './numbers';
import type { ResolvedSettings, Settings } from './settings';
import type { StepName } from './steps';

/** Stands where a profile is named for the most accurate one that fits; no profile of the user's may be called so. */
export const autoProfile = 'auto';

/** What it does, for help and completion. */
export const autoDescription =
  'The most accurate profile that fits in the memory limit and, with deadline_s, in that time by what was measured on this machine. It chooses for extract-pose and train-folds; for other steps it is the same as balanced.';

/** Whose values hold until a step has chosen, and where there is nothing to choose. */
export const autoStandIn = 'balanced';

/** Why a deadline is not taken by a step; null where it is, or where there is none. */
export function refusedDeadline(
  step: StepName,
  { settings, sources }: Pick<ResolvedSettings, 'settings' | 'sources'>,
): GaitError | null {
  if (settings.deadline_s === null) return null;
  if (step !== 'extract-pose') {
    // One that stands above all steps is meant for those that find poses.
    if (sources['deadline_s'] !== 'cell') return null;
    return badInput(
      `deadline_s is not taken by ${step}: it chooses a profile by the time that finding poses takes, and nothing else is foretold.`,
      'Set it in the step extract-pose, with profile: auto.',
    );
  }
  if (settings.performance_mode === autoProfile) return null;
  return badInput(
    `deadline_s is set (${sources['deadline_s'] ?? 'settings'}), and the profile is ${settings.performance_mode}: a deadline only chooses a profile, it does not stop a run.`,
    `Set the profile to ${autoProfile}, or leave deadline_s out (null).`,
  );
}

/** A profile that could be chosen, with the settings that it comes to. */
export interface Candidate {
  readonly profile: string;
  readonly resolved: ResolvedSettings;
}

/**
 * Candidates for finding poses, the most accurate first: by the model, then the width of the frames, then how many of them
 * are looked at, then whether landmarks are smoothed and the silhouette is found. Of equals, the user's own come before the
 * built-in ones. Those that come to the same result stand once.
 */
export function byPoseAccuracy(
  candidates: readonly Candidate[],
  builtIn: (profile: string) => boolean,
): Candidate[] {
  return ordered(
    candidates,
    ({ mediapipe, frame_width, frame_rate }) => [
      mediapipe.model_complexity,
      frame_width,
      frame_rate ?? Infinity,
      Number(mediapipe.smooth_landmarks),
      Number(mediapipe.enable_segmentation),
    ],
    builtIn,
    ({ mediapipe, frame_width, frame_rate }) => ({ mediapipe, frame_width, frame_rate }),
  );
}

/** The same for training: by the size of the network, then by how long it may learn. */
export function byNetworkSize(
  candidates: readonly Candidate[],
  builtIn: (profile: string) => boolean,
): Candidate[] {
  return ordered(
    candidates,
    ({ training }) => [
      training.num_blocks * training.num_filters ** 2 * training.kernel_size,
      training.window_size,
      training.epochs,
    ],
    builtIn,
    ({ training, model_optimization }) => ({ training, model_optimization }),
  );
}

function ordered(
  candidates: readonly Candidate[],
  ranks: (settings: Settings) => readonly number[],
  builtIn: (profile: string) => boolean,
  result: (settings: Settings) => unknown,
): Candidate[] {
  const ranked = candidates.map((candidate) => ({
    candidate,
    rank: [...ranks(candidate.resolved.settings), Number(!builtIn(candidate.profile))],
  }));
  ranked.sort((a, b) => {
    const at = a.rank.findIndex((value, index) => value !== b.rank[index]);
    return at < 0 ? 0 : b.rank[at]! - a.rank[at]!;
  });
  const distinct = new Map<string, Candidate>();
  for (const { candidate } of ranked) {
    const key = JSON.stringify(result(candidate.resolved.settings));
    if (!distinct.has(key)) distinct.set(key, candidate);
  }
  return [...distinct.values()];
}

/** What is known of a candidate when it is chosen or passed over. */
export interface Weighed {
  readonly profile: string;
  /** Why it cannot be taken at all; null where it can. */
  readonly refusal: string | null;
  /** What is left to find with it; null where it is not asked for, or nothing tells it. */
  readonly seconds: Interval | null;
}

/** Whether a candidate is through by a deadline, as far as can be told. */
export const meetsDeadline = ({ refusal, seconds }: Weighed, leftS: number): boolean =>
  refusal === null && seconds !== null && seconds.high <= leftS;

/** Until when poses are to be found. */
export interface Deadline {
  /** As it was set. */
  readonly setS: number;
  /** What of it is gone for finding out how long each profile takes. */
  readonly spentS: number;
}

/** Why a more accurate profile was passed over: "accurate would take 12–14 min of 10 min". */
export function passedOver({ profile, refusal, seconds }: Weighed, deadline: Deadline | null): string {
  if (refusal !== null) return `${profile} ${refusal}`;
  if (seconds === null || deadline === null) return `${profile} could not be measured`;
  const { setS, spentS } = deadline;
  const would = `${profile} would take ${secondsBetween(seconds)} of ${secondsSet(setS)}`;
  // It alone would be through in time: without this it would read as if it were passed over for nothing.
  return seconds.high > setS ? would : `${would}, and finding that out took ${duration(spentS)}`;
}

/** How a profile was chosen, as its settings' source says it. */
export const choiceSource = (better: readonly Weighed[], deadline: Deadline | null): string =>
  `${autoProfile}: ${
    better.length === 0
      ? 'the most accurate one fits'
      : better.map((weighed) => passedOver(weighed, deadline)).join(', ')
  }`;

/** The same as a sentence of the run's record. */
export function choiceNote(chosen: Weighed, better: readonly Weighed[], deadline: Deadline | null): string {
  const why =
    better.length === 0
      ? 'it is the most accurate one'
      : `the most accurate that fits: ${better.map((weighed) => passedOver(weighed, deadline)).join(', ')}`;
  const time =
    chosen.seconds !== null && deadline !== null ? ` ${expectedWords(chosen.seconds, deadline)}` : '';
  return `The profile ${autoProfile} chose ${chosen.profile}; ${why}.${time}`;
}

/** The run's own prediction counts both: without the seconds spent the two would contradict each other. */
function expectedWords(seconds: Interval, { setS, spentS }: Deadline): string {
  const spent = spentS < worthTellingS ? '' : `, after ${duration(spentS)} to find that out`;
  return `${secondsBetween(seconds)} are expected${spent}, of ${secondsSet(setS)}.`;
}

const worthTellingS = 0.5;

/** What a plan that is over the limit takes of it. */
export const overLimit = (neededMb: number, limitMb: number): string =>
  `takes ${Math.round(neededMb)} MB of ${Math.round(limitMb)} MB`;

/** @returns the error where no profile is through by the deadline; it names what the quickest would take. */
export function noneInTime(weighed: readonly Weighed[], deadline: Deadline): GaitError {
  const reasons = weighed.map((each) => passedOver(each, deadline)).join('; ');
  const known = weighed.flatMap(({ seconds, refusal }) => (refusal === null && seconds ? [seconds] : []));
  const quickestS = Math.min(...known.map(({ high }) => high));
  return badInput(
    `No profile is sure to find these poses in ${secondsSet(deadline.setS)}: ${reasons}.`,
    known.length === 0
      ? 'Leave deadline_s out (null), or run a benchmark on a longer video first.'
      : `Set deadline_s to ${Math.ceil(quickestS + deadline.spentS)} or more, or frame_rate lower, so that fewer frames are looked at.`,
  );
}
