import type { AppliedEdit } from '../../shared/results';
import { markup, type Markup } from './markup';
import { counted, figure, missing } from '../../shared/numbers';
import { wideTable } from './wide-table';

const names: Record<AppliedEdit['edit'], string> = {
  add: 'added',
  move: 'moved',
  delete: 'deleted',
  swap_legs: 'legs exchanged',
};

/** What a person changed, when, and why. */
export function editSection(walkId: string, edits: readonly AppliedEdit[]): Markup | null {
  if (edits.length === 0) return null;
  return markup`<h3>Corrections by hand</h3>${wideTable(
    markup`Corrections of the events of ${walkId}, in the order in which they were made. The result before them is unchanged.`,
    markup`<thead><tr><th scope="col" class="words">Correction</th><th scope="col" class="words">Event</th><th scope="col">Before (s)</th><th scope="col">After (s)</th><th scope="col" class="words">By</th><th scope="col" class="words">When</th><th scope="col" class="words">Why</th></tr></thead>
<tbody>${edits.map(
      (edit) =>
        markup`<tr><th scope="row" class="pair">${names[edit.edit]}</th><td class="words pair">${subjectOf(edit)}</td><td>${figure(edit.beforeS, 3)}</td><td>${figure(edit.afterS, 3)}</td><td class="words">${edit.author}</td><td class="words pair">${whenOf(edit.at)}</td><td class="words">${edit.reason}</td></tr>`,
    )}</tbody>`,
    { look: 'edits' },
  )}`;
}

function subjectOf({ side, event, timeS, toS, changedEvents }: AppliedEdit): string {
  if (side !== null && event !== null)
    return `${side} ${event === 'heel_strike' ? 'heel strike' : 'toe-off'}`;
  return `${figure(timeS, 2)} to ${toS === null ? missing : figure(toS, 2)} s, ${counted(changedEvents, 'event')}`;
}

/** An ISO time to the minute; seconds are nobody's business. */
const whenOf = (at: string): string => at.replace(/T(\d\d:\d\d)(:[\d.]+)?/, ' $1').replace(/Z$/, ' UTC');
