import type { SagittalTrack } from '../signal/sagittal';
import { median, robustLine } from '../statistics';
import type { Stretch } from '../passes/stretches';

/** The floor under one stretch: from where a point is seen to where it is on the way. */
export interface Ground {
  /** Place on the way, in metres (the file's own), in statures of the walker (picture), or in pixels where the body is not seen. */
  readonly place: (along: number) => number;
  readonly unit: 'm' | 'stature' | 'px';
  /** The track's unit per unit of place, half way. */
  readonly scale: number;
}

/** Way of the pelvis, in statures, from which on its change of size is told from noise. */
const leastWay = 1;

/**
 * The floor under a stretch.
 *
 * One camera sees a walker who comes nearer grow. On a straight way in front of a level camera without distortion, the
 * size s of what stands at x in the picture is exactly linear in x, and its place on the way is (x − c) / s, with c the
 * picture's middle: that is the camera's own geometry, whatever its focal length and distance. So each stride is scaled
 * where it is made, and views a little off the side need no more than the cosine of the angle.
 * Where the middle is not known, that of the way stands for it, which leaves the mean over the way as it is.
 * @param statures in the track's unit at each frame (`statureOverTime`)
 */
export function groundOf(track: SagittalTrack, { from, to }: Stretch, statures: Float64Array): Ground {
  if (track.unit === 'm') return { place: (along) => along, unit: 'm', scale: 1 };
  const pelvis = track.paths.get('MidHip')?.along;
  const seen: [along: number, stature: number][] = [];
  for (let frame = from; frame < to; frame++) {
    const [along, stature] = [pelvis?.[frame] ?? Number.NaN, statures[frame]!];
    if (!Number.isNaN(along + stature)) seen.push([along, stature]);
  }
  // A pass on which the body is not seen is taken to be as far away as the others.
  const typical = median(seen.length > 0 ? seen.map(([, stature]) => stature) : statures);
  if (!(typical > 0)) return { place: (along) => along, unit: 'px', scale: 1 };

  const alongs = seen.map(([along]) => along);
  const start = alongs.reduce((a, b) => Math.min(a, b), Infinity);
  const end = alongs.reduce((a, b) => Math.max(a, b), -Infinity);
  const line = robustLine(seen);
  const sizeAt = (along: number) => line.intercept + line.slope * along;
  const isTold = end - start > leastWay * typical && Math.min(sizeAt(start), sizeAt(end)) > 0;
  const half = (start + end) / 2;
  if (!isTold) return { place: (along) => along / typical, unit: 'stature', scale: typical };
  const middle = track.middle ?? half;
  // Where the way would vanish, and beyond, there is no place.
  const place = (along: number) => (sizeAt(along) > 0 ? (along - middle) / sizeAt(along) : Number.NaN);
  return { place, unit: 'stature', scale: sizeAt(half) };
}
