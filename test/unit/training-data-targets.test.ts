import { describe, expect, it } from 'vitest';
import { prepareWalk } from '../../src/kernel/gait/analyze';
import { phaseSpans } from '../../src/kernel/training/data/phase-spans';
import { targetsOf } from '../../src/kernel/training/data/targets';
import { functionalPhases } from '../../src/shared/training';
import { phantomTrack, signal } from './gait-fixture';

const { track, events } = phantomTrack({ duration_s: 6 });
const prepared = prepareWalk(track, { signal, walk: {} });
const spanS = [0.1, 5.9] as const;
const rateHz = 50;
const timeS = Float64Array.from({ length: 295 }, (_, frame) => frame / rateHz);

describe('the functional phases of a leg', () => {
  const spans = phaseSpans(events, 'left', spanS, prepared);
  const phaseOf = (name: (typeof functionalPhases)[number]) => functionalPhases.indexOf(name);

  it('follow one another in their order, without gaps', () => {
    expect(spans.length).toBeGreaterThan(20);
    for (const [index, next] of spans.slice(1).entries()) {
      const before = spans[index]!;
      expect(next.phase).toBe((before.phase + 1) % functionalPhases.length);
      expect(next.fromS).toBe(before.toS);
    }
  });

  it('are bounded by the contacts of both feet where these bound them', () => {
    const times = (side: string, kind: string) =>
      events.filter((event) => event.side === side && event.event === kind).map((event) => event.timeS);
    for (const { fromS, toS, phase } of spans) {
      if (phase === phaseOf('loading_response')) {
        expect(times('left', 'heel_strike')).toContain(fromS);
        expect(times('right', 'toe_off')).toContain(toS);
      }
      if (phase === phaseOf('pre_swing')) {
        expect(times('right', 'heel_strike')).toContain(fromS);
        expect(times('left', 'toe_off')).toContain(toS);
      }
    }
  });

  it('begin by the pose where no contact bounds them, at about the shares of a cycle that textbooks give', () => {
    const strikes = spans.filter(({ phase }) => phase === 0).map(({ fromS }) => fromS);
    const [startS, endS] = [strikes[1]!, strikes[2]!];
    const percent = (name: (typeof functionalPhases)[number]) => {
      const span = spans.find(({ fromS, phase }) => phase === phaseOf(name) && fromS >= startS)!;
      return (100 * (span.fromS - startS)) / (endS - startS);
    };
    // Perry and Burnfield 2010: heel rise 31 %, feet adjacent 75 %, tibia vertical 87 %; people differ.
    expect(Math.abs(percent('terminal_stance') - 31)).toBeLessThan(12);
    expect(Math.abs(percent('mid_swing') - 75)).toBeLessThan(5);
    expect(Math.abs(percent('terminal_swing') - 87)).toBeLessThan(5);
  });

  it('are not known where the other foot is not labelled, and known beside it', () => {
    const oneFoot = events.filter(({ side }) => side === 'left');
    const phases = new Set(phaseSpans(oneFoot, 'left', spanS, prepared).map(({ phase }) => phase));
    expect([...phases].sort()).toEqual([
      phaseOf('initial_swing'),
      phaseOf('mid_swing'),
      phaseOf('terminal_swing'),
    ]);
  });

  it('are not known from the pose where the walker is not seen', () => {
    const unseen = prepareWalk(
      { ...track, confidence: new Float32Array(track.confidence.length) },
      { signal, walk: {} },
    );
    const phases = new Set(phaseSpans(events, 'left', spanS, unseen).map(({ phase }) => phase));
    expect([...phases].sort()).toEqual([phaseOf('loading_response'), phaseOf('pre_swing')]);
  });
});

describe('targets', () => {
  it('of phases say the same of a foot’s contact as its events', () => {
    const phases = targetsOf('phases', { events, spanS }, prepared, timeS);
    const contact = targetsOf('contact', { events, spanS }, prepared, timeS);
    let compared = 0;
    for (const [at, weight] of phases.weights.entries()) {
      if (weight === 0) continue;
      compared++;
      expect(phases.targets[at]! < functionalPhases.indexOf('initial_swing') ? 1 : 0).toBe(
        Math.round(contact.targets[at]!),
      );
    }
    expect(compared).toBeGreaterThan(400);
  });

  it('of contact tell within a frame when the foot landed, and nothing of the ends of what is labelled', () => {
    const landing = { timeS: 1.004, side: 'left', event: 'heel_strike' } as const;
    const leaving = { timeS: 1.6, side: 'left', event: 'toe_off' } as const;
    const known = { events: [landing, leaving], spanS: [0.8, 2] as const };
    const { targets } = targetsOf('contact', known, prepared, timeS);
    const left = (atS: number) => targets[Math.round(atS * rateHz) * 2]!;
    // The frame at 1 s lasts from 0.99 s to 1.01 s.
    expect(left(1)).toBeCloseTo((1.01 - 1.004) / 0.02);
    expect(left(1.02)).toBe(1);
    expect(left(0.98)).toBe(0);
    expect(left(1.6)).toBeCloseTo(0.5);
    expect([left(0.8), left(2)]).toEqual([0, 0]);
  });

  it('of events rise and fall about each, symmetrically in time, on their own output', () => {
    const fine = Float64Array.from({ length: 5800 }, (_, frame) => 0.1 + frame / 1000);
    const { targets } = targetsOf('events', { events, spanS }, prepared, fine);
    const outputs = ['left heel_strike', 'left toe_off', 'right heel_strike', 'right toe_off'];
    for (const { timeS: atS, side, event } of events) {
      if (atS < 0.3 || atS > 5.7) continue;
      const output = outputs.indexOf(`${side} ${event}`);
      const near = Array.from(fine.entries()).filter(([, time]) => Math.abs(time - atS) < 0.15);
      const sum = near.reduce((all, [frame]) => all + targets[frame * 4 + output]!, 0);
      const centre = near.reduce((all, [frame, time]) => all + time * targets[frame * 4 + output]!, 0) / sum;
      expect(centre).toBeCloseTo(atS, 3);
      expect(Math.max(...near.map(([frame]) => targets[frame * 4 + output]!))).toBeGreaterThan(0.99);
    }
  });

  it('count only within the part of a recording that its labels cover', () => {
    const { weights } = targetsOf('contact', { events, spanS: [1, 2] }, prepared, timeS);
    const counted = Array.from(timeS).filter((_, frame) => weights[frame * 2] === 1);
    expect([counted[0], counted.at(-1)]).toEqual([1, 2]);
    expect(counted).toHaveLength(rateHz + 1);
  });
});
