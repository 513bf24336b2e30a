import { figure } from '../../shared/numbers';
import { eventKinds, sides, type EventKind, type Side } from '../../shared/results';
import { button, dropdown, setDisabled } from '../controls';
import { element } from '../element';
import { correctionsText, hasCorrections, type CorrectionAction, type Corrections } from './corrections';
import { eventName, secondsText } from './event-words';
import type { Mark } from './marks';

/** Buttons for what is done to events, and what was said of it last. */
export interface CorrectionControls {
  readonly element: HTMLElement;
  show(state: Corrections, selected: Mark | undefined): void;
  showMoment(timeS: number, isShown: boolean): void;
  /** While they are on their way into a cell, they are not sent once more. */
  setWriting(isWriting: boolean): void;
}

export interface CorrectionListener {
  act(action: CorrectionAction): void;
  /** Adds an event at the moment that is shown. */
  add(side: Side, event: EventKind): void;
  /** Hands the corrections over to be written into a cell. */
  write(reason: string): void;
}

const firstWords =
  'Drag an event, or add one by a double click. The result stays as it is: corrections go into a cell of their own.';
const keysText =
  '▼ heel strike, △ toe-off. Keys: ← → move an event by a frame (with Shift by five), ↑ ↓ go to another, Delete takes it away.';
const reasonHint = 'Say why: it is kept with each correction';

const writeLabel = 'Write into a cell below';

export function createCorrectionControls(listener: CorrectionListener): CorrectionControls {
  let kind: `${Side} ${EventKind}` = 'left heel_strike';
  let selectedMark: Mark | undefined;

  const kinds = dropdown(
    'Kind of event to add',
    sides.flatMap((side) =>
      eventKinds.map((event) => ({ value: `${side} ${event}` as const, label: eventName({ side, event }) })),
    ),
    kind,
    (chosen) => {
      kind = chosen;
    },
  );
  const addButton = button('Add', () => {
    // Sound: the words were put together from the same lists.
    const [side, event] = kind.split(' ') as [Side, EventKind];
    listener.add(side, event);
  });
  const deleteButton = button('Delete', () => {
    if (selectedMark === undefined) return;
    listener.act({ type: selectedMark.isDeleted ? 'restore' : 'delete', id: selectedMark.id });
  });
  const acting = (label: string, type: 'undo' | 'discard' | 'start-over'): HTMLElement =>
    button(label, () => {
      listener.act({ type });
    });
  const undoButton = acting('Undo', 'undo');
  const discardButton = acting('Discard', 'discard');
  const startOverButton = acting('Show as found', 'start-over');
  const reason = element('input', {
    type: 'text',
    class: 'field',
    placeholder: 'say why, to write them',
    'aria-label': 'Why the events are corrected',
    maxlength: 200,
  });
  // Letters are commands of the notebook everywhere but in a field.
  reason.addEventListener('keydown', (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
  let isOpen = false;
  let isWriting = false;
  const givenReason = (): string => reason.value.trim();
  const writeButton = button(
    writeLabel,
    () => {
      listener.write(givenReason());
    },
    { look: 'primary' },
  );
  /** Who reads a corrected result later asks why: without an answer nothing is written. */
  const offerWriting = (): void => {
    const isUnexplained = isOpen && givenReason() === '';
    setDisabled(writeButton, !isOpen || isUnexplained || isWriting);
    relabel(writeButton, writeLabel, isUnexplained ? reasonHint : '');
  };
  reason.addEventListener('input', offerWriting);
  const count = element('span', { class: 'count' });
  const said = element('p', { class: 'said', role: 'status', 'aria-live': 'polite' }, firstWords);

  return {
    element: element(
      'div',
      {},
      element('p', { class: 'quiet' }, keysText),
      element(
        'div',
        { class: 'toolbar', role: 'group', 'aria-label': 'Correct events' },
        kinds,
        addButton,
        deleteButton,
        undoButton,
      ),
      element(
        'div',
        { class: 'toolbar', role: 'group', 'aria-label': 'Corrections that are not written yet' },
        count,
        element('label', { class: 'why' }, 'Why ', reason),
        writeButton,
        discardButton,
        startOverButton,
      ),
      said,
    ),
    show: (state, selected) => {
      selectedMark = selected;
      relabel(
        deleteButton,
        selected?.isDeleted === true ? 'Bring back' : 'Delete',
        selected ? `${eventName(selected)} at ${secondsText(selected.timeS)}` : 'choose an event first',
      );
      setDisabled(deleteButton, selected === undefined);
      setDisabled(undoButton, state.past.length === 0);
      isOpen = hasCorrections(state);
      offerWriting();
      setDisabled(discardButton, !isOpen);
      startOverButton.hidden = state.written === 0;
      count.textContent = isOpen ? `${correctionsText(state)} not written yet` : 'No corrections to write';
      count.classList.toggle('open', isOpen);
      if (state.said !== '') said.textContent = state.said;
    },
    setWriting: (writing) => {
      isWriting = writing;
      offerWriting();
    },
    showMoment: (timeS, isShown) => {
      relabel(addButton, `Add at ${figure(timeS, 2)} s`, '');
      setDisabled(addButton, !isShown);
    },
  };
}

/** Exchanges what a button says. */
function relabel(control: HTMLElement, label: string, description: string): void {
  control.textContent = label;
  control.setAttribute('aria-label', description === '' ? label : `${label}: ${description}`);
  control.title = description;
}
