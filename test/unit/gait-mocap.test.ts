import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLandmarks } from '../../src/kernel/landmarks/read';
import type { KeypointTrack } from '../../src/shared/results';
import {
  analyze,
  asPicture,
  compared,
  hasMocap,
  mirrored,
  mocapFolder,
  resampled,
  trueEventsOf,
  withDropped,
  withNoise,
} from './gait-fixture';

const opposite = { left: 'right', right: 'left' } as const;

describe.runIf(hasMocap)('recorded trials', () => {
  for (const trial of ['overground-a', 'treadmill-a']) {
    const truth = hasMocap ? trueEventsOf(trial) : [];
    const read = () => readLandmarks(path.join(mocapFolder, `${trial}.trc`));
    // The last contact of the treadmill trial comes 40 ms before the trial ends: one frame of a video.
    const innerTruth = truth.slice(0, -1);

    const expectAll = (track: KeypointTrack, expected = truth) => {
      const { missed, invented } = compared(analyze(track), expected);
      expect({ missed, invented }).toEqual({ missed: [], invented: [] });
    };

    it(`${trial}: every event is found within 60 ms, none invented`, async () => {
      expectAll(await read());
    });

    it(`${trial}: so it is in the mirror, with the sides exchanged`, async () => {
      const exchanged = truth.map((event) => ({ ...event, side: opposite[event.side] }));
      expectAll(mirrored(await read()), exchanged);
    });

    it(`${trial}: so it is from its picture alone`, async () => {
      expectAll(asPicture(await read()));
    });

    for (const fps of [25, 30, 60]) {
      it(`${trial}: so it is at ${fps} frames/s with 4 mm of noise`, async () => {
        for (const seed of [1, 2, 3])
          expectAll(withNoise(resampled(await read(), fps), 0.004, seed), innerTruth);
      });
    }

    it(`${trial}: so it is with a tenth of the points missing`, async () => {
      for (const seed of [1, 2, 3]) expectAll(withDropped(await read(), 0.1, seed), innerTruth);
    });
  }

  it('overground-a gives the angles of a walking adult', async () => {
    const { curves } = analyze(await readLandmarks(path.join(mocapFolder, 'overground-a.trc')));
    const peak = (joint: string) =>
      Math.max(...curves.filter((curve) => curve.joint === joint).flatMap(({ angleDeg }) => angleDeg));
    expect(peak('knee')).toBeGreaterThan(50);
    expect(peak('knee')).toBeLessThan(70);
    expect(peak('hip')).toBeGreaterThan(15);
    expect(peak('hip')).toBeLessThan(40);
  });

  it('treadmill-a, which has no knees and ankles, gives the foot alone and says so of the others', async () => {
    const { curves, parameters } = analyze(await readLandmarks(path.join(mocapFolder, 'treadmill-a.trc')));
    expect(new Set(curves.map(({ joint }) => joint))).toEqual(new Set(['foot']));
    expect(parameters.quality.abstentions).toContain('No knee angle: its points are not seen.');
    expect(parameters.stride_time_s.all.n).toBe(2);
  });
});
