import { describe, expect, it } from 'vitest';
import type { FilmstripTile, PoseBundle, ThinSeries } from '../../src/shared/display';
import { evenFrames, framesOf, nearestIndex } from '../../src/webview/pose/frames';
import { gapsOf, gapsText } from '../../src/webview/pose/gaps';
import { advanced, apartS, paceOf, steppedS, toggled } from '../../src/webview/pose/playback';
import { legsAt, positionText, spokenPosition } from '../../src/webview/pose/position-text';
import { shownPart } from '../../src/webview/skeleton/part-of-tile';

const series = (timeS: number[], values: (number | null)[] = timeS.map(() => 0.9)): ThinSeries => ({
  timeS,
  values,
});
const tile = (frame: number, timeS: number): FilmstripTile => ({ frame, timeS, landmarks: null });
const filmstrip = (tiles: FilmstripTile[]): NonNullable<PoseBundle['filmstrip']> => ({
  file: 'filmstrip.jpg',
  columns: 8,
  tileWidthPx: 192,
  tileHeightPx: 108,
  tiles,
  blurred: true,
});

describe('frames of a recording', () => {
  it('stand at their real times where a short bundle has them all', () => {
    const frames = framesOf({
      frames: 4,
      durationS: 0.5,
      filmstrip: null,
      confidence: series([0, 0.1, 0.4, 0.5]),
    });
    expect([0, 1, 2, 3].map((frame) => frames.timeOf(frame))).toEqual([0, 0.1, 0.4, 0.5]);
    expect(frames.at(0.38)).toBe(2);
    expect([frames.at(-5), frames.at(99)]).toEqual([0, 3]);
  });

  it('lie evenly between the pictures of a long one', () => {
    const frames = framesOf({
      frames: 1001,
      durationS: 40,
      filmstrip: filmstrip([tile(0, 0), tile(500, 25)]),
      confidence: series([0, 1, 2]),
    });
    expect(frames.timeOf(250)).toBeCloseTo(12.5, 6);
    expect(frames.timeOf(750)).toBeCloseTo(32.5, 6);
    expect(frames.at(25)).toBe(500);
    expect(frames.endS).toBe(40);
  });

  it('are one where there is only one', () => {
    const frames = evenFrames(1, 0, 0);
    expect([frames.count, frames.at(3), frames.timeOf(0)]).toEqual([1, 0, 0]);
  });

  it('do not go astray over times that do not rise', () => {
    const frames = framesOf({
      frames: 3,
      durationS: 0.2,
      filmstrip: null,
      confidence: series([0, 0, 0.2]),
    });
    expect(frames.at(0.2)).toBe(2);
    expect(frames.timeOf(1)).toBeCloseTo(0.1, 6);
  });

  it('are found by the nearest time', () => {
    expect(nearestIndex([], 1)).toBe(-1);
    expect([0, 0.4, 0.6, 9].map((timeS) => nearestIndex([0, 1, 2], timeS))).toEqual([0, 0, 1, 2]);
  });
});

describe('playing', () => {
  const frames = evenFrames(101, 0, 10);

  it('goes on by its speed, and stands at the end', () => {
    const playing = { timeS: 9, isPlaying: true, speed: 0.5 };
    expect(advanced(playing, 1, 1, frames)).toEqual({ ...playing, timeS: 9.5 });
    expect(advanced(playing, 3, 1, frames)).toEqual({ ...playing, timeS: 10, isPlaying: false });
  });

  it('does not move while it stands', () => {
    const standing = { timeS: 3, isPlaying: false, speed: 1 };
    expect(advanced(standing, 5, 1, frames)).toBe(standing);
  });

  it('begins anew when it is told to play at the end', () => {
    expect(toggled({ timeS: 10, isPlaying: false, speed: 1 }, frames).timeS).toBe(0);
    expect(toggled({ timeS: 4, isPlaying: false, speed: 1 }, frames)).toEqual({
      timeS: 4,
      isPlaying: true,
      speed: 1,
    });
  });

  it('shows pictures that are far apart as a time lapse, and others in their time', () => {
    const dense = Array.from({ length: 100 }, (_, i) => tile(2 * i, i / 15));
    const sparse = Array.from({ length: 100 }, (_, i) => tile(900 * i, 30 * i));
    expect(paceOf(dense)).toBe(1);
    expect(apartS(sparse)).toBe(30);
    expect(paceOf(sparse)).toBe(120);
    expect(paceOf([])).toBe(1);
  });

  it('steps from picture to picture, or from frame to frame where there are none', () => {
    const tiles = [tile(0, 0), tile(20, 2), tile(40, 4)];
    expect(steppedS('next', 0, tiles, frames)).toBe(2);
    expect(steppedS('next', 2, tiles, frames)).toBe(4);
    expect(steppedS('next', 4, tiles, frames)).toBe(10);
    expect(steppedS('previous', 3, tiles, frames)).toBe(2);
    expect(steppedS('previous', 0, tiles, frames)).toBe(0);
    expect(steppedS('next', 1, [], frames)).toBeCloseTo(1.1, 6);
    expect(steppedS('first', 5, tiles, frames)).toBe(0);
    expect(steppedS('last', 5, tiles, frames)).toBe(10);
  });
});

describe('where a player stands', () => {
  const frames = evenFrames(112, 0, 3.7);
  const confidence = series([0, 1, 2, 3], [0.9, 0.93, null, 0.8]);

  it('is said in one line', () => {
    expect(positionText(1.2, frames, confidence, tile(36, 1.2))).toBe(
      'Frame 37 of 112 · 1.20 s · confidence of the legs 0.93',
    );
    expect(spokenPosition(1.2, frames)).toBe('1.20 s, frame 37');
  });

  it('tells when the picture is of another frame, and when nobody was found', () => {
    expect(positionText(2.1, frames, confidence, tile(60, 2))).toBe(
      'Frame 64 of 112 · 2.10 s · no pose found · picture of frame 61',
    );
    expect(legsAt(series([]), 1)).toBeNull();
  });
});

describe('stretches without a pose', () => {
  const gappy = series([0, 1, 2, 3, 4, 5], [null, 0.9, null, null, 0.9, null]);

  it('last until somebody is found again', () => {
    expect(gapsOf(gappy)).toEqual([
      { fromS: 0, toS: 1 },
      { fromS: 2, toS: 4 },
      { fromS: 5, toS: 5 },
    ]);
  });

  it('are named, and in a long recording only where they are', () => {
    expect(gapsText(gappy, 6)).toBe('No pose in 0.00–1.00 s, 2.00–4.00 s, 5.00–5.00 s.');
    expect(gapsText(gappy, 9000)).toBe('No pose for a while around 0 s, 2 s, 5 s.');
    expect(gapsText(series([0, 1]), 2)).toBe('');
  });

  it('are counted where there are many', () => {
    const many = series(
      Array.from({ length: 20 }, (_, i) => i),
      Array.from({ length: 20 }, (_, i) => (i % 2 ? 0.9 : null)),
    );
    expect(gapsText(many, 20)).toContain('and 6 more stretches.');
  });
});

describe('the part of the pictures that is shown', () => {
  const body = (x: number, y: number, heightPx: number): FilmstripTile => ({
    ...tile(0, 0),
    landmarks: Array.from({ length: 33 }, (_, i) => [x + (i % 3), y + (heightPx * i) / 32, 1] as const),
  });

  it('is around a small walker, and never beyond the picture', () => {
    const part = shownPart(filmstrip([body(150, 60, 40), body(160, 60, 40)]));
    expect(part.width).toBeLessThan(192);
    expect(part.height).toBeLessThan(108);
    expect(part.left).toBeGreaterThanOrEqual(0);
    expect(part.left + part.width).toBeLessThanOrEqual(192);
    expect(part.top + part.height).toBeLessThanOrEqual(108);
    expect(part.left).toBeLessThan(150);
    expect(part.left + part.width).toBeGreaterThan(160);
  });

  it('is the whole way of one who crosses the picture', () => {
    const part = shownPart(filmstrip([body(0, 40, 40), body(188, 40, 40)]));
    expect([part.left, part.width]).toEqual([0, 192]);
    expect(part.width / part.height).toBeLessThanOrEqual(16 / 9 + 1e-9);
  });

  it('is the whole picture where nobody was found', () => {
    expect(shownPart(filmstrip([tile(0, 0)]))).toEqual({ left: 0, top: 0, width: 192, height: 108 });
  });
});
