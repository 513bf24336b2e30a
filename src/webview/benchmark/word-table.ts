import type { WordTable } from '../../shared/benchmark-tables';
import { element } from '../element';

/** A table of a benchmark with its heading; it scrolls in itself, by keys as well. */
export const wordTable = ({ title, caption, columns, rows, notes }: WordTable): HTMLElement =>
  element(
    'section',
    {},
    element('h3', {}, title),
    element(
      'div',
      { class: 'wide tall', tabindex: 0, role: 'region', 'aria-label': title },
      element(
        'table',
        {},
        element('caption', {}, caption),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...columns.map((name, index) =>
              element('th', { scope: 'col', class: index === 0 ? undefined : 'figures' }, name),
            ),
          ),
        ),
        element(
          'tbody',
          {},
          ...rows.map(({ head, cells }) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, head),
              ...cells.map((cell) => element('td', { class: 'figures' }, cell)),
            ),
          ),
        ),
      ),
    ),
    ...notes.map((note) => element('p', { class: 'quiet' }, note)),
  );
