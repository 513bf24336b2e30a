import type { GaitOutput } from '../../shared/cell-output';
import { figure } from '../../shared/numbers';
import { eventKinds, sides, type EventKind, type Side } from '../../shared/results';
import { button, dropdown, setDisabled } from '../controls';
import { element } from '../element';
import type { Drawing, OutputHost } from '../host';
import {
  correct,
  correctionsText,
  editsOf,
  hasCorrections,
  noCorrections,
  type CorrectionAction,
  type Corrections,
} from './corrections';
import { eventName, secondsText } from './event-words';
import { createEventsLane } from './events-lane';
import { createJointCurves, seenJoints } from './joint-curves';
import type { ShownSpan } from './shown-span';

/** What the lane begins with until the curves tell where they stand. */
const usualAxis = { leftPx: 52, rightPx: 12 };
const firstWords =
  'Drag an event, or add one. The result stays as it is: corrections go into a cell of their own.';
const usualReason = 'seen in the pictures';

/**
 * Events and joint curves on one time axis. Events can be moved, added and taken away, and what was done be undone,
 * until it is handed over to be written into a cell.
 */
export function createEventEditor(
  { bundle, recordId, walkId, recording }: GaitOutput,
  span: ShownSpan,
  host: OutputHost,
): Drawing {
  const { post, moments } = host;
  const self = {};
  let state: Corrections = noCorrections(bundle.events, span);
  let moving: { readonly id: string; readonly timeS: number } | null = null;
  let selectedId: string | null = null;
  let momentS = moments.last(recording) ?? span.fromS;
  let kind: `${Side} ${EventKind}` = 'left heel_strike';

  const setMoment = (timeS: number): void => {
    moments.set(recording, timeS, self);
    showMoment(timeS);
  };
  const act = (action: CorrectionAction): void => {
    state = correct(state, action);
    if (action.type === 'add') selectedId = state.marks.at(-1)?.id ?? null;
    const selected = state.marks.find(({ id }) => id === selectedId);
    if (selected && (action.type === 'move' || action.type === 'nudge')) setMoment(selected.timeS);
    show();
  };

  const lane = createEventsLane({
    frameS: span.frameS,
    correct: post === null ? null : act,
    preview: (next) => {
      moving = next;
      if (next !== null) setMoment(next.timeS);
      show();
    },
    select: (id) => {
      selectedId = id;
      const selected = state.marks.find((mark) => mark.id === id);
      if (selected) setMoment(selected.timeS);
      show();
    },
  });
  const curves =
    seenJoints(bundle) === 0
      ? null
      : createJointCurves(
          {
            bundle,
            label: `joint angles of ${walkId} over time`,
            span,
            frameS: span.frameS,
            onAxis: (axis) => {
              lane.setAxis(axis);
            },
            onMoment: setMoment,
          },
          host,
        );

  const addButton = button('Add', () => {
    // Sound: the words were put together from the same lists.
    const [side, event] = kind.split(' ') as [Side, EventKind];
    act({ type: 'add', side, event, timeS: momentS });
  });
  const deleteButton = button('Delete', () => {
    const selected = state.marks.find(({ id }) => id === selectedId);
    if (!selected) return;
    act({ type: selected.isDeleted ? 'restore' : 'delete', id: selected.id });
  });
  const undoButton = button('Undo', () => {
    act({ type: 'undo' });
  });
  const discardButton = button('Discard', () => {
    act({ type: 'discard' });
  });
  const startOverButton = button('Show as found', () => {
    act({ type: 'start-over' });
  });
  const writeButton = button(
    'Write into a cell below',
    () => {
      const signature = {
        // The extension knows who uses it, and puts the name in.
        author: 'unknown',
        reason: reason.value.trim() === '' ? usualReason : reason.value.trim(),
        at: new Date().toISOString(),
      };
      post?.({ type: 'edit-events', recordId, walkId, edits: editsOf(state, signature) });
      act({ type: 'written' });
    },
    { look: 'primary' },
  );
  const reason = element('input', {
    type: 'text',
    class: 'field',
    placeholder: usualReason,
    'aria-label': 'Why the events are corrected',
    maxlength: 200,
  });
  const said = element('p', { class: 'said', role: 'status', 'aria-live': 'polite' }, firstWords);
  const count = element('span', { class: 'count' });
  const toolbar = element(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'Correct events' },
    dropdown(
      'Kind of event to add',
      sides.flatMap((side) =>
        eventKinds.map((event) => ({
          value: `${side} ${event}` as const,
          label: eventName({ side, event }),
        })),
      ),
      kind,
      (chosen) => {
        kind = chosen;
      },
    ),
    addButton,
    deleteButton,
    undoButton,
  );
  const bar = element(
    'div',
    { class: 'correction-bar', role: 'group', 'aria-label': 'Corrections that are not written yet' },
    count,
    element('label', { class: 'why' }, 'Why ', reason),
    writeButton,
    discardButton,
    startOverButton,
  );

  /** Marks as they are seen: the one on its way where it is. */
  const show = (): void => {
    const marks = state.marks.map((mark) =>
      mark.id === moving?.id ? { ...mark, timeS: moving.timeS } : mark,
    );
    lane.show(marks, selectedId, moving?.id ?? null);
    curves?.show(marks, moving?.id ?? null);
    const selected = state.marks.find(({ id }) => id === selectedId);
    relabel(
      deleteButton,
      selected?.isDeleted === true ? 'Bring back' : 'Delete',
      selected ? `${eventName(selected)} at ${secondsText(selected.timeS)}` : 'Choose an event first',
    );
    setDisabled(deleteButton, selected === undefined);
    setDisabled(undoButton, state.past.length === 0);
    const isOpen = hasCorrections(state);
    setDisabled(writeButton, !isOpen);
    setDisabled(discardButton, !isOpen);
    startOverButton.hidden = state.written === 0;
    count.textContent = isOpen ? `${correctionsText(state)} not written yet` : 'No corrections to write';
    count.classList.toggle('open', isOpen);
    if (state.said !== '') said.textContent = state.said;
  };
  const showMoment = (timeS: number): void => {
    momentS = timeS;
    lane.setMoment(timeS);
    curves?.setMoment(timeS);
    const place = `${figure(timeS, 2)} s`;
    relabel(addButton, `Add at ${place}`, '');
    setDisabled(addButton, timeS < span.fromS || timeS > span.toS);
  };
  const stopFollowing = moments.on(recording, (timeS, from) => {
    if (from !== self) showMoment(timeS);
  });

  const frame = element(
    'div',
    { class: 'event-editor' },
    post === null
      ? element(
          'p',
          { class: 'quiet' },
          'Events cannot be corrected here: that needs a notebook that runs gait cells, with this extension.',
        )
      : toolbar,
    post !== null && bar,
    post !== null && said,
    lane.element,
    curves === null ? element('p', { class: 'quiet' }, 'No joint angle was seen.') : curves.element,
  );
  // Where the curves stand is known only when they are drawn; a lane without curves keeps this axis.
  let isPlaced = false;
  const size = new ResizeObserver(() => {
    if (isPlaced && curves !== null) return;
    isPlaced = true;
    const widthPx = Math.max(50, frame.clientWidth - usualAxis.leftPx - usualAxis.rightPx);
    lane.setAxis({ ...span, leftPx: usualAxis.leftPx, widthPx });
  });
  size.observe(frame);
  show();
  showMoment(momentS);
  return {
    element: frame,
    dispose: () => {
      size.disconnect();
      stopFollowing();
      curves?.dispose();
    },
  };
}

/** Exchanges what a button says. */
function relabel(control: HTMLElement, label: string, description: string): void {
  control.textContent = label;
  control.setAttribute('aria-label', description === '' ? label : `${label}: ${description}`);
  control.title = description;
}
