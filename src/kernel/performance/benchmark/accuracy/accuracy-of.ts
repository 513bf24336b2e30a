import { isPhantomClip, readTruth, type PhantomTruth } from '../../../../phantom/truth';
import type { Accuracy } from '../../../../shared/benchmark-accuracy';
import { toGaitError } from '../../../../shared/errors';
import type { Walk } from '../../../../shared/results';
import type { LoadedVideo } from '../../../steps/load-video';
import type { StepContext } from '../../../steps/step';
import type { BenchmarkJob, JobResult } from '../job';
import { likeContenders, mostAccurate, type LikeContenders, type MeasuredContender } from './contenders';
import { eventErrors, jointErrors, parameterErrors } from './errors';
import { drawPhantom, planPhantomOf, poseOfPhantom, type DrawnPhantom } from './phantom-of-walk';
import {
  readSeenWalk,
  referenceOfSeen,
  referenceOfTruth,
  sharedSpan,
  type ReferenceWalk,
  type SeenWalk,
} from './seen-walk';

export type { MeasuredContender } from './contenders';

/** What is judged, and with what. */
export interface AccuracyRequest extends Pick<StepContext, 'signal' | 'log'> {
  /** That was measured. */
  readonly walk: Walk;
  readonly video: LoadedVideo;
  /** Those that did not fail. */
  readonly contenders: readonly MeasuredContender[];
  /** Runs steps in a process of their own. */
  readonly run: (job: BenchmarkJob) => Promise<JobResult>;
  /** For a phantom and what is found in it. The caller removes it. */
  readonly scratchFolder: string;
}

/** How right contenders are, and what a reader must know of it. */
export interface JudgedContenders {
  readonly accuracy: Accuracy[];
  readonly notes: string[];
}

/** A contender whose pose there is. */
type Kept = LikeContenders & { readonly poseFolder: string };

const jointsNote =
  'Joints against a truth: the hip is the centre of the joint, the knee and the ankle likewise, the heel the back of the foot, the toe the front end of the big toe. MediaPipe marks places near them, so some pixels are a matter of definition and stand in every profile’s figure.';
const asPhantom =
  'A phantom walks more evenly than people and is seen more clearly: errors on people are larger.';

/**
 * How right each contender is: against the video's own truth where it is a phantom, else beside the contender that
 * should be most accurate and against the truth of a phantom like the video. What cannot be judged is left out, and a
 * note says why.
 * @throws GaitError cancelled
 */
export async function accuracyOf(request: AccuracyRequest): Promise<JudgedContenders> {
  const kinds = likeContenders(request.contenders);
  const kept = kinds.filter((one): one is Kept => one.poseFolder !== null);
  const notes = kinds.filter((one) => one.poseFolder === null).map(notKept);
  if (kept.length === 0) return { accuracy: [], notes };
  const truth = await truthOf(request);
  if (typeof truth === 'object' && truth !== null) {
    const judged = await besideTruth(kept, truth, request);
    return { accuracy: judged, notes: [...notes, jointsNote, asPhantom] };
  }
  if (truth !== null) notes.push(truth);
  const beside = await besideMostAccurate(kept, request);
  const phantom = await besidePhantom(kept, beside.best, request);
  return {
    accuracy: [...beside.accuracy, ...phantom.accuracy],
    notes: [...notes, ...beside.notes, ...phantom.notes],
  };
}

const notKept = ({ names }: LikeContenders): string =>
  `How right ${names.join(' and ')} is was not judged: its pose was not kept.`;

/** The truth of a phantom's clip; why it does not count, where it does not; null where the video is none. */
async function truthOf({ walk, video }: AccuracyRequest): Promise<PhantomTruth | string | null> {
  if (!(await isPhantomClip(walk.path, video.digest))) return null;
  try {
    const truth = await readTruth(walk.path);
    const { fps } = truth.options;
    // A stretched clock moves every event of the recording.
    if (Math.abs((walk.captureFps ?? fps) / fps - 1) <= 0.001) return truth;
    return `The truth beside the video does not count: it is of ${fps} frames/s, and capture_fps says ${walk.captureFps ?? fps}.`;
  } catch (thrown) {
    return `The truth beside the video does not count: ${toGaitError(thrown).message}`;
  }
}

/** One entry for each of the contenders that find the same. */
const entriesOf = (
  { names }: LikeContenders,
  reference: Accuracy['reference'],
  seen: SeenWalk,
  beside: ReferenceWalk,
  pixelScale = 1,
): Accuracy[] => {
  const judged = {
    reference,
    frames: seen.frames,
    detected_share: seen.detectedShare,
    joints_px: jointErrors(seen.points, beside.points, pixelScale),
    events: eventErrors(seen.events, beside.events, sharedSpan(seen, beside)),
    parameters_percent: parameterErrors(seen.cycles, beside.cycles),
  };
  return names.map((contender) => ({ contender, ...judged }));
};

async function besideTruth(
  kept: readonly Kept[],
  truth: PhantomTruth,
  { walk, signal }: AccuracyRequest,
): Promise<Accuracy[]> {
  const reference = referenceOfTruth(truth);
  const accuracy: Accuracy[] = [];
  for (const one of kept) {
    signal.throwIfAborted();
    const seen = await readSeenWalk(one.poseFolder, one.settings, walk);
    accuracy.push(...entriesOf(one, 'truth', seen, reference));
  }
  return accuracy;
}

/** Agreement with the contender that should be most accurate, on the very same frames. */
async function besideMostAccurate(
  kept: readonly Kept[],
  { walk, signal }: AccuracyRequest,
): Promise<JudgedContenders & { readonly best: { readonly kept: Kept; readonly seen: SeenWalk } }> {
  const best = mostAccurate(kept)!; // there is one at least
  const seenByBest = await readSeenWalk(best.poseFolder, best.settings, walk);
  const reference = referenceOfSeen(seenByBest);
  const accuracy: Accuracy[] = [];
  for (const one of kept) {
    if (one === best) continue;
    signal.throwIfAborted();
    const seen = await readSeenWalk(one.poseFolder, one.settings, walk);
    accuracy.push(...entriesOf(one, 'accurate', seen, reference));
  }
  const notes =
    accuracy.length === 0
      ? []
      : [
          `On the video itself, contenders are set beside ${best.names[0]!}, which errs too: the figures are of agreement, not of error.`,
        ];
  return { accuracy, notes, best: { kept: best, seen: seenByBest } };
}

/** Errors against the truth of a phantom that is seen as the video's walker is. */
async function besidePhantom(
  kept: readonly Kept[],
  best: { readonly kept: Kept; readonly seen: SeenWalk },
  request: AccuracyRequest,
): Promise<JudgedContenders> {
  const { run, scratchFolder: folder, walk, video, signal, log } = request;
  const frameWidth = Math.max(...kept.map(({ settings }) => settings.frame_width));
  const planned = planPhantomOf(best.seen, walk, video.info, frameWidth);
  if (typeof planned === 'string') return { accuracy: [], notes: [planned] };
  log('info', `Drawing a phantom like the video: ${planned.summary}.`);
  const room = { run, folder, settings: best.kept.settings };
  let phantom: DrawnPhantom;
  try {
    phantom = await drawPhantom(planned, room);
  } catch (thrown) {
    signal.throwIfAborted();
    return {
      accuracy: [],
      notes: [`A phantom like the video was not drawn: ${toGaitError(thrown).message}`],
    };
  }
  const reference = referenceOfTruth(phantom.truth);
  const accuracy: Accuracy[] = [];
  const failures: string[] = [];
  for (const one of kept) {
    signal.throwIfAborted();
    try {
      const poseFolder = await poseOfPhantom(phantom, { ...room, settings: one.settings });
      const seen = await readSeenWalk(poseFolder, one.settings, phantom.walk);
      accuracy.push(...entriesOf(one, 'phantom-like', seen, reference, phantom.pixelScale));
    } catch (thrown) {
      signal.throwIfAborted();
      failures.push(`${one.names.join(' and ')} failed on the phantom: ${toGaitError(thrown).message}`);
    }
  }
  return {
    accuracy,
    notes: [
      `The phantom like the video: ${planned.summary}.`,
      ...planned.warnings,
      ...failures,
      jointsNote,
      asPhantom,
    ],
  };
}
