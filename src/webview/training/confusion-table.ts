import { missing } from '../../shared/numbers';
import type { ConfusionTable } from '../../shared/training-bundle';
import { classWords, setTitles, shareWords, unstatedName } from '../../shared/training-words';
import { element } from '../element';
import { wideTable } from '../wide-table';
import { confusionCells, type ConfusionCell } from './confusion-cells';

/** A table of what was taken for what: each cell in figures, the right ones framed, and the more the deeper in colour. */
export function confusionTable(table: ConfusionTable): HTMLElement {
  const cells = confusionCells(table);
  const truths = table.classes.map(classWords);
  const hasUnstated = (cells[0]?.length ?? 0) > truths.length;
  const columns = [...truths, ...(hasUnstated ? [unstatedName] : [])];
  const title = `Confusion matrix of ${setTitles[table.set]}`;
  return element(
    'section',
    {},
    element('h3', {}, title),
    wideTable(
      {
        label: title,
        look: 'confusion',
        caption:
          'All held-out walks together. A row is a true class, a column what the network stated: share of the row and ' +
          'number of labels; what is right is framed.',
      },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'True ↓ stated →'),
          ...columns.map((name) => element('th', { scope: 'col' }, name)),
        ),
      ),
      element(
        'tbody',
        {},
        ...cells.map((row, truth) =>
          element('tr', {}, element('th', { scope: 'row' }, truths[truth] ?? ''), ...row.map(confusionCell)),
        ),
      ),
    ),
  );
}

function confusionCell({ count, share, isRight }: ConfusionCell): HTMLElement {
  const cell = element(
    'td',
    { class: isRight ? 'right' : undefined },
    element('span', { class: 'figures' }, share === null ? missing : shareWords(share)),
    element('span', { class: 'figures' }, String(count)),
  );
  cell.style.setProperty('--share', (share ?? 0).toFixed(3));
  return cell;
}
