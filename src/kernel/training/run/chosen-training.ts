import {
  autoProfile,
  byNetworkSize,
  choiceNote,
  choiceSource,
  overLimit,
  type Candidate,
  type Weighed,
} from '../../../shared/auto-profile';
import { GaitError, toGaitError } from '../../../shared/errors';
import type { StepOf } from '../../../shared/steps';
import { candidatesOf, isBuiltIn, settled } from '../../steps/settle-profile';
import type { StepContext } from '../../steps/step';
import { checkTrainingSettings } from './check-settings';
import { prepareTraining, type PreparedTraining } from './prepare-training';
import { planFolds } from './train-all';

/** All that is settled before the first epoch, and with which settings. */
export interface ChosenTraining {
  readonly prepared: PreparedTraining;
  readonly context: StepContext;
}

/**
 * Prepares a training; with the profile `auto`, the one with the largest network whose folds fit in the memory limit and that
 * the data are enough for.
 * @throws GaitError why the lightest does not, where none does.
 */
export async function prepareChosen(
  step: StepOf<'train-folds'>,
  context: StepContext,
): Promise<ChosenTraining> {
  if (context.settings.performance_mode !== autoProfile) {
    checkTrainingSettings(context.settings);
    return { prepared: await prepareTraining(step, context), context };
  }
  const better: Weighed[] = [];
  let refused: unknown;
  for (const candidate of byNetworkSize(candidatesOf(context), isBuiltIn)) {
    const { profile } = candidate;
    try {
      const { prepared, refusal } = await tryOut(step, candidate, context);
      if (refusal !== null) {
        better.push({ profile, refusal: overLimit(refusal.neededMb, context.limitMb), seconds: null });
        refused = new GaitError('memory-limit', refusal.message, refusal.suggestion);
        continue;
      }
      const chosen = { profile, refusal: null, seconds: null };
      const [source, note] = [choiceSource(better, null), choiceNote(chosen, better, null)];
      return { prepared, context: settled(candidate, source, note, context) };
    } catch (thrown) {
      const error = toGaitError(thrown);
      if (error.kind !== 'bad-input') throw error;
      better.push({ profile, refusal: `cannot be trained (${error.message})`, seconds: null });
      refused = error;
    }
  }
  throw refused;
}

async function tryOut(step: StepOf<'train-folds'>, { resolved }: Candidate, given: StepContext) {
  const { settings } = resolved;
  checkTrainingSettings(settings);
  const context = { ...given, settings, resolved };
  const prepared = await prepareTraining(step, context);
  // What is in the store takes no memory any more.
  const isStored = (await context.store.find(prepared.address)) !== null;
  const planned = isStored ? null : await planFolds(prepared, context);
  return { prepared, refusal: planned === null || planned.ok ? null : planned };
}
