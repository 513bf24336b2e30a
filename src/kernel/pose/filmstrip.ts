import path from 'node:path';
import type { Filmstrip, FilmstripTile } from '../../shared/display';
import { landmarkCount } from '../../shared/results';
import type { VideoTools } from '../video/ffmpeg';
import { writeJpeg } from '../video/jpeg';
import type { LocatedPose, RgbaFrame } from './landmarker';
import { hideIdentity, type Picture, type PictureLandmarks } from './privacy';

export interface FilmstripRequest {
  /** JPEG file to write. */
  readonly path: string;
  /** Most tiles. */
  readonly tiles: number;
  /** Longest side of a tile in pixels. */
  readonly tileWidthPx: number;
}

const columns = 8;

/**
 * Collects evenly spaced small pictures of a video while it is decoded, without knowing how long it will be: it keeps
 * every n-th frame, and whenever there are too many it drops every other one and doubles n.
 */
export class FilmstripMaker {
  #tiles: { readonly tile: FilmstripTile; readonly picture: Picture }[] = [];
  #every = 1;

  constructor(
    readonly request: FilmstripRequest,
    readonly blurFaces: boolean,
  ) {}

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

  /** Writes the sheet of all tiles; null where there are none. */
  async write(tools: VideoTools): Promise<Filmstrip | null> {
    const first = this.#tiles[0]?.picture;
    if (first === undefined) return null;
    const usedColumns = Math.min(columns, this.#tiles.length);
    await writeJpeg(
      this.request.path,
      joinTiles(
        this.#tiles.map(({ picture }) => picture),
        usedColumns,
      ),
      tools,
    );
    return {
      file: path.basename(this.request.path),
      columns: usedColumns,
      tileWidthPx: first.widthPx,
      tileHeightPx: first.heightPx,
      tiles: this.#tiles.map(({ tile }) => tile),
      blurred: this.blurFaces,
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

/** Averages the pixels that fall into each pixel of a picture whose longest side is `longestPx`. */
export function shrink(frame: RgbaFrame, longestPx: number): Picture {
  const scale = Math.min(1, longestPx / Math.max(frame.widthPx, frame.heightPx));
  const widthPx = Math.max(1, Math.round(frame.widthPx * scale));
  const heightPx = Math.max(1, Math.round(frame.heightPx * scale));
  const data = new Uint8Array(widthPx * heightPx * 4);
  const edge = (index: number, count: number, of: number): number => Math.floor((index * of) / count);
  for (let y = 0; y < heightPx; y++) {
    const top = edge(y, heightPx, frame.heightPx);
    const bottom = Math.max(top + 1, edge(y + 1, heightPx, frame.heightPx));
    for (let x = 0; x < widthPx; x++) {
      const left = edge(x, widthPx, frame.widthPx);
      const right = Math.max(left + 1, edge(x + 1, widthPx, frame.widthPx));
      const sums: [number, number, number] = [0, 0, 0];
      for (let fromY = top; fromY < bottom; fromY++) {
        for (let fromX = left; fromX < right; fromX++) {
          const from = (fromY * frame.widthPx + fromX) * 4;
          sums[0] += frame.data[from]!;
          sums[1] += frame.data[from + 1]!;
          sums[2] += frame.data[from + 2]!;
        }
      }
      const area = (bottom - top) * (right - left);
      data.set([...sums.map((sum) => Math.round(sum / area)), 255], (y * widthPx + x) * 4);
    }
  }
  return { widthPx, heightPx, data };
}

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

/** Tiles side by side, left to right, then down. */
function joinTiles(pictures: readonly Picture[], across: number): Picture {
  const { widthPx: tileWidthPx, heightPx: tileHeightPx } = pictures[0]!; // the caller has at least one
  const widthPx = across * tileWidthPx;
  const heightPx = Math.ceil(pictures.length / across) * tileHeightPx;
  const data = new Uint8Array(widthPx * heightPx * 4);
  pictures.forEach((picture, index) => {
    const left = (index % across) * tileWidthPx;
    const top = Math.floor(index / across) * tileHeightPx;
    for (let y = 0; y < tileHeightPx; y++) {
      const row = picture.data.subarray(y * tileWidthPx * 4, (y + 1) * tileWidthPx * 4);
      data.set(row, ((top + y) * widthPx + left) * 4);
    }
  });
  return { widthPx, heightPx, data };
}
