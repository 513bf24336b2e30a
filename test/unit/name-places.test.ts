import { describe, expect, it } from 'vitest';
import { boxOf, placeNames, sharedPx2, type NamedDot } from '../../src/shared/charts/name-places';

const dot = (name: string, xPx: number, yPx: number): NamedDot => ({ name, xPx, yPx, radiusPx: 17 });

/** How much of the names lies on one another. */
function overlapPx2(dots: readonly NamedDot[], widthPx: number): number {
  const boxes = placeNames(dots, { widthPx, heightPx: 260 }).map(boxOf);
  return boxes
    .flatMap((box, at) => boxes.slice(at + 1).map((other) => sharedPx2(box, other)))
    .reduce((a, b) => a + b, 0);
}

describe('the names beside the dots of a plot', () => {
  it('stand below them where there is room', () => {
    const [place] = placeNames([dot('fast', 200, 100)], { widthPx: 400, heightPx: 260 });
    expect(place!.xPx).toBe(200);
    expect(place!.yPx).toBeGreaterThan(117);
  });

  it('stand above a dot that lies at the foot of the plot, and within it at its edges', () => {
    const [place] = placeNames([dot('no optimizations', 5, 255)], { widthPx: 400, heightPx: 260 });
    expect(place!.yPx).toBeLessThan(238);
    expect(boxOf(place!).leftPx).toBeGreaterThanOrEqual(0);
  });

  it.each([280, 560, 1100])(
    'lie on no other name where profiles take nearly the same time and err alike, %i px wide',
    (widthPx) => {
      const near = ['fast', 'balanced', 'accurate', 'no optimizations', 'my own profile'].map((name, at) =>
        dot(name, widthPx * (0.8 + 0.01 * at), 120 + 3 * at),
      );
      expect(overlapPx2(near, widthPx)).toBe(0);
      const onOne = near.map(({ name }) => dot(name, widthPx / 2, 200));
      expect(overlapPx2(onOne, widthPx)).toBe(0);
    },
  );

  it('are all there, each once', () => {
    const names = ['fast', 'accurate', 'balanced'];
    const places = placeNames(
      names.map((name) => dot(name, 50, 50)),
      { widthPx: 100, heightPx: 100 },
    );
    expect(places.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });
});
