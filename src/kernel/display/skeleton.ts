import type { Filmstrip, FilmstripTile } from '../../shared/display';
import { spread } from '../../shared/numbers';
import type { Side } from '../../shared/results';
import { grid, ink, muted, paper, sideColours } from '../../shared/charts/chart-theme';
import { bones, drawnJoints, seenVisibility, type Bone } from '../../shared/skeleton';
import { Markup, markup } from './markup';

type Landmarks = NonNullable<FilmstripTile['landmarks']>;

const shownWidthPx = 150;
const captionHeightPx = 18;
const gapPx = 6;
/** Room around the walker, as a share of the body's own size. */
const margin = 1.3;

/** Part of each tile that is shown, the same size for all, in pixels of the tile, and how much it is enlarged. */
interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scale: number;
}

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
 * Pictures of a walk in a grid, cut to the walker, with the skeleton over them: the left side blue with filled joints,
 * the right side vermilion with hollow ones. A frame without a pose says so. One SVG that needs nothing from outside.
 */
export function skeletonSvg(filmstrip: Filmstrip, { jpeg, maxTiles, columns, id }: SkeletonOptions): Markup {
  const frame = frameOf(filmstrip);
  const shownHeightPx = Math.round(frame.heightPx * frame.scale);
  const shown = spread(filmstrip.tiles.length, maxTiles);
  const across = Math.min(columns, Math.max(1, shown.length));
  const stepX = shownWidthPx + gapPx;
  const stepY = shownHeightPx + captionHeightPx + gapPx;
  const widthPx = across * stepX - gapPx;
  const heightPx = Math.ceil(shown.length / across) * stepY - gapPx;
  const tiles = shown.map((index, place) => {
    const x = (place % across) * stepX;
    const y = Math.floor(place / across) * stepY;
    const tile = filmstrip.tiles[index]!;
    const [left, top] = cornerOf(tile, filmstrip, frame);
    const ground = `width="${shownWidthPx}" height="${shownHeightPx}"`;
    return markup`<g transform="translate(${x},${y})">
<svg ${new Markup(ground)}>${
      jpeg === null
        ? markup`<rect ${new Markup(ground)} fill="${grid}"/>`
        : picture(filmstrip, index, id, left, top, frame.scale)
    }${
      tile.landmarks
        ? body(
            tile.landmarks.map(([px, py, seen]) => [
              rounded((px - left) * frame.scale),
              rounded((py - top) * frame.scale),
              seen,
            ]),
          )
        : markup`<rect ${new Markup(ground)} fill="${paper}" opacity="0.6"/><text x="${shownWidthPx / 2}" y="${
            shownHeightPx / 2
          }" font-size="14" fill="${ink}" text-anchor="middle">no pose found</text>`
    }</svg>
<text x="0" y="${shownHeightPx + 14}" font-size="12" fill="${ink}">${caption(tile)}</text></g>`;
  });
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="system-ui, sans-serif">${
    jpeg && sheet(filmstrip, jpeg, id)
  }${tiles}</svg>`;
}

/** As large as the largest body needs, never flatter than 3:4 nor larger than the tile itself. */
function frameOf({ tiles, tileWidthPx, tileHeightPx }: Filmstrip): Frame {
  const boxes = tiles.flatMap(({ landmarks }) => (landmarks ? [boxOf(landmarks)] : []));
  const largest = (size: (box: Box) => number, otherwise: number): number =>
    boxes.length === 0 ? otherwise : margin * Math.max(...boxes.map(size));
  const heightPx = Math.min(
    tileHeightPx,
    largest((box) => box.bottom - box.top, tileHeightPx),
  );
  const widest = largest((box) => box.right - box.left, tileWidthPx);
  const widthPx = Math.min(tileWidthPx, Math.max(widest, heightPx * 0.75));
  return { widthPx, heightPx, scale: shownWidthPx / widthPx };
}

/** Left and top of the part of a tile that is shown: around the body, within the tile. */
function cornerOf(
  { landmarks }: FilmstripTile,
  { tileWidthPx, tileHeightPx }: Filmstrip,
  { widthPx, heightPx }: Frame,
): readonly [left: number, top: number] {
  const box = landmarks ? boxOf(landmarks) : { left: 0, right: tileWidthPx, top: 0, bottom: tileHeightPx };
  const within = (centre: number, size: number, whole: number): number =>
    Math.min(Math.max(0, centre - size / 2), whole - size);
  return [
    within((box.left + box.right) / 2, widthPx, tileWidthPx),
    within((box.top + box.bottom) / 2, heightPx, tileHeightPx),
  ];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf(landmarks: Landmarks): Box {
  const xs = landmarks.map(([x]) => x);
  const ys = landmarks.map(([, y]) => y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function sheet({ columns, tiles, tileWidthPx, tileHeightPx }: Filmstrip, jpeg: Buffer, id: string): Markup {
  const rows = Math.ceil(tiles.length / columns);
  return markup`<defs><image id="${id}" width="${columns * tileWidthPx}" height="${
    rows * tileHeightPx
  }" preserveAspectRatio="none" href="data:image/jpeg;base64,${jpeg.toString('base64')}"/></defs>`;
}

function picture(
  { columns, tileWidthPx, tileHeightPx }: Filmstrip,
  index: number,
  id: string,
  left: number,
  top: number,
  scale: number,
): Markup {
  const x = -(index % columns) * tileWidthPx - left;
  const y = -Math.floor(index / columns) * tileHeightPx - top;
  return markup`<use href="#${id}" transform="scale(${rounded(scale)}) translate(${rounded(x)},${rounded(y)})"/>`;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function body(landmarks: Landmarks): Markup {
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
    drawnJoints[side].map((index) => joint(index, side)),
  ])}</g></g>`;
}

/** Frames are counted from 1, as players and editors count them. */
function caption({ timeS, frame }: FilmstripTile): string {
  return `${timeS.toFixed(2)} s, frame ${frame + 1}`;
}
