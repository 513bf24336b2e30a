import { stances } from '../../shared/charts/joint-chart';
import { sides, type Side } from '../../shared/results';
import { element, svgElement } from '../element';
import type { CorrectionAction } from './corrections';
import { isCorrected, type Mark } from './marks';
import { createHandle, type Handle } from './event-handle';
import { eventName, secondsText } from './event-words';
import { isOn, timeAt, xOf, type TimeAxis } from './time-axis';

/** What the lane asks for. */
export interface LaneListener {
  /** Null where events can only be looked at. */
  readonly correct: ((action: CorrectionAction) => void) | null;
  /** An event is on its way; null when it has arrived. */
  preview(moving: { readonly id: string; readonly timeS: number } | null): void;
  select(id: string): void;
  /** Seconds of a frame, by which keys move an event. */
  readonly frameS: number;
}

export interface EventsLane {
  readonly element: HTMLElement;
  setAxis(axis: TimeAxis): void;
  show(marks: readonly Mark[], selectedId: string | null, movingId: string | null): void;
  setMoment(timeS: number): void;
  focus(id: string): void;
}

const rowPx = 26;
const headPx = 16;
const heightPx = headPx + 2 * rowPx + 4;
const rowY: Record<Side, number> = { left: headPx + rowPx / 2, right: headPx + rowPx * 1.5 };

/** Strikes and offs on a row a side, each a handle that can be dragged, moved by keys, and deleted. */
export function createEventsLane(listener: LaneListener): EventsLane {
  const bars = svgElement('g', { 'aria-hidden': 'true' });
  const trails = svgElement('g', { 'aria-hidden': 'true' });
  const rule = svgElement('line', { class: 'moment-rule', y1: 0, y2: heightPx });
  const bubble = svgElement('text', { class: 'bubble', y: 11, 'aria-hidden': 'true' });
  const ground = svgElement('rect', { class: 'lane-ground', x: 0, y: 0, width: '100%', height: heightPx });
  const drawing = svgElement(
    'svg',
    { class: 'lane', width: '100%', height: heightPx },
    ground,
    ...sides.map((side) => svgElement('text', { class: `row ${side}`, x: 2, y: rowY[side] + 4 }, side)),
    bars,
    trails,
    rule,
  );
  const lane = element('div', { class: 'lane-frame', role: 'group', 'aria-label': 'Events' }, drawing);
  const handles = new Map<string, Handle>();
  let axis: TimeAxis = { fromS: 0, toS: 1, leftPx: 0, widthPx: 1 };
  let shown: { marks: readonly Mark[]; selectedId: string | null; movingId: string | null } = {
    marks: [],
    selectedId: null,
    movingId: null,
  };
  let momentS: number | null = null;

  const inOrder = (): readonly Mark[] =>
    shown.marks.filter(({ timeS }) => isOn(axis, timeS)).sort((a, b) => a.timeS - b.timeS);
  const neighbour = (id: string, to: 'previous' | 'next' | 'first' | 'last'): void => {
    const marks = inOrder();
    const index = marks.findIndex((mark) => mark.id === id);
    const wanted = { previous: index - 1, next: index + 1, first: 0, last: marks.length - 1 }[to];
    const found = marks[wanted];
    if (found) handles.get(found.id)?.element.focus();
  };

  const draw = (): void => {
    const { marks, selectedId, movingId } = shown;
    const visible = inOrder();
    const present = visible.filter(({ isDeleted }) => !isDeleted);
    bars.replaceChildren(
      ...sides.flatMap((side) =>
        stances(
          present.map((mark) => ({ ...mark, confidence: 1 })),
          side,
          axis.fromS,
          axis.toS,
        ).map(({ from, to }) =>
          svgElement('rect', {
            class: `stance ${side}`,
            x: xOf(axis, from),
            y: rowY[side] - 3,
            width: Math.max(0, xOf(axis, to) - xOf(axis, from)),
            height: 6,
          }),
        ),
      ),
    );
    trails.replaceChildren(
      ...visible
        .filter((mark) => mark.originS !== null && mark.originS !== mark.timeS)
        .map((mark) =>
          svgElement('path', {
            class: `trail ${mark.side}`,
            d: `M${xOf(axis, mark.originS ?? mark.timeS)},${rowY[mark.side] - 7}v14m0,-7H${xOf(axis, mark.timeS)}`,
          }),
        ),
    );
    const stop = visible.some(({ id }) => id === selectedId) ? selectedId : visible[0]?.id;
    const shownIds = new Set(visible.map(({ id }) => id));
    for (const [id, handle] of handles) {
      if (shownIds.has(id)) continue;
      handle.element.remove();
      handles.delete(id);
    }
    for (const mark of visible) {
      let handle = handles.get(mark.id);
      if (handle === undefined) {
        handle = createHandle(mark, { ...listener, axis: () => axis, neighbour });
        handles.set(mark.id, handle);
        drawing.append(handle.element);
      }
      handle.show(mark, xOf(axis, mark.timeS), rowY[mark.side], {
        isSelected: mark.id === selectedId,
        // One stop for the Tab key: the arrow keys go on from there.
        isStop: mark.id === stop,
      });
    }
    const moving = marks.find(({ id }) => id === movingId);
    if (moving === undefined) {
      bubble.remove();
    } else {
      bubble.textContent = movingText(moving);
      bubble.setAttribute('x', String(xOf(axis, moving.timeS)));
      bubble.setAttribute('text-anchor', anchorAt(axis, moving.timeS));
      drawing.append(bubble);
    }
    drawMoment();
  };
  const drawMoment = (): void => {
    const isShown = momentS !== null && isOn(axis, momentS);
    rule.setAttribute('visibility', isShown ? 'visible' : 'hidden');
    if (momentS === null) return;
    const x = String(xOf(axis, momentS));
    rule.setAttribute('x1', x);
    rule.setAttribute('x2', x);
  };

  drawing.addEventListener('dblclick', (event) => {
    if (listener.correct === null || event.target !== ground) return;
    const box = drawing.getBoundingClientRect();
    const side: Side = event.clientY - box.top < headPx + rowPx ? 'left' : 'right';
    const timeS = timeAt(axis, event.clientX - box.left);
    listener.correct({ type: 'add', side, event: likelyKind(inOrder(), side, timeS), timeS });
  });

  return {
    element: lane,
    setAxis: (next) => {
      axis = next;
      draw();
    },
    show: (marks, selectedId, movingId) => {
      shown = { marks, selectedId, movingId };
      draw();
    },
    setMoment: (timeS) => {
      momentS = timeS;
      drawMoment();
    },
    focus: (id) => {
      handles.get(id)?.element.focus();
    },
  };
}

/** After a strike comes an off, and after an off a strike. */
function likelyKind(marks: readonly Mark[], side: Side, timeS: number): Mark['event'] {
  const before = marks.findLast((mark) => mark.side === side && !mark.isDeleted && mark.timeS < timeS);
  if (before) return before.event === 'heel_strike' ? 'toe_off' : 'heel_strike';
  const after = marks.find((mark) => mark.side === side && !mark.isDeleted && mark.timeS >= timeS);
  return after?.event === 'heel_strike' ? 'toe_off' : 'heel_strike';
}

function movingText(mark: Mark): string {
  const wayS = mark.originS === null ? 0 : mark.timeS - mark.originS;
  const way = wayS === 0 ? '' : ` (${wayS > 0 ? '+' : '−'}${Math.abs(wayS).toFixed(3)})`;
  return `${eventName(mark)} ${secondsText(mark.timeS)}${isCorrected(mark) ? way : ''}`;
}

/** Text at the ends of the axis grows inwards. */
function anchorAt({ fromS, toS }: TimeAxis, timeS: number): 'start' | 'middle' | 'end' {
  const share = (timeS - fromS) / Math.max(1e-6, toS - fromS);
  return share < 0.2 ? 'start' : share > 0.8 ? 'end' : 'middle';
}
