import { describe, expect, it } from 'vitest';
import { cameraOf, project } from '../../src/phantom/camera';
import { degrees, type Vec3 } from '../../src/phantom/vector';
import { walk } from '../../src/phantom/walker';
import { GaitError } from '../../src/shared/errors';
import { phantomOptions, type PhantomOptions } from '../../src/shared/phantom-options';

const options = (given: Partial<PhantomOptions> = {}): PhantomOptions =>
  phantomOptions.parse({ duration_s: 2, camera: 'following', ...given });

function filmed(given: Partial<PhantomOptions> = {}) {
  const asked = options(given);
  const walker = walk(asked);
  const camera = cameraOf(asked, walker)(asked.duration_s / 2);
  const midHip = walker.at(asked.duration_s / 2).joints.MidHip;
  return { asked, walker, camera, midHip, at: (point: Vec3) => project(camera, point) };
}

/** Slope of a line in the picture in degrees, positive where its right end is higher. */
function slopeDeg([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): number {
  const [left, right] = x1 < x2 ? [y1, y2] : [y2, y1];
  return degrees(Math.atan2(left - right, Math.abs(x2 - x1)));
}

describe('the camera', () => {
  it('sees a known point where plain geometry puts it', () => {
    // From 5 m away and 1 m above the floor, level, looking across the walk.
    const { camera, at, midHip } = filmed({
      camera_height_m: 1,
      camera_distance_m: 5,
      camera_tilt_deg: 0,
      walker_height_px: 172,
    });
    // 172 px for 1.72 m: a metre is 100 px at 5 m, so 50 px at 10 m.
    expect(camera.focalPx).toBeCloseTo(500, 9);
    const [x, y] = at([midHip[0], 1, 0]);
    expect(y).toBeCloseTo(180, 6);
    // It is turned by a degree or two to have the swing of arms and legs in its middle.
    expect(at([midHip[0] + 1, 1, 0])[0] - x).toBeCloseTo(100, 0);
    expect(y - at([midHip[0], 2, 0])[1]).toBeCloseTo(100, 0);
    expect(at([midHip[0], 2, -5])[1]).toBeCloseTo(130, 0);
  });

  it.each([-45, -20, 0, 10, 45])(
    'stands %d° off the side view, before the walker where positive',
    (viewDeg) => {
      const { camera, midHip } = filmed({ view_deg: viewDeg, camera_distance_m: 6 });
      const [x, , z] = camera.position;
      expect(degrees(Math.atan2(x - midHip[0], z))).toBeCloseTo(viewDeg, 6);
      expect(Math.hypot(x - midHip[0], z)).toBeCloseTo(6, 9);
    },
  );

  it.each([-12, 0, 7])('tilted by %d° puts the horizon where that tilt puts it', (tiltDeg) => {
    const { camera, at, midHip } = filmed({ camera_tilt_deg: tiltDeg, camera_distance_m: 8 });
    const veryFar = at([midHip[0], camera.position[1], -1e7]);
    expect(veryFar[1]).toBeCloseTo(180 + camera.focalPx * Math.tan((tiltDeg * Math.PI) / 180), 3);
  });

  it.each<[number, PhantomOptions['direction']]>([
    [6, 'right'],
    [6, 'left'],
    [-11, 'right'],
  ])('rolled by %d° slopes the horizon by exactly that, for a walk to the %s', (rollDeg, direction) => {
    const { at, camera } = filmed({ camera_roll_deg: rollDeg, camera_tilt_deg: -4, direction });
    const away = direction === 'right' ? -1e9 : 1e9;
    const atEyeLevel = (x: number) => at([x, camera.position[1], away]);
    expect(slopeDeg(atEyeLevel(-4e8), atEyeLevel(4e8))).toBeCloseTo(rollDeg, 5);
  });

  it('rolled slopes the way of the feet by as much as it slopes the horizon', () => {
    const slopes = [0, 8].map((camera_roll_deg) => {
      const { at } = filmed({ camera_roll_deg, camera_tilt_deg: -4 });
      return slopeDeg(at([-1, 0, 0]), at([1, 0, 0]));
    });
    expect(slopes[1]! - slopes[0]!).toBeCloseTo(8, 0);
  });

  it('from higher up sees the far foot higher in the picture than the near one', () => {
    const { at } = filmed({ camera_height_m: 3 });
    expect(at([0, 0, -0.2])[1]).toBeLessThan(at([0, 0, 0.2])[1] - 2);
  });

  it('from nearby makes near things larger than far ones, as perspective does', () => {
    const nearOverFar = (distanceM: number) => {
      const { at } = filmed({ camera_distance_m: distanceM });
      const heightPx = (z: number) => at([0, 0, z])[1] - at([0, 1, z])[1];
      return heightPx(0.5) / heightPx(-0.5);
    };
    expect(nearOverFar(3)).toBeCloseTo(3.5 / 2.5, 1);
    expect(nearOverFar(20)).toBeCloseTo(20.5 / 19.5, 2);
  });

  it('shows the walker as large as asked', () => {
    const { at, midHip, asked } = filmed({ walker_height_px: 150 });
    const [foot, crown] = [at([midHip[0], 0, 0]), at([midHip[0], asked.height_m, 0])];
    expect(foot[1] - crown[1]).toBeGreaterThan(147);
    expect(foot[1] - crown[1]).toBeLessThan(153);
  });

  it('keeps what is behind it out of the picture', () => {
    const { camera, at } = filmed();
    const [x] = at([camera.position[0] + 1, 1, camera.position[2] + 1]);
    expect(x).toBeGreaterThan(640);
  });

  it('that looks past the walker is refused, with what to change', () => {
    let refusal: unknown;
    try {
      filmed({ camera_tilt_deg: 35, walker_height_px: 200 });
    } catch (thrown) {
      refusal = thrown;
    }
    expect(refusal).toBeInstanceOf(GaitError);
    expect(refusal).toMatchObject({
      kind: 'bad-input',
      hint: expect.stringContaining('camera_tilt_deg') as string,
    });
  });

  it('cannot stand below the floor', () => {
    expect(phantomOptions.safeParse({ camera_height_m: -0.5 }).success).toBe(false);
  });
});
