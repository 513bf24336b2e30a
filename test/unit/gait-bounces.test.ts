import { describe, expect, it } from 'vitest';
import { repairBounces } from '../../src/kernel/gait/signal/bounces';
import { exchangeLegs } from '../../src/kernel/gait/signal/exchange-legs';
import { mapPaths, sagittalTrack, type SagittalTrack } from '../../src/kernel/gait/signal/sagittal';
import { phantomTrack } from './gait-fixture';

const walked = sagittalTrack(phantomTrack({ duration_s: 6, fps: 30, camera: 'following' }, 'px').track, 0.3);
const { timeS } = walked;

/** How far the left heel is ahead of the right one. */
const ahead = ({ paths }: SagittalTrack) =>
  paths.get('LHeel')!.along.map((left, frame) => left - paths.get('RHeel')!.along[frame]!);

/** Moments at which one foot passes the other. */
const passings = Array.from(timeS.keys()).filter(
  (frame) => frame > 0 && ahead(walked)[frame]! * ahead(walked)[frame - 1]! < 0,
);

/** The legs exchanged from one passing to a later one, when nothing leaps. */
const mixedUp = (from: number, to: number) =>
  exchangeLegs(walked, [{ fromS: timeS[passings[from]!]!, toS: timeS[passings[to]! - 1]! }]);

/** Largest distance of the heels from where they are, where they are seen; in pixels. */
const largestError = (track: SagittalTrack) =>
  Math.max(
    ...['LHeel', 'RHeel'].flatMap((name) =>
      Array.from(track.paths.get(name)!.along, (along, frame) =>
        Math.abs(along - walked.paths.get(name)!.along[frame]!),
      ).filter((error) => !Number.isNaN(error)),
    ),
  );

const missing = (track: SagittalTrack) =>
  Array.from(track.paths.get('LHeel')!.along).filter((along) => Number.isNaN(along)).length;

describe('legs that are exchanged while they pass each other', () => {
  it('for one step are told apart again, and only the frames in which they meet are dropped', () => {
    const mixed = mixedUp(3, 4);
    expect(largestError(mixed)).toBeGreaterThan(20);
    const repaired = repairBounces(mixed);
    expect(largestError(repaired)).toBeLessThan(1);
    expect(missing(repaired)).toBeGreaterThan(0);
    expect(missing(repaired)).toBeLessThan(15);
  });

  it('for several steps, and until the recording ends, too', () => {
    expect(largestError(repairBounces(mixedUp(2, 4)))).toBeLessThan(1);
    expect(largestError(repairBounces(mixedUp(passings.length - 2, passings.length - 1)))).toBeLessThan(1);
    const toTheEnd = exchangeLegs(walked, [{ fromS: timeS[passings.at(-2)!]!, toS: timeS.at(-1)! }]);
    expect(largestError(repairBounces(toTheEnd))).toBeLessThan(1);
  });

  it('are left as they are where nothing is exchanged', () => {
    expect(repairBounces(walked)).toBe(walked);
  });

  it('are left as they are where somebody only brings the feet together, step by step', () => {
    const size = ahead(walked).map(Math.abs);
    const stepTo = mapPaths(walked, (path, name) => {
      if (!/^L(Ankle|Heel|BigToe)$/.test(name)) return path;
      const right = walked.paths.get(`R${name.slice(1)}`)!;
      return { ...path, along: right.along.map((along, frame) => along + size[frame]!) };
    });
    expect(repairBounces(stepTo)).toBe(stepTo);
  });

  it('are left as they are where one step between is not seen', () => {
    const [from, to] = [passings[3]! - 3, passings[4]! + 3];
    const hidden = mapPaths(walked, ({ along, up }) => {
      const hide = (values: Float64Array) =>
        values.map((value, frame) => (frame >= from && frame < to ? Number.NaN : value));
      return { along: hide(along), up: hide(up) };
    });
    expect(repairBounces(hidden)).toBe(hidden);
  });
});
