import { describe, expect, it } from 'vitest';
import { shrink, type Picture } from '../../src/kernel/pose/picture';
import { headDisc, hideIdentity, strongBlur, type PictureLandmarks } from '../../src/kernel/pose/privacy';

const widthPx = 192;
const heightPx = 108;

/** The hardest case for a blur: black and white cells of 2 × 2 pixels everywhere, as fine as a face's features. */
function checkerboard(): Picture {
  const data = new Uint8Array(widthPx * heightPx * 4).fill(255);
  for (let index = 0; index < widthPx * heightPx; index++) {
    const x = index % widthPx;
    const y = Math.floor(index / widthPx);
    const value = (Math.floor(x / 2) + Math.floor(y / 2)) % 2 === 0 ? 0 : 255;
    data.fill(value, index * 4, index * 4 + 3);
  }
  return { widthPx, heightPx, data };
}

/** A person seen from the side, 80 pixels tall, in the middle of the picture. */
const standing: PictureLandmarks = (() => {
  const at = new Map<number, [number, number]>([
    ...[11, 12].map((shoulder) => [shoulder, [96, 34]] as [number, [number, number]]),
    ...[13, 14].map((elbow) => [elbow, [94, 46]] as [number, [number, number]]),
    ...[15, 16, 17, 18, 19, 20, 21, 22].map((hand) => [hand, [97, 56]] as [number, [number, number]]),
    ...[23, 24].map((hip) => [hip, [96, 58]] as [number, [number, number]]),
    ...[25, 26].map((knee) => [knee, [98, 76]] as [number, [number, number]]),
    ...[27, 28, 29, 30].map((ankle) => [ankle, [95, 95]] as [number, [number, number]]),
    ...[31, 32].map((toe) => [toe, [102, 97]] as [number, [number, number]]),
  ]);
  return Array.from({ length: 33 }, (_, index) => {
    const [x, y] = at.get(index) ?? [98 + (index % 3), 22 + (index % 2)]; // the face
    return [x, y, 0.99] as const;
  });
})();

/** Greatest difference between neighbours, among the pixels that `within` names: 255 for the checkerboard. */
function contrast({ data }: Picture, within: (x: number, y: number) => boolean): number {
  let greatest = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x + 1 < widthPx; x++) {
      if (!within(x, y) || !within(x + 1, y)) continue;
      const at = (y * widthPx + x) * 4;
      greatest = Math.max(greatest, Math.abs(data[at]! - data[at + 4]!));
    }
  }
  return greatest;
}

const everywhere = (): boolean => true;
const inHead = (x: number, y: number): boolean => Math.hypot(x - 99, y - 22.5) <= 9;
const farFromPerson = (x: number): boolean => Math.abs(x - 97) > 25;
const onTrunk = (x: number, y: number): boolean => Math.abs(x - 96) <= 2 && y > 44 && y < 56;

describe('pictures of a located person', () => {
  const picture = checkerboard();
  hideIdentity(picture, standing, null);

  it('leaves nothing of the head', () => {
    expect(contrast(picture, inHead)).toBeLessThan(12);
  });

  it('leaves nothing of the surroundings', () => {
    expect(contrast(picture, farFromPerson)).toBeLessThan(12);
  });

  it('keeps the body sharp, for that is what the picture is for', () => {
    expect(contrast(picture, onTrunk)).toBe(255);
  });

  it('covers hair and chin, not the face alone', () => {
    const { x, y, radiusPx } = headDisc(standing);
    expect(Math.hypot(x - 99, y - 22.5)).toBeLessThan(1);
    expect(radiusPx).toBeGreaterThan(9);
  });

  it('keeps only what the silhouette covers, where there is one', () => {
    const narrow = checkerboard();
    const confidence = new Float32Array(widthPx * heightPx);
    for (let y = 0; y < heightPx; y++) confidence.fill(1, y * widthPx + 96, y * widthPx + 192);
    hideIdentity(narrow, standing, { widthPx, heightPx, confidence });
    expect(contrast(narrow, (x) => x < 95)).toBeLessThan(12);
    expect(contrast(narrow, (x, y) => x >= 96 && onTrunk(x, y))).toBe(255);
    // A second person, whom the silhouette covers too, is far from the walker's bones.
    expect(contrast(narrow, (x) => x > 130)).toBeLessThan(12);
  });
});

describe('pictures in which nobody is surely located', () => {
  it('are blurred as a whole where no pose was found', () => {
    const picture = checkerboard();
    hideIdentity(picture, null, null);
    expect(contrast(picture, everywhere)).toBeLessThan(12);
  });

  it('are blurred as a whole where the pose is a guess', () => {
    const picture = checkerboard();
    const guessed = standing.map(([x, y]) => [x, y, 0.2] as const);
    hideIdentity(picture, guessed, null);
    expect(contrast(picture, everywhere)).toBeLessThan(12);
  });

  it('are blurred as a whole where the person stands outside', () => {
    const picture = checkerboard();
    hideIdentity(
      picture,
      standing.map(([x, y]) => [x + 500, y, 0.9] as const),
      null,
    );
    expect(contrast(picture, everywhere)).toBeLessThan(12);
  });
});

describe('the blur itself', () => {
  it('keeps the mean, so that pictures stay recognisable as scenes', () => {
    const blurred = strongBlur(checkerboard(), 16);
    const mean = blurred.reduce((sum, value, index) => (index % 4 === 3 ? sum : sum + value), 0);
    expect(mean / (widthPx * heightPx * 3)).toBeCloseTo(127.5, -1);
  });

  it('gives the same bytes each time', () => {
    expect(strongBlur(checkerboard(), 9)).toEqual(strongBlur(checkerboard(), 9));
  });

  it('averages what it shrinks', () => {
    const small = shrink(checkerboard(), 48);
    expect([small.widthPx, small.heightPx]).toEqual([48, 27]);
    expect(new Set(small.data.filter((_, index) => index % 4 !== 3))).toEqual(new Set([128]));
  });
});
