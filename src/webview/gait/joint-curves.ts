import type { View } from 'vega';
import type { GaitBundle } from '../../shared/display';
import { figure } from '../../shared/numbers';
import { drawChart } from '../chart';
import { element, svgElement } from '../element';
import type { Drawing, OutputHost } from '../host';
import { curveChart, seenJoints } from './curve-chart';
import { createEventRules } from './event-rules';
import type { Mark } from './marks';
import { plotAreaOf, type PlotArea } from './plot-area';
import { isOn, timeAt, xOf, type TimeAxis } from './time-axis';

export interface JointCurves extends Drawing {
  /** Draws a rule at each event. */
  show(marks: readonly Mark[], movingId: string | null): void;
  setMoment(timeS: number): void;
}

export interface CurvesListener {
  readonly bundle: GaitBundle;
  readonly label: string;
  readonly span: { readonly fromS: number; readonly toS: number };
  readonly frameS: number;
  /** The curves stand somewhere else now: other drawings of the same time follow. */
  onAxis(axis: TimeAxis): void;
  onMoment(timeS: number): void;
}

/** Axes and their titles; exactly where the curves are is read from the chart when it is drawn. */
const axesPx = 64;
/** What a panel takes with its spacing, and the legend and the time axis together. */
const panelPx = 128;
const restPx = 84;
/** What the legend of phases takes, where there are any. */
const phaseLegendPx = 50;
const manyFrames = 5;

/** Joint angles over time. Pointing at them, or the arrow keys, choose a moment; a press holds it. */
export function createJointCurves(listener: CurvesListener, host: OutputHost): JointCurves {
  const { bundle, label, span, frameS } = listener;
  const ruler = createEventRules();
  const rule = svgElement('line', { class: 'moment-rule' });
  const text = svgElement('text', { class: 'bubble' });
  const overlay = element(
    'div',
    {
      class: 'curves-overlay',
      role: 'slider',
      tabindex: 0,
      'aria-label': `Moment in the ${label}`,
      'aria-valuemin': span.fromS.toFixed(2),
      'aria-valuemax': span.toS.toFixed(2),
    },
    svgElement('svg', { width: '100%', height: '100%', 'aria-hidden': 'true' }, ruler.element, rule, text),
  );
  let area: PlotArea | null = null;
  let marks: readonly Mark[] = [];
  let movingId: string | null = null;
  let momentS: number | null = null;
  /** Where a press holds the moment, pointing does not change it until the next press. */
  let isHeld = false;

  const axisOf = ({ leftPx, widthPx }: PlotArea): TimeAxis => ({ ...span, leftPx, widthPx });
  const place = (view: View): void => {
    const found = plotAreaOf(view);
    const drawn = chart.element.querySelector('svg, canvas')?.getBoundingClientRect();
    if (found === null || drawn === undefined) return;
    const box = overlay.getBoundingClientRect();
    area = {
      ...found,
      leftPx: found.leftPx + drawn.left - box.left,
      topPx: found.topPx + drawn.top - box.top,
    };
    listener.onAxis(axisOf(area));
    draw();
  };
  const chart = drawChart(
    {
      label,
      heightPx: seenJoints(bundle) * panelPx + restPx + (bundle.phases === undefined ? 0 : phaseLegendPx),
      spec: (widthPx, theme) => curveChart(bundle, widthPx - axesPx, theme),
      onDrawn: place,
    },
    host,
  );

  const draw = (): void => {
    if (area === null) return;
    ruler.draw(marks, movingId, axisOf(area), area);
    drawMoment();
  };
  const drawMoment = (): void => {
    const isShown = area !== null && momentS !== null && isOn(span, momentS);
    rule.setAttribute('visibility', isShown ? 'visible' : 'hidden');
    text.setAttribute('visibility', isShown ? 'visible' : 'hidden');
    if (area === null || momentS === null) return;
    const x = xOf(axisOf(area), momentS);
    for (const end of ['x1', 'x2']) rule.setAttribute(end, String(x));
    rule.setAttribute('y1', String(area.topPx));
    rule.setAttribute('y2', String(area.topPx + area.heightPx));
    const isLate = x > area.leftPx + area.widthPx * 0.8;
    text.setAttribute('x', String(x + (isLate ? -5 : 5)));
    text.setAttribute('y', String(area.topPx + 11));
    text.setAttribute('text-anchor', isLate ? 'end' : 'start');
    text.textContent = `${figure(momentS, 2)} s${isHeld ? ', held' : ''}`;
  };

  const pointed = (event: PointerEvent): number | null => {
    if (area === null) return null;
    const box = overlay.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const isInside =
      x >= area.leftPx - 2 &&
      x <= area.leftPx + area.widthPx + 2 &&
      y >= area.topPx &&
      y <= area.topPx + area.heightPx;
    return isInside ? timeAt(axisOf(area), x) : null;
  };
  overlay.addEventListener('pointermove', (event) => {
    const timeS = isHeld ? null : pointed(event);
    if (timeS !== null) listener.onMoment(timeS);
  });
  overlay.addEventListener('pointerdown', (event) => {
    const timeS = pointed(event);
    if (timeS === null || event.button !== 0) return;
    isHeld = !isHeld;
    overlay.classList.toggle('held', isHeld);
    listener.onMoment(timeS);
    drawMoment();
  });
  overlay.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const fromS = momentS ?? span.fromS;
    const wayS = frameS * (event.shiftKey ? manyFrames : 1);
    const wanted: Readonly<Partial<Record<string, number>>> = {
      ArrowLeft: fromS - wayS,
      ArrowRight: fromS + wayS,
      Home: span.fromS,
      End: span.toS,
    };
    const timeS = wanted[event.key];
    if (timeS === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    listener.onMoment(Math.min(span.toS, Math.max(span.fromS, timeS)));
  });

  return {
    element: element('div', { class: 'curves' }, chart.element, overlay),
    show: (next, moving) => {
      marks = next;
      movingId = moving;
      draw();
    },
    setMoment: (timeS) => {
      momentS = timeS;
      overlay.setAttribute('aria-valuenow', timeS.toFixed(2));
      overlay.setAttribute('aria-valuetext', `${figure(timeS, 2)} s`);
      drawMoment();
    },
    dispose: () => {
      chart.dispose();
    },
  };
}
