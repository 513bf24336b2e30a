import type { PoseOutput } from '../../shared/cell-output';
import { element } from '../element';
import type { Draw } from '../host';

/** What was found of a pose in a recording. */
export const drawPose: Draw<PoseOutput> = ({ bundle }) => ({
  element: element('pre', {}, bundle.text),
  dispose: () => undefined,
});
