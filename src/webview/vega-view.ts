import { Error as errorsOnly, logger, parse, View, type Loader, type ViewOptions } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { pointsOf } from './chart-spec';

/** From so many points on a canvas is quicker than as many elements. */
const mostSvgPoints = 2000;

/** Charts load nothing: all that they show is in them. */
const refuse = (uri: string): Promise<never> =>
  Promise.reject(new Error(`it asks for ${uri}, and charts load nothing from outside.`));
const loader: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/**
 * Draws a chart of ours into an element.
 * @throws Error where the spec is broken.
 */
export function createView(spec: TopLevelSpec, fontFamily: string, place: HTMLElement): Promise<View> {
  const renderer = pointsOf(spec) > mostSvgPoints ? 'canvas' : 'svg';
  return whole(spec, fontFamily, { renderer, container: place });
}

/**
 * Draws a chart that can be anybody's, as a picture. It gets no element of the page: colours and pointers of a spec can
 * name addresses, which a style of the page would load and a canvas does not know. Nothing of it goes on afterwards.
 * @throws Error where the spec is broken.
 */
export async function drawPicture(spec: TopLevelSpec, fontFamily: string): Promise<HTMLCanvasElement> {
  const view = await whole(spec, fontFamily, { renderer: 'none' });
  try {
    const scale = window.devicePixelRatio;
    const canvas = await view.toCanvas(scale);
    canvas.style.width = `${canvas.width / scale}px`;
    return canvas;
  } finally {
    view.finalize();
  }
}

/** A view that has come to rest. Expressions of a spec are interpreted, not compiled: a saved spec is anybody's. */
async function whole(
  spec: TopLevelSpec,
  fontFamily: string,
  how: Pick<ViewOptions, 'renderer' | 'container'>,
): Promise<View> {
  const problems: string[] = [];
  const quiet = logger(errorsOnly);
  quiet.error = (...message: unknown[]) => {
    problems.push(message.map(String).join(' '));
    return quiet;
  };
  const compiled = compile({ ...spec, config: { ...spec.config, font: fontFamily } }, { logger: quiet }).spec;
  const view = new View(parse(compiled, {}, { ast: true }), {
    expr: expressionInterpreter,
    loader,
    logger: quiet,
    hover: false,
    ...how,
  });
  // A spec may ask for the whole page's pointer.
  view.globalCursor(false);
  await view.runAsync();
  if (problems.length > 0) {
    view.finalize();
    throw new Error(problems.join('; '));
  }
  return view;
}
