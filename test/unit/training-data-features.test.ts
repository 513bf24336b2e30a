import { describe, expect, it } from 'vitest';
import { featureNames } from '../../src/kernel/training/data/feature-columns';
import { featuresOf, type WalkFeatures } from '../../src/kernel/training/data/features';
import type { KeypointTrack, Walk } from '../../src/shared/results';
import { hiddenBetween, mirrored, onlyFrames, phantomTrack, resampled, signal } from './gait-fixture';
import { held } from './gait-passes-fixture';

const walk: Walk = { id: 'a', source: 'landmarks', path: '/data/a.trc' };
const rateHz = 30;
const seen = (track: KeypointTrack, rate = rateHz): WalkFeatures => featuresOf(track, walk, signal, rate);

/** Largest difference between two walks' features, each in units of how much it varies. */
function farthest(one: WalkFeatures, other: WalkFeatures): number {
  expect(other.frames).toHaveLength(one.frames.length);
  const width = one.names.length;
  let most = 0;
  for (let feature = 0; feature < width; feature++) {
    const own = one.frames.filter((_, at) => at % width === feature);
    const others = other.frames.filter((_, at) => at % width === feature);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const sd = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
    expect(sd, one.names[feature]).toBeGreaterThan(0);
    for (const [frame, value] of own.entries()) most = Math.max(most, Math.abs(others[frame]! - value) / sd);
  }
  return most;
}

const moved = (track: KeypointTrack, of: (value: number, axis: number) => number): KeypointTrack => ({
  ...track,
  position: track.position.map((value, at) => of(value, at % 3)),
});

const column = ({ names, frames }: WalkFeatures, name: string): number[] => {
  const feature = names.findIndex((own) => own.startsWith(name));
  expect(feature, name).toBeGreaterThanOrEqual(0);
  return Array.from(frames.filter((_, at) => at % names.length === feature));
};

describe('what a network sees of a walk', () => {
  const { track } = phantomTrack({ duration_s: 4 }, 'px');

  it('does not depend on how far the camera is', () => {
    const near = moved(track, (value) => 3 * value);
    expect(farthest(seen(track), seen(near))).toBeLessThan(1e-4);
  });

  it('does not depend on where in the picture the walker is', () => {
    const beside = moved(track, (value, axis) => value + [250, -40, 0][axis]!);
    expect(farthest(seen(track), seen(beside))).toBeLessThan(1e-4);
  });

  it('does not depend on which way the walker goes', () => {
    const inSpace = phantomTrack({ duration_s: 4 }).track;
    const turned = moved(inSpace, (value, axis) => (axis === 1 ? value : -value));
    expect(farthest(seen(inSpace), seen(turned))).toBeLessThan(1e-4);
  });

  it('has left for right in a mirror, as the list of features says', () => {
    const own = seen(track);
    const other = seen(mirrored(track));
    const width = own.names.length;
    const exchanged = own.frames.map((_, at) => {
      const { from, sign } = own.mirror[at % width]!;
      return sign * own.frames[at - (at % width) + from]!;
    });
    expect(farthest({ ...own, frames: exchanged }, other)).toBeLessThan(1e-4);
  });

  it('is named, with units, once each', () => {
    expect(new Set(featureNames).size).toBe(featureNames.length);
    for (const name of featureNames) {
      expect(name).toMatch(/^(left|right) .+ \((leg lengths|deg)(\/s)?\)$/);
    }
    expect(seen(track).names).toEqual(featureNames);
  });

  it('has in each velocity the change of what it is the velocity of', () => {
    const own = seen(track);
    const ahead = column(own, 'left heel ahead (');
    const velocity = column(own, 'left heel ahead velocity');
    for (let frame = 1; frame + 1 < ahead.length; frame++) {
      expect(velocity[frame]).toBeCloseTo(((ahead[frame + 1]! - ahead[frame - 1]!) * rateHz) / 2, 3);
    }
  });

  it('keeps real time where a camera dropped frames', () => {
    const dropping = onlyFrames(track, (frame) => frame % 7 !== 3 && (frame < 60 || frame > 63));
    const [whole, sparse] = [seen(track), seen(dropping)];
    expect(sparse.timeS).toEqual(whole.timeS);
    expect(sparse.seen.every((flag) => flag === 1)).toBe(true);
    // The filter carries what is between over short holes; a clock that ran by frames would be a fifth of a walk off.
    const [exact, bridged] = [whole, sparse].map((own) => column(own, 'left ankle ahead ('));
    const error = exact!.map((value, frame) => Math.abs(bridged![frame]! - value));
    expect(error.reduce((sum, value) => sum + value, 0) / error.length).toBeLessThan(0.01);
  });

  it('makes nothing up over a longer hole, whether its frames are empty or not there', () => {
    const empty = hiddenBetween(track, 1.5, 2.5);
    const absent = onlyFrames(track, (frame) => track.timeS[frame]! < 1.5 || track.timeS[frame]! >= 2.5);
    for (const gone of [empty, absent]) {
      const { timeS, frames, seen: flags, names } = seen(gone);
      for (const [frame, atS] of timeS.entries()) {
        if (atS < 1.5 || atS >= 2.5) continue;
        expect(flags[frame]).toBe(0);
        const row = frames.slice(frame * names.length, (frame + 1) * names.length);
        expect(row.every(Number.isNaN)).toBe(true);
      }
      expect(flags.some((flag) => flag === 1)).toBe(true);
    }
  });

  it('leaves out the time in which the walker stands', () => {
    const standing = held(phantomTrack({ duration_s: 4 }), 2, 4, 0.001);
    const { timeS, seen: flags } = seen(standing.track);
    const flagAt = (atS: number) => flags[timeS.findIndex((time) => time >= atS)];
    expect([flagAt(1), flagAt(4), flagAt(7)]).toEqual([1, 0, 1]);
  });

  it('is the same of recordings of other rates, on one clock', () => {
    const fast = phantomTrack({ duration_s: 4, fps: 120 }).track;
    const slow = resampled(fast, 60);
    const [one, other] = [seen(fast, 60), seen(slow, 60)];
    const [a, b] = [one, other].map((own) => column(own, 'right knee angle ('));
    for (const [frame, value] of a!.entries()) expect(Math.abs(b![frame]! - value)).toBeLessThan(1);
  });

  it('has every feature of a source that shows few points, missing where it does not show it', () => {
    const heels = ['LHip', 'RHip', 'LHeel', 'RHeel', 'LBigToe', 'RBigToe'];
    const kept = track.names.flatMap((name, index) => (heels.includes(name) ? [index] : []));
    const points = track.names.length;
    const pick = (values: Float64Array | Float32Array, width: number) =>
      Array.from(track.timeS).flatMap((_, frame) =>
        kept.flatMap((point) =>
          Array.from(values.subarray((frame * points + point) * width, (frame * points + point + 1) * width)),
        ),
      );
    const few = seen({
      ...track,
      names: kept.map((point) => track.names[point]!),
      position: Float64Array.from(pick(track.position, 3)),
      confidence: Float32Array.from(pick(track.confidence, 1)),
    });
    expect(few.names).toEqual(featureNames);
    expect(column(few, 'left knee ahead').every(Number.isNaN)).toBe(true);
    expect(column(few, 'left heel ahead (').some(Number.isNaN)).toBe(false);
    expect(few.seen.every((flag) => flag === 1)).toBe(true);
  });
});
