import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CrossValidation } from '../../../shared/cross-validation';
import { trainingCurvesChart } from '../../../shared/charts/training-curves';
import { confusionChart } from '../../../shared/charts/training-scores';
import type { TrainingBundle } from '../../../shared/training-bundle';
import type { RenderChart } from '../../display/figure';
import { stackSvg } from '../../display/outputs/stack';
import { buildTrainingBundle } from '../../display/training-bundle';
import { writeTrainingBundle } from '../../display/training-store';
import { decode } from '../evaluation/decode';
import { predictionsOf, type JudgedFold } from '../evaluation/evaluate';
import { foldFiles } from '../run/fold-job';
import { classificationReport } from './classification-report';
import { modelCard, modelCardFile, type TrainedNetwork } from './model-card';
import { predictionsCsv, type PredictedWalk } from './predictions-table';
import { cvMetrics, detailedResults, foldScores, trainingHistories } from './score-files';

/** A trained fold, with the folder that its model lies in. */
export interface FinishedFold extends JudgedFold {
  readonly folder: string;
}

export interface TrainingResult extends TrainedNetwork {
  readonly folds: readonly FinishedFold[];
  readonly crossValidation: CrossValidation;
}

/** Folder of a fold's model within the result. */
export const modelFolder = (fold: number): string => `models/fold_${fold}`;

/** Folds whose curves get a picture of their own; all of them are in the one of all folds. */
const mostPicturedFolds = 30;

/**
 * Writes what a training came to: scores, histories, pictures, one model a fold with its card, and what a cell shows.
 * Files hold no path of this machine, for they are made to be passed on.
 * @returns paths of the user's files within the folder.
 */
export async function writeResults(
  folder: string,
  result: TrainingResult,
  renderChart: RenderChart,
): Promise<string[]> {
  const { description, network, folds, crossValidation } = result;
  const outcomes = folds.map(({ outcome }) => outcome);
  const bundle = buildTrainingBundle({ description, network, outcomes, crossValidation });
  const predicted = predictedWalks(result);
  const { target, rateHz } = description;
  const stated = predicted.map(({ walk, probabilities }) => ({
    walk,
    events: decode(probabilities, target, { startS: walk.startS, rateHz }).events,
  }));
  const predictions = predictionsCsv(predicted, target, rateHz);
  const called =
    predictions === null ? 'Left out, for there are too many frames for a table in text.' : 'predictions.csv';
  const files: Record<string, string> = {
    'cv_metrics.json': json(cvMetrics(crossValidation)),
    'fold_scores.json': json(foldScores(crossValidation, outcomes)),
    'training_histories.json': json(trainingHistories(outcomes)),
    'classification_report.txt': classificationReport(crossValidation),
    'detailed_results.json': json(detailedResults(result, crossValidation, stated, called)),
    ...(predictions === null ? {} : { 'predictions.csv': predictions }),
    ...(await pictures(bundle, renderChart)),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const models = await Promise.all(folds.map((fold) => writeModelOf(folder, fold, result)));
  await writeTrainingBundle(folder, bundle);
  return [...Object.keys(files), ...models.flat()];
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const predictedWalks = ({ description, folds }: TrainingResult): PredictedWalk[] => {
  const byId = new Map(description.walks.map((walk) => [walk.id, walk]));
  return folds.flatMap((fold) =>
    fold.outcome.fold.test.map((id) => ({
      walk: byId.get(id)!, // folds are made of the data set's walks
      fold: fold.outcome.fold.number,
      probabilities: predictionsOf(fold, id, description),
    })),
  );
};

async function pictures(bundle: TrainingBundle, renderChart: RenderChart): Promise<Record<string, string>> {
  const { curves, confusion } = bundle;
  const tables = [];
  for (const table of confusion) tables.push(await renderChart(confusionChart(table)));
  const ownCurves: Record<string, string> = {};
  for (const curve of curves.slice(0, mostPicturedFolds)) {
    ownCurves[`training_curves_fold_${curve.fold}.svg`] = await renderChart(trainingCurvesChart([curve]));
  }
  return {
    'confusion_matrix.svg': stackSvg(tables),
    'training_curves.svg': await renderChart(trainingCurvesChart(curves)),
    ...ownCurves,
  };
}

async function writeModelOf(
  folder: string,
  { outcome, folder: from }: FinishedFold,
  result: TrainingResult,
): Promise<string[]> {
  const { number } = outcome.fold;
  const scores = result.crossValidation.folds.find(({ fold }) => fold === number);
  if (scores === undefined) throw new Error(`Fold ${number} was trained, and not judged.`);
  const own = modelFolder(number);
  await mkdir(path.join(folder, own), { recursive: true });
  const names = ['model.json', 'weights.bin'];
  for (const name of names) await cp(path.join(from, foldFiles.model, name), path.join(folder, own, name));
  await writeFile(path.join(folder, own, modelCardFile), json(modelCard(result, outcome, scores)));
  return [...names, modelCardFile].map((name) => `${own}/${name}`);
}
