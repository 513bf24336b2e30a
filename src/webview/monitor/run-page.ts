import type { RunPageNotice } from '../../shared/monitor-messages';
import type { RunGroup } from '../../shared/run-comparison';
import { element } from '../element';
import type { Drawing } from '../host';
import { resourcePlot } from '../run/resource-plot';
import { overlayPlot } from './overlay-plot';

/** Fewer show no course. */
const leastSamples = 3;

/** A run's figures, or those of two runs side by side. */
export function runPage({ table, series }: RunPageNotice): Drawing {
  const isPair = table.titles.length > 1;
  const plot = plotOf(series.filter(({ samples }) => samples.length >= leastSamples));
  const content = element(
    'div',
    { class: 'run-page' },
    element('h2', {}, isPair ? 'Two runs side by side' : (table.titles[0] ?? 'Run')),
    ...table.groups.map((group) => groupTable(group, isPair ? table.titles : [])),
    plot &&
      element(
        'figure',
        {},
        element('figcaption', {}, 'Memory of all processes together, over the time since the run began'),
        plot.element,
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
  if (!first) return null;
  return series.length === 1 ? resourcePlot(first) : overlayPlot(series);
}

function groupTable({ title, rows }: RunGroup, titles: readonly string[]): HTMLElement {
  const head =
    titles.length > 0 &&
    element(
      'thead',
      {},
      element('tr', {}, ...['', ...titles, 'Change'].map((text) => element('th', { scope: 'col' }, text))),
    );
  return element(
    'div',
    { class: 'wide' },
    element(
      'table',
      {},
      element('caption', {}, title),
      head,
      element(
        'tbody',
        {},
        ...rows.map(({ label, values, change }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, label),
            ...values.map((value) => element('td', {}, value)),
            titles.length > 0 && element('td', { class: 'change' }, change ?? ''),
          ),
        ),
      ),
    ),
  );
}
