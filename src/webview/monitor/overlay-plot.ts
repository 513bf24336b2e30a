import type { RunSeries } from '../../shared/monitor-messages';
import { element, svgElement } from '../element';
import type { Drawing } from '../host';
import { linePath, niceTicks, plotWords, timeTicks, type PlotArea } from '../run/plot-shapes';

const heightPx = 220;
const margins = { leftPx: 56, rightPx: 8, topPx: 12, bottomPx: 22 };
/** A label takes so much of an axis. */
const leastTickPx = 90;
/** As short as a run may be, its plot has so many seconds. */
const leastSpanS = 2;

/** Memory of several runs over the time since each began, one line a run. */
export function overlayPlot(series: readonly RunSeries[]): Drawing {
  const words = series
    .map(({ title, samples, limitMb }) => `${title}. ${plotWords(samples, limitMb)}`)
    .join(' ');
  const picture = svgElement('svg', { role: 'img', height: heightPx, 'aria-label': words });
  const stage = element('div', { class: 'resource-plot overlay' }, picture);
  stage.style.height = `${heightPx}px`;
  const legend = element(
    'ul',
    { class: 'legend' },
    ...series.map(({ title }, at) =>
      element('li', { class: `series-${at}` }, element('span', { class: 'sign' }), title),
    ),
  );
  const size = new ResizeObserver(() => {
    if (stage.clientWidth === 0) return;
    picture.setAttribute('width', String(stage.clientWidth));
    picture.replaceChildren(...plotParts(series, stage.clientWidth));
  });
  size.observe(stage);
  return {
    element: element('div', {}, stage, legend),
    dispose: () => {
      size.disconnect();
    },
  };
}

function plotParts(series: readonly RunSeries[], widthPx: number): SVGElement[] {
  const area: PlotArea = {
    leftPx: margins.leftPx,
    topPx: margins.topPx,
    widthPx: Math.max(40, widthPx - margins.leftPx - margins.rightPx),
    heightPx: heightPx - margins.topPx - margins.bottomPx,
  };
  const samples = series.flatMap((each) => each.samples);
  const endS = samples.reduce((most, { timeS }) => Math.max(most, timeS), leastSpanS);
  const top = 1.1 * samples.reduce((most, { rssMb }) => Math.max(most, rssMb), 1);
  return [
    ...levels(top, area),
    ...times(endS, area),
    ...series.map((each, at) =>
      svgElement(
        'g',
        { class: `series-${at}` },
        svgElement('path', {
          class: 'memory-line',
          d: linePath(each.samples, ({ rssMb }) => rssMb, { endS, top }, area),
        }),
      ),
    ),
  ];
}

function levels(top: number, area: PlotArea): SVGElement[] {
  const ticks = niceTicks(top, 5);
  return ticks.flatMap(({ value, text }, at) => {
    const y = area.topPx + area.heightPx * (1 - value / top);
    const rightPx = area.leftPx + area.widthPx;
    return [
      svgElement('line', { class: 'grid', x1: area.leftPx, x2: rightPx, y1: y, y2: y }),
      svgElement(
        'text',
        { x: area.leftPx - 6, y: y + 4, 'text-anchor': 'end' },
        at === ticks.length - 1 ? `${text} MB` : text,
      ),
    ];
  });
}

function times(endS: number, area: PlotArea): SVGElement[] {
  const groundY = area.topPx + area.heightPx;
  return timeTicks(endS, Math.max(2, Math.floor(area.widthPx / leastTickPx))).flatMap(({ value, text }) => {
    const x = area.leftPx + (area.widthPx * value) / endS;
    // A label at the very end would be cut off.
    const anchor = value === 0 ? 'start' : value / endS > 0.95 ? 'end' : 'middle';
    return [
      svgElement('line', { class: 'grid', x1: x, x2: x, y1: area.topPx, y2: groundY }),
      svgElement('text', { x, y: groundY + 15, 'text-anchor': anchor }, text),
    ];
  });
}
