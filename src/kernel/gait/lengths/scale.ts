import type { FloorPoints, GaitQuality, Walk } from '../../../shared/results';
import { lieAlongWalk } from './floor-points';
import type { Ground } from './ground';
import { inPlane, type PicturePlane, type SagittalTrack } from '../signal/sagittal';
import { median } from '../statistics';
import { isTooOblique } from '../passes/view';

/** What the lengths of a walk are multiplied with to be metres. */
export interface LengthScale {
  /** Metres per unit of place (`Ground`); null where there is no scale. */
  readonly metresPerPlace: number | null;
  readonly quality: GaitQuality['scale'];
  readonly warnings: readonly string[];
}

/** Share by which the stature that a scale implies may differ from the one given before it is worth a warning. */
const statureTolerance = 0.12;
/** Statures of walking people in metres, toddlers to giants. */
const [leastStatureM, greatestStatureM] = [0.7, 2.3];
/**
 * Metres per unit of place from two floor points, y downwards, by each stretch's ground. NaN where they lie upon one
 * another, across the walk, or so far along it that the ground does not reach there.
 */
function fromFloorPoints(
  track: Pick<SagittalTrack, 'heightPx'>,
  plane: PicturePlane,
  grounds: readonly Ground[],
  points: FloorPoints,
): number {
  if (!lieAlongWalk(points)) return Number.NaN;
  const [x1, y1, x2, y2, distanceM] = points;
  const alongOf = (x: number, y: number) => inPlane(plane, x, (track.heightPx ?? 0) - y)[0];
  const [a, b] = [alongOf(x1, y1), alongOf(x2, y2)];
  return median(grounds.map(({ place }) => distanceM / Math.abs(place(b) - place(a))));
}

/** A word where the scale makes of the walker somebody else than the one described. */
function doubtsOf(metresPerPlace: number, unit: Ground['unit'], from: string, heightM?: number): string[] {
  if (unit !== 'stature') return [];
  const implied = `By ${from} the walker would be ${metresPerPlace.toFixed(2)} m tall`;
  if (heightM !== undefined && Math.abs(metresPerPlace - heightM) > statureTolerance * heightM) {
    return [`${implied}, but height_m says ${heightM} m: one of the two is wrong.`];
  }
  const isPlausible = metresPerPlace >= leastStatureM && metresPerPlace <= greatestStatureM;
  return isPlausible ? [] : [`${implied}, which no walker is: look at the scale again.`];
}

/**
 * The scale of a walk, by the best source that there is: the file's own metres, two points on the floor,
 * the belt's speed, the subject's height.
 * @param walkingSpeed median speed over the feet in stance, in units of place a second
 * @param beltSpeedMS of the belt, where the floor moves and its speed is known; else null
 */
export function scaleOf(
  track: SagittalTrack,
  { plane, view }: { readonly plane: PicturePlane; readonly view: GaitQuality['view'] },
  grounds: readonly Ground[],
  walkingSpeed: number,
  beltSpeedMS: number | null,
  { heightM, floorPoints }: Pick<Walk, 'heightM' | 'floorPoints'>,
): LengthScale {
  const [ground] = grounds;
  if (track.unit === 'm') {
    const quality = { metres_per_pixel: null, from: "the file's own metres, of one camera's points" };
    return { metresPerPlace: 1, quality: track.planar ? quality : null, warnings: [] };
  }
  if (ground === undefined) return { metresPerPlace: null, quality: null, warnings: [] };
  const warnings: string[] = [];
  const scaled = (metres: number, from: string, error: string): LengthScale => ({
    metresPerPlace: metres,
    quality: { metres_per_pixel: metres / ground.scale, from: `${from}: ${error}` },
    warnings: [...warnings, ...doubtsOf(metres, ground.unit, from, heightM)],
  });
  if (floorPoints !== undefined) {
    const metres = fromFloorPoints(track, plane, grounds, floorPoints);
    if (!Number.isNaN(metres)) {
      return scaled(metres, `two points on the floor, ${floorPoints[4]} m apart`, 'about 2 %');
    }
    warnings.push(
      'The floor points were not used: they lie upon one another, across the walk, or far off it. ' +
        'Give two points along the walk, where the feet go.',
    );
  }
  if (beltSpeedMS !== null) {
    return scaled(beltSpeedMS / walkingSpeed, `the belt's speed of ${beltSpeedMS} m/s`, 'about 2 %');
  }
  // Seen from so far off the side, the way is too short a thing to compare with the body.
  if (heightM !== undefined && ground.unit === 'stature' && !isTooOblique(view)) {
    const from = `the subject's height of ${heightM} m, by the size of the body where each stride is made`;
    return scaled(heightM, from, 'coarse, about 4 %');
  }
  return { metresPerPlace: null, quality: null, warnings };
}
