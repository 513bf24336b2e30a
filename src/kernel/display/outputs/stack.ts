import { paper } from '../../../shared/charts/chart-theme';

const gapPx = 16;

/** Several SVG pictures below one another as one. */
export function stackSvg(pictures: readonly string[]): string {
  let heightPx = 0;
  let widthPx = 0;
  const placed = pictures.map((svg) => {
    const size = (name: 'width' | 'height'): number =>
      Number(new RegExp(`^<svg[^>]*\\s${name}="([\\d.]+)"`).exec(svg)?.[1] ?? 0);
    const topPx = heightPx === 0 ? 0 : heightPx + gapPx;
    heightPx = topPx + size('height');
    widthPx = Math.max(widthPx, size('width'));
    return svg.replace('<svg', `<svg y="${topPx}"`);
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}">` +
    `<rect width="${widthPx}" height="${heightPx}" fill="${paper}"/>${placed.join('')}</svg>`
  );
}
