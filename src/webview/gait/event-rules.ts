import { svgElement } from '../element';
import type { Mark } from './marks';
import { isOn, xOf, type TimeAxis } from './time-axis';

/** Rules at events, drawn over curves. */
export interface EventRules {
  readonly element: SVGGElement;
  draw(
    marks: readonly Mark[],
    movingId: string | null,
    axis: TimeAxis,
    height: { readonly topPx: number; readonly heightPx: number },
  ): void;
}

/** A rule an event that is there; while one is dragged the others are left as they are. */
export function createEventRules(): EventRules {
  const group = svgElement('g');
  const lines = new Map<string, { readonly line: SVGLineElement; shown: string }>();
  return {
    element: group,
    draw: (marks, movingId, axis, { topPx, heightPx }) => {
      const present = marks.filter(({ timeS, isDeleted }) => !isDeleted && isOn(axis, timeS));
      const ids = new Set(present.map(({ id }) => id));
      for (const [id, { line }] of lines) {
        if (ids.has(id)) continue;
        line.remove();
        lines.delete(id);
      }
      for (const mark of present) {
        const own = lines.get(mark.id) ?? { line: svgElement('line'), shown: '' };
        if (!lines.has(mark.id)) {
          lines.set(mark.id, own);
          group.append(own.line);
        }
        const x = xOf(axis, mark.timeS).toFixed(2);
        const isByHand = mark.byHand || mark.originS !== mark.timeS;
        const attributes = {
          class: `event-rule ${mark.side} ${mark.event}${isByHand ? ' by-hand' : ''}${mark.id === movingId ? ' moving' : ''}`,
          x1: x,
          x2: x,
          y1: String(topPx),
          y2: String(topPx + heightPx),
        };
        const wanted = JSON.stringify(attributes);
        if (own.shown === wanted) continue;
        own.shown = wanted;
        for (const [name, value] of Object.entries(attributes)) own.line.setAttribute(name, value);
      }
    },
  };
}
