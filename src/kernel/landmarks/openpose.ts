import { z } from 'zod';
import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';
import { body25Names } from '../../shared/body25';

/** A person as OpenPose writes it: 25 × [x, y, confidence], pixels, y downwards, (0, 0, 0) for a missing point. */
const person = z.looseObject({ pose_keypoints_2d: z.array(z.number()) });
type Person = z.infer<typeof person>;

/** One `*_keypoints.json` of OpenPose. */
export const openPoseFrameSchema = z.looseObject({ people: z.array(person) });
export type OpenPoseFrame = z.infer<typeof openPoseFrameSchema>;

/**
 * A whole recording in one document: OpenPose's own object for each frame, with its time, under `frames`.
 * That is what `pose_body25.json.gz` holds.
 */
export interface OpenPoseDocument extends z.infer<typeof openPoseDocumentSchema> {
  readonly frames: readonly z.infer<typeof timedFrameSchema>[];
}

/** The document without its frames. */
export const openPoseDocumentSchema = z.looseObject({
  version: z.number(),
  model: z.literal('BODY_25'),
  /** Height of the picture in pixels, which turns y downwards into y upwards. */
  height_px: z.number(),
});
export const timedFrameSchema = openPoseFrameSchema.extend({ time_s: z.number() });

const middle = ({ pose_keypoints_2d: values }: Person): readonly [x: number, y: number] => {
  let [x, y, n] = [0, 0, 0];
  for (let at = 0; at < values.length; at += 3) {
    if (!(values[at + 2]! > 0)) continue;
    x += values[at]!;
    y += values[at + 1]!;
    n++;
  }
  return [x / n, y / n];
};

const trust = ({ pose_keypoints_2d: values }: Person): number =>
  values.reduce((sum, value, k) => (k % 3 === 2 ? sum + value : sum), 0);

/** The person nearest to the one followed so far; at the start, the one found most surely. */
function follow(people: readonly Person[], last: readonly [number, number] | null): Person | undefined {
  const found = people.filter((candidate) => trust(candidate) > 0);
  if (last === null) return found.sort((a, b) => trust(b) - trust(a))[0];
  const away = (candidate: Person) => {
    const [x, y] = middle(candidate);
    return Math.hypot(x - last[0], y - last[1]);
  };
  return found.sort((a, b) => away(a) - away(b))[0];
}

/**
 * Joins OpenPose's frames into a track as they come, following one person. Frames without a person stay, with nothing
 * seen; so do frames that are never put.
 */
export function startOpenPoseTrack(timeS: Float64Array) {
  const points = body25Names.length;
  const position = new Float64Array(timeS.length * points * 3).fill(Number.NaN);
  const confidence = new Float32Array(timeS.length * points);
  let last: readonly [number, number] | null = null;
  return {
    /**
     * Takes one frame, in order of time.
     * @throws GaitError `bad-input` where the points are not BODY_25
     */
    put(frame: number, { people }: OpenPoseFrame): void {
      const walker = follow(people, last);
      if (walker === undefined) return;
      const values = walker.pose_keypoints_2d;
      if (values.length !== points * 3) {
        throw badInput(
          `Frame ${frame + 1} holds ${values.length / 3} points for a person, not the 25 of BODY_25.`,
          'Run OpenPose with --model_pose BODY_25.',
        );
      }
      last = middle(walker);
      for (let point = 0; point < points; point++) {
        const [x, y, seen] = [values[point * 3]!, values[point * 3 + 1]!, values[point * 3 + 2]!];
        if (!(seen > 0)) continue;
        const at = frame * points + point;
        position[at * 3] = x;
        position[at * 3 + 1] = y;
        confidence[at] = Math.min(1, seen);
      }
    },
    /**
     * The track, y turned upwards; nothing can be put afterwards.
     * @param heightPx height of the picture; 0 where it is not known, then y counts upwards to 0
     */
    finish(heightPx: number): KeypointTrack {
      for (let at = 1; at < position.length; at += 3) position[at] = heightPx - position[at]!;
      return {
        names: body25Names,
        timeS,
        position,
        confidence,
        unit: 'px',
        ...(heightPx > 0 && { heightPx }),
      };
    },
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Frames that make one piece of a file: enough that writing it costs more than asking for it. */
const framesPerPiece = 128;

/**
 * A track in OpenPose's layout as JSON, one document for all frames, in pieces. Points that the track does not have, or
 * does not see, are (0, 0, 0). Where the picture's height is not known, or lengths are metres, y is counted downwards
 * from 0.
 */
export function* formatBody25Json(track: KeypointTrack): Generator<string> {
  const columns = body25Names.map((name) => track.names.indexOf(name));
  const points = track.names.length;
  const heightPx = track.heightPx ?? 0;
  const digits = track.unit === 'px' ? 3 : 6;
  const frameAt = (frame: number): OpenPoseDocument['frames'][number] => {
    let seen = 0;
    const values = columns.flatMap((point) => {
      const at = frame * points + point;
      if (point < 0 || !(track.confidence[at]! > 0)) return [0, 0, 0];
      seen++;
      return [
        rounded(track.position[at * 3]!, digits),
        rounded(heightPx - track.position[at * 3 + 1]!, digits),
        rounded(track.confidence[at]!, 4),
      ];
    });
    return {
      time_s: rounded(track.timeS[frame]!, 6),
      people: seen === 0 ? [] : [{ person_id: [-1], pose_keypoints_2d: values }],
    };
  };
  const document: OpenPoseDocument = { version: 1.3, model: 'BODY_25', height_px: heightPx, frames: [] };
  const [head, tail] = JSON.stringify(document).split(/(?=\]\}$)/);
  yield head!;
  const frames = track.timeS.length;
  for (let from = 0; from < frames; from += framesPerPiece) {
    const some = Array.from({ length: Math.min(framesPerPiece, frames - from) }, (_, k) => frameAt(from + k));
    yield (from === 0 ? '' : ',') + JSON.stringify(some).slice(1, -1);
  }
  yield tail!;
}
