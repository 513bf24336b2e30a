import type { WordTable } from '../shared/benchmark-tables';
import { element } from './element';
import { wideTable } from './wide-table';

type Row = WordTable['rows'][number];

/** A table as words, whose rows may stand in groups, with a row that sums them up. */
export interface ShownTable extends Pick<WordTable, 'title' | 'caption' | 'columns'> {
  readonly rows: readonly (Row | { readonly group: string })[];
  readonly last?: Row;
  readonly notes?: readonly string[];
}

/** Such a table with its heading, and its notes below. */
export const wordTable = ({ title, caption, columns, rows, last, notes = [] }: ShownTable): HTMLElement =>
  element(
    'section',
    {},
    element('h3', {}, title),
    wideTable(
      { label: title, caption, isTall: true },
      element('thead', {}, headRow(columns)),
      element(
        'tbody',
        {},
        ...rows.map((row) => ('group' in row ? groupRow(row.group, columns.length) : figureRow(row))),
      ),
      last && element('tfoot', {}, figureRow(last)),
    ),
    ...notes.map((note) => element('p', { class: 'quiet' }, note)),
  );

const headRow = (columns: readonly string[]): HTMLElement =>
  element(
    'tr',
    {},
    ...columns.map((name, index) =>
      element('th', { scope: 'col', class: index === 0 ? undefined : 'figures' }, name),
    ),
  );

const figureRow = ({ head, cells }: Row): HTMLElement =>
  element(
    'tr',
    {},
    element('th', { scope: 'row' }, head),
    ...cells.map((cell) => element('td', { class: 'figures' }, cell)),
  );

const groupRow = (words: string, columns: number): HTMLElement =>
  element('tr', { class: 'group' }, element('th', { colspan: columns, scope: 'colgroup' }, words));
