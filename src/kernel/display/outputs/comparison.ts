import { outputTypes, type CellOutput } from '../../../shared/cell-output';
import type { WalkResult } from '../../steps/step';
import { readComparison } from '../comparison-display';
import type { RenderChart } from '../figure';
import { fitting } from './bounds';

/** The text and the charts of a comparison; none where no walk could be compared. */
export async function comparisonOutputs(
  results: readonly WalkResult[],
  renderChart: RenderChart,
): Promise<CellOutput[]> {
  // All walks of a comparison share what it shows.
  const folder = results.find((result) => result.folder !== null && result.error === undefined)?.folder;
  if (folder === null || folder === undefined) return [];
  const { text, charts } = await readComparison(folder);
  const outputs: CellOutput[] = text.split('\n\n').map((part, index) => ({
    slot: index === 0 ? 'comparison' : `comparison:${index + 1}`,
    data: { 'text/plain': part },
  }));
  for (const { name, title, spec } of charts) {
    const slot = `chart:${name}`;
    const words = { 'text/plain': title };
    const picture = { ...words, 'image/svg+xml': await renderChart(spec) };
    outputs.push(
      fitting([
        { slot, data: { ...picture, [outputTypes.chart]: spec } },
        { slot, data: picture },
        {
          slot,
          data: { 'text/plain': `${title} There is too much in it to show it here: see the written files.` },
        },
      ]),
    );
  }
  return outputs;
}
