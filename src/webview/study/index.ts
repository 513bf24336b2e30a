import type { StudyOutput } from '../../shared/cell-output';
import { element } from '../element';
import type { Draw } from '../host';

/** The walks of a study. */
export const drawStudy: Draw<StudyOutput> = ({ rows }) => ({
  element: element('ul', {}, ...rows.map(({ id }) => element('li', {}, id))),
  dispose: () => undefined,
});
