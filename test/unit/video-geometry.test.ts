import { describe, expect, it } from 'vitest';
import { hasFpsMode } from '../../src/kernel/video/ffmpeg';
import { frameClock, planTiming, selectExpression } from '../../src/kernel/video/frame-times';
import { planGeometry, toPicture } from '../../src/kernel/video/geometry';
import type { Crop } from '../../src/shared/results';

const fullHd = { widthPx: 1920, heightPx: 1080 };

describe('the part and size of a picture that is looked at', () => {
  it('scales the whole picture down and keeps its shape', () => {
    expect(planGeometry(fullHd, undefined, 640)).toEqual({
      crop: [0, 0, 1920, 1080],
      widthPx: 640,
      heightPx: 360,
    });
  });

  it('never enlarges, and comes out even', () => {
    const { widthPx, heightPx } = planGeometry({ widthPx: 321, heightPx: 243 }, undefined, 640);
    expect([widthPx, heightPx]).toEqual([320, 242]);
  });

  it('keeps a portrait upright', () => {
    const { widthPx, heightPx } = planGeometry({ widthPx: 1080, heightPx: 1920 }, undefined, 640);
    expect([widthPx, heightPx]).toEqual([640, 1138]);
  });

  it('takes the crop to pixels of the whole picture and back', () => {
    const geometry = planGeometry(fullHd, [100, 200, 800, 400], 400);
    expect([geometry.widthPx, geometry.heightPx]).toEqual([400, 200]);
    expect(toPicture(geometry, 0, 0)).toEqual([100, 200]);
    expect(toPicture(geometry, 0.5, 1)).toEqual([500, 600]);
  });

  it.each([
    ['empty', [0, 0, 0, 0]],
    ['of no height', [10, 10, 100, 0]],
    ['of negative width', [10, 10, -5, 100]],
  ] satisfies [string, Crop][])('refuses a crop that is %s', (_, crop) => {
    expect(() => planGeometry(fullHd, crop, 640)).toThrow(/is empty/);
  });

  it.each([
    ['to the right', [1900, 0, 100, 100]],
    ['below', [0, 1000, 100, 100]],
    ['above', [0, -1, 100, 100]],
    ['everywhere', [-10, -10, 5000, 5000]],
    ['nowhere that can be told', [Number.NaN, 0, 100, 100]],
  ] satisfies [string, Crop][])('refuses a crop that reaches outside %s', (_, crop) => {
    expect(() => planGeometry(fullHd, crop, 640)).toThrow(/outside the picture, which is 1920 × 1080/);
  });
});

describe('the times of frames', () => {
  it('keeps real times as they are, however uneven', () => {
    const clock = frameClock(30, 1);
    expect([0, 33_367, 100_100, 133_000].map(clock)).toEqual([0, 0.033367, 0.1001, 0.133]);
  });

  it('squeezes slow motion: 240 frames recorded in a second and stored at 30 a second last a second', () => {
    const { timeScale } = planTiming({ averageFps: 30 }, 240, null);
    const clock = frameClock(30, timeScale);
    const times = Array.from({ length: 241 }, (_, frame) => clock((frame / 30) * 1e6));
    expect(times.at(-1)).toBeCloseTo(1, 9);
  });

  it('leaves out a frame whose time does not move on', () => {
    const clock = frameClock(25, 1);
    expect([0, 40_000, 40_000, 20_000, 80_000].map(clock)).toEqual([0, 0.04, null, null, 0.08]);
  });

  it('puts a frame without a time one usual interval later', () => {
    const clock = frameClock(25, 1);
    expect([null, null, 90_000].map(clock)).toEqual([0, 0.04, 0.09]);
  });

  it('selects nothing where more frames are allowed than there are', () => {
    expect(planTiming({ averageFps: 30 }, undefined, 60).fileFrameRate).toBeNull();
    expect(planTiming({ averageFps: 30 }, undefined, 10).fileFrameRate).toBe(10);
  });

  it('counts the frame rate in real time, also in slow motion', () => {
    // 60 frames a real second of a recording at 240, played at 30: a quarter of the 30 of the file.
    expect(planTiming({ averageFps: 30 }, 240, 60).fileFrameRate).toBe(7.5);
  });

  /** ffmpeg's expression, in JavaScript. */
  const selected = (fileFrameRate: number, times: readonly number[], averageFps: number): number[] => {
    const [, scale = '', ahead = ''] = /floor\(t\*([\d.]+)\+(-?[\d.]+)\)/.exec(
      selectExpression(fileFrameRate, averageFps),
    )!;
    const place = (time: number): number => Math.floor(time * Number(scale) + Number(ahead));
    let last = Number.NaN;
    return times.flatMap((time, index) => {
      if (!Number.isNaN(last) && place(time) <= place(last)) return [];
      last = time;
      return [index];
    });
  };
  const at30 = Array.from({ length: 12 }, (_, frame) => frame / 30);

  it.each([
    [15, [0, 2, 4, 6, 8, 10]],
    [10, [0, 3, 6, 9]],
    // Every other one lies half way between two frames: the later is as near as the earlier.
    [20, [0, 2, 3, 5, 6, 8, 9, 11]],
  ])('uses the frames nearest to %d a second', (rate, frames) => {
    expect(selected(rate, at30, 30)).toEqual(frames);
  });

  it('is not thrown off by a camera whose clock jitters', () => {
    const jittering = at30.map((time, index) => time + (index % 2 === 0 ? 0.004 : -0.004));
    expect(selected(15, jittering, 30)).toEqual([0, 2, 4, 6, 8, 10]);
  });
});

describe('how ffmpeg is asked for every frame as it comes', () => {
  it.each([
    ['5.1.9-0+deb12u1', true],
    ['7.1.1', true],
    ['n8.0', true],
    ['N-118000-g1234567', true],
    ['4.4.2-0ubuntu0.22.04.1', false],
    ['5.0.3', false],
    ['N-47683-g0e8eb07980-static', false],
  ])('%s knows -fps_mode: %s', (version, known) => {
    expect(hasFpsMode(version)).toBe(known);
  });
});
