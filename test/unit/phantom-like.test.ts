import { describe, expect, it } from 'vitest';
import { analyzeGait, prepareWalk } from '../../src/kernel/gait/analyze';
import type { MeasuredRecording } from '../../src/kernel/steps/measured-recording';
import { phantomLike } from '../../src/kernel/steps/phantom-like';
import { truthOf, type PhantomTruth } from '../../src/phantom/truth';
import { GaitError } from '../../src/shared/errors';
import type { Walk } from '../../src/shared/results';
import type { PhantomChoices, PhantomOptions } from '../../src/shared/phantom-options';
import { hiddenBetween, phantomTrack, signal } from './gait-fixture';

/** A recording of a phantom as it is measured from the exact places of its joints in the picture. */
function recorded(
  options: Partial<PhantomOptions>,
  walk: Partial<Walk> = {},
  hiddenS?: readonly [number, number],
): { recording: MeasuredRecording; truth: PhantomTruth } {
  const { track, truth } = phantomTrack(options, 'px');
  const { width_px: widthPx, height_px: heightPx, fps } = truth.options;
  const shown = hiddenS === undefined ? track : hiddenBetween(track, ...hiddenS);
  const keypoints = { ...shown, widthPx, heightPx };
  const settings = { signal, walk: { heightM: truth.options.height_m, ...walk } };
  return {
    truth,
    recording: {
      walk: { id: 'walk', heightM: truth.options.height_m, ...walk },
      info: { widthPx, heightPx, averageFps: fps, expectedFrames: truth.frames.length },
      parameters: analyzeGait(keypoints, settings).parameters,
      track: prepareWalk(keypoints, settings).track,
    },
  };
}

const refusal = (work: () => unknown): GaitError => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof GaitError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was refused.');
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** How high in the picture, and how tall, the walker is while it is seen whole. */
function placeOf({ frames }: PhantomTruth) {
  const whole = frames.filter(({ visible }) => visible);
  return {
    hipsY: median(whole.map(({ image }) => image.MidHip[1])),
    tallPx: median(whole.map(({ image }) => Math.max(image.LHeel[1], image.RHeel[1]) - image.Nose[1])),
  };
}

describe('a phantom like a recording', () => {
  it.each<[string, Partial<PhantomOptions>]>([
    ['of a walk past a still camera', { duration_s: 4, seed: 31, height_m: 1.8 }],
    ['of a walk to the left', { duration_s: 4, seed: 32, direction: 'left', cadence_steps_per_min: 98 }],
    ['from 20° before the walker', { duration_s: 4, seed: 36, view_deg: 20 }],
    ['from 15° behind the walker', { duration_s: 4, seed: 37, view_deg: -15, direction: 'left' }],
    ['by a camera that follows', { duration_s: 4, seed: 33, camera: 'following', fps: 50 }],
    [
      'with the walker low and small in a large picture',
      {
        duration_s: 4,
        seed: 34,
        width_px: 1280,
        height_px: 720,
        camera_tilt_deg: 5,
        walker_height_px: 240,
      },
    ],
  ])(
    '%s walks as it does, and is seen as it is',
    (_, options) => {
      const { recording, truth } = recorded(options);
      const like = phantomLike(recording, { seed: 77 });
      const { options: asked } = truth;
      expect(like.options).toMatchObject({
        direction: asked.direction,
        camera: asked.camera,
        treadmill: false,
        width_px: asked.width_px,
        height_px: asked.height_px,
        fps: asked.fps,
        duration_s: asked.duration_s,
        height_m: asked.height_m,
        seed: 77,
      });
      expect(like.options.cadence_steps_per_min / asked.cadence_steps_per_min).toBeCloseTo(1, 1);
      expect(Math.abs(like.options.stride_length_m / asked.stride_length_m - 1)).toBeLessThan(0.06);
      expect(Math.abs(like.options.view_deg - asked.view_deg)).toBeLessThan(8);
      const [place, wanted] = [placeOf(truthOf(like.options)), placeOf(truth)];
      expect(Math.abs(place.tallPx / wanted.tallPx - 1)).toBeLessThan(0.08);
      expect(Math.abs(place.hipsY - wanted.hipsY)).toBeLessThan(0.05 * asked.height_px);
    },
    30_000,
  );

  it('on a belt, whose speed is known, walks on a belt', () => {
    const asked = { duration_s: 4, seed: 35, treadmill: true };
    const { recording } = recorded(asked, { beltSpeedMS: 1.2375 });
    expect(phantomLike(recording, {}).options).toMatchObject({ treadmill: true, camera: 'still' });
  });

  it('takes what is asked for before what was measured', () => {
    const { recording } = recorded({ duration_s: 4, seed: 31 });
    const chosen: PhantomChoices = { cadence_steps_per_min: 90, view_deg: 30, duration_s: 3, gait: 'crouch' };
    expect(phantomLike(recording, chosen).options).toMatchObject(chosen);
  });

  it.each([
    [320, 180],
    [1280, 720],
    [320, 360],
  ])('in a picture of %i × %i takes as much room as in the recording', (width_px, height_px) => {
    const { recording, truth } = recorded({ duration_s: 4, seed: 34, camera_tilt_deg: 4 });
    const { options } = phantomLike(recording, { width_px, height_px });
    const share = Math.min(width_px / truth.options.width_px, height_px / truth.options.height_px);
    const [place, wanted] = [placeOf(truthOf(options)), placeOf(truth)];
    expect(Math.abs(place.tallPx / (wanted.tallPx * share) - 1)).toBeLessThan(0.08);
    const fromMiddle = (wanted.hipsY - truth.options.height_px / 2) * share;
    expect(Math.abs(place.hipsY - height_px / 2 - fromMiddle)).toBeLessThan(0.05 * height_px);
  });

  it('of slow motion walks at the rate at which it was recorded', () => {
    const { recording } = recorded({ duration_s: 4, seed: 31, fps: 120 }, { captureFps: 120 });
    const slow = { ...recording, info: { ...recording.info, averageFps: 30 } };
    expect(phantomLike(slow, {}).options).toMatchObject({ fps: 120, duration_s: 4 });
  });

  it('says that the height is not known, and keeps the stride in heights', () => {
    const { recording, truth } = recorded({ duration_s: 4, seed: 31, height_m: 1.5, stride_length_m: 1.2 });
    const { heightM: _, ...walk } = recording.walk;
    const { options, warnings } = phantomLike({ ...recording, walk }, {});
    expect(warnings.join(' ')).toContain('height is not known');
    const heights = truth.options.stride_length_m / truth.options.height_m;
    expect(Math.abs(options.stride_length_m / options.height_m / heights - 1)).toBeLessThan(0.06);
  });

  it('where nobody walks is refused with what is missing and why', () => {
    const { recording } = recorded({ duration_s: 4, seed: 31 }, {}, [0, 4]);
    const { kind, message, hint } = refusal(() => phantomLike(recording, {}));
    expect(kind).toBe('bad-input');
    expect(message).toContain('A phantom like walk cannot be made');
    expect(message).toContain('cadence_steps_per_min, stride_length_m');
    expect(hint).toContain('the whole walker');
  });

  it('that walks faster than a phantom can is refused with the limit', () => {
    const { recording } = recorded({ duration_s: 4, seed: 31 });
    const parameters = { ...recording.parameters, cadence_steps_per_min: 260 };
    const { message, hint } = refusal(() => phantomLike({ ...recording, parameters }, {}));
    expect(message).toBe('A phantom like walk: cadence_steps_per_min cannot be 260.');
    expect(hint).toBe('Give a number from 40 to 200.');
  });
});
