import type { GaitOutput, PoseOutput, RunOutput, StudyOutput } from '../../shared/cell-output';
import { benchmarkSections } from '../display/benchmark-page';
import { chartFigure, figureOf, type RenderChart } from '../display/figure';
import { markup, Markup } from '../display/markup';
import { runSvg } from '../display/outputs/run-picture';
import { parameterTable } from '../display/parameter-table';
import { editSection } from '../display/report-edits';
import { skeletonSvg } from '../display/skeleton';
import { wideTable } from '../display/wide-table';
import type { DrawnPayload, ExportedOutput, PlainForms } from './exported-outputs';
import { pictureUrl } from './picture';
import { resultCharts } from './result-charts';
import { notesOf, withoutNotes } from './result-notes';
import { studyTable, type PlainTable } from './result-tables';

/** What outputs of one document are drawn with. */
export interface DrawnIn {
  readonly renderChart: RenderChart;
  /** A name that nothing else in the document has. */
  readonly newId: (of: string) => string;
}

/** An output as it stands on paper: whole, without a script. */
export async function outputMarkup(output: ExportedOutput, drawn: DrawnIn): Promise<Markup> {
  switch (output.kind) {
    case 'result':
      return resultMarkup(output.payload, output.forms, drawn);
    case 'chart':
      return plainMarkup(output.forms, output.forms.picture === null);
    case 'plain': {
      const { forms, note, isError } = output;
      return markup`${note !== null && markup`<p class="quiet">${note}</p>`}${plainMarkup(forms, forms.picture === null || note !== null, isError)}`;
    }
  }
}

/** A picture says what its text says. */
const plainMarkup = ({ picture, text }: PlainForms, showsText: boolean, isError = false): Markup =>
  markup`${picture !== null && markup`<figure><img src="${pictureUrl(picture)}" alt="${descriptionOf(text)}"></figure>`}${
    showsText && text !== '' && markup`<pre class="${isError ? 'said alarm' : 'said'}">${text}</pre>`
  }`;

/** A listener hears the beginning of a long text. */
const descriptionOf = (text: string): string =>
  text === '' ? 'Picture without a description' : text.length <= 400 ? text : `${text.slice(0, 400)} …`;

async function resultMarkup(payload: DrawnPayload, forms: PlainForms, drawn: DrawnIn): Promise<Markup> {
  switch (payload.kind) {
    case 'study':
      return studyMarkup(payload);
    case 'pose':
      return poseMarkup(payload, forms, drawn);
    case 'gait':
      return gaitMarkup(payload, drawn);
    case 'training':
      return markup`<pre class="said">${payload.bundle.text}</pre>${await chartsMarkup(payload, drawn)}`;
    case 'run':
      return runMarkup(payload, forms);
    case 'benchmark':
      return benchmarkSections(payload.bundle.results, drawn.renderChart);
  }
}

async function chartsMarkup(payload: DrawnPayload, { renderChart }: DrawnIn): Promise<Markup[]> {
  const figures: Markup[] = [];
  // One after another: charts drawn at once would hold all of their scenes in memory.
  for (const { title, caption, spec } of resultCharts(payload)) {
    figures.push(await chartFigure(title, markup`${caption}`, spec, renderChart));
  }
  return figures;
}

const words = (text: string): Markup[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => markup`<p>${line}</p>`);

/** The notes in full: the text of a result has the first of them alone. */
const wordsAndNotes = (text: string, notes: readonly string[]): Markup =>
  markup`${words(withoutNotes(text))}${
    notes.length > 0 && markup`<ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul>`
  }`;

function studyMarkup(study: StudyOutput): Markup {
  const { rows, more } = study;
  const below = rows.flatMap(({ id, error, warnings, strip }) => [
    error && markup`<p class="alarm">${id}: ${error.message} ${error.hint}</p>`,
    warnings.map((warning) => markup`<p>${id}: ${warning}</p>`),
    strip &&
      markup`<figure><img src="${pictureUrl(strip.picture)}" width="${strip.widthPx}" height="${strip.heightPx}" alt="Frames of ${id}, evenly spread over the recording"></figure>`,
  ]);
  return markup`${tableMarkup(studyTable(study))}${below}${
    more > 0 && markup`<p class="quiet">… and ${more} more that the notebook does not show.</p>`
  }`;
}

/** A table in words as markup. */
export function tableMarkup({ title, head, rows, words: columns, notes }: PlainTable): Markup {
  const look = (column: number): string => (columns.has(column) ? 'words' : 'figure');
  return markup`${wideTable(
    title,
    markup`<thead><tr>${head.map((cell, at) => markup`<th scope="col" class="${look(at)}">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
      ([first, ...rest]) =>
        markup`<tr><th scope="row">${first}</th>${rest.map((cell, at) => markup`<td class="${look(at + 1)}">${cell}</td>`)}</tr>`,
    )}</tbody>`,
  )}${notes.map((note) => markup`<p class="quiet">${note}</p>`)}`;
}

async function poseMarkup(payload: PoseOutput, forms: PlainForms, drawn: DrawnIn): Promise<Markup> {
  const { walkId, bundle, picture } = payload;
  const { filmstrip } = bundle;
  const name = `Skeleton of ${walkId} at moments spread over the recording`;
  const stills =
    forms.picture !== null
      ? markup`<figure><img src="${pictureUrl(forms.picture)}" alt="${name}"></figure>`
      : filmstrip !== null &&
        filmstrip.tiles.length > 0 &&
        figureOf(
          name,
          markup`The skeleton as it was found, at moments spread over the recording.`,
          skeletonSvg(filmstrip, {
            jpeg: picture?.mime === 'image/jpeg' ? Buffer.from(picture.base64, 'base64') : null,
            maxTiles: 8,
            columns: 4,
            id: drawn.newId('sheet'),
          }),
        );
  return markup`<p><strong>${walkId}</strong></p>${wordsAndNotes(bundle.text, bundle.warnings)}${stills}${await chartsMarkup(payload, drawn)}`;
}

async function gaitMarkup(payload: GaitOutput, drawn: DrawnIn): Promise<Markup> {
  const { walkId, affectedSide, bundle } = payload;
  const { parameters, totals, edits, conventions } = bundle;
  const walk = { id: walkId, ...(affectedSide !== undefined && { affectedSide }) };
  return markup`<p><strong>${walkId}</strong></p>${wordsAndNotes(bundle.text, notesOf(bundle))}${await chartsMarkup(payload, drawn)}${
    totals.keptCycles === 0
      ? markup`<p>There are no parameters, for no cycle could be kept.</p>`
      : parameterTable(walk, parameters)
  }${editSection(walkId, edits)}
<ul class="quiet"><li>Events (${parameters.quality.method.name}): ${parameters.quality.method.source}</li>${conventions.map(
    (text) => markup`<li>${text}</li>`,
  )}</ul>`;
}

/** Drawn without a charting library: every cell has one. */
const runMarkup = ({ record }: RunOutput, forms: PlainForms): Markup =>
  markup`${words(forms.text)}${figureOf(
    `Memory over time and time by stage of ${record.step}`,
    markup`Memory of all processes together against the limit, and time by stage.`,
    new Markup(runSvg(record)),
  )}`;
