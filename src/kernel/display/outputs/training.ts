import { outputFormat, outputTypes, type CellOutput, type TrainingOutput } from '../../../shared/cell-output';
import { trainingCurvesChart } from '../../../shared/charts/training-curves';
import { baselinesChart, confusionChart } from '../../../shared/charts/training-scores';
import type { TrainingBundle } from '../../../shared/training-bundle';
import { confusionTitle } from '../../../shared/training-words';
import type { WalkResult } from '../../steps/step';
import type { RenderChart } from '../figure';
import { readTrainingBundle } from '../training-store';
import { fitting } from './bounds';
import type { FinishedRun } from './finished-run';
import { stackSvg } from './stack';
import { textSvg } from './text-picture';

/** Tables, curves, baselines and confusion matrices of a training; none where nothing was trained. */
export async function trainingOutputs(
  { recordId }: Pick<FinishedRun, 'recordId'>,
  name: string,
  results: readonly WalkResult[],
  renderChart: RenderChart,
): Promise<CellOutput[]> {
  // All walks of a training share what it shows.
  const folder = results.find((result) => result.folder !== null && result.error === undefined)?.folder;
  if (folder === null || folder === undefined) return [];
  const bundle = await readTrainingBundle(folder);
  const payload: TrainingOutput = { kind: 'training', format: outputFormat, recordId, name, bundle };
  const slot = 'training';
  const text = { 'text/plain': bundle.text };
  const pictured = { ...text, 'image/svg+xml': await trainingPicture(bundle, renderChart) };
  return [
    fitting([
      { slot, data: { ...pictured, [outputTypes.training]: payload } },
      { slot, data: { ...text, [outputTypes.training]: payload } },
      { slot, data: pictured },
      { slot, data: text },
    ]),
  ];
}

/** The tables are in the picture as well: what shows pictures shows no text beside them. */
async function trainingPicture(bundle: TrainingBundle, renderChart: RenderChart): Promise<string> {
  const { curves, figures, confusion, text } = bundle;
  const titled = async (title: string, spec: Parameters<RenderChart>[0]): Promise<string[]> => [
    textSvg(title),
    await renderChart(spec),
  ];
  return stackSvg([
    textSvg(text),
    ...(await titled(
      'Loss and score by epoch, one line a fold: dashed the windows that train, solid those kept aside; dots mark the epochs whose weights were kept.',
      trainingCurvesChart(curves),
    )),
    ...(await titled(
      'The network beside the rule of detect-events and the commonest class, on the same held-out walks: mean ± SD over folds; events with bias ± SD.',
      baselinesChart(figures),
    )),
    ...(
      await Promise.all(confusion.map((table) => titled(confusionTitle(table.set), confusionChart(table))))
    ).flat(),
  ]);
}
