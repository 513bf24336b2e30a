import type { KeypointTrack, Side } from '../../../shared/results';
import { median } from '../statistics';

/** One point's path in the plane of walking; NaN where it is missing. */
export interface PlanePath {
  /** Along the walking axis: x of a picture, or the horizontal axis that the feet point along. */
  readonly along: Float64Array;
  /** Upwards. */
  readonly up: Float64Array;
}

/** A walk reduced to the plane in which it happens, from a picture and from 3D alike. */
export interface SagittalTrack {
  readonly timeS: Float64Array;
  readonly unit: KeypointTrack['unit'];
  /** Whether the points lie in a picture's plane, as one camera sees them, be it in pixels or in metres. */
  readonly planar: boolean;
  readonly paths: ReadonlyMap<string, PlanePath>;
  /** n × points seen: share of confidence each point had when it was read, 0 where it was missing. */
  readonly confidence: ReadonlyMap<string, Float32Array>;
  /** Horizontal axis as [x, z]; one camera's points have no other than [1, 0]. The larger part is positive. */
  readonly axis: readonly [x: number, z: number];
  /** Paths of the heels across the way, as they were read; empty from one camera. */
  readonly across: ReadonlyMap<string, Float64Array>;
  /** Where along the axis the middle of the picture lies; left out in 3D, or where it is not known. */
  readonly middle?: number;
  /** Height of the picture in pixels, where it is known. */
  readonly heightPx?: number;
}

export const pointName = (side: Side, joint: 'Hip' | 'Knee' | 'Ankle' | 'Heel' | 'BigToe'): string =>
  `${side === 'left' ? 'L' : 'R'}${joint}`;

/** Mean of the horizontal directions heel → toe, as an axis without sign: toe-out of both feet cancels. */
function footAxis(track: KeypointTrack): readonly [x: number, z: number] {
  let xx = 0;
  let xz = 0;
  let zz = 0;
  const points = track.names.length;
  for (const side of ['left', 'right'] as const) {
    const heel = track.names.indexOf(pointName(side, 'Heel'));
    const toe = track.names.indexOf(pointName(side, 'BigToe'));
    if (heel < 0 || toe < 0) continue;
    for (let frame = 0; frame < track.timeS.length; frame++) {
      const atHeel = (frame * points + heel) * 3;
      const atToe = (frame * points + toe) * 3;
      const x = track.position[atToe]! - track.position[atHeel]!;
      const z = track.position[atToe + 2]! - track.position[atHeel + 2]!;
      if (Number.isNaN(x + z)) continue;
      xx += x * x;
      xz += x * z;
      zz += z * z;
    }
  }
  const angle = 0.5 * Math.atan2(2 * xz, xx - zz);
  const sign = Math.abs(Math.sin(angle)) > Math.abs(Math.cos(angle)) && Math.sin(angle) < 0 ? -1 : 1;
  return [sign * Math.cos(angle), sign * Math.sin(angle)];
}

/**
 * Projects a track onto the plane of walking. Points below `confidenceThreshold` become missing.
 * The pelvis is added as `MidHip` where the source has only the two hips.
 */
export function sagittalTrack(track: KeypointTrack, confidenceThreshold: number): SagittalTrack {
  const planar = track.unit === 'px' || track.planar === true;
  const axis = planar ? ([1, 0] as const) : footAxis(track);
  const frames = track.timeS.length;
  const points = track.names.length;
  const paths = new Map<string, PlanePath>();
  const confidence = new Map<string, Float32Array>();
  const across = new Map<string, Float64Array>();
  for (const [point, name] of track.names.entries()) {
    const along = new Float64Array(frames).fill(Number.NaN);
    const up = new Float64Array(frames).fill(Number.NaN);
    const seen = new Float32Array(frames);
    const sideways = !planar && name.endsWith('Heel') ? new Float64Array(frames).fill(Number.NaN) : null;
    for (let frame = 0; frame < frames; frame++) {
      const at = frame * points + point;
      const trust = track.confidence[at]!;
      const x = track.position[at * 3]!;
      const y = track.position[at * 3 + 1]!;
      const z = planar ? 0 : track.position[at * 3 + 2]!;
      if (!(trust > 0 && trust >= confidenceThreshold) || !Number.isFinite(x + y + z)) continue;
      along[frame] = x * axis[0] + z * axis[1];
      up[frame] = y;
      if (sideways !== null) sideways[frame] = z * axis[0] - x * axis[1];
      seen[frame] = trust;
    }
    paths.set(name, { along, up });
    confidence.set(name, seen);
    if (sideways !== null) across.set(name, sideways);
  }
  const leftHip = paths.get('LHip');
  const rightHip = paths.get('RHip');
  if (!paths.has('MidHip') && leftHip !== undefined && rightHip !== undefined) {
    const middle = (a: Float64Array, b: Float64Array) => a.map((value, frame) => (value + b[frame]!) / 2);
    paths.set('MidHip', {
      along: middle(leftHip.along, rightHip.along),
      up: middle(leftHip.up, rightHip.up),
    });
    const rightSeen = confidence.get('RHip')!;
    confidence.set(
      'MidHip',
      confidence.get('LHip')!.map((trust, frame) => Math.min(trust, rightSeen[frame]!)),
    );
  }
  return {
    timeS: track.timeS,
    unit: track.unit,
    planar,
    paths,
    confidence,
    axis,
    across,
    ...(track.widthPx !== undefined && { middle: track.widthPx / 2 }),
    ...(track.heightPx !== undefined && { heightPx: track.heightPx }),
  };
}

/** Same track with every path changed. */
export const mapPaths = (
  track: SagittalTrack,
  change: (path: PlanePath, name: string) => PlanePath,
): SagittalTrack => ({
  ...track,
  paths: new Map(Array.from(track.paths, ([name, path]) => [name, change(path, name)])),
});

/** How a picture shows the plane of walking, in degrees. */
export interface PicturePlane {
  /** Slope of the floor, positive where it rises to the right. */
  readonly floorDeg: number;
  /** Angle of the camera off the side view; either sign shortens the way. */
  readonly viewDeg: number;
}

/** Where a point of the picture lies in the plane of walking: turned level, and stretched along the way. */
export function inPlane(
  { floorDeg, viewDeg }: PicturePlane,
  along: number,
  up: number,
): readonly [along: number, up: number] {
  const floor = (floorDeg * Math.PI) / 180;
  const stretch = 1 / Math.cos((viewDeg * Math.PI) / 180);
  return [
    stretch * (along * Math.cos(floor) + up * Math.sin(floor)),
    up * Math.cos(floor) - along * Math.sin(floor),
  ];
}

const isAsSeen = ({ floorDeg, viewDeg }: PicturePlane): boolean => floorDeg === 0 && viewDeg === 0;

/** A path of a picture as it is in the plane of walking. */
export function straightenedPath(path: PlanePath, plane: PicturePlane): PlanePath {
  if (isAsSeen(plane)) return path;
  const along = path.along.slice();
  const up = path.up.slice();
  for (const [frame, x] of path.along.entries()) {
    [along[frame], up[frame]] = inPlane(plane, x, path.up[frame]!);
  }
  return { along, up };
}

/** A track of a picture as it is in the plane of walking. */
export function straightened(track: SagittalTrack, plane: PicturePlane): SagittalTrack {
  if (isAsSeen(plane)) return track;
  const straight = mapPaths(track, (path) => straightenedPath(path, plane));
  if (track.middle === undefined) return straight;
  // The middle of the picture at the height of the walker's pelvis, about which a camera is turned.
  const height = median(track.paths.get('MidHip')?.up ?? []);
  return { ...straight, middle: inPlane(plane, track.middle, Number.isNaN(height) ? 0 : height)[0] };
}

/** Median distance from pelvis to heel in the track's unit, which sizes every threshold of length; NaN if unseen. */
export function legLength({ paths }: SagittalTrack): number {
  const pelvis = paths.get('MidHip');
  if (pelvis === undefined) return Number.NaN;
  const distances = ['LHeel', 'RHeel'].flatMap((name) => {
    const heel = paths.get(name);
    if (heel === undefined) return [];
    return Array.from(pelvis.along, (along, frame) =>
      Math.hypot(heel.along[frame]! - along, heel.up[frame]! - pelvis.up[frame]!),
    );
  });
  return median(distances);
}
