import type { RunPageNotice } from '../../shared/monitor-messages';
import type { RunGroup } from '../../shared/run-comparison';
import { element } from '../element';
import type { Drawing } from '../host';
import { resourcePlot } from '../run/resource-plot';
import { wideTable } from '../wide-table';
import { overlayPlot } from './overlay-plot';

/** Fewer show no course. */
const leastSamples = 3;

/** A run's figures, or those of two runs side by side. */
export function runPage({ table, series }: RunPageNotice): Drawing {
  const isPair = table.titles.length > 1;
  const plot = plotOf(series);
  const content = element(
    'div',
    { class: 'run-page' },
    element('h2', {}, isPair ? 'Two runs side by side' : (table.titles[0] ?? 'Run')),
    plot &&
      element(
        'figure',
        {},
        element('figcaption', {}, 'Memory of all processes together, over the time since the run began'),
        plot.element,
      ),
    wideTable(
      { label: 'Figures' },
      isPair && headOf(table.titles),
      ...table.groups.map((group) => groupRows(group, table.titles.length)),
    ),
  );
  return {
    element: content,
    dispose: () => {
      plot?.dispose();
    },
  };
}

function plotOf(series: RunPageNotice['series']): Drawing | null {
  const [first] = series;
  if (!first || series.every(({ samples }) => samples.length < leastSamples)) return null;
  return series.length === 1 ? resourcePlot(first) : overlayPlot(series);
}

const headOf = (titles: readonly string[]): HTMLElement =>
  element(
    'thead',
    {},
    element('tr', {}, ...['', ...titles, 'Change'].map((text) => element('th', { scope: 'col' }, text))),
  );

function groupRows({ title, rows }: RunGroup, runs: number): HTMLElement {
  const isPair = runs > 1;
  return element(
    'tbody',
    {},
    element(
      'tr',
      {},
      element('th', { scope: 'rowgroup', class: 'group', colspan: isPair ? runs + 2 : 2 }, title),
    ),
    ...rows.map(({ label, values, change }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, label),
        ...values.map((value) => element('td', {}, value)),
        isPair && element('td', { class: 'quiet' }, change ?? ''),
      ),
    ),
  );
}
