import { GaitError } from '../../../shared/errors';
import { planTraining } from '../../../shared/training-plan';
import { availableCores } from '../../performance/machine';
import type { StepContext } from '../../steps/step';
import { heapMb, mostHeapMb, trainerMb } from '../engines/memory-need';
import { foldProgress } from './fold-progress';
import type { PreparedTraining } from './prepare-training';
import { readFoldOutcome, runFolds, type TrainedFold } from './run-folds';

/**
 * Trains the folds that are not in the store yet.
 * @throws GaitError memory-limit where not even one fits, before any begins; what stops one of them else.
 */
export async function trainAll(
  { dataset, engine, network, folds }: PreparedTraining,
  context: StepContext,
): Promise<TrainedFold[]> {
  const { settings, store, recorder, log } = context;
  const { training, model_optimization: model } = settings;
  const inChunks = settings.memory_optimization.chunk_processing;
  const found = await Promise.all(folds.map(({ address }) => store.find(address)));
  const progress = foldProgress({ folds: folds.length, epochs: training.epochs }, context.progress);
  for (const [index, folder] of found.entries()) {
    if (folder !== null) progress.finish(index + 1, (await readFoldOutcome(folder)).history, true);
  }
  const missing = found.filter((folder) => folder === null).length;
  const frames = dataset.description.walks.reduce((sum, walk) => sum + walk.frames, 0);
  const planned = planTraining({
    limitMb: context.limitMb,
    availableCores: availableCores(),
    parallel: settings.io_optimization.parallel_processing,
    maxWorkers: settings.io_optimization.max_workers,
    folds: missing,
    network,
    batchSize: training.batch_size,
    gradientAccumulation: model.gradient_accumulation,
    heldFrames: inChunks ? 0 : frames,
    trainerMb: (windows) => trainerMb(engine.id, network, windows),
    engineHolds: (windows) => engine.id !== 'tfjs-wasm' || heapMb(network, windows) <= mostHeapMb,
  });
  if (missing > 0 && !planned.ok) throw new GaitError('memory-limit', planned.message, planned.suggestion);
  if (missing > 0 && planned.ok) {
    recorder.plan(planned.plan);
    const { workers, boundBy, expectedMb, limitMb } = planned.plan;
    log(
      'debug',
      `${missing} folds with ${workers} at once (bound by ${boundBy}): about ${expectedMb} of ${Math.round(limitMb)} MB are expected.`,
    );
  }
  try {
    return await recorder.stage('model_training', () =>
      runFolds(
        folds,
        { datasetFolder: dataset.folder, inChunks, network, training, model },
        { engine, workers: planned.ok ? planned.plan.workers : 1, progress },
        context,
      ),
    );
  } finally {
    progress.end();
  }
}
