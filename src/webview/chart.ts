import type { View } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { element } from './element';
import type { Drawing, OutputHost } from './host';
import type { OutputTheme } from './theme';

export interface ChartRequest {
  /** The chart for an output so wide, axes included. */
  spec(widthPx: number, theme: OutputTheme): TopLevelSpec;
  /** Says what it shows to whoever does not see it. */
  readonly label: string;
  /** Height that is kept free until the chart is there. */
  readonly heightPx: number;
  /** For charts that can be anybody's: drawn once each time, with nothing in it that moves or can be pointed at. */
  readonly isPicture?: boolean;
  /** Called after every drawing but of pictures, so that more can be laid over the chart. */
  onDrawn?(view: View): void;
}

/** An output grows and shrinks by some pixels whenever a scroll bar comes or goes. */
const leastChangePx = 12;

/** A Vega-Lite chart, drawn when it first comes into sight, and again when its width or the theme changes. */
export function drawChart(request: ChartRequest, host: Pick<OutputHost, 'theme'>): Drawing {
  const stage = element('div', { class: 'chart', role: 'img', 'aria-label': request.label });
  stage.style.minHeight = `${request.heightPx}px`;
  let view: View | null = null;
  let isSeen = false;
  let drawnWidthPx = 0;
  /** Drawing waits for Vega: what was asked for in the meantime counts, and what was asked for before does not. */
  let latest = 0;

  const draw = async (): Promise<void> => {
    const widthPx = stage.clientWidth;
    if (!isSeen || widthPx === 0) return;
    const own = (latest += 1);
    drawnWidthPx = widthPx;
    const theme = host.theme.current();
    try {
      const { createView, drawPicture } = await import('./vega-view');
      if (own !== latest) return;
      // Its label says what it shows; the parts of the drawing have none.
      const place = element('div', { 'aria-hidden': 'true' });
      const spec = request.spec(widthPx, theme);
      let next: View | null = null;
      if (request.isPicture === true) place.append(await drawPicture(spec, theme.fontFamily));
      else next = await createView(spec, theme.fontFamily, place);
      if (own !== latest) {
        next?.finalize();
        return;
      }
      view?.finalize();
      view = next;
      stage.replaceChildren(place);
      stage.style.minHeight = '';
      if (next !== null) request.onDrawn?.(next);
    } catch (error) {
      if (own !== latest) return;
      stage.replaceChildren(
        element('p', { class: 'alarm' }, `The chart cannot be drawn: ${reasonOf(error)}`),
      );
      stage.style.minHeight = '';
    }
  };

  const sight = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    sight.disconnect();
    isSeen = true;
    void draw();
  });
  sight.observe(stage);
  warmUp();
  const size = new ResizeObserver(() => {
    if (Math.abs(stage.clientWidth - drawnWidthPx) >= leastChangePx) void draw();
  });
  size.observe(stage);
  const stopFollowing = host.theme.onChange(() => void draw());

  return {
    element: stage,
    dispose: () => {
      latest += 1;
      sight.disconnect();
      size.disconnect();
      stopFollowing();
      view?.finalize();
      view = null;
    },
  };
}

/** What is in sight comes first. */
const afterOpeningMs = 300;
let isWarm = false;

/** Loads Vega while nothing else goes on, so that the first chart that is scrolled to need not wait. */
function warmUp(): void {
  if (isWarm) return;
  isWarm = true;
  // Not every browser that VS Code runs in tells when it is idle.
  setTimeout(() => void import('./vega-view'), afterOpeningMs);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
