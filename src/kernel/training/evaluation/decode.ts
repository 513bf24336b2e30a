import { sides, type GaitEvent, type Side } from '../../../shared/results';
import { functionalPhases, outputsOf, type LabelTarget } from '../../../shared/training';
import { runsWhere } from '../../gait/signal/gaps';
import { median } from '../../gait/statistics';
import { readContact, readEvents, readPhases, type Stretch } from './foot-readings';

/** What the probabilities of a walk say. Frames in which the walker is not seen say nothing. */
export interface Decoded {
  /** In order of time. */
  readonly events: readonly GaitEvent[];
  /** Probability that a foot is on the floor; 0 or 1 where events are what was learnt. NaN where nothing is said. */
  readonly contact: Readonly<Record<Side, Float32Array>>;
  /** Number of each leg's phase in `functionalPhases`, in an order that is possible; `noPhase` where none is said. */
  readonly phases?: Readonly<Record<Side, Uint8Array>>;
}

/** Stands for a phase where none is said. */
export const noPhase = 255;

/** Times of frames that are evenly apart. */
export interface EvenTimes {
  readonly startS: number;
  readonly rateHz: number;
}

/** Shorter stances and swings are flicker: even sprinters stand for 0.09 s and swing for twice that. */
export const leastSegmentS = 0.1;

/**
 * Reads what a network puts out: events between frames with their confidence, the probability of contact, and phases.
 * Flicker that no foot can make is removed: each stance and swing lasts at least 0.1 s, phases follow one another, and
 * strikes and offs alternate. Of all sequences that are possible so, the likeliest is taken.
 *
 * @param probabilities frames × groups × classes of the target.
 * @param seen 0 where the walker is not seen, or turns: nothing is read there, nor across it.
 */
export function decode(
  probabilities: Float32Array,
  target: LabelTarget,
  timeS: Float64Array | EvenTimes,
  seen?: Uint8Array,
): Decoded {
  const { groups, classes } = outputsOf[target];
  const width = groups * classes;
  const frames = probabilities.length / width;
  const times = timesOf(timeS);
  const contact = { left: silence(frames), right: silence(frames) };
  const phases = { left: new Uint8Array(frames).fill(noPhase), right: new Uint8Array(frames).fill(noPhase) };
  const events: GaitEvent[] = [];
  for (const { from, to } of runsWhere(frames, (frame) => seen === undefined || seen[frame] !== 0)) {
    const stretch: Stretch = {
      frames: to - from,
      leastFrames: Math.ceil(leastSegmentS / times.intervalS - 1e-6),
      timeAt: (place) => times.at(from + place),
    };
    const column = (output: number): Float32Array =>
      Float32Array.from({ length: to - from }, (_, k) => probabilities[(from + k) * width + output]!);
    for (const [group, side] of sides.entries()) {
      const read =
        target === 'contact'
          ? readContact(column(group), side, stretch)
          : target === 'phases'
            ? readPhases(
                functionalPhases.map((_, phase) => column(group * classes + phase)),
                side,
                stretch,
              )
            : readEvents(column(2 * group), column(2 * group + 1), side, stretch);
      events.push(...read.events);
      contact[side].set(read.contact, from);
      if (read.phases) phases[side].set(read.phases, from);
    }
  }
  events.sort((a, b) => a.timeS - b.timeS);
  return { events, contact, ...(target === 'phases' && { phases }) };
}

const silence = (frames: number): Float32Array => new Float32Array(frames).fill(Number.NaN);

interface Times {
  readonly intervalS: number;
  /** @param place may lie between frames. */
  readonly at: (place: number) => number;
}

function timesOf(timeS: Float64Array | EvenTimes): Times {
  if (!(timeS instanceof Float64Array)) {
    const { startS, rateHz } = timeS;
    return { intervalS: 1 / rateHz, at: (place) => startS + place / rateHz };
  }
  const intervalS = median(timeS.subarray(1).map((time, k) => time - timeS[k]!));
  return {
    intervalS,
    at: (place) => {
      const frame = Math.min(Math.floor(place), timeS.length - 1);
      const next = timeS[frame + 1];
      return next === undefined ? timeS[frame]! : timeS[frame]! + (place - frame) * (next - timeS[frame]!);
    },
  };
}
