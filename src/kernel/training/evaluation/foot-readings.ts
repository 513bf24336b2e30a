import type { GaitEvent, Side } from '../../../shared/results';
import { functionalPhases } from '../../../shared/training';
import { contactOfEvents } from './contact-of-events';
import { segment } from './segment';

/** What a change of state costs: the evidence of one frame in which it is 82 % sure. */
const changeCost = 1.5;
/** What it costs besides to pass over a phase, which hardly any stride does. */
const skipCost = 3;
/** Probability of an event from which on its peak counts in its favour. */
const neutralPeak = 0.25;
/** Peaks below it, which the order alone would have asked for, are not stated. */
const leastPeak = 0.15;
/** No single frame is surer than this, so that none outweighs all others. */
const surest = 0.99;
/** Phases of stance, which come first. */
const stancePhases = functionalPhases.indexOf('initial_swing');

/** Part of a walk in which the walker is seen throughout. */
export interface Stretch {
  readonly frames: number;
  readonly leastFrames: number;
  /** Time of a place between frames, counted from the stretch's first. */
  readonly timeAt: (place: number) => number;
}

const logit = (probability: number): number => {
  const bounded = Number.isNaN(probability) ? 0.5 : Math.min(surest, Math.max(1 - surest, probability));
  return Math.log(bounded / (1 - bounded));
};

/** One foot over a stretch. */
export interface ReadFoot {
  readonly events: GaitEvent[];
  readonly contact: Float32Array;
  readonly phases?: Uint8Array;
}

/** Contact that was learnt as such: the likeliest stances and swings of a foot. */
export function readContact(contact: Float32Array, side: Side, stretch: Stretch): ReadFoot {
  const evidence = new Float64Array(2 * contact.length);
  for (const [frame, probability] of contact.entries()) evidence[2 * frame + 1] = logit(probability);
  const onFloor = segment(evidence, contact.length, {
    states: 2,
    leastFrames: stretch.leastFrames,
    gain: () => -changeCost,
  });
  return { events: crossings(onFloor, contact, side, stretch), contact };
}

/** Phases of a leg in their order; the foot is on the floor in those of stance. */
export function readPhases(classes: readonly Float32Array[], side: Side, stretch: Stretch): ReadFoot {
  const { frames } = stretch;
  const evidence = new Float64Array(frames * classes.length);
  const contact = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    for (const [phase, probability] of classes.entries()) {
      evidence[frame * classes.length + phase] = Math.log(Math.max(1 - surest, probability[frame]!));
      if (phase < stancePhases) contact[frame]! += probability[frame]!;
    }
  }
  const phases = segment(evidence, frames, {
    states: classes.length,
    leastFrames: 1,
    gain: (from, to) => {
      const step = (to - from + classes.length) % classes.length;
      return step === 1 ? -changeCost : step === 2 ? -changeCost - skipCost : -Infinity;
    },
  });
  const onFloor = phases.map((phase) => (phase < stancePhases ? 1 : 0));
  return { events: crossings(onFloor, contact, side, stretch), contact, phases };
}

/** An event wherever a foot comes down or leaves, at the time at which its probability of contact passes one half. */
function crossings(onFloor: Uint8Array, contact: Float32Array, side: Side, stretch: Stretch): GaitEvent[] {
  const events: GaitEvent[] = [];
  for (let frame = 1; frame < onFloor.length; frame++) {
    if (onFloor[frame] === onFloor[frame - 1]) continue;
    const isStrike = onFloor[frame] === 1;
    const around = stretch.leastFrames;
    const after = meanOf(contact, frame, frame + around);
    const before = meanOf(contact, frame - around, frame);
    events.push({
      timeS: stretch.timeAt(crossing(contact, frame, around, isStrike)),
      side,
      event: isStrike ? 'heel_strike' : 'toe_off',
      confidence: Math.min(1, Math.max(0, isStrike ? after - before : before - after)),
    });
  }
  return events;
}

/** Mean of the frames from one to before another, as far as there are any. */
function meanOf(values: Float32Array, from: number, to: number): number {
  const part = values.subarray(Math.max(0, from), to);
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}

/**
 * Where a probability passes one half in the sense asked for, next to the border before a frame. Between frames its log
 * odds are taken for a line, which on phantoms scatters less about the truth than the probability itself.
 */
function crossing(values: Float32Array, border: number, most: number, upwards: boolean): number {
  for (let away = 0; away < most; away++) {
    for (const frame of away === 0 ? [border] : [border - away, border + away]) {
      const before = values[frame - 1];
      const after = values[frame];
      if (before === undefined || after === undefined) continue;
      if (upwards ? before < 0.5 && after >= 0.5 : before >= 0.5 && after < 0.5) {
        return frame - 1 + logit(before) / (logit(before) - logit(after));
      }
    }
  }
  return border - 0.5;
}

/** Strikes and offs of a foot that alternate, at the vertices of their peaks. */
export function readEvents(
  strikes: Float32Array,
  offs: Float32Array,
  side: Side,
  stretch: Stretch,
): ReadFoot {
  const { frames } = stretch;
  const peaks = [offs, strikes] as const;
  const onFloor = segment(new Float64Array(2 * frames), frames, {
    states: 2,
    leastFrames: stretch.leastFrames,
    gain: (_, to, frame) => logit(peaks[to]![frame]!) - logit(neutralPeak),
  });
  const events: GaitEvent[] = [];
  for (let frame = 1; frame < frames; frame++) {
    if (onFloor[frame] === onFloor[frame - 1]) continue;
    const isStrike = onFloor[frame] === 1;
    const values = isStrike ? strikes : offs;
    if (values[frame]! < leastPeak) continue;
    events.push({
      timeS: stretch.timeAt(frame + vertexBeside(values, frame)),
      side,
      event: isStrike ? 'heel_strike' : 'toe_off',
      confidence: Math.min(1, values[frame]!),
    });
  }
  return { events, contact: contactOfEvents(events, side, frames, stretch.timeAt) };
}

/** How far the vertex of the parabola through a peak and its neighbours lies off the peak, in frames. */
function vertexBeside(values: Float32Array, peak: number): number {
  const [before, at, after] = [values[peak - 1], values[peak]!, values[peak + 1]];
  if (before === undefined || after === undefined) return 0;
  const curvature = before - 2 * at + after;
  return curvature >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * curvature)));
}
