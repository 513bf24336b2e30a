import { svgElement } from '../element';
import { isCorrected, type Mark } from './marks';
import type { LaneListener } from './events-lane';
import { eventName, secondsText } from './event-words';
import { draggedTo, type TimeAxis } from './time-axis';

/** One event that can be taken hold of. */
export interface Handle {
  readonly element: SVGGElement;
  show(
    mark: Mark,
    x: number,
    y: number,
    as: { readonly isSelected: boolean; readonly isStop: boolean },
  ): void;
}

export interface HandleListener extends LaneListener {
  axis(): TimeAxis;
  /** Goes to another event. */
  neighbour(id: string, to: 'previous' | 'next' | 'first' | 'last'): void;
}

/** A strike points down at the floor, an off up from it. */
const shapes: Record<Mark['event'] | 'deleted', string> = {
  heel_strike: 'M-6,-6H6L0,6Z',
  toe_off: 'M-6,6H6L0,-6Z',
  deleted: 'M-4,-4L4,4M4,-4L-4,4',
};
/** So far the pointer may slip before a press becomes a drag. */
const slackPx = 3;
/** Frames by which Shift and an arrow move. */
const manyFrames = 5;

const neighbours: Readonly<Partial<Record<string, 'previous' | 'next' | 'first' | 'last'>>> = {
  ArrowUp: 'previous',
  ArrowDown: 'next',
  Home: 'first',
  End: 'last',
};

/** A handle is a slider to those who use keys or listen: its value is the event's time. */
export function createHandle(first: Mark, listener: HandleListener): Handle {
  const shape = svgElement('path');
  const handle = svgElement(
    'g',
    { role: 'slider' },
    svgElement('rect', { class: 'hit', x: -8, y: -12, width: 16, height: 24 }),
    shape,
  );
  const { correct } = listener;
  let mark = first;
  let drag: { readonly pointerId: number; readonly fromX: number; readonly startS: number } | null = null;
  let toS: number | null = null;

  const endDrag = (): void => {
    drag = null;
    toS = null;
    listener.preview(null);
  };
  handle.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    // Else the page selects text while an event is dragged.
    event.preventDefault();
    handle.focus();
    if (correct === null || mark.isDeleted) return;
    handle.setPointerCapture(event.pointerId);
    drag = { pointerId: event.pointerId, fromX: event.clientX, startS: mark.timeS };
  });
  handle.addEventListener('pointermove', (event) => {
    if (drag?.pointerId !== event.pointerId) return;
    const wayPx = event.clientX - drag.fromX;
    if (toS === null && Math.abs(wayPx) < slackPx) return;
    toS = draggedTo(listener.axis(), { startS: drag.startS, originS: mark.originS, wayPx });
    listener.preview({ id: mark.id, timeS: toS });
  });
  handle.addEventListener('pointerup', (event) => {
    if (drag?.pointerId !== event.pointerId) return;
    const arrivedS = toS;
    endDrag();
    if (arrivedS !== null) correct?.({ type: 'move', id: mark.id, toS: arrivedS });
  });
  handle.addEventListener('pointercancel', endDrag);
  handle.addEventListener('dblclick', () => {
    if (mark.isDeleted) correct?.({ type: 'restore', id: mark.id });
  });
  handle.addEventListener('focus', () => {
    listener.select(mark.id);
  });
  handle.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!pressed(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  /** True where the key means something here. */
  const pressed = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const neighbour = neighbours[key];
    if (neighbour !== undefined) {
      listener.neighbour(mark.id, neighbour);
      return true;
    }
    if (key === 'Escape' && drag !== null) {
      endDrag();
      return true;
    }
    if (correct === null) return false;
    if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const frames = (key === 'ArrowLeft' ? -1 : 1) * (shiftKey ? manyFrames : 1);
      correct({ type: 'nudge', id: mark.id, toS: mark.timeS + frames * listener.frameS });
      return true;
    }
    if (key === 'Delete' || key === 'Backspace') {
      correct({ type: 'delete', id: mark.id });
      return true;
    }
    if (key === 'Enter' && mark.isDeleted) {
      correct({ type: 'restore', id: mark.id });
      return true;
    }
    return false;
  };

  let shown = '';
  return {
    element: handle,
    show: (next, x, y, { isSelected, isStop }) => {
      mark = next;
      const { isDeleted, event, side } = mark;
      const { fromS, toS: untilS } = listener.axis();
      const attributes = {
        class: [
          'mark',
          side,
          isDeleted ? 'deleted' : event,
          isCorrected(mark) || mark.byHand ? 'by-hand' : '',
          isSelected ? 'selected' : '',
          correct === null ? 'fixed' : '',
        ].join(' '),
        transform: `translate(${x.toFixed(2)},${y})`,
        tabindex: isStop ? '0' : '-1',
        'aria-label': eventName(mark),
        'aria-valuemin': fromS.toFixed(3),
        'aria-valuemax': untilS.toFixed(3),
        'aria-valuenow': mark.timeS.toFixed(3),
        'aria-valuetext': spoken(mark),
        'aria-readonly': String(correct === null),
      };
      // While one event is dragged all others stand still, and cost nothing.
      const wanted = JSON.stringify(attributes);
      if (wanted === shown) return;
      shown = wanted;
      for (const [name, value] of Object.entries(attributes)) handle.setAttribute(name, value);
      shape.setAttribute('d', shapes[isDeleted ? 'deleted' : event]);
    },
  };
}

function spoken(mark: Mark): string {
  const time = secondsText(mark.timeS);
  if (mark.isDeleted) return `${time}, deleted; Enter brings it back`;
  if (mark.originS === null) return `${time}, added`;
  return mark.originS === mark.timeS ? time : `${time}, moved from ${secondsText(mark.originS)}`;
}
