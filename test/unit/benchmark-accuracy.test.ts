import { describe, expect, it } from 'vitest';
import { likeContenders, mostAccurate } from '../../src/kernel/performance/benchmark/accuracy/contenders';
import {
  eventErrors,
  jointErrors,
  parameterErrors,
} from '../../src/kernel/performance/benchmark/accuracy/errors';
import {
  planPhantomOf,
  type PlannedPhantom,
} from '../../src/kernel/performance/benchmark/accuracy/phantom-of-walk';
import { pointsOfPose, pointsOfTruth } from '../../src/kernel/performance/benchmark/accuracy/picture-points';
import { sharedSpan } from '../../src/kernel/performance/benchmark/accuracy/seen-walk';
import type { TrueEvent } from '../../src/kernel/gait/agreement/compare-truth';
import { trueWalk } from '../../src/kernel/gait/agreement/truth-cycles';
import { analyzeGait, prepareWalk } from '../../src/kernel/gait/analyze';
import { median } from '../../src/kernel/gait/statistics';
import { truthOf } from '../../src/phantom/truth';
import type { KeypointTrack } from '../../src/shared/results';
import { videoOf, withModel } from './benchmark-accuracy-fixture';
import { hiddenBetween, onlyFrames, phantomTrack, signal } from './gait-fixture';

const options = { duration_s: 4, seed: 31, height_m: 1.8 };

const shifted = (track: KeypointTrack, alongPx: number): KeypointTrack => ({
  ...track,
  position: track.position.map((value, at) => (at % 3 === 0 ? value + alongPx : value)),
});

describe('how far joints lie from a reference', () => {
  const { track, truth } = phantomTrack(options, 'px');
  const exact = pointsOfTruth(truth);

  it('is what the pose was moved by, for every joint', () => {
    const errors = jointErrors(pointsOfPose(shifted(track, -3)), exact)!;
    expect(errors.median).toBeCloseTo(3, 6);
    expect(errors.p95).toBeCloseTo(3, 6);
    expect(Object.keys(errors.by_joint)).toEqual(['hip', 'knee', 'ankle', 'heel', 'toe']);
    for (const distance of Object.values(errors.by_joint)) expect(distance).toBeCloseTo(3, 6);
  });

  it('is stated in pixels of the video where the phantom’s picture was smaller', () => {
    expect(jointErrors(pointsOfPose(shifted(track, 3)), exact, 1.5)!.median).toBeCloseTo(4.5, 6);
  });

  it('is taken at the moments of the frames that were looked at', () => {
    const everyThird = onlyFrames(track, (frame) => frame % 3 === 0);
    const errors = jointErrors(pointsOfPose(shifted(everyThird, 3)), exact)!;
    expect(errors.median).toBeCloseTo(3, 6);
    const between = { ...everyThird, timeS: everyThird.timeS.map((timeS) => timeS + 0.5 / 30) };
    expect(jointErrors(pointsOfPose(between), exact)!.median).toBeGreaterThan(0.3);
  });

  it('counts a point that the model doubts, and none that it did not find', () => {
    const doubted = { ...track, confidence: track.confidence.map(() => 0.01) };
    expect(jointErrors(pointsOfPose(shifted(doubted, 3)), exact)!.median).toBeCloseTo(3, 6);
    expect(jointErrors(pointsOfPose(hiddenBetween(track, 0, 10)), exact)).toBeNull();
  });

  it('leaves out what is beside the picture', () => {
    const { truth: close } = phantomTrack({ ...options, walker_height_px: 300 }, 'px');
    const { width_px: widthPx, height_px: heightPx } = close.options;
    const heels = pointsOfTruth(close).paths.heel.left;
    const isInside = ([x, y]: readonly [number, number]) => x >= 0 && x <= widthPx && y >= 0 && y <= heightPx;
    const inside = close.frames.map(({ image }) => isInside(image.LHeel));
    expect(new Set(inside)).toEqual(new Set([true, false]));
    expect(Array.from(heels.x, (x) => !Number.isNaN(x))).toEqual(inside);
    expect(Array.from(heels.y, (y) => !Number.isNaN(y))).toEqual(inside);
  });
});

describe('events beside a reference', () => {
  const { events } = phantomTrack(options);
  const moved = (byS: (event: TrueEvent) => number) =>
    events.map((event) => ({ ...event, timeS: event.timeS + byS(event), confidence: 1 }));
  const whole = [0, 4] as const;

  it('are late by what they were moved by', () => {
    const errors = eventErrors(
      moved(() => 0.02),
      events,
      whole,
    )!;
    expect(errors).toMatchObject({ matched: events.length, missed: 0, invented: 0 });
    expect(errors.bias_ms).toBeCloseTo(20, 6);
    expect(errors.sd_ms).toBeCloseTo(0, 6);
  });

  it('do not hide early contacts behind late lifts', () => {
    const errors = eventErrors(
      moved(({ event }) => (event === 'heel_strike' ? -0.03 : 0.03)),
      events,
      whole,
    )!;
    expect(Math.abs(errors.bias_ms!)).toBeLessThan(5);
    expect(errors.by_kind.heel_strike!.bias_ms).toBeCloseTo(-30, 6);
    expect(errors.by_kind.toe_off!.bias_ms).toBeCloseTo(30, 6);
  });

  it('are missed or invented only where the reference is complete and the frames were looked at', () => {
    const span = sharedSpan({ spanS: [0, 2.1] }, { spanS: [1, 3.9] });
    expect(span).toEqual([1, 2]);
    const within = events.filter(({ timeS }) => timeS >= span[0] && timeS <= span[1]);
    expect(within.length).toBeGreaterThan(0);
    expect(within.length).toBeLessThan(events.length);
    expect(eventErrors([], events, span)).toMatchObject({
      matched: 0,
      missed: within.length,
      bias_ms: null,
      sd_ms: null,
      by_kind: {},
    });
    const elsewhere = [{ timeS: 0.5, side: 'left', event: 'toe_off', confidence: 1 }] as const;
    expect(eventErrors(elsewhere, events, span)).toMatchObject({ invented: 0 });
  });

  it('are not judged where the reference has none', () => {
    expect(
      eventErrors(
        moved(() => 0),
        [],
        whole,
      ),
    ).toBeNull();
  });
});

describe('parameters beside a reference', () => {
  const { truth } = phantomTrack({ ...options, duration_s: 6 });
  const real = trueWalk(truth);

  it('are off by the share that they were changed by, on the strides that both have', () => {
    const slower = {
      curves: real.curves,
      cycles: real.cycles.slice(1).map((cycle) => ({ ...cycle, strideTimeS: 1.02 * cycle.strideTimeS })),
    };
    const curves = slower.curves
      .filter(({ cycle }) => cycle > 0)
      .map((curve) => ({ ...curve, cycle: curve.cycle - 1 }));
    const errors = parameterErrors({ ...slower, curves }, real);
    expect(errors['stride_time_s']).toBeCloseTo(2, 6);
    expect(errors['cadence_steps_per_min']).toBeCloseTo(100 * (1 / 1.02 - 1), 6);
    for (const name of ['step_time_s', 'stance_percent', 'stride_length_m', 'knee_range_of_motion_deg']) {
      expect(errors[name]).toBeCloseTo(0, 6);
    }
  });

  it('are left out where one of both does not state them', () => {
    const withoutScale = real.cycles.map((cycle) => ({ ...cycle, strideLengthM: null }));
    const errors = parameterErrors({ cycles: withoutScale, curves: [] }, real);
    expect(errors).not.toHaveProperty('stride_length_m');
    expect(errors).not.toHaveProperty('knee_range_of_motion_deg');
    expect(errors).toHaveProperty('stance_percent');
    expect(parameterErrors({ cycles: [], curves: [] }, real)).toEqual({});
  });
});

describe('contenders', () => {
  const contender = (name: string, model: 0 | 1 | 2, poseFolder: string | null, maxMemoryMb = 1000) => ({
    contender: name,
    settings: withModel(model, { max_memory_mb: maxMemoryMb }),
    poseFolder,
  });

  it('that find the same speak for each other, whatever memory and workers they have', () => {
    const kinds = likeContenders([
      contender('fast', 0, '/a'),
      contender('no optimizations', 1, null, 4000),
      contender('balanced', 1, '/b'),
    ]);
    expect(kinds.map(({ names, poseFolder }) => [names, poseFolder])).toEqual([
      [['fast'], '/a'],
      [['no optimizations', 'balanced'], '/b'],
    ]);
  });

  it('are set beside accurate, or beside the one with the largest model', () => {
    const mine = contender('mine', 2, '/a');
    const accurate = contender('accurate', 2, '/a');
    const fast = contender('fast', 0, '/b');
    const best = (...all: (typeof mine)[]) => mostAccurate(likeContenders(all))!.names;
    expect(best(fast, mine)).toEqual(['mine']);
    expect(best(fast, { ...mine, settings: withModel(2, { frame_width: 1280 }) }, accurate)).toEqual([
      'accurate',
    ]);
    expect(mostAccurate(likeContenders([]))).toBeUndefined();
  });
});

describe('the phantom like a walk', () => {
  /** A phantom's walk as it is measured from its exact joints. */
  const seen = (given: Record<string, unknown>) => {
    const { track, truth } = phantomTrack({ ...options, ...given }, 'px');
    const { width_px: widthPx, height_px: heightPx } = truth.options;
    const walk = { id: 'walk', source: 'video', path: 'walk.mp4', heightM: 1.8 } as const;
    const keypoints = { ...track, widthPx, heightPx };
    const { parameters } = analyzeGait(keypoints, { signal, walk });
    return {
      walk,
      info: videoOf(truth),
      seen: {
        frames: track.timeS.length,
        spanS: [0, track.timeS.at(-1)!] as const,
        parameters,
        track: prepareWalk(keypoints, { signal, walk }).track,
      },
    };
  };

  it('is as long as what was looked at, not as the whole video', () => {
    const { walk, info, seen: looked } = seen({});
    const planned = planPhantomOf(looked, walk, { ...info, expectedFrames: 9000, durationS: 300 }, 640);
    expect(planned).toMatchObject({ options: { duration_s: 4, width_px: 640 }, pixelScale: 1 });
  });

  it('has a picture and a length that can be drawn in a bounded time', () => {
    const { walk, info, seen: looked } = seen({ width_px: 2560, height_px: 1440, duration_s: 12 });
    expect(planPhantomOf(looked, walk, info, 640)).toMatchObject({
      options: { width_px: 800, height_px: 450, duration_s: 10 },
      pixelScale: 3.2,
    });
  });

  it('is like the part of the picture that was looked at', () => {
    const { walk, info, seen: looked } = seen({ width_px: 1280, height_px: 720, walker_height_px: 300 });
    const whole = planPhantomOf(looked, walk, info, 640) as PlannedPhantom;
    const crop = [100, 140, 1000, 440] as const;
    const cropped = planPhantomOf(looked, { ...walk, crop }, info, 640) as PlannedPhantom;
    expect(cropped).toMatchObject({ options: { width_px: 800, height_px: 352 }, pixelScale: 1.25 });
    // The walker takes as many pixels of the video in both.
    const tallPx = ({ options: { walker_height_px: px }, pixelScale }: PlannedPhantom) => px! * pixelScale;
    expect(tallPx(cropped) / tallPx(whole)).toBeCloseTo(1, 2);
    const hipsPx = ({ options: made, pixelScale }: PlannedPhantom) =>
      pixelScale * median(truthOf(made).frames.map(({ image }) => image.MidHip[1]));
    expect(Math.abs(hipsPx(cropped) + 140 - hipsPx(whole))).toBeLessThan(10);
  });

  it('is not made where too little of a walk was seen, and it is said why', () => {
    const { walk, info, seen: looked } = seen({ duration_s: 0.5 });
    const why = planPhantomOf(looked, walk, info, 640);
    expect(why).toMatch(/no errors against a phantom like the video: in 15 frames of it \(0\.5 s\)/);
  });
});
