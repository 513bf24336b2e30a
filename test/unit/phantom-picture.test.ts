import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lookOf, roomOf } from '../../src/phantom/look';
import { framePainter } from '../../src/phantom/picture';
import { truthOf } from '../../src/phantom/truth';
import { phantomOptions, type PhantomOptions } from '../../src/shared/phantom-options';

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

const between = (
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  share: number,
): readonly [number, number] => [ax + (bx - ax) * share, ay + (by - ay) * share];

/** How alike a colour on the screen is to one under white light, whatever the brightness: 1 for the same. */
function likeness(screen: readonly number[], [red, green, blue]: readonly [number, number, number]): number {
  const light = screen.map((byte) => (byte / 255) ** 2.2);
  const product = light[0]! * red + light[1]! * green + light[2]! * blue;
  return product / (Math.hypot(...light) * Math.hypot(red, green, blue));
}

const changedPx = (a: Uint8Array, b: Uint8Array): number => {
  let changed = 0;
  for (let i = 0; i < a.length; i += 3) if (Math.abs(a[i]! - b[i]!) > 12) changed++;
  return changed;
};

describe('a painted frame', () => {
  it.each<[string, Partial<PhantomOptions>]>([
    ['from the side', {}],
    ['going left', { direction: 'left' }],
    ['from 45° before', { view_deg: 45 }],
    ['from 20° behind, high and rolled', { view_deg: -20, camera_height_m: 2.4, camera_roll_deg: 9 }],
    ['small, in a tilted picture', { camera_tilt_deg: 4, walker_height_px: 90 }],
    ['on a belt', { treadmill: true }],
  ])('shows the walker where the truth says, %s', (_, given) => {
    const asked = options({ seed: 5, ...given });
    const rgb = framePainter(asked)(10);
    const { image } = truthOf(asked).frames[10]!;
    const { shirt, shoe } = lookOf(asked).colours;
    expect(rgb).toHaveLength(320 * 180 * 3);
    const chest = between(image.Neck, image.MidHip, 0.3);
    expect(likeness(colourAround(rgb, 320, chest), shirt)).toBeGreaterThan(0.99);
    const side = asked.direction === 'right' ? 'R' : 'L';
    const foot = between(image[`${side}Heel`], image[`${side}BigToe`], 0.5);
    expect(likeness(colourAround(rgb, 320, foot), shoe)).toBeGreaterThan(0.99);
    const beside = [chest[0] + 60, chest[1]] as const;
    expect(likeness(colourAround(rgb, 320, beside), roomOf(asked).wall)).toBeGreaterThan(0.99);
  });

  it('shows bare shins below shorts and a skirt, and cloth below trousers', () => {
    const shinOf = (clothes: PhantomOptions['clothes']) => {
      const asked = options({ clothes, seed: 4 });
      const { image } = truthOf(asked).frames[10]!;
      const { skin, trousers } = lookOf(asked).colours;
      const seen = colourAround(framePainter(asked)(10), 320, between(image.RKnee, image.RAnkle, 0.6));
      return likeness(seen, skin) > likeness(seen, trousers) ? 'skin' : 'cloth';
    };
    expect(shinOf('shorts')).toBe('skin');
    expect(shinOf('skirt')).toBe('skin');
    expect(shinOf('fitted')).toBe('cloth');
    expect(shinOf('loose')).toBe('cloth');
  });

  it('shows more of a stout walker than of a slim one', () => {
    const shirtPx = (build: PhantomOptions['build']) => {
      const asked = options({ build, seed: 4 });
      const rgb = framePainter(asked)(10);
      const { shirt } = lookOf(asked).colours;
      let count = 0;
      for (let i = 0; i < rgb.length; i += 3) if (likeness([...rgb.slice(i, i + 3)], shirt) > 0.99) count++;
      return count;
    };
    expect(shirtPx('stout')).toBeGreaterThan(1.2 * shirtPx('slim'));
  });

  it('gives every seed its own look', () => {
    const looks = [1, 2, 3, 4, 5, 6].map((seed) => JSON.stringify(lookOf(options({ seed })).colours));
    expect(new Set(looks).size).toBe(6);
  });

  it('blurs what moves while the shutter is open, and nothing else', () => {
    const asked = options({ camera: 'still', fps: 15 });
    const [sharp, blurred] = [0, 0.9].map((shutter_share) => framePainter({ ...asked, shutter_share })(7));
    const { image } = truthOf(asked).frames[7]!;
    const edges = (rgb: Uint8Array, y: number) => {
      let sum = 0;
      for (let x = 1; x < 320; x++)
        sum += Math.abs(rgb[(y * 320 + x) * 3]! - rgb[(y * 320 + x - 1) * 3]!) ** 2;
      return sum;
    };
    const headY = Math.round(image.Nose[1]);
    expect(edges(blurred!, headY)).toBeLessThan(0.6 * edges(sharp!, headY));
    // The wall over the walker's head stands still.
    expect(digest(blurred!.slice(0, 320 * 3 * 2))).toBe(digest(sharp!.slice(0, 320 * 3 * 2)));
  });

  it('hides the far person behind the near one, and leaves the truth the walker’s', () => {
    const alone = options({ seed: 2, camera: 'still' });
    const accompanied = { ...alone, second_person: 'standing' } as const;
    const { image } = truthOf(alone).frames[10]!;
    expect(truthOf(accompanied).frames).toEqual(truthOf(alone).frames);
    const chest = between(image.Neck, image.MidHip, 0.3);
    const [without, withThem] = [alone, accompanied].map((asked) => framePainter(asked)(10));
    expect(changedPx(without!, withThem!)).toBeGreaterThan(200);
    expect(likeness(colourAround(withThem!, 320, chest), lookOf(alone).colours.shirt)).toBeGreaterThan(0.99);
  });

  it('lets somebody cross the other way', () => {
    const alone = options({ seed: 2, camera: 'still', duration_s: 2 });
    const [without, withThem] = [alone, { ...alone, second_person: 'crossing' } as const].map(framePainter);
    const middleOfChange = (frame: number) => {
      const columns: number[] = [];
      const [before, after] = [without!(frame), withThem!(frame)];
      for (let i = 0; i < before.length; i += 3) if (before[i] !== after[i]) columns.push((i / 3) % 320);
      return columns.reduce((sum, x) => sum + x, 0) / columns.length;
    };
    expect(middleOfChange(18)).toBeGreaterThan(middleOfChange(42) + 40);
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
