import type { ThinSeries } from '../../shared/display';
import { element, svgElement } from '../element';
import type { Frames } from './frames';
import { gapsOf } from './gaps';

/** A strip of detection over time, beside the slider that says the same to who listens. */
export interface DetectionStrip {
  readonly element: HTMLElement;
  setMoment(timeS: number): void;
}

/** The strip is drawn so large and stretched to the output's width, which needs no script. */
const wide = 1000;
const high = 100;

/**
 * How surely the legs were seen over time as an area, with a bar wherever no pose was found. Pointing at it chooses a
 * moment.
 */
export function createDetectionStrip(
  series: ThinSeries,
  { startS, endS }: Frames,
  onMoment: (timeS: number) => void,
): DetectionStrip {
  const spanS = Math.max(1e-6, endS - startS);
  const x = (timeS: number): number => ((timeS - startS) / spanS) * wide;
  const rule = element('div', { class: 'strip-rule' });
  const gaps = gapsOf(series);
  const drawing = svgElement(
    'svg',
    { viewBox: `0 0 ${wide} ${high}`, preserveAspectRatio: 'none' },
    ...gaps.map(({ fromS, toS }) =>
      svgElement('rect', {
        class: 'strip-gap',
        x: x(fromS),
        y: 0,
        // A single missing frame must still be seen.
        width: Math.max(wide / 400, x(toS) - x(fromS)),
        height: high,
      }),
    ),
    svgElement('path', { class: 'strip-area', d: areaPath(series, x) }),
  );
  const strip = element('div', { class: 'strip' }, drawing, rule);
  const caption = `How surely the legs were seen, 0 to 1${gaps.length > 0 ? '; red: no pose found' : ''}`;
  const choose = (event: PointerEvent): void => {
    const { left, width } = strip.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
    onMoment(startS + share * spanS);
  };
  strip.addEventListener('pointerdown', (event) => {
    strip.setPointerCapture(event.pointerId);
    choose(event);
  });
  strip.addEventListener('pointermove', (event) => {
    if (strip.hasPointerCapture(event.pointerId)) choose(event);
  });
  return {
    element: element(
      'div',
      { 'aria-hidden': 'true' },
      element('p', { class: 'strip-caption' }, caption),
      strip,
    ),
    setMoment: (timeS) => {
      rule.style.left = `${(x(timeS) / wide) * 100}%`;
    },
  };
}

/** One area for each stretch with values. */
function areaPath({ timeS, values }: ThinSeries, x: (timeS: number) => number): string {
  let path = '';
  let lastX: number | null = null;
  const close = (): void => {
    if (lastX !== null) path += `L${lastX},${high}Z`;
    lastX = null;
  };
  values.forEach((value, i) => {
    if (value === null) {
      close();
      return;
    }
    const at = Math.round(x(timeS[i]!) * 10) / 10;
    const y = Math.round((1 - Math.min(1, Math.max(0, value))) * high);
    path += lastX === null ? `M${at},${high}L${at},${y}` : `L${at},${y}`;
    lastX = at;
  });
  close();
  return path;
}
