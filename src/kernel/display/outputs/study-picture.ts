import type { StudyRow } from '../../../shared/cell-output';
import { alarm, ink, muted, paper } from '../../../shared/charts/chart-theme';
import { counted, duration } from '../../../shared/numbers';
import { markup } from '../markup';

const widthPx = 880;
const textRowPx = 40;
const gapPx = 8;
/** Strips are drawn for so many bytes of JPEG, as base64, and no more. */
const mostStripCharacters = 400_000;

/** A study as a picture that stands alone: each walk's name and size, and its frames below. */
export function studySvg(rows: readonly StudyRow[], walks: number): string {
  let topPx = 0;
  let left = mostStripCharacters;
  const shown = rows.map((row) => {
    left -= row.strip?.picture.base64.length ?? 0;
    const strip = left >= 0 ? row.strip : null;
    const scale = strip ? Math.min(1, widthPx / strip.widthPx) : 0;
    const stripPx = strip ? Math.round(strip.heightPx * scale) : 0;
    const at = topPx;
    topPx += textRowPx + stripPx + gapPx;
    const facts = row.error ? row.error.message : rowFacts(row);
    return markup`<g transform="translate(0,${at})"><text x="0" y="16" font-size="14" font-weight="bold" fill="${ink}">${row.id}</text>
<text x="0" y="34" font-size="12" fill="${row.error ? alarm : muted}">${facts}</text>${
      strip &&
      markup`<image y="${textRowPx}" width="${Math.round(strip.widthPx * scale)}" height="${stripPx}" href="data:${strip.picture.mime};base64,${strip.picture.base64}"/>`
    }</g>`;
  });
  const more = walks - rows.length;
  const heightPx = topPx + (more > 0 ? 24 : 0);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="system-ui, sans-serif"><rect width="${widthPx}" height="${heightPx}" fill="${paper}"/>${shown}${
    more > 0 &&
    markup`<text x="0" y="${topPx + 16}" font-size="12" fill="${muted}">… and ${counted(more, 'more walk')}</text>`
  }</svg>`.text;
}

/** Size, rate and length of a walk, as far as they are known. */
export function rowFacts({ durationS, frames, fps, widthPx, heightPx }: StudyRow): string {
  return [
    durationS !== null && duration(durationS),
    frames !== null && counted(frames, 'frame'),
    fps !== null && `${fps.toFixed(2)} frames/s`,
    widthPx !== null && heightPx !== null && `${widthPx} × ${heightPx} px`,
  ]
    .filter((fact) => fact !== false)
    .join(', ');
}
