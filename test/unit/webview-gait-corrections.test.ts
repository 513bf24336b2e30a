import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/kernel/gait/events/edits';
import { eventEdit } from '../../src/shared/event-edit';
import type { GaitEvent } from '../../src/shared/results';
import {
  correct,
  correctionsText,
  editsOf,
  hasCorrections,
  noCorrections,
  type CorrectionAction,
  type Corrections,
} from '../../src/webview/gait/corrections';

const strike = (timeS: number, side: GaitEvent['side'] = 'left'): GaitEvent => ({
  timeS,
  side,
  event: 'heel_strike',
  confidence: 0.9,
});
const off = (timeS: number, side: GaitEvent['side'] = 'left'): GaitEvent => ({
  ...strike(timeS, side),
  event: 'toe_off',
});

const found: GaitEvent[] = [
  strike(1.00004),
  off(1.65),
  strike(1.5, 'right'),
  strike(2.1),
  off(2.75),
  strike(3.2),
];
const span = { fromS: 0, toS: 6.9667 };
const signature = { author: 'A. Tester', reason: 'seen by eye', at: '2026-02-03T10:00:00Z' };

const after = (...actions: CorrectionAction[]): Corrections =>
  actions.reduce(correct, noCorrections(found, span));
/** The same once all of it was written into a cell. */
const inCell = (state: Corrections): Corrections => correct(state, { type: 'written', marks: state.marks });
const edits = (state: Corrections) =>
  editsOf(state, signature).map(({ author: _author, reason: _reason, at: _at, ...edit }) => edit);
const timesAfter = (state: Corrections) =>
  applyEdits(found, editsOf(state, signature), {
    span: { fromS: 0, toS: 6.966667 },
    earlier: [],
    findAnew: () => [],
    now: signature.at,
  }).events.map(({ side, event, timeS }) => `${side} ${event} ${timeS.toFixed(3)}`);

describe('correcting events by hand', () => {
  it('starts with nothing to write', () => {
    const state = after();
    expect(hasCorrections(state)).toBe(false);
    expect(edits(state)).toEqual([]);
  });

  it('writes two drags of one event as one move from where it was found', () => {
    const state = after({ type: 'move', id: 'found-3', toS: 2.3 }, { type: 'move', id: 'found-3', toS: 2.2 });
    expect(edits(state)).toEqual([
      { edit: 'move', side: 'left', event: 'heel_strike', time_s: 2.1, to_s: 2.2 },
    ]);
    expect(correctionsText(state)).toBe('1 correction');
    expect(state.said).toBe('Left heel strike moved to 2.200 s.');
  });

  it('forgets a drag that ends where the event was found, to the last digit', () => {
    const state = after({ type: 'move', id: 'found-0', toS: 1.2 }, { type: 'move', id: 'found-0', toS: 1.0 });
    expect(edits(state)).toEqual([]);
    expect(state.marks[0]?.timeS).toBe(1.00004);
    expect(state.said).toContain('where it was found');
  });

  it('forgets an event that was added and deleted again', () => {
    const state = after(
      { type: 'add', side: 'right', event: 'toe_off', timeS: 2.2 },
      { type: 'move', id: 'added-0', toS: 2.25 },
      { type: 'delete', id: 'added-0' },
    );
    expect(hasCorrections(state)).toBe(false);
    expect(state.marks).toHaveLength(found.length);
  });

  it('writes an event that was added and dragged as added where it ended up', () => {
    const state = after(
      { type: 'add', side: 'right', event: 'toe_off', timeS: 2.2 },
      { type: 'move', id: 'added-0', toS: 2.25 },
    );
    expect(edits(state)).toEqual([{ edit: 'add', side: 'right', event: 'toe_off', time_s: 2.25 }]);
  });

  it('deletes a dragged event where it was found, not where it was dragged to', () => {
    const state = after({ type: 'move', id: 'found-3', toS: 2.4 }, { type: 'delete', id: 'found-3' });
    expect(edits(state)).toEqual([{ edit: 'delete', side: 'left', event: 'heel_strike', time_s: 2.1 }]);
  });

  it('brings a deleted event back', () => {
    const state = after({ type: 'delete', id: 'found-1' }, { type: 'restore', id: 'found-1' });
    expect(hasCorrections(state)).toBe(false);
    expect(state.said).toBe('Left toe-off at 1.650 s is there again.');
  });

  it('undoes one change after the other', () => {
    const moved = after({ type: 'move', id: 'found-3', toS: 2.3 }, { type: 'delete', id: 'found-1' });
    const once = correct(moved, { type: 'undo' });
    expect(edits(once)).toEqual([
      { edit: 'move', side: 'left', event: 'heel_strike', time_s: 2.1, to_s: 2.3 },
    ]);
    const twice = correct(once, { type: 'undo' });
    expect(hasCorrections(twice)).toBe(false);
    expect(correct(twice, { type: 'undo' }).said).toBe('There is nothing to undo.');
  });

  it('undoes a row of key presses on one event at once', () => {
    const state = after(
      { type: 'nudge', id: 'found-3', toS: 2.133 },
      { type: 'nudge', id: 'found-3', toS: 2.166 },
      { type: 'nudge', id: 'found-1', toS: 1.683 },
      { type: 'undo' },
    );
    expect(edits(state)).toEqual([
      { edit: 'move', side: 'left', event: 'heel_strike', time_s: 2.1, to_s: 2.166 },
    ]);
    expect(hasCorrections(correct(state, { type: 'undo' }))).toBe(false);
  });

  it('brings discarded corrections back when the discarding is undone', () => {
    const discarded = after({ type: 'delete', id: 'found-1' }, { type: 'discard' });
    expect(hasCorrections(discarded)).toBe(false);
    expect(correctionsText(correct(discarded, { type: 'undo' }))).toBe('1 correction');
  });

  it('does not put an event where it could not be told from another of its kind', () => {
    const state = after({ type: 'move', id: 'found-3', toS: 3.17 });
    expect(hasCorrections(state)).toBe(false);
    expect(state.past).toEqual([]);
    expect(state.said).toBe('There is a left heel strike already at 3.200 s, less than 50 ms from 3.170 s.');
    expect(after({ type: 'add', side: 'left', event: 'heel_strike', timeS: 1.02 }).marks).toHaveLength(
      found.length,
    );
  });

  it('lets an event stand beside one of the other side or kind', () => {
    const state = after({ type: 'move', id: 'found-3', toS: 1.66 });
    expect(edits(state)).toHaveLength(1);
  });

  it('keeps events within the recording', () => {
    const late = after({ type: 'move', id: 'found-5', toS: 99 });
    expect(late.marks[5]?.timeS).toBe(6.966);
    const early = after({ type: 'move', id: 'found-0', toS: -3 });
    expect(early.marks[0]?.timeS).toBe(0.001);
    expect(timesAfter(late)).toContain('left heel_strike 6.966');
  });

  it('makes later corrections on top of those that are written', () => {
    const written = inCell(
      after({ type: 'move', id: 'found-3', toS: 2.3 }, { type: 'delete', id: 'found-1' }),
    );
    expect(hasCorrections(written)).toBe(false);
    expect(written.written).toBe(2);
    const again = correct(written, { type: 'move', id: 'found-3', toS: 2.35 });
    expect(edits(again)).toEqual([
      { edit: 'move', side: 'left', event: 'heel_strike', time_s: 2.3, to_s: 2.35 },
    ]);
    expect(correct(again, { type: 'start-over' }).marks).toEqual(noCorrections(found, span).marks);
  });

  it('can be written again when their cell was taken back', () => {
    const open = after({ type: 'move', id: 'found-3', toS: 2.3 });
    const written = inCell(open);
    expect(written.said).toContain('1 correction written into a cell below.');
    expect(hasCorrections(written)).toBe(false);

    const reopened = correct(written, { type: 'undo' });
    expect(edits(reopened)).toEqual(edits(open));
    expect(reopened.written).toBe(0);
    expect(reopened.said).toMatch(/^1 correction can be written again\./);
    expect(inCell(reopened).written).toBe(1);
    expect(correct(reopened, { type: 'undo' }).marks).toEqual(after().marks);
  });

  it('can be made anew from what was found when their cell was taken back', () => {
    const move = { type: 'move', id: 'found-3', toS: 2.3 } as const;
    const anew = correct(correct(inCell(after(move)), { type: 'start-over' }), move);
    expect(edits(anew)).toEqual(edits(after(move)));
  });

  it('stay as they are where they could not be written, and it is said why', () => {
    const open = after({ type: 'move', id: 'found-3', toS: 2.3 });
    const refused = correct(open, { type: 'refused', problem: 'The cell that made this output is gone.' });
    expect(refused.said).toBe('Not written: The cell that made this output is gone.');
    expect(edits(refused)).toEqual(edits(open));
  });

  it('that were made while others were on their way into a cell are still to be written', () => {
    const open = after(
      { type: 'move', id: 'found-3', toS: 2.3 },
      { type: 'delete', id: 'found-1' },
      { type: 'delete', id: 'found-0' },
    );
    const meanwhile = [
      { type: 'move', id: 'found-3', toS: 2.35 },
      { type: 'restore', id: 'found-1' },
      { type: 'delete', id: 'found-2' },
    ] as const;
    const changed = meanwhile.reduce<Corrections>(correct, open);
    const written = correct(changed, { type: 'written', marks: open.marks });
    expect(written.written).toBe(3);
    const [restored, deleted] = [found[1]!, found[2]!];
    expect(edits(written)).toEqual([
      { edit: 'delete', side: deleted.side, event: deleted.event, time_s: deleted.timeS },
      { edit: 'move', side: 'left', event: 'heel_strike', time_s: 2.3, to_s: 2.35 },
      { edit: 'add', side: restored.side, event: restored.event, time_s: restored.timeS },
    ]);
  });

  it('ignores what is not there', () => {
    const state = after();
    expect(correct(state, { type: 'move', id: 'gone', toS: 2 })).toBe(state);
    expect(correct(state, { type: 'delete', id: 'gone' })).toBe(state);
    expect(correct(state, { type: 'restore', id: 'found-0' })).toBe(state);
  });
});

describe('corrections as edits', () => {
  it('are complete, in the form that a cell takes', () => {
    const state = after(
      { type: 'move', id: 'found-0', toS: 1.1 },
      { type: 'delete', id: 'found-1' },
      { type: 'add', side: 'right', event: 'toe_off', timeS: 2.2 },
    );
    for (const edit of editsOf(state, signature)) expect(eventEdit.parse(edit)).toEqual(edit);
    expect(timesAfter(state)).toEqual([
      'left heel_strike 1.100',
      'right heel_strike 1.500',
      'left heel_strike 2.100',
      'right toe_off 2.200',
      'left toe_off 2.750',
      'left heel_strike 3.200',
    ]);
  });

  it('can be made one after the other when each event moves to where the next one was', () => {
    const state = after(
      { type: 'move', id: 'found-5', toS: 4.3 },
      { type: 'move', id: 'found-3', toS: 3.2 },
      { type: 'move', id: 'found-0', toS: 2.1 },
    );
    expect(edits(state).map(({ time_s: timeS }) => timeS)).toEqual([3.2, 2.1, 1]);
    expect(timesAfter(state).filter((text) => text.startsWith('left heel'))).toEqual([
      'left heel_strike 2.100',
      'left heel_strike 3.200',
      'left heel_strike 4.300',
    ]);
  });

  it('make room before they move or add', () => {
    const state = after(
      { type: 'delete', id: 'found-3' },
      { type: 'move', id: 'found-0', toS: 2.12 },
      { type: 'add', side: 'left', event: 'heel_strike', timeS: 1.01 },
    );
    expect(edits(state).map(({ edit }) => edit)).toEqual(['delete', 'move', 'add']);
    expect(timesAfter(state).filter((text) => text.startsWith('left heel'))).toEqual([
      'left heel_strike 1.010',
      'left heel_strike 2.120',
      'left heel_strike 3.200',
    ]);
  });

  it('let two events change places', () => {
    const state = after(
      { type: 'move', id: 'found-3', toS: 5 },
      { type: 'move', id: 'found-5', toS: 2.1 },
      { type: 'move', id: 'found-3', toS: 3.2 },
    );
    expect(timesAfter(state).filter((text) => text.startsWith('left heel'))).toEqual([
      'left heel_strike 1.000',
      'left heel_strike 2.100',
      'left heel_strike 3.200',
    ]);
  });
});
