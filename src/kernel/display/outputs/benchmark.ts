import {
  outputFormat,
  outputTypes,
  type BenchmarkOutput,
  type CellOutput,
} from '../../../shared/cell-output';
import type { WalkResult } from '../../steps/step';
import { readBenchmarkBundle } from '../benchmark-store';
import type { RenderChart } from '../figure';
import { fitting } from './bounds';
import type { FinishedRun } from './finished-run';

/** Tables and charts of a benchmark, also of one that was stopped; none where nothing was measured. */
export async function benchmarkOutputs(
  { recordId }: Pick<FinishedRun, 'recordId'>,
  name: string,
  results: readonly WalkResult[],
  _renderChart: RenderChart,
): Promise<CellOutput[]> {
  const folder = results.find((result) => result.folder !== null)?.folder;
  if (folder === null || folder === undefined) return [];
  const bundle = await readBenchmarkBundle(folder);
  const payload: BenchmarkOutput = { kind: 'benchmark', format: outputFormat, recordId, name, bundle };
  const slot = 'benchmark';
  const text = { 'text/plain': bundle.text };
  return [
    fitting([
      { slot, data: { ...text, [outputTypes.benchmark]: payload } },
      { slot, data: text },
    ]),
  ];
}
