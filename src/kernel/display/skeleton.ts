import type { Filmstrip, FilmstripTile } from '../../shared/display';
import type { Side } from '../../shared/results';
import { grid, ink, muted, paper, sideColours } from './chart-theme';
import { markup, type Markup } from './markup';

type Bone = readonly [from: number, to: number];

/** MediaPipe's landmarks joined to a body; the face is left out on purpose. */
const bones: Readonly<Record<Side | 'middle', readonly Bone[]>> = {
  middle: [
    [11, 12],
    [23, 24],
  ],
  left: [
    [11, 13],
    [13, 15],
    [11, 23],
    [23, 25],
    [25, 27],
    [27, 29],
    [29, 31],
    [31, 27],
  ],
  right: [
    [12, 14],
    [14, 16],
    [12, 24],
    [24, 26],
    [26, 28],
    [28, 30],
    [30, 32],
    [32, 28],
  ],
};
const joints: Readonly<Record<Side, readonly number[]>> = {
  left: [11, 13, 15, 23, 25, 27, 29, 31],
  right: [12, 14, 16, 24, 26, 28, 30, 32],
};
/** Below this visibility a point is guessed rather than seen, and is drawn faintly. */
const seenVisibility = 0.5;

const captionHeightPx = 18;
const gapPx = 6;

export interface SkeletonOptions {
  /** The sheet of pictures as JPEG; without it the skeletons stand on an empty ground. */
  readonly jpeg: Buffer | null;
  /** Most tiles to show, spread evenly over the recording. */
  readonly maxTiles: number;
  readonly columns: number;
  /** Unique among the pictures of one document. */
  readonly id: string;
}

/**
 * Pictures of a walk in a grid, with the skeleton over them: the left side blue with filled joints, the right side
 * vermilion with hollow ones. A frame without a pose says so. One SVG that needs nothing from outside.
 */
export function skeletonSvg(filmstrip: Filmstrip, { jpeg, maxTiles, columns, id }: SkeletonOptions): Markup {
  const { tileWidthPx, tileHeightPx } = filmstrip;
  const shown = spread(filmstrip.tiles.length, maxTiles);
  const across = Math.min(columns, Math.max(1, shown.length));
  const stepX = tileWidthPx + gapPx;
  const stepY = tileHeightPx + captionHeightPx + gapPx;
  const widthPx = across * stepX - gapPx;
  const heightPx = Math.ceil(shown.length / across) * stepY - gapPx;
  const tiles = shown.map((index, place) => {
    const x = (place % across) * stepX;
    const y = Math.floor(place / across) * stepY;
    const tile = filmstrip.tiles[index]!;
    return markup`<g transform="translate(${x},${y})">
<svg width="${tileWidthPx}" height="${tileHeightPx}" viewBox="0 0 ${tileWidthPx} ${tileHeightPx}">${
      jpeg === null
        ? markup`<rect width="${tileWidthPx}" height="${tileHeightPx}" fill="${grid}"/>`
        : picture(filmstrip, index, id)
    }${tile.landmarks ? body(tile.landmarks) : noPose(filmstrip)}</svg>
<text x="0" y="${tileHeightPx + 14}" font-size="12" fill="${ink}">${caption(tile)}</text></g>`;
  });
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="system-ui, sans-serif">${
    jpeg && sheet(filmstrip, jpeg, id)
  }${tiles}</svg>`;
}

/** Indices of at most `most` items, evenly spread from the first to the last. */
function spread(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, most - 1)));
}

function sheet({ columns, tiles, tileWidthPx, tileHeightPx }: Filmstrip, jpeg: Buffer, id: string): Markup {
  const rows = Math.ceil(tiles.length / columns);
  return markup`<defs><image id="${id}" width="${columns * tileWidthPx}" height="${
    rows * tileHeightPx
  }" preserveAspectRatio="none" href="data:image/jpeg;base64,${jpeg.toString('base64')}"/></defs>`;
}

function picture({ columns, tileWidthPx, tileHeightPx }: Filmstrip, index: number, id: string): Markup {
  const x = -(index % columns) * tileWidthPx;
  const y = -Math.floor(index / columns) * tileHeightPx;
  return markup`<use href="#${id}" x="${x}" y="${y}"/>`;
}

function body(landmarks: NonNullable<FilmstripTile['landmarks']>): Markup {
  const line = ([from, to]: Bone, colour: string): Markup | null => {
    const a = landmarks[from];
    const b = landmarks[to];
    if (!a || !b) return null;
    const opacity = Math.min(a[2], b[2]) < seenVisibility ? 0.35 : 1;
    return markup`<path d="M${a[0]},${a[1]}L${b[0]},${b[1]}" stroke="${colour}" opacity="${opacity}"/>`;
  };
  const joint = (index: number, side: Side): Markup | null => {
    const point = landmarks[index];
    if (!point) return null;
    const fill = side === 'left' ? sideColours.left : paper;
    return markup`<circle cx="${point[0]}" cy="${point[1]}" r="2" stroke="${sideColours[side]}" fill="${fill}" stroke-width="1"/>`;
  };
  const all = [...bones.middle, ...bones.right, ...bones.left];
  return markup`<g fill="none" stroke-linecap="round"><g stroke-width="4.5" stroke-opacity="0.7">${all.map(
    (bone) => line(bone, paper),
  )}</g><g stroke-width="2">${bones.middle.map((bone) => line(bone, muted))}${(
    ['right', 'left'] as const
  ).map((side) => [
    bones[side].map((bone) => line(bone, sideColours[side])),
    joints[side].map((index) => joint(index, side)),
  ])}</g></g>`;
}

function noPose({ tileWidthPx, tileHeightPx }: Filmstrip): Markup {
  return markup`<rect width="${tileWidthPx}" height="${tileHeightPx}" fill="${paper}" opacity="0.6"/><text x="${
    tileWidthPx / 2
  }" y="${tileHeightPx / 2}" font-size="14" fill="${ink}" text-anchor="middle">no pose found</text>`;
}

function caption({ timeS, frame }: FilmstripTile): string {
  return `${timeS.toFixed(2)} s, frame ${frame}`;
}
