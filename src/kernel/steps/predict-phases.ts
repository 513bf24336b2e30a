import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput, GaitError } from '../../shared/errors';
import { planPrediction } from '../../shared/prediction-plan';
import type { KeypointTrack, Walk } from '../../shared/results';
import type { StepOf } from '../../shared/steps';
import { collectGarbage } from '../display/collect-garbage';
import { judgeEvents, measureWalk, prepareWalk, type MeasureOptions } from '../gait/analyze';
import { addressOf } from '../store/address';
import { datasetVersion } from '../training/data/build-dataset';
import { findEngine, type FoundEngine } from '../training/engines';
import { trainerMb } from '../training/engines/memory-need';
import { knownWalkWarning } from '../training/prediction/known-walk';
import { methodOf, readPhaseModels, type PhaseModels } from '../training/prediction/phase-models';
import { phasesCsv } from '../training/prediction/phase-table';
import { readWalk } from '../training/prediction/read-walk';
import { statedSpans } from '../training/prediction/stated-spans';
import { gaitVersion } from './detect-events';
import {
  gaitFiles,
  measuringParameters,
  recordingOf,
  sourceOf,
  toGaitResult,
  writeAnalysis,
} from './gait-result';
import { mapWalks } from './map-walks';
import { recordingMemory } from './recording-memory';
import type { StepContext, StepDefinition, WalkResult } from './step';

/** Raised whenever what this step writes changes. */
const version = 1;

/** What all walks of a step are read with. */
interface Reading {
  readonly models: PhaseModels;
  readonly engine: FoundEngine;
}

/**
 * Reads walks with a trained network: phases and events, and all that is measured from these as from events that a rule has
 * found. The network sees what it learnt from: the signal prepared as for its training, at its rate; the step's own signal
 * keys are for what is measured.
 */
export const predictPhases: StepDefinition<'predict-phases'> = {
  async run(step, context) {
    const { settings, recorder, store, workingFolder } = context;
    const pose = context.result(step.pose, 'extract-pose', 'load-landmarks');
    const models = await readPhaseModels(modelFolderOf(step, context), step.fold);
    const engine = await recorder.stage('start', () => findEngine(settings, workingFolder));
    recorder.engine({ training_engine: engine.id, ...engine.versions });
    const reading = { models, engine };
    const memory = recordingMemory(context);
    const walks = await mapWalks(pose.walks, context, 1, async (input) => {
      // What failed before stays failed, for the reason it failed for.
      if (input.address === null) return input;
      const options = measureOptionsOf(step, input.walk, models, context);
      const address = addressOfPrediction(input, input.address, options, reading);
      const source = sourceWith(knownWalkWarning(models.models, input.walk), input);
      const stored = await store.find(address);
      if (stored !== null) return toGaitResult(source, address, stored, true);
      mustFit(reading, context);
      const recording = recordingOf(input, input.folder, context);
      const size = await recording.size();
      const refused = memory.refuse(input.walk, size);
      if (refused) return refused;
      const folder = await store.write(address, (temporary) =>
        predictOne(input.walk, options, reading, () => recording.read(size), temporary, context),
      );
      return toGaitResult(source, address, folder, false);
    });
    return { walks: memory.checked(walks) };
  },
};

/** @throws GaitError bad-input where no model is named, or two are, or the training that is named came to nothing. */
function modelFolderOf(
  { model, model_folder }: StepOf<'predict-phases'>,
  context: Pick<StepContext, 'result' | 'workingFolder'>,
): string {
  if (model_folder !== undefined && model !== undefined) {
    throw badInput('model and model_folder both name a model.', 'Leave one of them out.');
  }
  if (model_folder !== undefined) return path.resolve(context.workingFolder, model_folder);
  if (model === undefined) {
    throw badInput(
      'predict-phases needs a trained model.',
      'Name a train-folds result with model, or give model_folder, the folder that train-folds or gait train wrote.',
    );
  }
  const trained = context.result(model, 'train-folds').walks.find(({ folder }) => folder !== null);
  if (trained?.folder == null) {
    throw badInput(`"${model}" holds no model: none of its walks came through.`, 'Run train-folds again.');
  }
  return trained.folder;
}

/** How a walk is measured: the step's own wishes, the settings, what is known of the walk, and who found its events. */
const measureOptionsOf = (
  { exclude = ['outlier'] }: StepOf<'predict-phases'>,
  walk: Walk,
  models: PhaseModels,
  { settings }: Pick<StepContext, 'settings'>,
): Required<MeasureOptions> => ({
  signal: settings.signal_processing,
  walk,
  method: methodOf(models),
  exclude,
});

const addressOfPrediction = (
  input: WalkResult,
  pose: string,
  options: Required<MeasureOptions>,
  { models, engine }: Reading,
): string =>
  addressOf({
    step: 'predict-phases',
    version,
    inputs: { pose, model: models.digest },
    parameters: {
      ...measuringParameters(input, options),
      features: datasetVersion,
      gait: gaitVersion,
    },
    engines: { id: engine.id, ...engine.versions },
  });

/** The source of a result, with what is to be said of it whatever becomes of its events. */
function sourceWith(warning: string | null, input: WalkResult): ReturnType<typeof sourceOf> {
  const source = sourceOf(input);
  return warning === null ? source : { ...source, sourceWarnings: [...input.warnings, warning] };
}

/** @throws GaitError memory-limit where the limit has no room for a worker that applies the network. */
function mustFit({ models, engine }: Reading, { limitMb, log }: Pick<StepContext, 'limitMb' | 'log'>): void {
  const planned = planPrediction(limitMb, models.network, (windows) =>
    trainerMb(engine.id, models.network, windows),
  );
  if (!planned.ok) throw new GaitError('memory-limit', planned.message, planned.suggestion);
  log('debug', `Applying the network is expected to take ${planned.expectedMb} MB.`);
}

async function predictOne(
  walk: Walk,
  options: Required<MeasureOptions>,
  { models, engine }: Reading,
  read: () => Promise<KeypointTrack>,
  folder: string,
  { recorder, signal }: StepContext,
): Promise<void> {
  const track = await recorder.stage('read', read);
  collectGarbage();
  // What follows does not look up until it is done.
  signal.throwIfAborted();
  const stated = await recorder.stage('prediction', () =>
    readWalk({ track, walk }, models, engine, { folder, signal }),
  );
  const [analysis, judged] = await recorder.stage('gait_events', () => {
    const prepared = prepareWalk(track, options);
    const found = judgeEvents(prepared, prepared.stretches.length === 0 ? [] : stated.decoded.events);
    return Promise.resolve([measureWalk(prepared, found, options), found] as const);
  });
  collectGarbage();
  const { abstentions, warnings } = judged;
  const { signal: keys, method, exclude } = options;
  const made = {
    options: { signal: keys, method, exclude },
    detection: { abstentions, warnings },
    edits: [],
  };
  const { events } = analysis;
  const spans = statedSpans(stated.decoded, events, stated.timeS);
  await recorder.stage('write', async () => {
    const table = phasesCsv({ ...stated, events });
    await writeFile(path.join(folder, gaitFiles.phases), table, { signal });
    await writeAnalysis(folder, track, analysis, made, signal, spans);
  });
  // What this walk leaves behind must not stand beside the next one.
  collectGarbage();
}
