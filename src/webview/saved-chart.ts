import type { TopLevelSpec } from 'vega-lite';
import { drawChart } from './chart';
import { fittedTo, refusalOf } from './chart-spec';
import { element } from './element';
import type { Draw } from './host';

/** Height that is kept free where the chart does not say how high it is. */
const usualHeightPx = 220;

/** A chart from a notebook's file, which can be anybody's. */
export const drawSavedChart: Draw<unknown> = (spec, host) => {
  const refusal = refusalOf(spec);
  if (refusal !== null) {
    return {
      element: element('p', { class: 'alarm' }, `The chart is not drawn: ${refusal}`),
      dispose: () => undefined,
    };
  }
  // Sound as far as it goes: Vega-Lite checks the rest, and what it refuses is shown as text.
  const chart = spec as TopLevelSpec & { height?: unknown; description?: unknown };
  const drawing = drawChart(
    {
      spec: (_, theme) => fittedTo(theme, chart),
      label: typeof chart.description === 'string' ? chart.description : 'Chart',
      heightPx: typeof chart.height === 'number' ? chart.height : usualHeightPx,
      isPicture: true,
    },
    host,
  );
  // Its size is its own: where the output is narrower, it is made smaller as a whole.
  drawing.element.classList.add('saved-chart');
  return drawing;
};
