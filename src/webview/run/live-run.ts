import type { LiveRunOutput } from '../../shared/cell-output';
import { element } from '../element';
import type { Draw } from '../host';

/** How a run goes on. */
export const drawLiveRun: Draw<LiveRunOutput> = ({ step }) => ({
  element: element('p', {}, `${step} runs.`),
  dispose: () => undefined,
});
