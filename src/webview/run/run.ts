import type { RunOutput } from '../../shared/cell-output';
import { element } from '../element';
import type { Draw } from '../host';

/** What a run cost, and what would make it better. */
export const drawRun: Draw<RunOutput> = ({ record }) => ({
  element: element('p', {}, `${record.step} took ${record.seconds.toFixed(1)} s.`),
  dispose: () => undefined,
});
