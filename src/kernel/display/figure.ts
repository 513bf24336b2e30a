import type { TopLevelSpec } from 'vega-lite';
import { Markup, markup } from './markup';

/** Draws a chart as SVG text. */
export type RenderChart = (spec: TopLevelSpec) => Promise<string>;

/** A picture with its caption; `name` is what it is called for those who do not see it. */
export const figureOf = (name: string, caption: Markup, svg: Markup): Markup =>
  framed(markup`class="chart" role="img" aria-label="${name}"`, caption, svg);

const framed = (frame: Markup, caption: Markup, svg: Markup): Markup =>
  markup`<figure><div ${frame}>${svg}</div><figcaption>${caption}</figcaption></figure>`;

/** A chart as a figure of the report; it scrolls in itself, by keys as well, where its letters would grow too small. */
export async function chartFigure(
  name: string,
  caption: Markup,
  spec: TopLevelSpec,
  renderChart: RenderChart,
): Promise<Markup> {
  const svg = await renderChart(spec);
  const [, widthPx] = /^<svg[^>]* width="([\d.]+)"/.exec(svg) ?? [];
  return framed(
    markup`class="chart wide-chart" tabindex="0"${widthPx !== undefined && markup` style="--drawn: ${widthPx}px"`} role="img" aria-label="${name}"`,
    caption,
    new Markup(svg),
  );
}
