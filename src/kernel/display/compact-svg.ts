/**
 * A third of the size for the same picture, drawn by Vega: it writes coordinates with 15 digits, states defaults, leaves
 * marks of its own scene behind, and gives each tick and each rule an element with all of its looks. Text between the
 * tags stays as it is.
 */
export function compactSvg(svg: string): string {
  const tidied = svg
    .replace(/<[^>]+>/g, (tag) =>
      tag
        .replace(/ (?:opacity="1"|pointer-events="none"|(?:class|role|aria-[a-z]+)="[^"]*")/g, '')
        .replace(/ (?:d|transform|x|x1|x2|y|y1|y2)="[^"]*"/g, (attribute) =>
          attribute.replace(/-?\d+\.\d+(?:e-\d+)?/g, (number) => String(tenths(Number(number)) / 10)),
        ),
    )
    .replace(/<path(?: [a-z]+="[^"]*")* display="none"\/>/g, '')
    // Nothing is painted where no colour is said: the whole picture says that it is filled with none.
    .replace(/<path d="[^"]*"\/>/g, '');
  return withoutBareGroups(stepwise(withJoinedLines(tidied)));
}

const tenths = (value: number): number => Math.round(value * 10);

const line =
  /<line transform="translate\(([-\d.]+),([-\d.]+)\)" x2="([-\d.]+)" y2="([-\d.]+)"((?: [a-z-]+="[^"]*")*)\/>/;
const lines = new RegExp(`(?:${line.source})+`, 'g');

/** Lines become paths, those side by side that look the same one path. */
const withJoinedLines = (svg: string): string =>
  svg.replace(lines, (run) => {
    const byLook = new Map<string, string>();
    for (const [, x = '', y = '', dx = '', dy = '', look = ''] of run.matchAll(new RegExp(line, 'g'))) {
      const way = dx === '0' ? `v${dy}` : dy === '0' ? `h${dx}` : `l${dx},${dy}`;
      byLook.set(look, `${byLook.get(look) ?? ''}M${x},${y}${way}`);
    }
    return [...byLook].map(([look, path]) => `<path d="${path}"${look}/>`).join('');
  });

const point = /([-\d.]+),([-\d.]+)/;
const course = new RegExp(`M${point.source}((?:L${point.source})+)`, 'g');

/** Curves say how far it is to the next point, which is less to write than where that is. */
const stepwise = (svg: string): string =>
  svg.replace(/ d="[^"]*"/g, (path) =>
    path.replace(course, (_, startX: string, startY: string, rest: string) => {
      let [x, y] = [tenths(Number(startX)), tenths(Number(startY))];
      const steps = [...rest.matchAll(new RegExp(point, 'g'))].map(([, toX, toY]) => {
        const [nextX, nextY] = [tenths(Number(toX)), tenths(Number(toY))];
        const step = `${short(nextX - x)},${short(nextY - y)}`;
        [x, y] = [nextX, nextY];
        return step;
      });
      return `M${startX},${startY}l${steps.join(' ')}`;
    }),
  );

const short = (inTenths: number): string => String(inTenths / 10).replace(/^(-?)0\./, '$1.');

/** Groups that say nothing of what is in them. */
function withoutBareGroups(svg: string): string {
  const isKept: boolean[] = [];
  const ungrouped = svg.replace(/<g(?: [^>]*)?>|<\/g>/g, (tag) => {
    if (tag === '</g>') return isKept.pop() === true ? tag : '';
    if (tag.endsWith('/>')) return '';
    isKept.push(tag !== '<g>');
    return tag === '<g>' ? '' : tag;
  });
  return withoutEmptyGroups(ungrouped);
}

function withoutEmptyGroups(svg: string): string {
  const next = svg.replace(/<g(?: [^>]*)?><\/g>/g, '');
  return next === svg ? svg : withoutEmptyGroups(next);
}
