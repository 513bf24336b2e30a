import { counted, figure, missing } from '../../shared/numbers';
import type { AppliedEdit } from '../../shared/results';
import { element } from '../element';
import { wideTable } from '../wide-table';
import { eventName } from './event-words';

const names: Record<AppliedEdit['edit'], string> = {
  add: 'added',
  move: 'moved',
  delete: 'deleted',
  swap_legs: 'legs exchanged',
};
const heads = ['Correction', 'Event', 'Before (s)', 'After (s)', 'By', 'When', 'Why'];

/** Corrections by hand that the result holds; null where it holds none. */
export function appliedEdits(edits: readonly AppliedEdit[]): HTMLElement | null {
  if (edits.length === 0) return null;
  return element(
    'details',
    {},
    element('summary', {}, `${counted(edits.length, 'correction')} by hand in this result`),
    wideTable(
      { label: 'Corrections by hand' },
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...edits.map(tableRow)),
    ),
  );
}

function tableRow(edit: AppliedEdit): HTMLElement {
  const cells = [
    subjectOf(edit),
    figure(edit.beforeS, 3),
    figure(edit.afterS, 3),
    edit.author,
    whenOf(edit.at),
    edit.reason,
  ];
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, names[edit.edit]),
    ...cells.map((text) => element('td', {}, text)),
  );
}

function subjectOf({ side, event, timeS, toS, changedEvents }: AppliedEdit): string {
  if (side !== null && event !== null) return eventName({ side, event }, 'within');
  const until = toS === null ? missing : figure(toS, 2);
  return `${figure(timeS, 2)} to ${until} s, ${counted(changedEvents, 'event')}`;
}

/** An ISO time to the minute; seconds are nobody's business. */
const whenOf = (at: string): string => at.replace(/T(\d\d:\d\d)(:[\d.]+)?/, ' $1').replace(/Z$/, ' UTC');
