import type { GaitOutput } from '../../shared/cell-output';
import { element } from '../element';
import type { Drawing, OutputHost } from '../host';
import { createCorrectionControls } from './correction-controls';
import { correct, editsOf, noCorrections, type CorrectionAction, type Corrections } from './corrections';
import { seenJoints } from './curve-chart';
import { createEventsLane } from './events-lane';
import { createJointCurves } from './joint-curves';
import type { Mark } from './marks';
import type { ShownSpan } from './shown-span';
import { isOn } from './time-axis';

/** Where the lane begins and ends until the curves tell where they stand. */
const usualAxis = { leftPx: 52, rightPx: 12 };

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
  /** Tells the moments that were chosen here from those of others. */
  const self = {};
  let state: Corrections = noCorrections(bundle.events, span);
  let moving: { readonly id: string; readonly timeS: number } | null = null;
  let selectedId: string | null = null;
  /** Events as they were handed over, until it is known whether they were written. */
  let sent: readonly Mark[] | null = null;
  let momentS = moments.last(recording) ?? span.fromS;

  const markOf = (id: string | null) => state.marks.find((mark) => mark.id === id);
  const setMoment = (timeS: number): void => {
    moments.set(recording, timeS, self);
    showMoment(timeS);
  };
  const act = (action: CorrectionAction): void => {
    const before = state;
    state = correct(state, action);
    if (action.type === 'add' && state.marks.length > before.marks.length) {
      selectedId = state.marks.at(-1)?.id ?? null;
    }
    const selected = markOf(selectedId);
    if (selected && (action.type === 'move' || action.type === 'nudge')) setMoment(selected.timeS);
    show();
  };

  const controls =
    post === null
      ? null
      : createCorrectionControls({
          act,
          add: (side, event) => {
            act({ type: 'add', side, event, timeS: momentS });
          },
          write: (reason) => {
            // The extension knows who uses it, and puts the author in.
            const signature = { author: 'unknown', reason, at: new Date().toISOString() };
            sent = state.marks;
            post({ type: 'edit-events', recordId, walkId, edits: editsOf(state, signature) });
            controls?.setWriting(true);
          },
        });
  const stopListening = host.onNotice((notice) => {
    if (notice.type !== 'corrections' || notice.recordId !== recordId || notice.walkId !== walkId) return;
    // Another view of the same output may have asked.
    if (sent === null) return;
    const { problem } = notice;
    const marks = sent;
    sent = null;
    controls?.setWriting(false);
    act(problem === null ? { type: 'written', marks } : { type: 'refused', problem });
  });
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
      const selected = markOf(id);
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

  /** Marks as they are seen: the one on its way where it is. */
  const show = (): void => {
    const marks = state.marks.map((mark) =>
      mark.id === moving?.id ? { ...mark, timeS: moving.timeS } : mark,
    );
    lane.show(marks, selectedId, moving?.id ?? null);
    curves?.show(marks, moving?.id ?? null);
    controls?.show(state, markOf(selectedId));
  };
  const showMoment = (timeS: number): void => {
    momentS = timeS;
    lane.setMoment(timeS);
    curves?.setMoment(timeS);
    controls?.showMoment(timeS, isOn(span, timeS));
  };
  const stopFollowing = moments.on(recording, (timeS, from) => {
    if (from !== self) showMoment(timeS);
  });

  const frame = element(
    'div',
    { class: 'event-editor' },
    controls?.element ??
      element(
        'p',
        { class: 'quiet' },
        '▼ heel strike, △ toe-off. Events cannot be corrected here: nobody listens who could write a cell. ' +
          'Open the notebook in VS Code with this extension.',
      ),
    lane.element,
    curves?.element ?? element('p', { class: 'quiet' }, 'No joint angle was seen.'),
  );
  // Where the curves stand is known when they are drawn; until then, and without curves, the lane keeps an axis like theirs.
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
      stopListening();
      curves?.dispose();
    },
  };
}
