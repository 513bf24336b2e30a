import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { phantomTruthSchema, readTruth, truthOf, truthPath } from '../../src/phantom/truth';
import { sides } from '../../src/shared/results';
import { phantomOptions, type PhantomOptions } from '../../src/shared/phantom-options';

const options = (given: Partial<PhantomOptions> = {}): PhantomOptions =>
  phantomOptions.parse({ duration_s: 4, fps: 25, ...given });

const long = truthOf(options({ duration_s: 30 }));

describe('the truth of a clip', () => {
  const truth = truthOf(options());

  it('says what was asked for: cadence exactly, stride, speed and stance on the mean', () => {
    const { parameters } = long;
    expect(parameters.cadence_steps_per_min).toBeCloseTo(110, 6);
    expect(parameters.stride_time_s.all.mean).toBeCloseTo(120 / 110, 2);
    expect(parameters.stride_length_m.all.mean).toBeCloseTo(1.35, 2);
    expect(parameters.step_length_m.all.mean).toBeCloseTo(0.675, 2);
    expect(parameters.speed_m_s.all.mean).toBeCloseTo((1.35 * 110) / 120, 2);
    expect(parameters.stance_percent.all.mean).toBeGreaterThan(60.5);
    expect(parameters.stance_percent.all.mean).toBeLessThan(62.5);
  });

  it('tells lengths across the way, clearance and the extremes of every joint over whole strides', () => {
    const { parameters, frames } = truth;
    expect(parameters.step_width_m.all.mean).toBeGreaterThan(0.04);
    expect(parameters.step_width_m.all.mean).toBeLessThan(0.16);
    expect(parameters.foot_clearance_m.all.mean).toBeGreaterThan(0.002);
    expect(parameters.foot_clearance_m.all.mean).toBeLessThan(0.05);
    for (const side of sides) {
      const { maximum_deg, minimum_deg, range_of_motion_deg } = parameters.joint_angles_deg.knee[side];
      expect(parameters.knee_peak_deg[side].mean).toBeCloseTo(maximum_deg.mean!, 0);
      expect(maximum_deg.mean! - minimum_deg.mean!).toBeCloseTo(range_of_motion_deg.mean!, 4);
      const seen = Math.max(...frames.map(({ angles }) => angles[side].knee));
      expect(Math.abs(seen - maximum_deg.mean!)).toBeLessThan(5);
    }
  });

  it('adds up: stance and swing, and both double supports to their total', () => {
    const { parameters } = long;
    for (const side of sides) {
      expect(parameters.stance_percent[side].mean! + parameters.swing_percent[side].mean!).toBeCloseTo(
        100,
        9,
      );
      expect(parameters.stride_time_s[side].n).toBeGreaterThan(20);
    }
    const { left, right, total } = parameters.double_support_percent;
    expect(left.mean! + right.mean!).toBeCloseTo(total.mean!, 5);
    expect(total.mean).toBeCloseTo(parameters.stance_percent.all.mean! * 2 - 100, 0);
  });

  it('tells events between the frames, in the order of walking', () => {
    const order = ['left heel_strike', 'right toe_off', 'right heel_strike', 'left toe_off'];
    const told = truth.events.map(({ side, event }) => `${side} ${event}`);
    const start = order.indexOf(told[0]!);
    expect(told).toEqual(told.map((_, i) => order[(start + i) % 4]));
    expect(truth.events.some(({ time_s }) => Math.abs(time_s * 25 - Math.round(time_s * 25)) > 0.1)).toBe(
      true,
    );
  });

  it('has a frame for each picture, at its time', () => {
    expect(truth.frames).toHaveLength(100);
    expect(truth.frames[37]!.timeS).toBeCloseTo(37 / 25, 6);
  });
});

describe('where the walker is seen', () => {
  const xs = (given: Partial<PhantomOptions>) =>
    truthOf(options(given)).frames.map(({ image }) => image.MidHip[0]);

  it('goes to the side that was asked for, with the near side towards the camera', () => {
    const right = truthOf(options({ direction: 'right' }));
    const left = truthOf(options({ direction: 'left' }));
    expect(right.frames.at(-1)!.image.MidHip[0]).toBeGreaterThan(right.frames[0]!.image.MidHip[0] + 200);
    expect(left.frames.at(-1)!.image.MidHip[0]).toBeLessThan(left.frames[0]!.image.MidHip[0] - 200);
    // Toes in front of heels: the picture turns round, the anatomy does not.
    expect(right.frames[0]!.joints3d).toEqual(left.frames[0]!.joints3d);
    const widthPx = (frame: (typeof right.frames)[number]) =>
      frame.image.RShoulder[0] - frame.image.LShoulder[0];
    const facing = truthOf(options({ direction: 'right', view_deg: 60 })).frames[50]!;
    expect(widthPx(facing)).toBeLessThan(-20);
  });

  it('mirrors the picture exactly when walker and camera change sides', () => {
    // Left and right of the body are not mirrored, so points in the middle plane are what agrees.
    const right = xs({ direction: 'right', treadmill: true });
    const left = xs({ direction: 'left', treadmill: true });
    right.forEach((x, i) => {
      expect(Math.abs(x + left[i]! - 640)).toBeLessThan(4);
    });
  });

  it('keeps the walker in the middle when the camera follows or the belt runs', () => {
    for (const given of [{ camera: 'following' }, { treadmill: true }] as const) {
      for (const x of xs(given)) expect(Math.abs(x - 320)).toBeLessThan(40);
    }
  });

  it.each([0, 25, -40, 60])('has the whole walker in every frame of a short clip seen at %i°', (view_deg) => {
    for (const camera of ['still', 'following'] as const) {
      const { frames } = truthOf(options({ view_deg, camera, duration_s: 3 }));
      for (const { visible, image } of frames) {
        expect(visible).toBe(true);
        for (const [x, y] of Object.values(image)) {
          expect(x).toBeGreaterThan(0);
          expect(x).toBeLessThan(640);
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThan(360);
        }
      }
    }
  });

  it('lets the walker come and go where the way is too long for one picture, and says when', () => {
    const { frames } = long;
    expect(frames[0]!.visible).toBe(false);
    expect(frames.at(-1)!.visible).toBe(false);
    expect(frames[375]!.visible).toBe(true);
    const { image } = frames[375]!;
    const floorY = Math.max(image.RHeel[1], image.LHeel[1]);
    expect(floorY - image.REye[1]).toBeGreaterThan(0.3 * 360);
  });
});

describe('the file of a truth', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gait-truth-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('lies beside the clip and comes back as it was', async () => {
    const clip = path.join(folder, 'walk.mp4');
    const truth = truthOf(options({ duration_s: 0.5 }));
    await writeFile(truthPath(clip), JSON.stringify(truth));
    expect(await readTruth(clip)).toEqual(truth);
    expect(await readTruth(path.join(folder, 'walk.truth.json'))).toEqual(truth);
  });

  it('is refused in words where it is missing or something else', async () => {
    await expect(readTruth(path.join(folder, 'none.mp4'))).rejects.toMatchObject({ kind: 'bad-input' });
    await writeFile(path.join(folder, 'other.truth.json'), '{"version": 7}');
    await expect(readTruth(path.join(folder, 'other.mp4'))).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('other.truth.json') as string,
    });
  });
});

describe('the samples', () => {
  it.each(['walker-side', 'walker-oblique'])('%s has the truth that this version makes', async (name) => {
    const text = await readFile(path.join(packageRoot, 'samples', `${name}.truth.json`), 'utf8');
    const { options: asked } = phantomTruthSchema.parse(JSON.parse(text));
    // Said as yes or no: the difference of two files of numbers fills screens.
    const clip = await readFile(path.join(packageRoot, 'samples', `${name}.mp4`));
    const truth = { ...truthOf(asked), clip_sha256: createHash('sha256').update(clip).digest('hex') };
    expect(JSON.stringify(truth) + '\n' === text).toBe(true);
  });
});
