import path from 'node:path';
import type { Json } from '../../shared/notebook';
import { Markup, markup } from '../display/markup';
import { standalonePage } from '../display/page';
import { performanceSection } from '../display/report-performance';
import { renderSvg } from '../display/svg';
import { documentStyle } from './document-style';
import type { ExportedCell } from './exported-cells';
import type { ExportedOutput } from './exported-outputs';
import { outputMarkup, type DrawnIn } from './output-markup';
import { topHeading } from './safe-markdown';
import { savedPerformance } from './saved-performance';
import { textMarkup } from './text-markup';
import { TextPictures } from './text-pictures';

export interface DocumentOptions {
  /** The notebook's file; null where it was never saved. */
  readonly notebookFile: string | null;
  /** What draws outputs in a browser, as one script; null for paper alone. */
  readonly script: string | null;
}

/** A notebook as one HTML file that stands alone: its cells with what they show, then what they cost. */
export async function htmlDocument(
  cells: readonly ExportedCell[],
  { notebookFile, script }: DocumentOptions,
): Promise<string> {
  const pictures = new TextPictures(notebookFile === null ? null : path.dirname(notebookFile));
  let ids = 0;
  const drawn: DrawnIn = { renderChart: renderSvg, newId: (of) => `${of}-${(ids += 1)}` };
  const shown: Markup[] = [];
  for (const cell of cells) {
    shown.push(
      cell.kind === 'text'
        ? markup`<div class="cell text">${await textMarkup(cell, pictures)}</div>`
        : await codeMarkup(cell, drawn, script !== null),
    );
  }
  const title = titleOf(cells, notebookFile);
  const performance = savedPerformance(cells);
  return standalonePage({
    title,
    script,
    style: documentStyle,
    footer: 'Exported from a notebook by Gait Notebook. This file stands alone: it loads nothing.',
    body: markup`${!hasTitle(cells) && markup`<h1>${title}</h1>`}${shown}
${performance !== null && markup`<section class="performance">${await performanceSection(performance)}</section>`}`,
  });
}

async function codeMarkup(
  { name, language, code, outputs, stale }: Extract<ExportedCell, { kind: 'code' }>,
  drawn: DrawnIn,
  isInteractive: boolean,
): Promise<Markup> {
  const shown: Markup[] = [];
  for (const output of outputs) {
    const still = await outputMarkup(output, drawn);
    shown.push(
      markup`<div class="output"><div class="still">${still}</div>${isInteractive && livePart(output)}</div>`,
    );
  }
  // Whoever listens to the page goes from cell to cell by their headings; whoever sees it has no need of them.
  return markup`<div class="cell"><h2 class="spoken">${name.replace(/^c/, 'C')}</h2>${
    code.trim() !== '' && markup`<pre class="code" data-language="${language}">${code}</pre>`
  }${stale !== null && markup`<p class="quiet">${stale}: run again, this cell may show something else.</p>`}${shown}</div>`;
}

/** Results that can be played, pointed at or looked at more closely; a chart that has no picture is drawn as well. */
function livePart(output: ExportedOutput): Markup | false {
  if (output.kind === 'plain') return false;
  if (output.kind === 'result' && output.payload.kind === 'study') return false;
  if (output.kind === 'chart' && output.forms.picture !== null) return false;
  return markup`<div class="live"></div><script type="application/json" data-mime="${output.mime}">${dataText(output.saved)}</script>`;
}

/** JSON that cannot end the element it stands in, or begin another. */
const dataText = (value: Json): Markup => new Markup(JSON.stringify(value).replace(/[<>&]/g, unicodeEscape));

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The first heading of the notebook, or its file's name. */
function titleOf(cells: readonly ExportedCell[], notebookFile: string | null): string {
  const heading = headingOf(cells)?.trim();
  if (heading !== undefined && heading !== '') return heading;
  return notebookFile === null ? 'Notebook' : path.basename(notebookFile).replace(/\.(?:gaitnb|ipynb)$/i, '');
}

const hasTitle = (cells: readonly ExportedCell[]): boolean => headingOf(cells) !== undefined;

const headingOf = (cells: readonly ExportedCell[]): string | undefined =>
  cells.flatMap((cell) => (cell.kind === 'text' ? (topHeading(cell.markdown) ?? []) : []))[0];
