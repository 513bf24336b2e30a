import type { StudyOutput, StudyRow } from '../../shared/cell-output';
import { counted, missing } from '../../shared/numbers';
import { element } from '../element';
import type { Draw } from '../host';
import { pictureUrl } from '../payload/picture';
import { wideTable } from '../wide-table';
import { durationWords, metadataKeys, metadataTitle, rateWords, sizeWords, studyWords } from './study-words';

/** The walks of a study, a row and a strip of frames each. */
export const drawStudy: Draw<StudyOutput> = (study) => {
  const { name, rows, more } = study;
  const keys = metadataKeys(rows);
  const titles = ['Walk', 'File', 'Duration', 'Frames', 'Size (px)', 'Frames/s', ...keys.map(metadataTitle)];
  // A long table scrolls in itself: the next cell stays in reach.
  const table = wideTable(
    { label: `Walks of ${name}`, look: 'study', isTall: true },
    element('thead', {}, element('tr', {}, ...titles.map(titleCell))),
    ...rows.map((row) => walkRows(row, keys)),
  );
  return {
    element: element(
      'div',
      {},
      element('p', { class: 'summary' }, element('code', {}, name), element('span', {}, studyWords(study))),
      table,
      more > 0 &&
        element('p', { class: 'quiet' }, `… and ${counted(more, 'more walk')} that are not shown here.`),
    ),
    dispose: () => undefined,
  };
};

/** Titles of figures stand over figures, to the right. */
const figureTitles = new Set(['Duration', 'Frames', 'Size (px)', 'Frames/s']);

const titleCell = (title: string): HTMLElement =>
  element('th', { scope: 'col', class: figureTitles.has(title) ? 'figures' : undefined }, title);

/** A walk's facts, and below them what can be said and seen of it. */
function walkRows(row: StudyRow, keys: readonly string[]): HTMLElement {
  const figures = [durationWords(row), String(row.frames ?? missing), sizeWords(row), rateWords(row)];
  const columns = 2 + figures.length + keys.length;
  const below = remarks(row);
  return element(
    'tbody',
    {},
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, row.id),
      element('td', { class: 'file' }, row.file),
      ...figures.map((figure) => element('td', { class: 'figures' }, figure)),
      ...keys.map((key) => element('td', {}, row.metadata[key] ?? missing)),
    ),
    below.length > 0 && element('tr', { class: 'below' }, element('td', { colspan: columns }, ...below)),
  );
}

function remarks({ id, error, warnings, strip }: StudyRow): HTMLElement[] {
  return [
    ...(error
      ? [
          element(
            'p',
            { class: 'alarm' },
            `${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}`,
          ),
        ]
      : []),
    ...(warnings.length > 0
      ? [element('ul', { class: 'warnings' }, ...warnings.map((text) => element('li', {}, text)))]
      : []),
    ...(strip
      ? [
          element('img', {
            class: 'frame-strip',
            src: pictureUrl(strip.picture),
            width: strip.widthPx,
            height: strip.heightPx,
            alt: `Frames of ${id}, evenly spread over the recording`,
            loading: 'lazy',
            decoding: 'async',
          }),
        ]
      : []),
  ];
}
