import path from 'node:path';
import type { PhantomTruth } from '../../../../phantom/truth';
import type { GaitEvent, GaitParameters, Walk } from '../../../../shared/results';
import type { Settings } from '../../../../shared/settings';
import type { CycleSource } from '../../../gait/agreement/cycle-agreement';
import type { TrueEvent } from '../../../gait/agreement/compare-truth';
import { trueWalk } from '../../../gait/agreement/truth-cycles';
import { findEvents, measureWalk, prepareWalk } from '../../../gait/analyze';
import type { SagittalTrack } from '../../../gait/signal/sagittal';
import { toBody25 } from '../../../gait/signal/body25';
import { poseFiles, readPoseOutcome } from '../../../steps/stored-pose';
import { readPoseTable } from '../../../store/pose-table';
import { judgedSpan, spanOfEvents } from '../../../study/known-events';
import { pointsOfPose, pointsOfTruth, type PicturePoints } from './picture-points';

type Span = readonly [fromS: number, toS: number];

/** A walk as one contender saw it: its pose, and what follows from it. */
export interface SeenWalk {
  readonly frames: number;
  readonly detectedShare: number;
  /** From the first to the last frame that was looked at, whether the walker was found in them or not. */
  readonly spanS: Span;
  readonly points: PicturePoints;
  readonly events: readonly GaitEvent[];
  readonly cycles: CycleSource;
  readonly parameters: GaitParameters;
  readonly track: SagittalTrack;
}

/** What a contender is judged by. */
export interface ReferenceWalk {
  readonly points: PicturePoints;
  readonly events: readonly TrueEvent[];
  readonly cycles: CycleSource;
  /** Part of the recording for which its events are complete, and judged. */
  readonly spanS: Span;
}

/**
 * Reads the pose that a contender found and measures the walk in it as detect-events does.
 * @param poseFolder of a result of extract-pose
 */
export async function readSeenWalk(
  poseFolder: string,
  { signal_processing: signal }: Pick<Settings, 'signal_processing'>,
  walk: Walk,
): Promise<SeenWalk> {
  const { frames, detectedFrames } = await readPoseOutcome(poseFolder);
  const table = path.join(poseFolder, poseFiles.table);
  const keypoints = toBody25(await readPoseTable(table, { world: false }));
  const options = { signal, walk };
  const prepared = prepareWalk(keypoints, options);
  const { events, cycles, curves, parameters } = measureWalk(
    prepared,
    findEvents(prepared, options),
    options,
  );
  return {
    frames,
    detectedShare: frames === 0 ? 0 : detectedFrames / frames,
    spanS: [keypoints.timeS[0] ?? 0, keypoints.timeS.at(-1) ?? 0],
    points: pointsOfPose(keypoints),
    events,
    cycles: { cycles, curves },
    parameters,
    track: prepared.track,
  };
}

/** The walk that a phantom really walked, where the whole walker is in the picture. */
export function referenceOfTruth(truth: PhantomTruth): ReferenceWalk {
  const { events, cycles, curves, visibleS } = trueWalk(truth);
  return { points: pointsOfTruth(truth), events, cycles: { cycles, curves }, spanS: judgedSpan(visibleS) };
}

/** The walk as another contender saw it. */
export const referenceOfSeen = ({ points, events, cycles }: SeenWalk): ReferenceWalk => ({
  points,
  events,
  cycles,
  spanS: spanOfEvents(events),
});

/** Part of a recording in which a contender is judged: where its reference is complete, less the ends of what it saw. */
export function sharedSpan(seen: Pick<SeenWalk, 'spanS'>, reference: Pick<ReferenceWalk, 'spanS'>): Span {
  const [fromS, toS] = judgedSpan(seen.spanS);
  return [Math.max(fromS, reference.spanS[0]), Math.min(toS, reference.spanS[1])];
}
