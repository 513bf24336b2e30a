import type { Loader } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { collectGarbage } from './collect-garbage';
import { compactSvg } from './compact-svg';

/** Charts between two collections of garbage: memory stays level, and one walk's charts are not held up. */
const chartsPerCollection = 8;
let drawn = 0;

/**
 * Draws a Vega-Lite chart as SVG text. Vega is loaded on the first call: it costs about 40 MB and 0.2 s,
 * and most steps draw nothing. Whatever the spec says, nothing is read or fetched.
 * @throws Error where the spec is broken or asks for data from outside.
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const vegaLite = await import('vega-lite');
  const vega = await import('vega');
  const problems: string[] = [];
  const refuse = (uri: string): Promise<never> => {
    problems.push(`it asks for ${uri}, and charts load nothing from outside`);
    return Promise.reject(new Error(`Refused: ${uri}`));
  };
  const loader: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
  const logger = vega.logger(vega.Error);
  logger.error = (...message: unknown[]) => {
    problems.push(message.map(String).join(' '));
    return logger;
  };
  const runtime = vega.parse(vegaLite.compile(spec, { logger }).spec);
  const view = new vega.View(runtime, { renderer: 'none', loader, logger });
  try {
    const svg = await view.toSVG();
    if (problems.length > 0) throw new Error(`The chart cannot be drawn: ${problems.join('; ')}.`);
    return compactSvg(svg);
  } finally {
    view.finalize();
    drawn += 1;
    if (drawn % chartsPerCollection === 0) collectGarbage();
  }
}
