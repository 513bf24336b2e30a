import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';
import { median } from '../gait/statistics';

const axes = ['x', 'y', 'z'] as const;

const columnsOf = (track: KeypointTrack, names: readonly string[]): number[] =>
  names.map((name) => track.names.indexOf(name)).filter((column) => column >= 0);

/** Median height of the hips over the feet along each axis; NaN where they are never seen together. */
function hipsOverFeet(track: KeypointTrack, hips: readonly number[], feet: readonly number[]): number[] {
  const points = track.names.length;
  return axes.map((_, axis) => {
    const at = (frame: number, column: number) => track.position[(frame * points + column) * 3 + axis]!;
    return median(
      Array.from(track.timeS, (_time, frame) => {
        const hip = median(hips.map((column) => at(frame, column)));
        return hip - median(feet.map((column) => at(frame, column)));
      }),
    );
  });
}

/** Longest legs in metres that a file's unit may lead to. */
const longestLegM = 2;
const shortestLegM = 0.15;

/**
 * Turns a track so that y points upwards, which is seen from the hips' being above the heels:
 * files of picture points may count y downwards, and laboratories may call the vertical z.
 * A track in which nobody is seen is left as it is.
 * @throws GaitError `bad-input` where hips and heels have no names, x is the vertical, or the unit cannot be right
 */
export function turnUpright(track: KeypointTrack): KeypointTrack {
  const hips = columnsOf(track, ['MidHip', 'LHip', 'RHip']);
  const feet = columnsOf(track, ['LHeel', 'RHeel']);
  if (hips.length === 0 || feet.length === 0) {
    throw badInput(
      `The landmarks have no hips or no heels by name. Names found: ${track.names.join(', ')}.`,
      'Gait needs hips (MidHip or Hip, or LHip and RHip), heels (LHeel, RHeel) and big toes (LBigToe, RBigToe).',
    );
  }
  const [x = Number.NaN, y = Number.NaN, z = Number.NaN] = hipsOverFeet(track, hips, feet);
  if (Number.isNaN(y)) return track;
  const depth = Number.isNaN(z) ? 0 : z;
  const largest = Math.max(Math.abs(x), Math.abs(y), Math.abs(depth));
  if (Math.abs(x) === largest && Math.abs(x) > 2 * Math.abs(y)) {
    throw badInput(
      'The x axis of the landmarks points up or down; gait wants it along the floor.',
      'Export with y (or z) upwards.',
    );
  }
  if (track.unit === 'm' && (largest > longestLegM || largest < shortestLegM)) {
    throw badInput(
      `By the file's unit the hips are ${largest.toPrecision(3)} m above the heels, which cannot be.`,
      'Correct the unit in the header of the file: m, cm or mm.',
    );
  }
  const isZUp = Math.abs(depth) === largest;
  if (!isZUp && y > 0) return track;
  const position = track.position.slice();
  for (let at = 0; at < position.length; at += 3) {
    const [oldY, oldZ] = [position[at + 1]!, position[at + 2]!];
    // Turned about x, never mirrored in 3D: a mirror would exchange left and right.
    if (isZUp) {
      position[at + 1] = Math.sign(depth) * oldZ;
      position[at + 2] = -Math.sign(depth) * oldY;
    } else {
      position[at + 1] = -oldY;
      position[at + 2] = -oldZ;
    }
  }
  return { ...track, position };
}
