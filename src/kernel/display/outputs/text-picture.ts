import { ink, paper } from '../../../shared/charts/chart-theme';
import { markup } from '../markup';

const widthPx = 880;
const fontPx = 12;
const linePx = 17;
const topPx = 16;
/** So many characters of a fixed width fit in a line; what is longer goes on in the next. */
const mostCharacters = 118;

/** Plain text as a picture, tables and all, where a picture is the one thing that is shown. */
export function textSvg(text: string): string {
  const lines = text.split('\n').flatMap((line) => wrapped(line));
  const heightPx = topPx + linePx * lines.length;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="ui-monospace, monospace" font-size="${fontPx}" fill="${ink}"><rect width="${widthPx}" height="${heightPx}" fill="${paper}"/>${lines.map(
    (line, index) =>
      line !== '' && markup`<text x="0" y="${topPx + linePx * index}" xml:space="preserve">${line}</text>`,
  )}</svg>`.text;
}

/** Broken between words; a line of a table, whose gaps mean something, stays whole where it fits. */
function wrapped(line: string): string[] {
  if (line.length <= mostCharacters) return [line];
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > mostCharacters) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
