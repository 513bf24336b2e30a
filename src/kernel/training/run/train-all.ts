import { GaitError } from '../../../shared/errors';
import { counted } from '../../../shared/numbers';
import { planTraining, type TrainingPlanResult } from '../../../shared/training-plan';
import { availableCores } from '../../performance/machine';
import type { StepContext } from '../../steps/step';
import { heapMb, mostHeapMb, trainerMb } from '../engines/memory-need';
import { foldProgress } from './fold-progress';
import type { PreparedTraining } from './prepare-training';
import { readFoldOutcome, runFolds, type TrainedFold } from './run-folds';

/** The plan for the folds that are not in the store yet; null where all are. */
export async function planFolds(
  { dataset, engine, network, folds }: PreparedTraining,
  { settings, store, limitMb }: Pick<StepContext, 'settings' | 'store' | 'limitMb'>,
): Promise<TrainingPlanResult | null> {
  const { training, model_optimization: model, io_optimization: io } = settings;
  const found = await Promise.all(folds.map(({ address }) => store.find(address)));
  const missing = found.filter((folder) => folder === null).length;
  if (missing === 0) return null;
  const frames = dataset.description.walks.reduce((sum, walk) => sum + walk.frames, 0);
  return planTraining({
    limitMb,
    availableCores: availableCores(),
    parallel: io.parallel_processing,
    maxWorkers: io.max_workers,
    folds: missing,
    network,
    batchSize: training.batch_size,
    gradientAccumulation: model.gradient_accumulation,
    heldFrames: settings.memory_optimization.chunk_processing ? 0 : frames,
    trainerMb: (windows) => trainerMb(engine.id, network, windows),
    engineHolds: (windows) => engine.id !== 'tfjs-wasm' || heapMb(network, windows) <= mostHeapMb,
  });
}

/**
 * Trains the folds that are not in the store yet.
 * @throws GaitError memory-limit where not even one fits, before any begins; what stops one of them else.
 */
export async function trainAll(prepared: PreparedTraining, context: StepContext): Promise<TrainedFold[]> {
  const { dataset, engine, network, folds } = prepared;
  const { settings, store, recorder, log } = context;
  const { training, model_optimization: model } = settings;
  const inChunks = settings.memory_optimization.chunk_processing;
  const found = await Promise.all(folds.map(({ address }) => store.find(address)));
  const progress = foldProgress({ folds: folds.length, epochs: training.epochs }, context.progress);
  for (const [index, folder] of found.entries()) {
    if (folder !== null) progress.finish(index + 1, (await readFoldOutcome(folder)).history, true);
  }
  const planned = await planFolds(prepared, context);
  if (planned && !planned.ok) throw new GaitError('memory-limit', planned.message, planned.suggestion);
  if (planned) {
    recorder.plan(planned.plan);
    const { workers, boundBy, expectedMb, limitMb } = planned.plan;
    log(
      'debug',
      `${counted(found.filter((folder) => folder === null).length, 'fold')} with ${workers} at once (bound by ${boundBy}): about ${expectedMb} of ${Math.round(limitMb)} MB are expected.`,
    );
  }
  try {
    return await recorder.stage('model_training', () =>
      runFolds(
        folds,
        { datasetFolder: dataset.folder, inChunks, network, training, model },
        { engine, workers: planned?.plan.workers ?? 1, progress },
        context,
      ),
    );
  } finally {
    progress.end();
  }
}
