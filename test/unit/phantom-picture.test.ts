import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { framePainter } from '../../src/phantom/picture';
import { truthOf } from '../../src/phantom/truth';
import { phantomOptions, type PhantomOptions } from '../../src/shared/steps';

const options = (given: Partial<PhantomOptions> = {}): PhantomOptions =>
  phantomOptions.parse({ duration_s: 1, width_px: 320, height_px: 180, camera: 'following', ...given });

const digest = (rgb: Uint8Array) => createHash('sha256').update(rgb).digest('hex');

/** Mean colour of a small square of a picture. */
function colourAround(rgb: Uint8Array, widthPx: number, [x, y]: readonly [number, number]): number[] {
  const sum = [0, 0, 0];
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const at = ((Math.floor(y) + dy) * widthPx + Math.floor(x) + dx) * 3;
      for (let c = 0; c < 3; c++) sum[c]! += rgb[at + c]! / 9;
    }
  }
  return sum;
}

describe('a painted frame', () => {
  it('shows the walker where the truth says: blue shirt, white shoe, wall beside', () => {
    const asked = options();
    const rgb = framePainter(asked)(10);
    const { image } = truthOf(asked).frames[10]!;
    expect(rgb).toHaveLength(320 * 180 * 3);
    const middle = [
      (image.Neck[0] + image.MidHip[0]) / 2,
      (image.Neck[1] * 2 + image.MidHip[1]) / 3,
    ] as const;
    const [shirtRed, , shirtBlue] = colourAround(rgb, 320, middle);
    expect(shirtBlue).toBeGreaterThan(shirtRed! + 40);
    const foot = [(image.RHeel[0] + image.RBigToe[0]) / 2, (image.RHeel[1] + image.RBigToe[1]) / 2] as const;
    expect(Math.min(...colourAround(rgb, 320, foot))).toBeGreaterThan(170);
    const beside = [image.MidHip[0] + 100, image.MidHip[1] - 40] as const;
    const [wallRed, , wallBlue] = colourAround(rgb, 320, beside);
    expect(Math.abs(wallBlue! - wallRed!)).toBeLessThan(25);
  });

  it('is the same whichever frames were painted before it', () => {
    const inOrder = framePainter(options());
    inOrder(3);
    inOrder(4);
    expect(digest(inOrder(5))).toBe(digest(framePainter(options())(5)));
    expect(digest(inOrder(6))).not.toBe(digest(inOrder(5)));
  });

  it('runs the belt back under the feet on a treadmill, while the wall stands still', () => {
    const asked = options({ treadmill: true, height_m: 1.9 });
    const paint = framePainter(asked);
    const [first, later] = [paint(0), paint(5)];
    const rowsDiffer = (fromY: number, toY: number, fromX: number, toX: number) => {
      for (let y = fromY; y < toY; y++) {
        for (let x = fromX; x < toX; x++) {
          if (first[(y * 320 + x) * 3] !== later[(y * 320 + x) * 3]) return true;
        }
      }
      return false;
    };
    expect(rowsDiffer(0, 60, 0, 60)).toBe(false);
    const heelY = Math.round(truthOf(asked).frames[0]!.image.RHeel[1]);
    expect(rowsDiffer(heelY, heelY + 6, 60, 110)).toBe(true);
  });
});
