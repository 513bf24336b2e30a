import { describe, expect, it } from 'vitest';
import { FilmstripMaker } from '../../src/kernel/pose/filmstrip';
import type { LocatedPose, RgbaFrame } from '../../src/kernel/pose/landmarker';

/** A frame whose colour is its number. */
const frameNumber = (number: number, widthPx = 64, heightPx = 36): RgbaFrame => ({
  widthPx,
  heightPx,
  data: new Uint8Array(widthPx * heightPx * 4).fill(number % 256),
});
const pose: LocatedPose = {
  image: new Float32Array(33 * 4).fill(0.5),
  world: new Float32Array(33 * 3),
  silhouette: null,
};

function filmstripOf(frames: number, expectedFrames: number, tiles = 8) {
  const maker = new FilmstripMaker(
    { path: '/anywhere/strip.jpg', tiles, tileWidthPx: 32 },
    false,
    expectedFrames,
  );
  for (let frame = 0; frame < frames; frame++) {
    maker.offer(frame, frame / 30, frameNumber(frame), frame === 0 ? null : pose);
  }
  return maker.sheet()!;
}

describe('the filmstrip', () => {
  it.each([1, 5, 8, 9, 100, 1000])(
    'of %d frames has few tiles, evenly spaced, from the first frame on',
    (frames) => {
      const { tiles } = filmstripOf(frames, 0).filmstrip;
      const gaps = new Set(tiles.slice(1).map((tile, index) => tile.frame - tiles[index]!.frame));
      expect(tiles[0]!.frame).toBe(0);
      expect(gaps.size).toBeLessThanOrEqual(1);
      expect(tiles.length).toBeLessThanOrEqual(8);
      expect(tiles.length).toBeGreaterThanOrEqual(Math.min(frames, 5));
    },
  );

  it('comes out the same however well the length was guessed', () => {
    expect(filmstripOf(100, 100)).toEqual(filmstripOf(100, 3));
  });

  it('holds each frame at its own place', () => {
    const { filmstrip, picture } = filmstripOf(40, 40);
    filmstrip.tiles.forEach((tile, index) => {
      const left = (index % filmstrip.columns) * filmstrip.tileWidthPx;
      const top = Math.floor(index / filmstrip.columns) * filmstrip.tileHeightPx;
      expect(picture.data[(top * picture.widthPx + left) * 4]).toBe(tile.frame);
    });
  });

  it('carries the skeleton in pixels of the tile, and none where nobody was found', () => {
    const { tiles, tileWidthPx, tileHeightPx } = filmstripOf(5, 5).filmstrip;
    expect([tileWidthPx, tileHeightPx]).toEqual([32, 18]);
    expect(tiles[0]!.landmarks).toBeNull();
    expect(tiles[1]!.landmarks![0]).toEqual([16, 9, 0.5]);
  });

  it('keeps tiles of a portrait small', () => {
    const maker = new FilmstripMaker({ path: 'strip.jpg', tiles: 8, tileWidthPx: 32 }, false, 1);
    maker.offer(0, 0, frameNumber(0, 36, 64), null);
    expect(maker.sheet()!.filmstrip).toMatchObject({ tileWidthPx: 18, tileHeightPx: 32 });
  });

  it('is cut to the silhouette where faces may be shown', () => {
    const maker = new FilmstripMaker({ path: 'strip.jpg', tiles: 8, tileWidthPx: 32 }, false, 1);
    const confidence = new Float32Array(64 * 36);
    for (let y = 0; y < 36; y++) confidence.fill(1, y * 64, y * 64 + 32);
    maker.offer(0, 0, frameNumber(7), { ...pose, silhouette: { widthPx: 64, heightPx: 36, confidence } });
    const { picture } = maker.sheet()!;
    expect([picture.data[0], picture.data[31 * 4]]).toEqual([7, 230]);
  });

  it.each([24, 25, 30, 50, 60, 120])('shows ten seconds at %d frames a second fluently', (fps) => {
    const { tiles } = filmstripOf(10 * fps, 10 * fps, 160).filmstrip;
    expect(tiles.length / 10).toBeGreaterThanOrEqual(12);
    expect(tiles.length).toBeLessThanOrEqual(160);
  });

  it('gives a few stills from its first to its last tile, each at its own place', () => {
    const stills = { path: '/anywhere/stills.jpg', tiles: 3 };
    const maker = new FilmstripMaker({ path: 'strip.jpg', tiles: 16, tileWidthPx: 32, stills }, false, 16);
    for (let frame = 0; frame < 15; frame++) maker.offer(frame, frame / 30, frameNumber(frame), pose);
    const { filmstrip, picture } = maker.stills()!;
    expect(filmstrip).toMatchObject({ file: 'stills.jpg', columns: 3 });
    expect(filmstrip.tiles.map(({ frame }) => frame)).toEqual([0, 7, 14]);
    expect([0, 1, 2].map((column) => picture.data[column * 32 * 4])).toEqual([0, 7, 14]);
  });

  it('has no stills where none are wanted', () => {
    const maker = new FilmstripMaker({ path: 'strip.jpg', tiles: 8, tileWidthPx: 32 }, false, 1);
    maker.offer(0, 0, frameNumber(0), pose);
    expect(maker.stills()).toBeNull();
  });

  it('does not exist for a video without frames', () => {
    expect(new FilmstripMaker({ path: 'strip.jpg', tiles: 8, tileWidthPx: 32 }, true, 0).sheet()).toBeNull();
  });
});
