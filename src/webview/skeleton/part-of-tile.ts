import type { Filmstrip, FilmstripTile } from '../../shared/display';
import { drawnJoints } from '../../shared/skeleton';

/** A rectangle of a tile, in its pixels. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Landmarks = NonNullable<FilmstripTile['landmarks']>;

/** Room around the bodies, as a share of the height that they take. */
const roomShare = 0.2;
/** Neither a slit nor a column is easy to look at. */
const flattest = 16 / 9;
const steepest = 3 / 4;

/**
 * The part of the tiles that is shown: where there is somebody at any time, so that a small walker in a large picture
 * is seen well. It is the same for all tiles: the picture stands still while it plays.
 */
export function shownPart({ tiles, tileWidthPx, tileHeightPx }: Filmstrip): Part {
  const whole = { left: 0, top: 0, width: tileWidthPx, height: tileHeightPx };
  const points = tiles.flatMap(({ landmarks }) => (landmarks ? drawnPoints(landmarks) : []));
  if (points.length === 0) return whole;
  const [left, right] = reach(points.map(([x]) => within(x, tileWidthPx)));
  const [top, bottom] = reach(points.map(([, y]) => within(y, tileHeightPx)));
  // The head is not among the joints that are drawn, and stands about as far above the shoulders as this.
  const room = Math.max(8, (bottom - top) * roomShare);
  let height = Math.min(tileHeightPx, bottom - top + 2 * room);
  let width = Math.min(tileWidthPx, right - left + 2 * room);
  if (width / height > flattest) height = Math.min(tileHeightPx, width / flattest);
  if (width / height < steepest) width = Math.min(tileWidthPx, height * steepest);
  return {
    left: placed((left + right) / 2, width, tileWidthPx),
    top: placed((top + bottom) / 2, height, tileHeightPx),
    width,
    height,
  };
}

const drawnPoints = (landmarks: Landmarks): Landmarks =>
  [...drawnJoints.left, ...drawnJoints.right].flatMap((index) => {
    const point = landmarks[index];
    return point === undefined ? [] : [point];
  });

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));

function reach(values: readonly number[]): readonly [least: number, greatest: number] {
  return values.reduce<readonly [number, number]>(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
    [Infinity, -Infinity],
  );
}

/** Where a stretch begins that lies around a centre and within the whole. */
const placed = (centre: number, size: number, whole: number): number =>
  Math.min(Math.max(0, centre - size / 2), whole - size);
