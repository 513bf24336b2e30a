/** What stands in one panel of a chart, in the units of its axes. */
export interface StillPanel {
  /** How far bars reach, from the top down. */
  readonly bars: readonly number[];
  /** From the least to the most of each of them. */
  readonly spreads: readonly (readonly [least: number, most: number])[];
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly lines: readonly (readonly { readonly x: number; readonly y: number }[])[];
  /** What a pixel of the page stands for along each axis; null where there is no axis of numbers. */
  readonly perPx: { readonly x: number | null; readonly y: number | null };
}

/** A chart on paper, and what it is called. */
export interface StillChart {
  readonly name: string;
  readonly panels: readonly StillPanel[];
}

/**
 * What reads the charts of a page that stand still: places are those that the browser draws at, and what they mean is
 * told by the ticks and numbers beside the axes, as a reader does it. As a text, for it runs in the page, whose types are
 * not those of Node.
 */
export const stillCharts = `(() => {
  const place = (element, x, y) => new DOMPoint(x, y).matrixTransform(element.getScreenCTM());
  const box = (element) => {
    const { x, y, width, height } = element.getBBox();
    const [from, to] = [place(element, x, y), place(element, x + width, y + height)];
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  };
  const children = (element, tag) => [...element.children].filter((child) => child.tagName === tag);
  const shape = (path) => path.getAttribute('d') ?? '';
  const number = (text) => Number(text.textContent.replace('\\u2212', '-').replace(/,/g, ''));
  const axis = (group, ticks, from, to) => {
    const path = children(group, 'path').find((one) => ticks.test(shape(one)));
    const labels = children(group, 'text').map(number).filter((value) => !Number.isNaN(value));
    if (path === undefined || labels.length < 2) return null;
    if (shape(path).split('M').length - 1 !== labels.length) throw new Error('A tick has no number.');
    const edges = box(path);
    const perPx = (labels.at(-1) - labels[0]) / (edges[to] - edges[from]);
    return { perPx, value: (px) => labels[0] + (px - edges[from]) * perPx };
  };
  const find = (panel, ...how) => children(panel, 'g').map((group) => axis(group, ...how)).find(Boolean) ?? null;
  const courseOf = (path) => {
    let at = { x: 0, y: 0 };
    return [...shape(path).matchAll(/([MLl]| )([-\\d.]+),([-\\d.]+)/g)].map(([, step, x, y]) => {
      const isAbsolute = step === 'M' || step === 'L';
      at = { x: Number(x) + (isAbsolute ? 0 : at.x), y: Number(y) + (isAbsolute ? 0 : at.y) };
      return place(path, at.x, at.y);
    });
  };
  const panelsOf = (svg) => [...svg.querySelectorAll('g')].flatMap((panel) => {
    const x = find(panel, /^(M[-\\d.]+,[-\\d.]+v5)+$/, 'left', 'right');
    const y = find(panel, /^(M[-\\d.]+,[-\\d.]+h-5)+$/, 'bottom', 'top');
    if (x === null) return [];
    const paths = children(panel, 'path');
    const point = (px) => ({ x: x.value(px.x), y: y === null ? NaN : y.value(px.y) });
    const bars = paths.filter((path) => /^M0,[-\\d.]+h[\\d.]+v[\\d.]+h-[\\d.]+Z$/.test(shape(path)));
    const rules = bars.length === 0 ? [] : paths.filter((path) => /^(M[-\\d.]+,[-\\d.]+h[\\d.]+)+$/.test(shape(path)) && path.getAttribute('stroke-width') === '3');
    const dots = paths.filter((path) => /^M[-\\d.]+,0A/.test(shape(path)));
    const courses = children(panel, 'g').flatMap((group) => children(group, 'path')).filter((path) => /^M[-\\d.]+,[-\\d.]+l/.test(shape(path)));
    return [{
      bars: bars.map((path) => x.value(box(path).right)),
      spreads: rules.flatMap((path) => [...shape(path).matchAll(/M([-\\d.]+),([-\\d.]+)h([\\d.]+)/g)].map(([, from, up, length]) =>
        [Number(from), Number(from) + Number(length)].map((end) => x.value(place(path, end, Number(up)).x)))),
      dots: dots.map((path) => { const { left, top, right, bottom } = box(path); return point({ x: (left + right) / 2, y: (top + bottom) / 2 }); }),
      lines: courses.map((path) => courseOf(path).map(point)),
      perPx: { x: Math.abs(x.perPx), y: y === null ? null : Math.abs(y.perPx) },
    }];
  });
  return [...document.querySelectorAll('[role="img"]')].filter((figure) => figure.querySelector('svg') !== null)
    .map((figure) => ({ name: figure.getAttribute('aria-label'), panels: [...figure.querySelectorAll('svg')].flatMap(panelsOf) }));
})()`;
