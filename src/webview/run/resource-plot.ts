import type { LiveSample } from '../../shared/renderer-messages';
import { element, svgElement } from '../element';
import type { Drawing } from '../host';
import type { Measured } from './live-samples';
import { areaPath, linePath, niceTicks, plotWords, timeTicks, type PlotArea, type Tick } from './plot-shapes';

export interface ResourcePlot extends Drawing {
  /** Draws with the next picture of the screen, however often it is called until then. */
  show(measured: Measured): void;
}

const memoryHeightPx = 110;
const cpuHeightPx = 44;
const gapPx = 14;
const margins = { leftPx: 56, rightPx: 8, topPx: 16, bottomPx: 20 };
const heightPx = margins.topPx + memoryHeightPx + gapPx + cpuHeightPx + margins.bottomPx;
const lineHeightPx = 14;
/** A label takes so much of an axis. */
const leastTickPx = 90;
/** As long as a run is short, its plot begins with so many seconds. */
const leastSpanS = 2;

/** Memory of all processes against the limit, and their CPU: while a step runs, and afterwards just the same. */
export function resourcePlot(first: Measured): ResourcePlot {
  const picture = svgElement('svg', { role: 'img', height: heightPx });
  const stage = element('div', { class: 'resource-plot' }, picture);
  stage.style.height = `${heightPx}px`;
  let measured = first;
  let frame = 0;

  const draw = (): void => {
    frame = 0;
    const widthPx = stage.clientWidth;
    if (widthPx === 0) return;
    picture.setAttribute('width', String(widthPx));
    picture.setAttribute('aria-label', plotWords(measured.samples, measured.limitMb));
    picture.replaceChildren(...plotParts(measured, widthPx));
  };
  const later = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const size = new ResizeObserver(draw);
  size.observe(stage);
  return {
    element: stage,
    show: (next) => {
      measured = next;
      later();
    },
    dispose: () => {
      size.disconnect();
      cancelAnimationFrame(frame);
    },
  };
}

function plotParts({ samples, limitMb }: Measured, widthPx: number): SVGElement[] {
  const innerPx = Math.max(40, widthPx - margins.leftPx - margins.rightPx);
  const memory: PlotArea = {
    leftPx: margins.leftPx,
    topPx: margins.topPx,
    widthPx: innerPx,
    heightPx: memoryHeightPx,
  };
  const cpu: PlotArea = { ...memory, topPx: memory.topPx + memoryHeightPx + gapPx, heightPx: cpuHeightPx };
  const endS = Math.max(leastSpanS, samples.at(-1)?.timeS ?? 0);
  const peakMb = samples.reduce((most, { rssMb }) => Math.max(most, rssMb), 0);
  const memoryTop = 1.1 * Math.max(limitMb ?? 0, peakMb, 1);
  const cpuTop = 1.1 * samples.reduce((most, { cpuPercent }) => Math.max(most, cpuPercent), 100);

  const memoryLine = linePath(samples, ({ rssMb }) => rssMb, { endS, top: memoryTop }, memory);
  const limitY = memory.topPx + memoryHeightPx * (1 - (limitMb ?? 0) / memoryTop);
  const rightPx = memory.leftPx + innerPx;
  return [
    ...levels(niceTicks(memoryTop, 4), memoryTop, memory, 'MB'),
    ...levels(niceTicks(cpuTop, 2), cpuTop, cpu, '% CPU'),
    ...times(timeTicks(endS, Math.max(2, Math.floor(innerPx / leastTickPx))), endS, memory, cpu),
    svgElement('path', { class: 'memory-area', d: areaPath(memoryLine, samples, endS, memory) }),
    svgElement('path', { class: 'memory-line', d: memoryLine }),
    svgElement('path', {
      class: 'cpu-line',
      d: linePath(samples, ({ cpuPercent }) => cpuPercent, { endS, top: cpuTop }, cpu),
    }),
    ...(limitMb === null
      ? []
      : [
          svgElement('line', { class: 'limit', x1: memory.leftPx, x2: rightPx, y1: limitY, y2: limitY }),
          svgElement(
            'text',
            { class: 'limit-text', x: rightPx - 4, y: limitY - 4, 'text-anchor': 'end' },
            `limit ${Math.round(limitMb)} MB`,
          ),
        ]),
    ...(peakMb > 0 ? [peakMark(samples, peakMb, { endS, memoryTop, limitY }, memory)] : []),
  ];
}

/** The highest point, with its figure beside it, on the side where there is room. */
function peakMark(
  samples: readonly LiveSample[],
  peakMb: number,
  { endS, memoryTop, limitY }: { endS: number; memoryTop: number; limitY: number },
  area: PlotArea,
): SVGElement {
  const peak = samples.find(({ rssMb }) => rssMb === peakMb)!;
  const x = area.leftPx + (area.widthPx * peak.timeS) / endS;
  const y = area.topPx + area.heightPx * (1 - peakMb / memoryTop);
  const isRight = peak.timeS > endS / 2;
  // Above it, where the limit and the plot's upper edge leave room.
  const textY =
    y - Math.max(limitY, area.topPx - 8) > 2 * lineHeightPx || y < limitY ? y - 6 : y + lineHeightPx;
  return svgElement(
    'g',
    { class: 'peak' },
    svgElement('circle', { cx: x, cy: y, r: 2.5 }),
    svgElement(
      'text',
      { x: isRight ? x - 5 : x + 5, y: textY, 'text-anchor': isRight ? 'end' : 'start' },
      `peak ${Math.round(peakMb)} MB`,
    ),
  );
}

function levels(ticks: readonly Tick[], top: number, area: PlotArea, unit: string): SVGElement[] {
  return ticks.flatMap(({ value, text }, i) => {
    const y = area.topPx + area.heightPx * (1 - value / top);
    const last = i === ticks.length - 1;
    return [
      svgElement('line', {
        class: 'grid',
        x1: area.leftPx,
        x2: area.leftPx + area.widthPx,
        y1: y,
        y2: y,
      }),
      svgElement(
        'text',
        { x: area.leftPx - 6, y: y + 4, 'text-anchor': 'end' },
        last ? `${text} ${unit.split(' ')[0]!}` : text,
      ),
    ];
  });
}

function times(ticks: readonly Tick[], endS: number, upper: PlotArea, lower: PlotArea): SVGElement[] {
  return ticks.flatMap(({ value, text }) => {
    const x = upper.leftPx + (upper.widthPx * value) / endS;
    const groundY = lower.topPx + lower.heightPx;
    // A label at the very end would be cut off.
    const anchor = value === 0 ? 'start' : value / endS > 0.95 ? 'end' : 'middle';
    return [
      svgElement('line', { class: 'grid', x1: x, x2: x, y1: upper.topPx, y2: groundY }),
      svgElement('text', { x, y: groundY + 15, 'text-anchor': anchor }, text),
    ];
  });
}
