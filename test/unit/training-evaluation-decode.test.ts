import { describe, expect, it } from 'vitest';
import { contactOfEvents } from '../../src/kernel/training/evaluation/contact-of-events';
import { decode, noPhase } from '../../src/kernel/training/evaluation/decode';
import { segment } from '../../src/kernel/training/evaluation/segment';
import { uniform } from '../../src/shared/random';
import type { GaitEvent } from '../../src/shared/results';

const rateHz = 30;
const times = { startS: 2, rateHz };

/** Interleaves one column an output into what a network puts out. */
const outputs = (...columns: readonly (readonly number[])[]): Float32Array =>
  Float32Array.from(columns[0]!.flatMap((_, frame) => columns.map((column) => column[frame]!)));
const steady = (frames: number, value: number): number[] => Array.from({ length: frames }, () => value);
const ofSide = (events: readonly GaitEvent[], side: GaitEvent['side']) =>
  events.filter((event) => event.side === side);

describe('reading contact', () => {
  it('puts an event where the probability passes one half, between two frames', () => {
    const left = [...steady(10, 0.02), 0.2, 0.6, ...steady(10, 0.98), 0.9, 0.1, ...steady(10, 0.02)];
    const { events, contact } = decode(outputs(left, steady(left.length, 0.98)), 'contact', times);
    expect(events.map(({ side, event }) => `${side} ${event}`)).toEqual(['left heel_strike', 'left toe_off']);
    // The log odds go from ln(1/4) to ln(3/2).
    const share = Math.log(4) / (Math.log(4) + Math.log(1.5));
    expect(events[0]!.timeS).toBeCloseTo(2 + (10 + share) / rateHz, 6);
    expect(events[1]!.timeS).toBeCloseTo(2 + (22 + 0.5) / rateHz, 6);
    expect([...contact.left]).toEqual([...Float32Array.from(left)]);
  });

  it('reads real time stamps, which need not be evenly apart', () => {
    const timeS = Float64Array.from([0, 0.03, 0.07, 0.1, 0.13, 0.2, 0.23, 0.27, 0.3, 0.33]);
    const left = [0, 0, 0, 0, 0.2, 0.8, 1, 1, 1, 1];
    const { events } = decode(outputs(left, steady(10, 0)), 'contact', timeS);
    expect(events).toHaveLength(1);
    expect(events[0]!.timeS).toBeCloseTo(0.13 + 0.5 * 0.07, 6);
  });

  it('removes flicker that no foot can make, and keeps the step around it', () => {
    const flicker = [
      ...steady(12, 0.05),
      0.7,
      0.6,
      ...steady(12, 0.05),
      ...steady(12, 0.95),
      0.3,
      ...steady(12, 0.95),
    ];
    const { events } = decode(outputs(flicker, steady(flicker.length, 0.9)), 'contact', times);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ side: 'left', event: 'heel_strike' });
    expect(events[0]!.timeS).toBeCloseTo(2 + 25.5 / rateHz, 6);
  });

  it('does not take a short doubt for a step, however long it hovers about one half', () => {
    const doubt = [...steady(12, 0.1), ...steady(5, 0.55), ...steady(12, 0.1)];
    expect(decode(outputs(doubt, steady(29, 0.9)), 'contact', times).events).toEqual([]);
  });

  it('states every stance and swing at least a tenth of a second long, whatever the network says', () => {
    const next = uniform(7);
    for (let run = 0; run < 20; run++) {
      const noise = Array.from({ length: 400 }, () => next());
      const { events } = decode(outputs(noise, steady(400, 0.5)), 'contact', times);
      const own = ofSide(events, 'left');
      for (const [k, event] of own.entries()) {
        const following = own[k + 1];
        if (following === undefined) continue;
        expect(following.event).not.toBe(event.event);
        // Between frames an event may lie up to one frame beside its border.
        expect(following.timeS - event.timeS).toBeGreaterThan(0.1 - 2 / rateHz);
      }
      expect(ofSide(events, 'right')).toEqual([]);
    }
  });

  it('is surer of a clear change than of a gradual one', () => {
    const clear = [...steady(10, 0.01), ...steady(10, 0.99)];
    const gradual = [...steady(7, 0.05), 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, ...steady(7, 0.95)];
    const confidence = (left: number[]) =>
      decode(outputs(left, steady(20, 0)), 'contact', times).events[0]!.confidence;
    expect(confidence(clear)).toBeCloseTo(0.98, 5);
    expect(confidence(gradual)).toBeCloseTo((0.6 + 0.8 + 0.9 - (0.1 + 0.2 + 0.4)) / 3, 5);
  });

  it('says nothing where the walker is not seen, nor of a change across it', () => {
    const left = [...steady(10, 0.02), ...steady(10, 0.98)];
    const seen = Uint8Array.from([...steady(8, 1), ...steady(4, 0), ...steady(8, 1)]);
    const { events, contact } = decode(outputs(left, steady(20, 0)), 'contact', times, seen);
    expect(events).toEqual([]);
    expect([...contact.left.subarray(8, 12)].every(Number.isNaN)).toBe(true);
    expect(contact.left[12]).toBeCloseTo(0.98, 6);
  });

  it('reads nothing out of no frames', () => {
    expect(decode(new Float32Array(0), 'contact', times).events).toEqual([]);
  });
});

describe('reading phases', () => {
  /** One stride of one leg: so many frames of each phase. */
  const lengths = [4, 6, 6, 4, 4, 4, 5];
  const stride = lengths.flatMap((frames, phase) => steady(frames, phase));
  const probable = (phases: readonly number[], sure = 0.88): number[][] =>
    lengths.map((_, phase) => phases.map((own) => (own === phase ? sure : (1 - sure) / 6)));

  it('finds strike at the first phase of stance and off at the first of swing', () => {
    const phases = [...stride, ...stride, ...stride];
    const read = decode(outputs(...probable(phases), ...probable(phases)), 'phases', times);
    const left = ofSide(read.events, 'left');
    expect(left.map(({ event }) => event)).toEqual([
      'toe_off',
      'heel_strike',
      'toe_off',
      'heel_strike',
      'toe_off',
    ]);
    // What is not sure is shared by four phases of stance and three of swing: crossings lie near the middle, not at it.
    for (const [k, border] of [20, 33, 53, 66, 86].entries()) {
      expect(Math.abs((left[k]!.timeS - 2) * rateHz - (border - 0.5))).toBeLessThan(0.05);
    }
    expect([...read.phases!.right]).toEqual(phases);
    expect(read.contact.left[0]).toBeCloseTo(0.88 + (3 * 0.12) / 6, 5);
  });

  it('lets phases follow one another where single frames say otherwise', () => {
    const phases = [...stride, ...stride];
    const wrong = phases.map((phase, frame) => (frame % 9 === 4 ? (phase + 3) % 7 : phase));
    const read = decode(outputs(...probable(wrong, 0.6), ...probable(phases)), 'phases', times);
    const left = [...read.phases!.left];
    for (let frame = 1; frame < left.length; frame++) {
      expect([0, 1, 2]).toContain((left[frame]! - left[frame - 1]! + 7) % 7);
    }
    expect(ofSide(read.events, 'left')).toHaveLength(3);
  });

  it('has no phase where the walker is not seen', () => {
    const seen = Uint8Array.from(stride, (_, frame) => (frame < 5 ? 0 : 1));
    const read = decode(outputs(...probable(stride), ...probable(stride)), 'phases', times, seen);
    expect([...read.phases!.left.subarray(0, 6)]).toEqual([...steady(5, noPhase), 1]);
  });
});

describe('reading strikes and offs', () => {
  const peak = (frames: number, ...at: readonly (readonly [place: number, height: number])[]): number[] =>
    Array.from({ length: frames }, (_, frame) =>
      Math.max(0.01, ...at.map(([place, height]) => height - 0.2 * (frame - place) ** 2)),
    );

  it('puts an event at the vertex of its peak', () => {
    const strikes = peak(60, [10.3, 0.9], [45.8, 0.8]);
    const offs = peak(60, [30.2, 0.85]);
    const { events } = decode(outputs(strikes, offs, steady(60, 0), steady(60, 0)), 'events', times);
    expect(events.map(({ event }) => event)).toEqual(['heel_strike', 'toe_off', 'heel_strike']);
    for (const [k, place] of [10.3, 30.2, 45.8].entries()) {
      expect(Math.abs((events[k]!.timeS - 2) * rateHz - place)).toBeLessThan(0.01);
    }
    expect(events[0]!.confidence).toBeCloseTo(0.9 - 0.2 * 0.09, 5);
  });

  it('lets strikes and offs alternate: of two strikes the surer one stands, and no off is made up between them', () => {
    const strikes = peak(80, [10, 0.9], [22, 0.4], [60, 0.9]);
    const offs = peak(80, [40, 0.9]);
    const { events } = decode(outputs(strikes, offs, steady(80, 0), steady(80, 0)), 'events', times);
    expect(events.map(({ timeS }) => Math.round((timeS - 2) * rateHz))).toEqual([10, 40, 60]);
  });

  it('leaves out an off that only the order asks for, and says nothing of the foot around it', () => {
    const strikes = peak(80, [10, 0.9], [60, 0.9]);
    const { events, contact } = decode(
      outputs(strikes, steady(80, 0.08), steady(80, 0), steady(80, 0)),
      'events',
      times,
    );
    expect(events.map(({ event }) => event)).toEqual(['heel_strike', 'heel_strike']);
    expect(contact.left[5]).toBe(0);
    expect(contact.left[30]).toBeNaN();
    expect(contact.left[70]).toBe(1);
  });
});

describe('contact from events', () => {
  const event = (timeS: number, kind: GaitEvent['event']) => ({ timeS, side: 'left' as const, event: kind });

  it('holds from a strike to the next off, and a while before the first and after the last event', () => {
    const events = [event(1.5, 'toe_off'), event(1.9, 'heel_strike')];
    const contact = contactOfEvents(events, 'left', 40, (frame) => frame / 10);
    expect(contact[4]).toBeNaN();
    expect([contact[5], contact[14], contact[15], contact[18], contact[19], contact[29]]).toEqual([
      1, 1, 0, 0, 1, 1,
    ]);
    expect(contact[30]).toBeNaN();
  });

  it('is not known between two strikes with no off, nor of a foot without events', () => {
    const events = [event(0, 'heel_strike'), event(1, 'heel_strike')];
    expect(contactOfEvents(events, 'left', 11, (frame) => frame / 10)[5]).toBeNaN();
    expect(contactOfEvents(events, 'right', 11, (frame) => frame / 10).every(Number.isNaN)).toBe(true);
  });
});

describe('cutting a series into segments', () => {
  /** Tries every sequence of states, to compare with. */
  function exhaustive(evidence: Float64Array, frames: number, least: number, cost: number): number {
    let best = -Infinity;
    for (let code = 0; code < 2 ** frames; code++) {
      let total = 0;
      let length = 0;
      let segments = 0;
      let isAllowed = true;
      for (let frame = 0; frame < frames; frame++) {
        const state = (code >> frame) & 1;
        const isChange = frame > 0 && state !== ((code >> (frame - 1)) & 1);
        if (isChange) {
          if (segments > 0 && length < least) isAllowed = false;
          segments += 1;
          length = 0;
          total -= cost;
        }
        length += 1;
        total += evidence[2 * frame + state]!;
      }
      if (isAllowed) best = Math.max(best, total);
    }
    return best;
  }

  it('finds what trying every sequence finds', () => {
    const next = uniform(3);
    for (let run = 0; run < 40; run++) {
      const frames = 1 + (run % 11);
      const evidence = Float64Array.from({ length: 2 * frames }, () => 4 * next() - 2);
      const least = 1 + (run % 4);
      const path = segment(evidence, frames, { states: 2, leastFrames: least, gain: () => -0.7 });
      const total = path.reduce(
        (sum, state, frame) =>
          sum + evidence[2 * frame + state]! - (frame > 0 && path[frame - 1] !== state ? 0.7 : 0),
        0,
      );
      expect(total).toBeCloseTo(exhaustive(evidence, frames, least, 0.7), 9);
    }
  });
});
