import type { FloorPoints } from '../../../shared/results';

/** How steep the line between the floor points may be in the picture and still lie along the walk: 27°. */
const greatestRise = 0.5;

/** Whether two floor points can lie along the walk, and not upon one another or across it. */
export const lieAlongWalk = ([x1, y1, x2, y2]: FloorPoints): boolean =>
  x1 !== x2 && Math.abs(y2 - y1) <= greatestRise * Math.abs(x2 - x1);
