import path from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import { analyzeGait, type AnalyzeOptions } from '../../src/kernel/gait/analyze';
import {
  matchEvents,
  type EventComparison,
  type TrueEvent,
} from '../../src/kernel/gait/agreement/compare-truth';
import { valueAt } from '../../src/kernel/gait/signal/interpolate';
import { packageRoot } from '../../src/kernel/package-files';
import { phantomJoints } from '../../src/phantom/body';
import { truthOf, type PhantomTruth } from '../../src/phantom/truth';
import type { GaitAnalysis, KeypointTrack } from '../../src/shared/results';
import { phantomOptions } from '../../src/shared/phantom-options';

export const signal = {
  confidence_threshold: 0.3,
  filter_cutoff_hz: 6,
  filter_order: 4,
  max_gap_s: 0.2,
} as const;

export const analyze = (track: KeypointTrack, walk: AnalyzeOptions['walk'] = {}): GaitAnalysis =>
  analyzeGait(track, { signal, walk });

/** A walker's exact joints as a track, in metres or in pixels of its picture, and what is true of it. */
export function phantomTrack(
  options: Record<string, unknown> = {},
  unit: KeypointTrack['unit'] = 'm',
): { track: KeypointTrack; truth: PhantomTruth; events: TrueEvent[] } {
  const truth = truthOf(phantomOptions.parse(options));
  const heightPx = truth.options.height_px;
  const position = Float64Array.from(
    truth.frames.flatMap((frame) =>
      phantomJoints.flatMap((joint) => {
        if (unit === 'm') return frame.joints3d[joint];
        const [x, y] = frame.image[joint];
        return [x, heightPx - y, Number.NaN];
      }),
    ),
  );
  return {
    track: {
      names: phantomJoints,
      timeS: Float64Array.from(truth.frames, ({ timeS }) => timeS),
      position,
      confidence: new Float32Array(truth.frames.length * phantomJoints.length).fill(1),
      unit,
    },
    truth,
    events: truth.events.map(({ time_s: timeS, side, event }) => ({ timeS, side, event })),
  };
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function withNoise(track: KeypointTrack, sd: number, seed: number): KeypointTrack {
  const random = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return { ...track, position: track.position.map((value) => value + sd * normal()) };
}

/** Each point missing in a share of the frames, by itself. */
export function withDropped(track: KeypointTrack, share: number, seed: number): KeypointTrack {
  const random = randomFrom(seed);
  return { ...track, confidence: track.confidence.map((trust) => (random() < share ? 0 : trust)) };
}

/** The frames of a track for which `keep` holds. */
export function onlyFrames(track: KeypointTrack, keep: (frame: number) => boolean): KeypointTrack {
  const frames = Array.from(track.timeS.keys()).filter(keep);
  const points = track.names.length;
  const pick = (values: Float64Array | Float32Array, width: number) =>
    frames.flatMap((frame) => Array.from(values.subarray(frame * width, (frame + 1) * width)));
  return {
    ...track,
    timeS: Float64Array.from(frames, (frame) => track.timeS[frame]!),
    position: Float64Array.from(pick(track.position, points * 3)),
    confidence: Float32Array.from(pick(track.confidence, points)),
  };
}

/** A share of the frames left out, as a camera of variable frame rate does. */
export function withFramesLost(track: KeypointTrack, share: number, seed: number): KeypointTrack {
  const random = randomFrom(seed);
  return onlyFrames(track, () => random() >= share);
}

export function resampled(track: KeypointTrack, fps: number): KeypointTrack {
  const startS = track.timeS[0]!;
  const frames = Math.floor((track.timeS.at(-1)! - startS) * fps + 1e-9) + 1;
  const timeS = Float64Array.from({ length: frames }, (_, frame) => startS + frame / fps);
  const columns = track.names.length * 3;
  const position = new Float64Array(frames * columns);
  for (let column = 0; column < columns; column++) {
    const path = track.timeS.map((_, frame) => track.position[frame * columns + column]!);
    for (let frame = 0; frame < frames; frame++) {
      position[frame * columns + column] = valueAt(track.timeS, path, timeS[frame]!);
    }
  }
  const confidence = new Float32Array(frames * track.names.length).fill(1);
  return { ...track, timeS, position, confidence };
}

/** The same walk seen in a mirror: it goes the other way, and left is right. */
export const mirrored = (track: KeypointTrack): KeypointTrack => ({
  ...track,
  names: track.names.map((name) =>
    /^[LR][A-Z]/.test(name) ? (name.startsWith('L') ? 'R' : 'L') + name.slice(1) : name,
  ),
  position: track.position.map((value, at) => (at % 3 === 0 ? -value : value)),
});

/** Metres seen from the side as pixels. */
export const asPicture = (track: KeypointTrack): KeypointTrack => ({
  ...track,
  unit: 'px',
  position: track.position.map((value, at) => (at % 3 === 2 ? Number.NaN : 400 + 180 * value)),
});

/** Everything hidden between two times. */
export function hiddenBetween(track: KeypointTrack, fromS: number, toS: number): KeypointTrack {
  const points = track.names.length;
  return {
    ...track,
    confidence: track.confidence.map((trust, at) => {
      const time = track.timeS[Math.floor(at / points)]!;
      return time >= fromS && time < toS ? 0 : trust;
    }),
  };
}

/** Found against true events within 60 ms, judged where the truth is complete. */
export function compared(analysis: GaitAnalysis, truth: readonly TrueEvent[]): EventComparison {
  return matchEvents(analysis.events, truth, 0.06, [truth[0]!.timeS - 0.05, truth.at(-1)!.timeS + 0.05]);
}

export const mocapFolder = path.resolve(packageRoot, '../shared/data/mocap');
export const hasMocap = existsSync(mocapFolder);
if (!hasMocap) console.log(`Tests on recorded trials are left out: there is no ${mocapFolder}.`);

export const trueEventsOf = (trial: string): TrueEvent[] =>
  readFileSync(path.join(mocapFolder, `${trial}_events.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [time, side, event] = line.split(',');
      // Sound: the trials' files hold these two sides and two events alone.
      return { timeS: Number(time), side, event } as TrueEvent;
    });

/** Left for right leg in the points themselves, as a marker system or a pose estimator gets it wrong. */
export function exchangeLegsOf(points: KeypointTrack, fromS: number, toS: number): KeypointTrack {
  const partner = points.names.map((name) => {
    const other = /^[LR](Hip|Knee|Ankle|Heel|BigToe|SmallToe)$/.test(name)
      ? (name.startsWith('L') ? 'R' : 'L') + name.slice(1)
      : name;
    return points.names.indexOf(other);
  });
  const position = points.position.map((own, at) => {
    const column = at % (points.names.length * 3);
    const frame = Math.floor(at / (points.names.length * 3));
    const time = points.timeS[frame]!;
    if (time < fromS || time > toS) return own;
    const name = Math.floor(column / 3);
    return points.position[(frame * points.names.length + partner[name]!) * 3 + (column % 3)]!;
  });
  return { ...points, position };
}
