import path from 'node:path';
import type { Filmstrip, FilmstripTile } from '../../shared/display';
import { spread } from '../../shared/numbers';
import { landmarkCount } from '../../shared/results';
import type { LocatedPose, RgbaFrame } from './landmarker';
import { joinTiles, shrink, type Picture } from './picture';
import { hideIdentity, type PictureLandmarks } from './privacy';

export interface FilmstripRequest {
  /** JPEG file to write. */
  readonly path: string;
  /** Most tiles. */
  readonly tiles: number;
  /** Longest side of a tile in pixels. */
  readonly tileWidthPx: number;
  /** A second JPEG file with a few of the tiles, for pages that do not move; left out where none is wanted. */
  readonly stills?: { readonly path: string; readonly tiles: number };
}

/** A filmstrip whose JPEG file is yet to be written. */
export interface FilmstripSheet {
  readonly filmstrip: Filmstrip;
  readonly picture: Picture;
}

const columns = 8;

interface Tile {
  readonly tile: FilmstripTile;
  readonly picture: Picture;
}

/**
 * Collects evenly spaced small pictures of a video while it is decoded, without knowing how long it will really be: it
 * keeps every n-th frame, and whenever there are too many it drops every other one and doubles n.
 */
export class FilmstripMaker {
  #tiles: Tile[] = [];
  #every = 1;

  /** @param expectedFrames A guess that spares making tiles only to drop them. */
  constructor(
    readonly request: FilmstripRequest,
    readonly blurFaces: boolean,
    expectedFrames: number,
  ) {
    while (expectedFrames > request.tiles * this.#every) this.#every *= 2;
  }

  /** Looks at frame number `frame`; frames are offered in order, each once. */
  offer(frame: number, timeS: number, pixels: RgbaFrame, pose: LocatedPose | null): void {
    if (frame % this.#every !== 0) return;
    if (this.#tiles.length === this.request.tiles) {
      this.#tiles = this.#tiles.filter((_, index) => index % 2 === 0);
      this.#every *= 2;
      if (frame % this.#every !== 0) return;
    }
    const picture = shrink(pixels, this.request.tileWidthPx);
    const landmarks = pose === null ? null : landmarksIn(picture, pose);
    if (this.blurFaces) hideIdentity(picture, landmarks, pose?.silhouette ?? null);
    else if (pose?.silhouette) cutOut(picture, pose.silhouette);
    this.#tiles.push({ tile: { frame, timeS, landmarks }, picture });
  }

  /** The sheet of all tiles; null where there are none. */
  sheet(): FilmstripSheet | null {
    return this.#sheetOf(this.#tiles, this.request.path);
  }

  /** The sheet of a few tiles from the first to the last; null where none are wanted or there are none. */
  stills(): FilmstripSheet | null {
    const { stills } = this.request;
    if (stills === undefined) return null;
    const chosen = spread(this.#tiles.length, stills.tiles).map((index) => this.#tiles[index]!);
    return this.#sheetOf(chosen, stills.path);
  }

  #sheetOf(tiles: readonly Tile[], file: string): FilmstripSheet | null {
    const first = tiles[0]?.picture;
    if (first === undefined) return null;
    const usedColumns = Math.min(columns, tiles.length);
    return {
      picture: joinTiles(
        tiles.map(({ picture }) => picture),
        usedColumns,
      ),
      filmstrip: {
        file: path.basename(file),
        columns: usedColumns,
        tileWidthPx: first.widthPx,
        tileHeightPx: first.heightPx,
        tiles: tiles.map(({ tile }) => tile),
        blurred: this.blurFaces,
      },
    };
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const landmarksIn = ({ widthPx, heightPx }: Picture, { image }: LocatedPose): PictureLandmarks =>
  Array.from({ length: landmarkCount }, (_, index) => [
    rounded(image[index * 4]! * widthPx, 1),
    rounded(image[index * 4 + 1]! * heightPx, 1),
    rounded(image[index * 4 + 3]!, 3),
  ]);

/** Greys out what is not the person, where a silhouette is known. */
function cutOut(
  picture: Picture,
  silhouette: { widthPx: number; heightPx: number; confidence: Float32Array },
): void {
  const { widthPx, heightPx, data } = picture;
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor(((y + 0.5) / heightPx) * silhouette.heightPx) * silhouette.widthPx;
    for (let x = 0; x < widthPx; x++) {
      const share = silhouette.confidence[row + Math.floor(((x + 0.5) / widthPx) * silhouette.widthPx)] ?? 0;
      if (share < 0.5) data.fill(230, (y * widthPx + x) * 4, (y * widthPx + x) * 4 + 3);
    }
  }
}
