import { describe, expect, it } from 'vitest';
import { predictWalk, type WalkFeatures } from '../../src/kernel/training/run/predict-walk';
import type { NetworkDescription } from '../../src/shared/network';

const network: NetworkDescription = {
  features: 2,
  windowFrames: 8,
  filters: 4,
  blocks: 1,
  kernelSize: 3,
  dropoutRate: 0,
  causal: false,
  head: 'frame',
  groups: 2,
  classes: 1,
};
const asItIs = { mean: [0, 0], sd: [1, 1] };

/** A walk whose first feature is the number of the frame, and whose second is missing in every third. */
const walkOf = (frames: number): WalkFeatures => ({
  frames,
  read: (from, count) =>
    Float32Array.from({ length: 2 * count }, (_, index) => {
      const frame = from + Math.floor(index / 2);
      return index % 2 === 0 ? frame : frame % 3 === 0 ? Number.NaN : 1;
    }),
});

/** Puts out what comes in, frame by frame. */
const echo = { predict: (features: Float32Array) => Promise.resolve(features.slice()) };
const column = (values: Float32Array, output: number): number[] =>
  [...values].filter((_, index) => index % 2 === output);

describe('the prediction of a walk', () => {
  it.each([8, 9, 31, 32, 100])('holds each of its %d frames, at its own place', async (frames) => {
    const predicted = await predictWalk(echo, network, asItIs, walkOf(frames));
    const places = column(predicted, 0);
    expect(places).toHaveLength(frames);
    places.forEach((place, frame) => {
      expect(place).toBeCloseTo(frame, 4);
    });
    // What is missing is at its mean.
    expect(column(predicted, 1).map(Math.round)).toEqual(places.map((_, frame) => Number(frame % 3 !== 0)));
  });

  it('of fewer frames than a window has is not longer for that', async () => {
    const predicted = await predictWalk(echo, network, asItIs, walkOf(3));
    expect(column(predicted, 0)).toEqual([0, 1, 2]);
  });

  it('sees features as training saw them', async () => {
    const predicted = await predictWalk(echo, network, { mean: [1, 0.5], sd: [2, 0.25] }, walkOf(8));
    expect(column(predicted, 0)[3]).toBeCloseTo(1, 5);
    expect(column(predicted, 1)[4]).toBeCloseTo(2, 5);
    expect(column(predicted, 1)[3]).toBe(0);
  });

  it('takes a frame from where a window sees it best', async () => {
    // A network that knows the middle of its window, and nothing of its ends.
    const middleOnly = {
      predict: (features: Float32Array, windows: number) =>
        Promise.resolve(
          Float32Array.from({ length: windows * 16 }, (_, index) => {
            const frame = Math.floor(index / 2) % 8;
            return frame >= 2 && frame < 6 ? 1 : 0;
          }),
        ),
    };
    const predicted = column(await predictWalk(middleOnly, network, asItIs, walkOf(40)), 0);
    for (const share of predicted.slice(8, 32)) expect(share).toBeGreaterThan(0.75);
    const late = { ...network, causal: true };
    const lastHalf = {
      predict: (features: Float32Array, windows: number) =>
        Promise.resolve(Float32Array.from({ length: windows * 16 }, (_, index) => Number(index % 16 >= 8))),
    };
    const causal = column(await predictWalk(lastHalf, late, asItIs, walkOf(40)), 0);
    for (const share of causal.slice(8, 32)) expect(share).toBeGreaterThan(0.75);
  });

  it('of a pooled network is that of the window around each frame', async () => {
    const pooled: NetworkDescription = { ...network, head: 'pooled' };
    const firsts: number[] = [];
    const middle = {
      predict: (features: Float32Array, windows: number) => {
        const predicted = new Float32Array(2 * windows);
        for (let window = 0; window < windows; window++) {
          firsts.push(features[window * 16]!);
          predicted[2 * window] = features[window * 16 + 2 * 4]!;
        }
        return Promise.resolve(predicted);
      },
    };
    const predicted = column(await predictWalk(middle, pooled, asItIs, walkOf(50)), 0);
    expect(predicted).toEqual([...Array(50).keys()]);
    expect(firsts.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 1]);
  });
});
