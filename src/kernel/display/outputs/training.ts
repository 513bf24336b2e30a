import { outputFormat, outputTypes, type CellOutput, type TrainingOutput } from '../../../shared/cell-output';
import { trainingCurvesChart } from '../../../shared/charts/training-curves';
import { baselinesChart, confusionChart } from '../../../shared/charts/training-scores';
import type { TrainingBundle } from '../../../shared/training-bundle';
import type { WalkResult } from '../../steps/step';
import type { RenderChart } from '../figure';
import { readTrainingBundle } from '../training-store';
import { fitting } from './bounds';
import type { FinishedRun } from './finished-run';

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
  const outputs: CellOutput[] = [
    fitting([
      // Pictures have outputs of their own: beside one, the tables would not be seen where nothing draws the payload.
      { slot, data: { ...text, [outputTypes.training]: payload } },
      { slot, data: text },
    ]),
  ];
  for (const { key, title, spec } of chartsOf(bundle)) {
    const words = { 'text/plain': title };
    const drawn = { ...words, 'image/svg+xml': await renderChart(spec) };
    const own = `chart:${key}`;
    outputs.push(
      fitting([
        { slot: own, data: { ...drawn, [outputTypes.chart]: spec } },
        { slot: own, data: drawn },
        {
          slot: own,
          data: { 'text/plain': `${title} There is too much in it to show it here: see the written files.` },
        },
      ]),
    );
  }
  return outputs;
}

const setTitles: Record<TrainingBundle['confusion'][number]['set'], string> = {
  contact: 'contact of each foot',
  states: 'the exclusive states',
  phases: 'the functional phases',
};

const chartsOf = ({ curves, figures, confusion }: TrainingBundle) => [
  {
    key: 'training-curves',
    title:
      'Loss and score by epoch, one line a fold: dashed the windows that train, solid those kept aside; dots mark the epochs whose weights were kept.',
    spec: trainingCurvesChart(curves),
  },
  {
    key: 'baselines',
    title:
      'The network beside the rule of detect-events and the commonest class, on the same held-out walks: mean ± SD over folds; events with bias ± SD.',
    spec: baselinesChart(figures),
  },
  ...confusion.map((table) => ({
    key: `confusion-${table.set}`,
    title: `Confusion matrix of ${setTitles[table.set]} over all held-out walks: share and number of labels by true class (rows) and stated class.`,
    spec: confusionChart(table),
  })),
];
