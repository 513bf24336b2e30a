import type { KeypointTrack } from '../../shared/results';
import { median } from '../gait/statistics';

const axes = ['x', 'y', 'z'] as const;
type Axis = (typeof axes)[number];

const columnsOf = (track: KeypointTrack, names: readonly string[]): number[] =>
  names.map((name) => track.names.indexOf(name)).filter((column) => column >= 0);

/** Median height of the hips over the heels along x, y and z; NaN where they are never seen together. */
export function hipsOverHeels(track: KeypointTrack): readonly [x: number, y: number, z: number] {
  const points = track.names.length;
  const hips = columnsOf(track, ['MidHip', 'LHip', 'RHip']);
  const heels = columnsOf(track, ['LHeel', 'RHeel']);
  const along = (axis: number): number => {
    const at = (frame: number, column: number) => track.position[(frame * points + column) * 3 + axis]!;
    return median(
      Array.from(track.timeS, (_time, frame) => {
        const hip = median(hips.map((column) => at(frame, column)));
        return hip - median(heels.map((column) => at(frame, column)));
      }),
    );
  };
  return [along(0), along(1), along(2)];
}

/** Whether no point ever moves along z, as in a picture; tools that make metres of one give each point a z of its own. */
export function isFlat({ names, timeS, position }: KeypointTrack): boolean {
  if (timeS.length < 2) return false;
  const values = names.length * 3;
  const own = new Float64Array(values).fill(Number.NaN);
  return position.every((value, at) => {
    if (at % 3 !== 2 || Number.isNaN(value)) return true;
    const first = own[at % values]!;
    if (Number.isNaN(first)) own[at % values] = value;
    return Number.isNaN(first) || value === first;
  });
}

/** Turns that bring an axis upwards, never a mirror: that would exchange left and right. */
const turns: Readonly<
  Record<Axis, (at: readonly [number, number, number], sign: number) => readonly number[]>
> = {
  x: ([x, y, z], sign) => [-sign * y, sign * x, z],
  y: ([x, y, z], sign) => [x, sign * y, sign * z],
  z: ([x, y, z], sign) => [x, sign * z, -sign * y],
};

/** How many times as far the hips must be from the heels along x as along y and z for x to be the vertical. */
const surely = 2;

/**
 * Turns a track so that y points upwards, which is seen from the hips' being above the heels: files of picture points
 * may count y downwards, and laboratories may call the vertical z.
 * @param heights from {@link hipsOverHeels}; a track in which nobody is seen is left as it is
 * @param usualUp axes whose pointing upwards is no reason for a warning
 */
export function turnUpright(
  track: KeypointTrack,
  heights: readonly [number, number, number],
  usualUp: readonly Axis[],
): { track: KeypointTrack; warnings: readonly string[] } {
  const [x = 0, y = 0, z = 0] = heights.map((height) => (Number.isNaN(height) ? 0 : Math.abs(height)));
  const up = x > surely * Math.max(y, z) ? 'x' : z > y ? 'z' : 'y';
  const sign = heights[axes.indexOf(up)]! < 0 ? -1 : 1;
  if (Number.isNaN(heights[1]) || (up === 'y' && sign > 0)) return { track, warnings: [] };
  const position = new Float64Array(track.position.length);
  for (let at = 0; at < position.length; at += 3) {
    position.set(
      turns[up]([track.position[at]!, track.position[at + 1]!, track.position[at + 2]!], sign),
      at,
    );
  }
  // A picture's y often counts downwards.
  const isUsual = track.unit === 'px' ? up === 'y' : sign > 0 && usualUp.includes(up);
  return {
    track: { ...track, position },
    warnings: isUsual
      ? []
      : [
          `In the file ${up} points ${sign > 0 ? 'up' : 'down'}wards, by hips and heels; the points were turned upright.`,
        ],
  };
}

/** Share of the way, as a cosine, by which the right hip must lie left of the toes' direction to be sure of it. */
const mirrorCosine = -0.3;

/**
 * Whether the right hip lies on the left of where the toes point: two axes of the file are exchanged, or the sides.
 * @param track upright, in 3D
 */
export function isMirrored(track: KeypointTrack): boolean {
  const points = track.names.length;
  const [leftHip = -1, rightHip = -1] = ['LHip', 'RHip'].map((name) => track.names.indexOf(name));
  const feet = ['L', 'R'].map((side) => [
    track.names.indexOf(`${side}Heel`),
    track.names.indexOf(`${side}BigToe`),
  ]);
  if (leftHip < 0 || rightHip < 0 || feet.flat().some((column) => column < 0)) return false;
  const cosines = Array.from(track.timeS, (_time, frame) => {
    const between = (from: number, to: number, axis: number) =>
      track.position[(frame * points + to) * 3 + axis]! - track.position[(frame * points + from) * 3 + axis]!;
    const toes = (axis: number) => feet.reduce((sum, [heel, toe]) => sum + between(heel!, toe!, axis), 0);
    const [forwardX, forwardZ] = [toes(0), toes(2)];
    const [rightX, rightZ] = [between(leftHip, rightHip, 0), between(leftHip, rightHip, 2)];
    // Forward × up is to the right.
    const rightwards = forwardX * rightZ - forwardZ * rightX;
    return rightwards / (Math.hypot(forwardX, forwardZ) * Math.hypot(rightX, rightZ));
  });
  return median(cosines) < mirrorCosine;
}
