import { badInput } from '../../../shared/errors';
import { gaitSteps } from '../../../shared/step-keys';
import type { StepOf } from '../../../shared/steps';
import { readPoseOutcome } from '../../steps/stored-pose';
import { recordingOf, readAnalysis } from '../../steps/gait-result';
import { recordingMemory } from '../../steps/recording-memory';
import type { NamedResult, StepContext, WalkResult } from '../../steps/step';
import type { SourceWalk } from '../data/source-walk';

/** What a step trains on: the results it names, and their walks that came through so far. */
export interface TrainingSources {
  readonly results: readonly WalkResult[];
  readonly walks: readonly SourceWalk[];
}

/**
 * Collects the walks of all results that are named.
 * @throws GaitError bad-input where none came through; memory-limit where a recording is too long to be read.
 */
export async function trainingSources(
  data: StepOf<'train-folds'>['data'],
  context: Pick<StepContext, 'result' | 'signal' | 'limitMb' | 'log'>,
): Promise<TrainingSources> {
  const inputs = [data]
    .flat()
    .map((name) => context.result(name, 'extract-pose', 'load-landmarks', ...gaitSteps));
  const memory = recordingMemory(context);
  const walks: SourceWalk[] = [];
  for (const input of inputs) {
    for (const result of input.walks) {
      // What failed before stays failed, for the reason it failed for.
      if (result.address === null) continue;
      walks.push(await sourceWalk(input, result, result.address, context, memory));
    }
  }
  const results = inputs.flatMap((input) => input.walks);
  if (walks.length === 0) {
    throw badInput(
      `There is nothing to train on: ${results[0]?.summary ?? 'the data holds no walks.'}`,
      'Look at the step before, which failed for every walk.',
    );
  }
  return { results, walks };
}

async function sourceWalk(
  { step }: NamedResult,
  result: WalkResult,
  address: string,
  context: Pick<StepContext, 'signal'>,
  memory: ReturnType<typeof recordingMemory>,
): Promise<SourceWalk> {
  const { walk, folder } = result;
  const holdsEvents = gaitSteps.some((name) => name === step);
  const poseFolder = holdsEvents ? result.sourceFolder : folder;
  const recording = recordingOf(result, poseFolder, context);
  const size = await recording.size();
  const refused = memory.refuse(walk, size);
  // A walk that is left out would change the folds of all others in silence.
  if (refused) memory.checked([refused]);
  const analysis = holdsEvents ? await readAnalysis(folder!) : null;
  return {
    walk,
    address,
    // Of a video's pose it says so itself; that of another tool's file is addressed by what it holds.
    recording:
      walk.source === 'video' && typeof poseFolder === 'string'
        ? (await readPoseOutcome(poseFolder)).recording
        : (result.sourceAddress ?? address),
    read: () => recording.read(size),
    events: analysis?.events ?? null,
    corrected: (analysis?.edits.length ?? 0) > 0,
  };
}
