import type { EventEdit } from '../../shared/event-edit';
import type { EventKind, GaitEvent, Side } from '../../shared/results';
import { eventName, secondsText } from './event-words';
import {
  afterWriting,
  asFound,
  isCorrected,
  markOf,
  sameS,
  takenBy,
  takenText,
  withinSpan,
  type Mark,
  type Span,
} from './marks';
import { orderedEdits, type PlainEdit } from './ordered-edits';

/** Corrections of events that are not written yet. */
export interface Corrections {
  readonly marks: readonly Mark[];
  /** What was before each change that can be undone, the last change last. */
  readonly past: readonly Before[];
  /** The mark that the last change nudged, so that the next nudge is undone together with it. */
  readonly nudgedId: string | null;
  readonly nextId: number;
  /** Events as the result has them, and the span in which one may be. */
  readonly found: readonly Mark[];
  readonly span: Span;
  /** How many corrections were written in all. */
  readonly written: number;
  /** What the last action did, in words. */
  readonly said: string;
}

/** To where one change is undone: marks, and how many corrections had been written. */
export type Before = Pick<Corrections, 'marks' | 'written'>;

export type CorrectionAction =
  | { readonly type: 'move'; readonly id: string; readonly toS: number }
  /** A small move by the keyboard: several in a row are one change. */
  | { readonly type: 'nudge'; readonly id: string; readonly toS: number }
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'restore'; readonly id: string }
  | { readonly type: 'add'; readonly side: Side; readonly event: EventKind; readonly timeS: number }
  | { readonly type: 'undo' }
  | { readonly type: 'discard' }
  /** Corrections were written, as the marks were then; those that follow are made on top of them. */
  | { readonly type: 'written'; readonly marks: readonly Mark[] }
  /** They could not be written, and stay as they are. */
  | { readonly type: 'refused'; readonly problem: string }
  /** Back to the events as the result has them, also after corrections were written. */
  | { readonly type: 'start-over' };

/** No corrections yet of the events of a result. */
export function noCorrections(events: readonly GaitEvent[], span: Span): Corrections {
  const found = events.map(markOf);
  return { marks: found, past: [], nudgedId: null, nextId: 0, found, span, written: 0, said: '' };
}

/** What an action makes of the corrections. One that cannot be done changes nothing but what is said. */
export function correct(state: Corrections, action: CorrectionAction): Corrections {
  switch (action.type) {
    case 'move':
    case 'nudge':
      return moved(state, action);
    case 'delete':
      return deleted(state, action.id);
    case 'restore':
      return restored(state, action.id);
    case 'add':
      return added(state, action);
    case 'undo': {
      const before = state.past.at(-1);
      if (before === undefined) return { ...state, said: 'There is nothing to undo.' };
      const isReopened = before.written < state.written;
      const count = countText(countOf(before.marks));
      return {
        ...state,
        ...before,
        past: state.past.slice(0, -1),
        nudgedId: null,
        said: isReopened
          ? `${count} can be written again. The cell below stays until that is undone in the notebook.`
          : `Undone. ${count}`,
      };
    }
    case 'discard': {
      const marks = state.marks.filter(({ originS }) => originS !== null).map(asFound);
      return { ...state, marks, past: withNow(state), nudgedId: null, said: 'Corrections discarded.' };
    }
    case 'written': {
      const count = countOf(action.marks);
      const then = new Map(action.marks.map((mark) => [mark.id, mark]));
      const marks = state.marks.flatMap((mark) => afterWriting(mark, then.get(mark.id)));
      // Whether the cell is still there is not known here, so that it is said how to go on either way.
      const said =
        `${countText(count)} written into a cell below. Undo in the notebook takes that back; ` +
        'Undo here lets you write again, Show as found begins anew.';
      const past = withNow(state);
      return { ...state, marks, past, nudgedId: null, written: state.written + count, said };
    }
    case 'refused':
      return { ...state, said: `Not written: ${action.problem}` };
    case 'start-over':
      return {
        ...state,
        marks: state.found,
        past: [],
        nudgedId: null,
        written: 0,
        said: 'The events are shown as the result has them.',
      };
  }
}

const withNow = ({ past, marks, written }: Corrections): Before[] => [...past, { marks, written }];
const countOf = (marks: readonly Mark[]): number => marks.filter(isCorrected).length;
const countText = (count: number): string => `${count} ${count === 1 ? 'correction' : 'corrections'}`;

/** How many corrections are not written yet, in words. */
export const correctionsText = (state: Corrections): string => countText(countOf(state.marks));
export const hasCorrections = (state: Corrections): boolean => state.marks.some(isCorrected);

/** Who made the corrections, when and why: the result keeps it with each. */
export type Signature = Required<Pick<EventEdit, 'author' | 'reason' | 'at'>>;

/** The corrections as edits that can be made one after the other. */
export function editsOf(state: Corrections, signature: Signature): EventEdit[] {
  const edits = state.marks.flatMap(({ side, event, timeS, originS, isDeleted }): PlainEdit[] => {
    if (originS === null) return [{ edit: 'add', side, event, time_s: timeS }];
    if (isDeleted) return [{ edit: 'delete', side, event, time_s: originS }];
    return originS === timeS ? [] : [{ edit: 'move', side, event, time_s: originS, to_s: timeS }];
  });
  return orderedEdits(edits).map((edit) => ({ ...roundedTimes(edit), ...signature }));
}

/** Tables print a tenth of a millisecond; so exact is a time enough to name its event. */
const roundedTimes = (edit: PlainEdit): PlainEdit => ({
  ...edit,
  time_s: Number(edit.time_s.toFixed(4)),
  ...(edit.to_s !== undefined && { to_s: Number(edit.to_s.toFixed(4)) }),
});

/** The next state after a change of one mark; null takes it away. */
function changed(
  state: Corrections,
  id: string,
  next: Mark | null,
  said: string,
  nudgedId: string | null = null,
): Corrections {
  const continues = nudgedId !== null && nudgedId === state.nudgedId;
  return {
    ...state,
    marks: state.marks.flatMap((mark) => (mark.id !== id ? [mark] : next === null ? [] : [next])),
    past: continues ? state.past : withNow(state),
    nudgedId,
    said,
  };
}

function moved(
  state: Corrections,
  { type, id, toS }: Extract<CorrectionAction, { type: 'move' | 'nudge' }>,
): Corrections {
  const mark = state.marks.find((candidate) => candidate.id === id);
  if (mark === undefined || mark.isDeleted) return state;
  const name = eventName(mark);
  const isBack = mark.originS !== null && Math.abs(toS - mark.originS) < sameS;
  const timeS = isBack ? mark.originS : withinSpan(state.span, toS);
  if (Math.abs(timeS - mark.timeS) < sameS / 2)
    return { ...state, said: `${name} at ${secondsText(timeS)}.` };
  const taken = isBack ? undefined : takenBy(state.marks, { ...mark, timeS });
  if (taken !== undefined) return { ...state, said: takenText(taken, timeS) };
  const said = isBack
    ? `${name} is back at ${secondsText(timeS)}, where it was found.`
    : `${name} moved to ${secondsText(timeS)}.`;
  return changed(state, id, { ...mark, timeS }, said, type === 'nudge' ? id : null);
}

function deleted(state: Corrections, id: string): Corrections {
  const mark = state.marks.find((candidate) => candidate.id === id);
  if (mark === undefined || mark.isDeleted) return state;
  const said = `${eventName(mark)} at ${secondsText(mark.timeS)} deleted.`;
  // What was added and then deleted never was.
  const next = mark.originS === null ? null : { ...asFound(mark), isDeleted: true };
  return changed(state, id, next, said);
}

function restored(state: Corrections, id: string): Corrections {
  const mark = state.marks.find((candidate) => candidate.id === id);
  if (mark?.isDeleted !== true) return state;
  const taken = takenBy(state.marks, mark);
  if (taken !== undefined) return { ...state, said: takenText(taken, mark.timeS) };
  return changed(
    state,
    id,
    { ...mark, isDeleted: false },
    `${eventName(mark)} at ${secondsText(mark.timeS)} is there again.`,
  );
}

function added(
  state: Corrections,
  { side, event, timeS: wantedS }: Extract<CorrectionAction, { type: 'add' }>,
): Corrections {
  const timeS = withinSpan(state.span, wantedS);
  const mark: Mark = {
    id: `added-${state.nextId}`,
    side,
    event,
    timeS,
    originS: null,
    isDeleted: false,
    byHand: true,
  };
  const taken = takenBy(state.marks, mark);
  if (taken !== undefined) return { ...state, said: takenText(taken, timeS) };
  const next = changed(state, mark.id, null, `${eventName(mark)} added at ${secondsText(timeS)}.`);
  return { ...next, marks: [...next.marks, mark], nextId: state.nextId + 1 };
}
