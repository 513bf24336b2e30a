import type { TrueEvent } from '../../src/kernel/gait/agreement/compare-truth';
import type { KeypointTrack } from '../../src/shared/results';
import { withNoise } from './gait-fixture';

export interface TrueWalk {
  readonly track: KeypointTrack;
  readonly events: readonly TrueEvent[];
}

/** One recording after the other, the points going straight from where they were to where they are next. */
export function joined(parts: readonly TrueWalk[], betweenS: number): TrueWalk {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('Nothing to join.');
  return others.reduce((before, next) => {
    const { track } = before;
    const columns = track.names.length * 3;
    const frameS = track.timeS[1]! - track.timeS[0]!;
    const between = Math.round(betweenS / frameS) - 1;
    const lastFrame = track.position.subarray(-columns);
    const way = Array.from({ length: between }, (_, k) => {
      const share = (k + 1) / (between + 1);
      return Array.from(lastFrame, (from, column) => from + share * (next.track.position[column]! - from));
    });
    const startS = track.timeS.at(-1)! + (between + 1) * frameS;
    const frames = track.timeS.length + between + next.track.timeS.length;
    return {
      track: {
        ...track,
        timeS: Float64Array.from([
          ...track.timeS,
          ...way.map((_, k) => track.timeS.at(-1)! + (k + 1) * frameS),
          ...next.track.timeS.map((timeS) => timeS + startS),
        ]),
        position: Float64Array.from([...track.position, ...way.flat(), ...next.track.position]),
        confidence: new Float32Array(frames * track.names.length).fill(1),
      },
      events: [...before.events, ...next.events.map((event) => ({ ...event, timeS: event.timeS + startS }))],
    };
  }, first);
}

/** The walker stands still from a time on, for so long, with the small movements of points that are found in frames. */
export function held({ track, events }: TrueWalk, atS: number, forS: number, noise: number): TrueWalk {
  const columns = track.names.length * 3;
  const frameS = track.timeS[1]! - track.timeS[0]!;
  const at = Math.round(atS / frameS);
  const pause = Math.round(forS / frameS);
  const pose = track.position.subarray(at * columns, (at + 1) * columns);
  const position = Float64Array.from([
    ...track.position.subarray(0, at * columns),
    ...Array.from({ length: pause }, () => Array.from(pose)).flat(),
    ...track.position.subarray(at * columns),
  ]);
  const frames = track.timeS.length + pause;
  const still = {
    ...track,
    timeS: Float64Array.from({ length: frames }, (_, frame) => frame * frameS),
    position,
    confidence: new Float32Array(frames * track.names.length).fill(1),
  };
  return {
    track: withNoise(still, noise, 1),
    events: events.map((event) =>
      event.timeS > atS ? { ...event, timeS: event.timeS + pause * frameS } : event,
    ),
  };
}

/** A runner in metres: each foot is down for a third of its stride, half a stride after the other. */
export function runningTrack(strideTimeS: number, durationS: number, rateHz: number): KeypointTrack {
  const names = ['MidHip', 'LHip', 'RHip', 'LHeel', 'LBigToe', 'RHeel', 'RBigToe'];
  const frames = Math.round(durationS * rateHz);
  const speedMS = 3;
  const stance = 0.33;
  const halfWayM = (speedMS * stance * strideTimeS) / 2;
  const timeS = Float64Array.from({ length: frames }, (_, frame) => frame / rateHz);
  const foot = (phase: number) => {
    const cycle = phase - Math.floor(phase);
    if (cycle < stance) return { ahead: halfWayM * (1 - (2 * cycle) / stance), up: 0 };
    const share = (cycle - stance) / (1 - stance);
    // Backwards as fast as the floor at both ends, so that speed does not leap at the contacts.
    const slope = -2 * halfWayM * ((1 - stance) / stance);
    const ahead =
      halfWayM * (-1 + 2 * (3 * share ** 2 - 2 * share ** 3)) +
      slope * (share - 3 * share ** 2 + 2 * share ** 3);
    return { ahead, up: 0.25 * Math.sin(Math.PI * share) ** 2 };
  };
  const position = Array.from(timeS, (time) => {
    const pelvis = speedMS * time;
    const point = (side: 0 | 1, forward: number) => {
      const { ahead, up } = foot(time / strideTimeS + side / 2);
      return [pelvis + ahead + forward, 0.03 + up, side === 0 ? -0.05 : 0.05];
    };
    return [
      [pelvis, 0.9, 0],
      [pelvis, 0.9, -0.1],
      [pelvis, 0.9, 0.1],
      point(0, -0.06),
      point(0, 0.14),
      point(1, -0.06),
      point(1, 0.14),
    ].flat();
  });
  return {
    names,
    timeS,
    position: Float64Array.from(position.flat()),
    confidence: new Float32Array(frames * names.length).fill(1),
    unit: 'm',
  };
}
