import { Error as errorsOnly, logger, parse, View, type Loader } from 'vega';
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
 * Draws a chart into an element. Expressions of a spec are interpreted, not compiled: a saved spec is anybody's.
 * @throws Error where the spec is broken or asks for data from outside.
 */
export async function createView(spec: TopLevelSpec, fontFamily: string, place: HTMLElement): Promise<View> {
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
    renderer: pointsOf(spec) > mostSvgPoints ? 'canvas' : 'svg',
    container: place,
    hover: false,
  });
  await view.runAsync();
  if (problems.length > 0) {
    view.finalize();
    throw new Error(problems.join('; '));
  }
  return view;
}
