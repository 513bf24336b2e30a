import { sides, type FloorPoints, type Walk } from '../../../shared/results';
import { lieAlongWalk } from '../lengths/floor-points';
import { legLength, pointName, type SagittalTrack } from '../signal/sagittal';
import { median, quantile } from '../statistics';
import type { Stretch } from './stretches';

const degrees = 180 / Math.PI;

/** Greatest uncertainty at which the slope is stated, in degrees: that of a good spirit level in a phone is below it. */
const greatestUncertaintyDeg = 1;
/** Way that the walker must go, in leg lengths, for a line through the footfalls; a belt or a camera that follows has none. */
const leastWay = 2;
/** Part of the residuals around the line, from the lowest, that belongs to feet at rest; a foot stands 60 % of the time. */
const restingShare = 0.45;
/** Rounds after which the choice of resting places no longer changes on real walks. */
const rounds = 20;
/** Height of cameras over the floor in lengths of the trunk, typical: 1.25 m with a trunk of 0.5 m. */
const cameraHeightTrunks = 2.5;
/** From a camera at the knee's height to one at the shoulder's. */
const cameraHeightErrorTrunks = 0.7;

interface Line {
  readonly slope: number;
  readonly at: (along: number) => number;
}

function lineThrough(points: readonly (readonly [along: number, up: number])[]): Line {
  const centreAlong = points.reduce((sum, [along]) => sum + along, 0) / points.length;
  const centreUp = points.reduce((sum, [, up]) => sum + up, 0) / points.length;
  let covariance = 0;
  let variance = 0;
  for (const [along, up] of points) {
    covariance += (along - centreAlong) * (up - centreUp);
    variance += (along - centreAlong) ** 2;
  }
  const slope = covariance / variance;
  return { slope, at: (along) => centreUp + slope * (along - centreAlong) };
}

/** Slope of the line through two floor points; pixels of the picture count downwards. */
const slopeOf = ([x1, y1, x2, y2]: FloorPoints): number => (y1 - y2) / (x2 - x1);

/** Slope of the line under the lowest of these points: feet are never below the floor, and mostly on it. */
function slopeUnder(points: readonly (readonly [along: number, up: number])[]): number {
  let line = lineThrough(points);
  for (let round = 0; round < rounds; round++) {
    const heights = points.map(([along, up]) => up - line.at(along));
    const rest = quantile(heights, restingShare);
    line = lineThrough(points.filter((_, k) => heights[k]! <= rest));
  }
  return line.slope;
}

/** Most frames that a line is drawn through: those of a longer recording are taken evenly. */
const mostFrames = 4000;

/** Frames of the stretches in which all of `values` are numbers. */
function framesWith(stretches: readonly Stretch[], values: readonly Float64Array[]): number[] {
  const inAll = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const every = Math.max(1, Math.floor(inAll / mostFrames));
  return stretches.flatMap(({ from, to }) =>
    Array.from({ length: Math.ceil((to - from) / every) }, (_, k) => from + k * every).filter((frame) =>
      values.every((series) => !Number.isNaN(series[frame]!)),
    ),
  );
}

/**
 * How the picture of a level floor slopes by perspective, for a walker who comes nearer grows, and the floor under him
 * sinks in the picture: by the camera's height times the growth. In radians, with its uncertainty.
 */
function perspectiveSlope(
  { paths }: SagittalTrack,
  stretches: readonly Stretch[],
): { slope: number; error: number } | null {
  const neck = paths.get('Neck');
  const pelvis = paths.get('MidHip');
  if (neck === undefined || pelvis === undefined) return null;
  const frames = framesWith(stretches, [neck.along, pelvis.along]);
  const growth = lineThrough(
    frames.map((frame) => [
      pelvis.along[frame]!,
      Math.hypot(neck.along[frame]! - pelvis.along[frame]!, neck.up[frame]! - pelvis.up[frame]!),
    ]),
  ).slope;
  return { slope: -cameraHeightTrunks * growth, error: cameraHeightErrorTrunks * Math.abs(growth) };
}

/** Slope of the floor under both feet, with half their difference as its uncertainty; null where a foot is not seen. */
function slopeUnderFeet(
  { paths }: SagittalTrack,
  stretches: readonly Stretch[],
): { slope: number; error: number } | null {
  const slopes = sides.flatMap((side) => {
    const toe = paths.get(pointName(side, 'BigToe'));
    if (toe === undefined) return [];
    const frames = framesWith(stretches, [toe.along]);
    return frames.length === 0
      ? []
      : [slopeUnder(frames.map((frame) => [toe.along[frame]!, toe.up[frame]!] as const))];
  });
  const [left, right] = slopes;
  if (left === undefined || right === undefined) return null;
  return { slope: (left + right) / 2, error: Math.abs(left - right) / 2 };
}

/**
 * Slope of the floor in the picture in degrees, positive where it rises to the right: a camera that is not level, or a
 * ramp. Found from where the feet rest, or from the two points on the floor that are known, less what perspective makes
 * of a level floor. Null in 3D, where nobody goes anywhere, and where it is uncertain by more than 1°.
 */
export function floorSlopeDeg(
  track: SagittalTrack,
  stretches: readonly Stretch[],
  { floorPoints }: Pick<Walk, 'floorPoints'>,
): number | null {
  const pelvis = track.paths.get('MidHip');
  if (!track.planar || pelvis === undefined || stretches.length === 0) return null;
  const way = median(
    stretches.map(({ from, to }) => {
      const along = pelvis.along.subarray(from, to);
      return quantile(along, 1) - quantile(along, 0);
    }),
  );
  if (!(way >= leastWay * legLength(track))) return null;
  const isGiven = track.unit === 'px' && floorPoints !== undefined && lieAlongWalk(floorPoints);
  const given = isGiven ? floorPoints : null;
  const seen = given === null ? slopeUnderFeet(track, stretches) : { slope: slopeOf(given), error: 0 };
  const perspective = perspectiveSlope(track, stretches);
  if (seen === null || perspective === null) return null;
  const uncertaintyDeg = (seen.error + perspective.error) * degrees;
  return uncertaintyDeg <= greatestUncertaintyDeg
    ? Math.atan(seen.slope - perspective.slope) * degrees
    : null;
}
