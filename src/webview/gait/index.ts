import type { GaitOutput } from '../../shared/cell-output';
import { element } from '../element';
import type { Draw } from '../host';

/** What was found of the gait in a recording. */
export const drawGait: Draw<GaitOutput> = ({ bundle }) => ({
  element: element('pre', {}, bundle.text),
  dispose: () => undefined,
});
