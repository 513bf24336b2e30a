import type { TopLevelSpec } from 'vega-lite';
import { Markup, markup } from './markup';

/** Draws a chart as SVG text. */
export type RenderChart = (spec: TopLevelSpec) => Promise<string>;

/** A picture with its caption; `name` is what it is called for those who do not see it. */
export function figureOf(name: string, caption: Markup, svg: Markup): Markup {
  return markup`<figure><div class="chart" role="img" aria-label="${name}">${svg}</div><figcaption>${caption}</figcaption></figure>`;
}

/** A chart as a figure of the report. */
export async function chartFigure(
  name: string,
  caption: Markup,
  spec: TopLevelSpec,
  renderChart: RenderChart,
): Promise<Markup> {
  return figureOf(name, caption, new Markup(await renderChart(spec)));
}
