/** A dot of a plot with the name that is written beside it, in px from the plot's upper left corner. */
export interface NamedDot {
  readonly name: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly radiusPx: number;
}

/** Where the middle of a name stands. */
export type NamePlace = Pick<NamedDot, 'name' | 'xPx' | 'yPx'>;

/** Generous, where no font can be measured. */
const characterPx = 7;
const lineHeightPx = 16;
const gapPx = 3;
/** Lines further up or down a name may be moved where those that are nearer are taken. */
const mostLinesAway = 4;
/** A name on another one cannot be read, a name on a dot can. */
const namesWeigh = 10;

interface Box {
  readonly leftPx: number;
  readonly rightPx: number;
  readonly topPx: number;
  readonly footPx: number;
}

/**
 * Names below their dots where there is room, else above them, beside them, or a line further away: where they lie on no
 * other name and on as little of other dots as can be, and within the plot.
 */
export function placeNames(
  dots: readonly NamedDot[],
  plot: { readonly widthPx: number; readonly heightPx: number },
): NamePlace[] {
  const taken: Box[] = [];
  return dots
    .toSorted((a, b) => a.xPx - b.xPx || a.yPx - b.yPx)
    .map((dot) => {
      const best = placesOf(dot, plot)
        .map((place) => {
          const box = boxOf(place);
          const onNames = taken.reduce((sum, other) => sum + sharedPx2(box, other), 0);
          const onDots = dots.reduce((sum, other) => sum + sharedPx2(box, boxOfDot(other)), 0);
          return { place, box, cost: namesWeigh * onNames + onDots };
        })
        // The first of the best is taken: sorting keeps the order of equals.
        .toSorted((a, b) => a.cost - b.cost)[0]!;
      taken.push(best.box);
      return best.place;
    });
}

/** Where a name may stand, the best first; the dashed line of a plot comes from above and goes to the right. */
function placesOf(
  { name, xPx, yPx, radiusPx }: NamedDot,
  plot: Parameters<typeof placeNames>[1],
): NamePlace[] {
  const halfPx = (characterPx * name.length) / 2;
  const upPx = radiusPx + gapPx + lineHeightPx / 2;
  const asidePx = radiusPx + gapPx + halfPx;
  const [near, ...further] = Array.from({ length: mostLinesAway }, (_, line) => {
    const awayPx = upPx + line * lineHeightPx;
    return [
      { xPx, yPx: yPx + awayPx },
      { xPx, yPx: yPx - awayPx },
    ];
  });
  const aside = [
    { xPx: xPx - asidePx, yPx },
    { xPx: xPx + asidePx, yPx },
  ];
  const places = [...near!, ...aside, ...further.flat()].map((place) => ({
    name,
    xPx: within(place.xPx, halfPx, plot.widthPx),
    yPx: place.yPx,
  }));
  const inside = places.filter(
    (place) => place.yPx >= lineHeightPx / 2 && place.yPx <= plot.heightPx - lineHeightPx / 2,
  );
  return inside.length > 0 ? inside : places;
}

/** Moved in from an edge of the plot; in its middle where there is no room for all. */
const within = (middlePx: number, halfPx: number, widthPx: number): number =>
  2 * halfPx > widthPx ? widthPx / 2 : Math.min(widthPx - halfPx, Math.max(halfPx, middlePx));

/** What a name takes up. */
export function boxOf({ name, xPx, yPx }: NamePlace): Box {
  const halfPx = (characterPx * name.length) / 2;
  return {
    leftPx: xPx - halfPx,
    rightPx: xPx + halfPx,
    topPx: yPx - lineHeightPx / 2,
    footPx: yPx + lineHeightPx / 2,
  };
}

const boxOfDot = ({ xPx, yPx, radiusPx }: NamedDot): Box => ({
  leftPx: xPx - radiusPx,
  rightPx: xPx + radiusPx,
  topPx: yPx - radiusPx,
  footPx: yPx + radiusPx,
});

/** The area that two boxes have in common, in square pixels. */
export const sharedPx2 = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.rightPx, b.rightPx) - Math.max(a.leftPx, b.leftPx)) *
  Math.max(0, Math.min(a.footPx, b.footPx) - Math.max(a.topPx, b.topPx));
