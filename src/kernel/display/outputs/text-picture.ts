import { ink, paper } from '../../../shared/charts/chart-theme';
import { wrappedLine } from '../../../shared/wrapped-line';
import { markup } from '../markup';

const widthPx = 880;
const fontPx = 12;
const linePx = 17;
const topPx = 16;
/** So many characters of a fixed width fit in a line; what is longer goes on in the next. */
const mostCharacters = 118;

/** Plain text as a picture, tables and all, where a picture is the one thing that is shown. */
export function textSvg(text: string): string {
  const lines = text.split('\n').flatMap((line) => wrappedLine(line, mostCharacters));
  const heightPx = topPx + linePx * lines.length;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="ui-monospace, monospace" font-size="${fontPx}" fill="${ink}"><rect width="${widthPx}" height="${heightPx}" fill="${paper}"/>${lines.map(
    (line, index) =>
      line !== '' && markup`<text x="0" y="${topPx + linePx * index}" xml:space="preserve">${line}</text>`,
  )}</svg>`.text;
}
