import { describe, expect, it } from 'vitest';
import { sagittalTrack } from '../../src/kernel/gait/signal/sagittal';
import {
  stepSignal,
  synchroniseEvents,
  synchroniseSignals,
} from '../../src/kernel/gait/agreement/synchronise';
import type { KeypointTrack } from '../../src/shared/results';
import { asPicture, hiddenBetween, onlyFrames, phantomTrack, resampled, withNoise } from './gait-fixture';

const signalOf = (track: KeypointTrack) => stepSignal(sagittalTrack(track, 0.3));
const later = (track: KeypointTrack, byS: number): KeypointTrack => ({
  ...track,
  timeS: track.timeS.map((timeS) => timeS + byS),
});
const from = (track: KeypointTrack, startS: number): KeypointTrack =>
  onlyFrames(track, (frame) => track.timeS[frame]! >= startS);
const { track, events } = phantomTrack({ duration_s: 9, fps: 100, seed: 42, stride_variation_percent: 3 });

describe('two clocks are brought together by the heels', () => {
  it('to a few milliseconds, from metres at 100 Hz and from a noisy picture at 30', () => {
    const video = later(withNoise(asPicture(resampled(track, 30)), 1, 1), 12.345);
    const { offsetS, confidence, by } = synchroniseSignals(signalOf(track), signalOf(video));
    expect(Math.abs(offsetS + 12.345)).toBeLessThan(0.005);
    expect(confidence).toBeGreaterThan(0.95);
    expect(by).toBe('cross-correlation');
  });

  it('where one was started two seconds later than the other', () => {
    const video = later(from(resampled(track, 60), 2), -2);
    expect(synchroniseSignals(signalOf(track), signalOf(video)).offsetS).toBeCloseTo(2, 2);
    expect(synchroniseSignals(signalOf(video), signalOf(track)).offsetS).toBeCloseTo(-2, 2);
  });

  it('where the cameras stand on either side of the way', () => {
    const opposite = { ...track, position: track.position.map((v, at) => (at % 3 === 0 ? -v : v)) };
    const { offsetS } = synchroniseSignals(signalOf(track), signalOf(later(opposite, 0.5)));
    expect(offsetS).toBeCloseTo(-0.5, 2);
  });

  it('over a second in which the walker is hidden', () => {
    const hidden = later(hiddenBetween(track, 3, 4), 1);
    expect(synchroniseSignals(signalOf(track), signalOf(hidden)).offsetS).toBeCloseTo(-1, 2);
  });

  it('but not for another walker, nor for a moment alone', () => {
    const slow = phantomTrack({ duration_s: 9, cadence_steps_per_min: 60, seed: 43 }).track;
    expect(() => synchroniseSignals(signalOf(track), signalOf(slow))).toThrow(/same walk/);
    const moment = onlyFrames(track, (frame) => frame < 100);
    expect(() => synchroniseSignals(signalOf(track), signalOf(moment))).toThrow(/in common/);
    expect(() => synchroniseSignals(signalOf(track), signalOf(onlyFrames(track, () => false)))).toThrow();
  });
});

describe('two clocks are brought together by events', () => {
  it('that both sources hold, where one has fewer of them and each is a little off', () => {
    const other = events
      .slice(3, -2)
      .map((event, k) => ({ ...event, timeS: event.timeS + 4.2 + (k % 2 === 0 ? 0.01 : -0.01) }));
    const { offsetS, confidence, by } = synchroniseEvents(events, other);
    expect(Math.abs(offsetS + 4.2)).toBeLessThan(0.011);
    expect(confidence).toBe(1);
    expect(by).toBe('events');
  });

  it('but not where they do not meet, or are too few', () => {
    const stretched = events.map((event) => ({ ...event, timeS: event.timeS * 2.3 }));
    expect(() => synchroniseEvents(events, stretched)).toThrow(/do not meet/);
    expect(() => synchroniseEvents(events, events.slice(0, 2))).toThrow(/do not meet/);
    expect(() => synchroniseEvents(events, [])).toThrow(/do not meet/);
  });
});
