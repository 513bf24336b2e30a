import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { seedFrom } from '../../../shared/random';
import type { Dataset } from '../data/dataset';
import { openDataset } from '../data/open-dataset';
import type { TrainingEngine } from '../engines/engine';
import { writeModel } from '../model/model-files';
import { weightsSha256 } from '../model/weights-digest';
import { bytesOf, readCheckpoint, writeCheckpoint } from './checkpoint';
import { foldFiles, type FoldJob, type FoldOutcome } from './fold-job';
import type { FoldMessage } from './fold-messages';
import { foldWindows, walksOf, type FoldWindows } from './fold-windows';
import { trainLoop, type LoopEnd } from './loop';
import { predictWalk } from './predict-walk';

/**
 * Trains one fold and writes what it leaves into its folder: the model, what it predicts of the walks it never saw, and
 * how it came to be.
 */
export async function trainFold(
  job: FoldJob,
  engine: TrainingEngine,
  tell: (message: FoldMessage) => void | Promise<void>,
): Promise<void> {
  const { fold, network, training, output } = job;
  const dataset = await openDataset(job.datasetFolder, { inChunks: job.inChunks });
  try {
    const windows = foldWindows(dataset, fold, network, training);
    const end = await learn(job, engine, windows, tell);
    await mkdir(path.join(output, foldFiles.model), { recursive: true });
    await writeModel(path.join(output, foldFiles.model), network, end.parameters);
    const predictions = await predictTestWalks(job, engine, dataset, windows, end);
    const seconds = end.history.reduce((sum, record) => sum + record.seconds, 0);
    const outcome: FoldOutcome = {
      fold,
      history: end.history,
      bestEpoch: end.bestEpoch,
      stoppedEarly: end.stoppedEarly,
      standardisation: windows.standardisation,
      weightsSha256: weightsSha256(end.parameters),
      windowsPerSecond: (windows.training * end.history.length) / seconds,
      predictions,
    };
    await writeFile(path.join(output, foldFiles.outcome), JSON.stringify(outcome));
  } finally {
    dataset.close();
  }
}

async function learn(
  { fold, network, training, model, checkpoint }: FoldJob,
  engine: TrainingEngine,
  windows: FoldWindows,
  tell: (message: FoldMessage) => void | Promise<void>,
): Promise<LoopEnd> {
  const seed = seedFrom(training.seed, 'fold', fold.number);
  const from = checkpoint === null ? null : await readCheckpoint(checkpoint);
  await tell({ kind: 'begins', windows: windows.training, history: from?.history ?? [] });
  const trainer = await engine.createTrainer(network, { seed });
  try {
    const options = { network, seed, training, model };
    return await trainLoop(trainer, windows, options, {
      from,
      onWindows: (count) => tell({ kind: 'windows', windows: count }),
      onEpoch: async (record, state) => {
        if (checkpoint !== null) await writeCheckpoint(checkpoint, await state());
        await tell({ kind: 'epoch', record });
      },
    });
  } finally {
    trainer.close();
  }
}

/** Predicts the walks that neither trained nor stopped the network, one after the other into one file. */
async function predictTestWalks(
  { fold, network, output }: FoldJob,
  engine: TrainingEngine,
  dataset: Dataset,
  { standardisation }: FoldWindows,
  { parameters }: LoopEnd,
): Promise<FoldOutcome['predictions']> {
  const predictor = await engine.createPredictor(network, parameters);
  const file = await open(path.join(output, foldFiles.predictions), 'w');
  const places: { walk: string; firstFrame: number; frames: number }[] = [];
  let firstFrame = 0;
  try {
    for (const walk of walksOf(dataset, fold.test)) {
      const predicted = await predictWalk(predictor, network, standardisation, {
        frames: walk.frames,
        read: (from, count) => dataset.read(walk, from, count).features,
      });
      await file.write(bytesOf(predicted));
      places.push({ walk: walk.id, firstFrame, frames: walk.frames });
      firstFrame += walk.frames;
    }
  } finally {
    await file.close();
    predictor.close();
  }
  return places;
}
