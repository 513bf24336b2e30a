import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareWalk } from '../../src/kernel/gait/analyze';
import { matchEvents } from '../../src/kernel/gait/agreement/compare-truth';
import { detectEvents } from '../../src/kernel/gait/events/events';
import { eventMethods } from '../../src/kernel/gait/events/methods';
import type { EventMethod } from '../../src/kernel/gait/events/methods/method';
import { refinementDefaults, type RefinementOptions } from '../../src/kernel/gait/events/methods/refinement';
import { zeniWith } from '../../src/kernel/gait/events/methods/zeni';
import { checkOrder } from '../../src/kernel/gait/events/order';
import { readLandmarks } from '../../src/kernel/landmarks/read';
import type { GaitEvent, KeypointTrack } from '../../src/shared/results';
import {
  analyze,
  asPicture,
  compared,
  hasMocap,
  mirrored,
  mocapFolder,
  resampled,
  signal,
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

  describe('against their own events', () => {
    type Errors = Record<'heel_strike' | 'toe_off', number[]>;
    const errorsOf = async (trial: string, found: (track: KeypointTrack) => readonly GaitEvent[]) => {
      const truth = trueEventsOf(trial);
      const track = await readLandmarks(path.join(mocapFolder, `${trial}.trc`));
      const span = [truth[0]!.timeS - 0.05, truth.at(-1)!.timeS + 0.05] as const;
      const { matched, missed, invented } = matchEvents(found(track), truth, 0.1, span);
      expect({ trial, missed, invented }).toEqual({ trial, missed: [], invented: [] });
      const of = (kind: keyof Errors) =>
        matched.filter(({ truth }) => truth.event === kind).map(({ errorS }) => 1000 * errorS);
      return { heel_strike: of('heel_strike'), toe_off: of('toe_off') };
    };
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const meanSize = (values: readonly number[]) => mean(values.map(Math.abs));
    const byMethod = (method: EventMethod) => (track: KeypointTrack) => {
      const prepared = prepareWalk(track, { signal, walk: {} });
      return checkOrder(detectEvents(prepared.track, prepared.unfiltered, prepared.stretches, method).events)
        .events;
    };

    for (const trial of ['overground-a', 'treadmill-a']) {
      it(`${trial}: strikes are within 20 ms on average, offs within 15 ms`, async () => {
        const errors = await errorsOf(trial, (track) => analyze(track).events);
        expect(meanSize(errors.heel_strike)).toBeLessThan(20);
        expect(meanSize(errors.toe_off)).toBeLessThan(15);
      });

      it(`${trial}: the rule as published comes early, which the refinement mends`, async () => {
        const plain = await errorsOf(trial, byMethod(eventMethods['zeni-plain']));
        const refined = await errorsOf(trial, byMethod(eventMethods.zeni));
        expect(mean(plain.heel_strike)).toBeLessThan(-15);
        expect(Math.abs(mean(refined.heel_strike))).toBeLessThan(10);
      });
    }

    // Half and twice what each default leaves, or nearly so: the result must not hang on any one of them.
    const varied: readonly (readonly [keyof RefinementOptions, readonly number[]])[] = [
      ['landedShare', [0.5, 0.75]],
      ['landingCutoffHz', [8, 20]],
      ['fallShare', [0.02, 0.1]],
      ['fallCutoffHz', [12, 30]],
      ['fallPerNoise', [3, 6]],
      ['largestFallShare', [0.2, 0.5]],
      ['leavingShare', [0.75, 1]],
    ];
    for (const [name, values] of varied) {
      it(`they stay there with ${name} at ${values.join(' and ')}`, async () => {
        for (const value of values) {
          const method = zeniWith({ ...refinementDefaults, [name]: value });
          for (const trial of ['overground-a', 'treadmill-a']) {
            const errors = await errorsOf(trial, byMethod(method));
            expect(meanSize(errors.heel_strike)).toBeLessThan(20);
            expect(meanSize(errors.toe_off)).toBeLessThan(15);
          }
        }
      });
    }
  });

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
