import { z } from 'zod';
import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';
import { body25Names } from '../../shared/body25';
import { body25Recipes, cocoWholeBodyNames, halpe26Names } from './markers';

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

/** Points of other models in OpenPose's layout, in their order, by how many a person has; BODY_25's own aside. */
const otherModels: Readonly<Record<number, readonly string[]>> = {
  26: halpe26Names,
  133: cocoWholeBodyNames,
};

/** Where in a person's values each point of BODY_25 lies, by the number of points. */
const placesByCount = new Map<number, readonly (readonly number[])[]>();

function placesOf(count: number): readonly (readonly number[])[] {
  const known = placesByCount.get(count);
  if (known !== undefined) return known;
  const recipes = body25Recipes(count === body25Names.length ? body25Names : (otherModels[count] ?? []));
  const places = body25Names.map((name) => recipes.get(name) ?? []);
  placesByCount.set(count, places);
  return places;
}

/**
 * Joins OpenPose's frames into a track as they come, following one person. Frames without a person stay, with nothing
 * seen; so do frames that are never put. People of HALPE_26 and COCO_133, as Sports2D and Pose2Sim write them, become
 * BODY_25.
 */
export function startOpenPoseTrack(timeS: Float64Array) {
  const points = body25Names.length;
  const position = new Float64Array(timeS.length * points * 3).fill(Number.NaN);
  const confidence = new Float32Array(timeS.length * points);
  let last: readonly [number, number] | null = null;
  return {
    /**
     * Takes one frame, in order of time.
     * @throws GaitError `bad-input` where the points are of a model that is not known, or has no feet
     */
    put(frame: number, { people }: OpenPoseFrame): void {
      const walker = follow(people, last);
      if (walker === undefined) return;
      const values = walker.pose_keypoints_2d;
      const count = values.length / 3;
      if (count !== points && !(count in otherModels)) {
        throw badInput(
          `Frame ${frame + 1} holds ${count} points for a person, not the 25 of BODY_25.`,
          'Run OpenPose with --model_pose BODY_25, or Sports2D and Pose2Sim with HALPE_26 or COCO_133; COCO_17 has no feet.',
        );
      }
      last = middle(walker);
      for (const [point, places] of placesOf(count).entries()) {
        const trust = Math.min(1, ...places.map((place) => values[place * 3 + 2]!));
        if (places.length === 0 || !(trust > 0)) continue;
        const mean = (part: number) =>
          places.reduce((sum, place) => sum + values[place * 3 + part]!, 0) / places.length;
        const at = frame * points + point;
        position[at * 3] = mean(0);
        position[at * 3 + 1] = mean(1);
        confidence[at] = trust;
      }
    },
    /**
     * The track, y turned upwards; nothing can be put afterwards.
     * @param heightPx height of the picture; 0 where it is not known, then y counts upwards to 0
     * @param frames those that were put, where it is fewer than there were times
     */
    finish(heightPx: number, frames = timeS.length): KeypointTrack {
      for (let at = 1; at < position.length; at += 3) position[at] = heightPx - position[at]!;
      return {
        names: body25Names,
        timeS: timeS.subarray(0, frames),
        position: position.subarray(0, frames * points * 3),
        confidence: confidence.subarray(0, frames * points),
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
