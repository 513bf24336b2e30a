import { outputFormat, outputTypes, type CellOutput, type RunOutput } from '../../../shared/cell-output';
import { figuresOf } from '../../performance/figures';
import { recommend } from '../../performance/recommendations';
import type { FinishedRun } from './finished-run';

export type { FinishedRun } from './finished-run';

/** What a cell shows of a run that is over: its results, and last what it cost. */
export function cellOutputs({ recordId, step, inputs, record }: FinishedRun): Promise<CellOutput[]> {
  const figures = figuresOf([record]);
  const run: RunOutput = {
    kind: 'run',
    format: outputFormat,
    recordId,
    record,
    fromStore: record.walks.length > 0 && record.walks.every(({ fromStore }) => fromStore),
    recommendations: figures ? recommend(figures) : [],
    ran: { step, inputs },
  };
  const text = `${record.step} ${record.outcome} in ${record.seconds.toFixed(1)} s, at most ${Math.round(record.memory.peakRssMb)} of ${Math.round(record.memory.limitMb)} MB`;
  return Promise.resolve([{ slot: 'run', data: { [outputTypes.run]: run, 'text/plain': text } }]);
}
