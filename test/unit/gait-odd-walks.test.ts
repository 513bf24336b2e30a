import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/kernel/gait/events/edits';
import type { EventEdit } from '../../src/shared/event-edit';
import type { KeypointTrack } from '../../src/shared/results';
import { analyze, hiddenBetween, phantomTrack, withNoise } from './gait-fixture';

const { track } = phantomTrack({ duration_s: 6, seed: 3 });
const found = analyze(track);
const columns = track.names.length * 3;

/** Some frames of the walk, in this order, at its times. */
const ofFrames = (frames: readonly number[]): KeypointTrack => ({
  ...track,
  timeS: track.timeS.slice(0, frames.length),
  position: Float64Array.from(
    frames.flatMap((frame) => Array.from(track.position.subarray(frame * columns, (frame + 1) * columns))),
  ),
  confidence: new Float32Array(frames.length * track.names.length).fill(1),
});
const frames = Array.from(track.timeS, (_, frame) => frame);
const saidOf = (odd: KeypointTrack) => {
  const { quality } = analyze(odd).parameters;
  return [...quality.abstentions, ...quality.warnings].join('\n');
};

describe('what is said of a recording that shows no ordinary walk', () => {
  it('who walks backwards is not said to run', () => {
    const said = saidOf(ofFrames(frames.toReversed()));
    expect(said).toContain('the walker goes backwards');
    expect(said).not.toContain('This is running');
  });

  it('a file without toes is told that it has none', () => {
    const said = saidOf({
      ...track,
      confidence: track.confidence.map((trust, at) =>
        /Toe/.test(track.names[at % track.names.length]!) ? 0 : trust,
      ),
    });
    expect(said).toContain('the recording shows no big toes');
  });

  it('three frames are told how short they are', () => {
    expect(saidOf(ofFrames([0, 1, 2]))).toMatch(/the recording is 0\.0\d s long \(3 frames\)/);
  });

  it('of who stands still it is said that nobody walks, whatever the noise does', () => {
    const said = saidOf(withNoise(ofFrames(frames.map(() => 0)), 0.002, 7));
    expect(said).toContain('Nobody walks');
    expect(said).not.toContain('Both feet move together');
  });
});

describe('norms of adults', () => {
  it('are not shown of a walker with legs as short as a child has, which is said', () => {
    const small = { ...track, position: track.position.map((value) => 0.6 * value) };
    expect(Object.keys(found.parameters.normative)).toContain('speed_m_s');
    expect(analyze(small).parameters.normative).toEqual({});
    expect(saidOf(small)).toMatch(/No norms are shown: .* the legs are 0\.\d\d m long/);
  });

  it('are not shown at a cadence that adults do not walk at', () => {
    const quick = { ...track, timeS: track.timeS.map((timeS) => 0.65 * timeS) };
    expect(analyze(quick).parameters.normative).toEqual({});
    expect(saidOf(quick)).toMatch(/the cadence is 1\d\d steps\/min/);
  });
});

describe('a contact where the foot is not seen', () => {
  it("is counted as placed by the foot's other steps", () => {
    const strike = found.events.filter(({ event }) => event === 'heel_strike')[5]!;
    expect(saidOf(track)).not.toContain('hardly seen');
    expect(saidOf(hiddenBetween(track, strike.timeS - 0.08, strike.timeS + 0.08))).toMatch(
      /\d+ of \d+ contacts and lifts are where the foot is hardly seen/,
    );
  });
});

describe('legs exchanged by hand', () => {
  const swap: EventEdit = { edit: 'swap_legs', time_s: 2, to_s: 3, author: 'A. Rater', reason: 'seen' };
  const recording = {
    span: { fromS: 0, toS: 6 },
    earlier: [],
    findAnew: () => found.events,
    now: '2026-03-01T10:00:00.000Z',
  };

  it('bring back all of a stretch that had been left out as a whole', () => {
    const { events } = applyEdits([], [swap], recording);
    expect(events.map(({ timeS }) => timeS)).toEqual(found.events.map(({ timeS }) => timeS));
  });

  it('leave alone what was found far from them', () => {
    const far = found.events.filter(({ timeS }) => timeS > 4.2);
    const dropped = far.slice(1);
    const before = [...found.events.filter(({ timeS }) => timeS <= 4.2), ...dropped];
    const { events } = applyEdits(before, [swap], recording);
    expect(events.map(({ timeS }) => timeS)).not.toContain(far[0]!.timeS);
  });
});
