import { element, svgElement } from '../element';
import type { Drawing } from '../host';
import type { PlotArea } from '../run/plot-shapes';
import { curveShapes, curveWords, type Curve, type Quantity } from './curve-shapes';

export interface CurvesPlot extends Drawing {
  /** Draws soon, and at most four times a second, however often it is called. */
  show(curves: readonly Curve[]): void;
}

const plotHeightPx = 150;
const margins = { leftPx: 40, rightPx: 26, topPx: 22, bottomPx: 34 };
const panelHeightPx = margins.topPx + plotHeightPx + margins.bottomPx;
/** Narrower ones stand below one another. */
const leastPanelPx = 300;
const drawEveryMs = 250;
/** So many colours can be told apart; of more folds all are drawn alike. */
const colours = 6;

const panels: readonly { readonly quantity: Quantity; readonly title: string }[] = [
  { quantity: 'loss', title: 'Loss (nats)' },
  { quantity: 'score', title: 'Share of labels that are right' },
];

/** Loss and score by epoch, a line a fold: while folds train, and afterwards just the same. */
export function curvesPlot(first: readonly Curve[]): CurvesPlot {
  const picture = svgElement('svg', { role: 'img' });
  const stage = element('div', { class: 'curves-plot' }, picture);
  const box = element(
    'figure',
    { class: 'training-curves' },
    stage,
    element('figcaption', { class: 'quiet' }, captionOf(first)),
  );
  let curves = first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawnAtMs = -Infinity;

  const draw = (): void => {
    timer = undefined;
    drawnAtMs = performance.now();
    const widthPx = stage.clientWidth;
    if (widthPx === 0) return;
    const isBeside = widthPx / 2 >= leastPanelPx;
    const heightPx = isBeside ? panelHeightPx : 2 * panelHeightPx;
    stage.style.height = `${heightPx}px`;
    picture.setAttribute('width', String(widthPx));
    picture.setAttribute('height', String(heightPx));
    picture.setAttribute('aria-label', curveWords(curves));
    const panelPx = isBeside ? widthPx / 2 : widthPx;
    picture.replaceChildren(
      ...panels.flatMap((panel, index) =>
        panelParts(curves, panel, {
          leftPx: margins.leftPx + (isBeside ? index * panelPx : 0),
          topPx: margins.topPx + (isBeside ? 0 : index * panelHeightPx),
          widthPx: Math.max(40, panelPx - margins.leftPx - margins.rightPx),
          heightPx: plotHeightPx,
        }),
      ),
    );
  };
  // VS Code measures an output when it is made, before it has a width.
  stage.style.height = `${panelHeightPx}px`;
  const size = new ResizeObserver(draw);
  size.observe(stage);
  return {
    element: box,
    show: (next) => {
      curves = next;
      timer ??= setTimeout(draw, Math.max(0, drawnAtMs + drawEveryMs - performance.now()));
    },
    dispose: () => {
      size.disconnect();
      clearTimeout(timer);
    },
  };
}

const captionOf = (curves: readonly Curve[]): string =>
  `Solid: windows kept aside; dashed: windows that train.${
    curves.some(({ bestEpoch }) => bestEpoch !== undefined)
      ? ' A dot marks the epoch whose weights were kept.'
      : ''
  } The number at the end of a line is its fold.`;

function panelParts(
  curves: readonly Curve[],
  { quantity, title }: (typeof panels)[number],
  area: PlotArea,
): SVGElement[] {
  const { lines, dots, labels, epochs, levels } = curveShapes(curves, quantity, area);
  const groundY = area.topPx + area.heightPx;
  const rightPx = area.leftPx + area.widthPx;
  const isMany = curves.length > colours;
  const colourOf = (fold: number): string => (isMany ? 'fold many' : `fold fold-${(fold - 1) % colours}`);
  return [
    svgElement('text', { class: 'title', x: area.leftPx, y: area.topPx - 9 }, title),
    ...levels.flatMap(({ text, y }) => [
      svgElement('line', { class: 'grid', x1: area.leftPx, x2: rightPx, y1: y, y2: y }),
      svgElement('text', { x: area.leftPx - 6, y: y + 4, 'text-anchor': 'end' }, text),
    ]),
    ...epochs.map(({ text, x }) => svgElement('text', { x, y: groundY + 15, 'text-anchor': 'middle' }, text)),
    svgElement('text', { x: rightPx, y: groundY + 29, 'text-anchor': 'end' }, 'epoch'),
    ...lines.map(({ fold, series, path }) =>
      svgElement('path', {
        class: `${colourOf(fold)} ${series === 'training' ? 'trains' : 'aside'}`,
        d: path,
      }),
    ),
    ...dots.map(({ fold, x, y }) =>
      svgElement('circle', { class: colourOf(fold), cx: x.toFixed(1), cy: y.toFixed(1), r: 3.5 }),
    ),
    ...labels.map(({ fold, x, y }) =>
      svgElement(
        'text',
        { class: 'fold-number', x: (x + 6).toFixed(1), y: (y + 4).toFixed(1) },
        String(fold),
      ),
    ),
  ];
}
