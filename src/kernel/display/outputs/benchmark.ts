import type { BenchmarkBundle } from '../../../shared/benchmark';
import {
  outputFormat,
  outputTypes,
  type BenchmarkOutput,
  type CellOutput,
} from '../../../shared/cell-output';
import { benchmarkCharts } from '../../../shared/charts/benchmark-charts';
import type { WalkResult } from '../../steps/step';
import { readBenchmarkBundle } from '../benchmark-store';
import type { RenderChart } from '../figure';
import { fitting } from './bounds';
import type { FinishedRun } from './finished-run';
import { stackSvg } from './stack';
import { textSvg } from './text-picture';

/** Tables and charts of a benchmark, also of one that was stopped; none where nothing was measured. */
export async function benchmarkOutputs(
  { recordId }: Pick<FinishedRun, 'recordId'>,
  name: string,
  results: readonly WalkResult[],
  renderChart: RenderChart,
): Promise<CellOutput[]> {
  const folder = results.find((result) => result.folder !== null)?.folder;
  if (folder === null || folder === undefined) return [];
  const bundle = await readBenchmarkBundle(folder);
  const payload: BenchmarkOutput = { kind: 'benchmark', format: outputFormat, recordId, name, bundle };
  const slot = 'benchmark';
  const text = { 'text/plain': bundle.text };
  const pictured = { ...text, 'image/svg+xml': await benchmarkPicture(bundle, renderChart) };
  return [
    fitting([
      { slot, data: { ...pictured, [outputTypes.benchmark]: payload } },
      { slot, data: { ...text, [outputTypes.benchmark]: payload } },
      { slot, data: pictured },
      { slot, data: text },
    ]),
  ];
}

/** The tables are in the picture as well: what shows pictures shows no text beside them. */
async function benchmarkPicture(
  { text, results }: BenchmarkBundle,
  renderChart: RenderChart,
): Promise<string> {
  const pictures = [textSvg(text)];
  // One after another: many charts drawn at once would hold all of their scenes in memory.
  for (const { title, caption, spec } of benchmarkCharts(results)) {
    pictures.push(textSvg(`${title}. ${caption}`), await renderChart(spec()));
  }
  return stackSvg(pictures);
}
