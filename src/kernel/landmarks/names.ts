import { badInput } from '../../shared/errors';
import { body25Names, type Body25Name } from '../../shared/body25';
import type { KeypointTrack } from '../../shared/results';
import { body25Recipes } from './markers';

/** Markers seen in at least half as many frames as the one that is seen most. */
function seenMarkers({ names, confidence }: KeypointTrack): (place: number) => boolean {
  const counts = new Uint32Array(names.length);
  confidence.forEach((trust, at) => {
    if (trust > 0) counts[at % names.length]!++;
  });
  const most = Math.max(...counts);
  return (place) => counts[place]! > 0 && counts[place]! >= most / 2;
}

const needed =
  'Gait needs hips (MidHip, LHip and RHip, or the markers of the pelvis), heels and big toes. Models without feet, such as COCO_17, do not do: use HALPE_26, BODY_25, COCO_133 or BLAZEPOSE.';

/**
 * Gives a track the names of BODY_25: a point that one marker stands for is that marker under another name, one that
 * several stand for is added as their mean. Markers that stand for none keep their names.
 * @throws GaitError `bad-input` where there are no hips, or no heels
 */
export function withBody25Names(track: KeypointTrack): KeypointTrack {
  const named = body25Recipes(track.names);
  if (!named.has('MidHip') || !(named.has('LHeel') || named.has('RHeel'))) {
    const missing = named.has('MidHip') ? 'heels' : 'hips';
    throw badInput(
      `The landmarks have no ${missing} by name. Names found: ${track.names.join(', ')}.`,
      needed,
    );
  }
  const recipes = body25Recipes(track.names, seenMarkers(track));
  const names = [...track.names];
  const added: (readonly [Body25Name, readonly number[]])[] = [];
  for (const [name, from] of recipes) {
    const [only] = from;
    if (from.length === 1 && only !== undefined && !isTaken(names[only]!, track.names[only]!))
      names[only] = name;
    else added.push([name, from]);
  }
  return added.length === 0 ? { ...track, names } : withMeans({ ...track, names }, added);
}

/** Whether a marker has been given a name of BODY_25 already, other than its own. */
const isTaken = (now: string, before: string): boolean =>
  now !== before && (body25Names as readonly string[]).includes(now);

/** A track with more points, of which nothing is known yet. */
export function withPoints(track: KeypointTrack, names: readonly string[]): KeypointTrack {
  const frames = track.timeS.length;
  const before = track.names.length;
  const after = before + names.length;
  const position = new Float64Array(frames * after * 3).fill(Number.NaN);
  const confidence = new Float32Array(frames * after);
  for (let frame = 0; frame < frames; frame++) {
    position.set(track.position.subarray(frame * before * 3, (frame + 1) * before * 3), frame * after * 3);
    confidence.set(track.confidence.subarray(frame * before, (frame + 1) * before), frame * after);
  }
  return { ...track, names: [...track.names, ...names], position, confidence };
}

/** Adds points that are means of others; missing where any of these is, with the lowest of their confidences. */
function withMeans(
  before: KeypointTrack,
  added: readonly (readonly [name: string, from: readonly number[]])[],
): KeypointTrack {
  const track = withPoints(
    before,
    added.map(([name]) => name),
  );
  const { position, confidence } = track;
  const points = track.names.length;
  for (let start = 0; start < confidence.length; start += points) {
    for (const [k, [, from]] of added.entries()) {
      const at = start + before.names.length + k;
      for (let axis = 0; axis < 3; axis++) {
        const sum = from.reduce((total, point) => total + position[(start + point) * 3 + axis]!, 0);
        position[at * 3 + axis] = sum / from.length;
      }
      confidence[at] = from.reduce((least, point) => Math.min(least, confidence[start + point]!), 1);
    }
  }
  return track;
}
