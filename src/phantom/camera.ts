import { badInput } from '../shared/errors';
import { sides } from '../shared/results';
import type { PhantomOptions } from '../shared/phantom-options';
import { phantomJoints } from './body';
import { along, cross, dot, radians, scale, subtract, unit, type Vec3 } from './vector';
import type { Posture, Walker } from './walker';

/** A pinhole camera without distortion. */
export interface Camera {
  readonly position: Vec3;
  readonly forward: Vec3;
  readonly right: Vec3;
  readonly up: Vec3;
  /** Focal length in pixels, the same for both directions. */
  readonly focalPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Which side of the walker the camera is on: +1 sees the right side, in which travel runs to the right. */
export const cameraSide = (options: PhantomOptions): 1 | -1 => (options.direction === 'right' ? 1 : -1);

/** What is nearer to the camera's plane, or behind it, goes far out of the picture on its own side. */
const leastDepthM = 0.05;

/** Where a point is in the picture, in pixels from its upper left corner. */
export function project(camera: Camera, point: Vec3): readonly [x: number, y: number] {
  const seen = subtract(point, camera.position);
  const perM = camera.focalPx / Math.max(leastDepthM, dot(seen, camera.forward));
  return [
    camera.widthPx / 2 + dot(seen, camera.right) * perM,
    camera.heightPx / 2 - dot(seen, camera.up) * perM,
  ];
}

const leastDistanceM = 3.6;
/** A still camera stands far enough back that the walker's size changes little on the way. */
const distanceShare = 1.3;
const greatestDistanceM = 14;
/** Height of the camera as a share of stature. */
export const cameraHeightShare = 0.72;
/** A share of the picture's height below which MediaPipe's detector begins to miss a standing person. */
const leastHeightShare = 0.36;
/** Share of the half picture that the walker may fill. */
const fill = 0.96;
/** Radius around a joint that belongs to the body, as a share of stature. */
const marginShare = 0.07;

/** How far a still camera stands from a walk that takes it so far, where nothing is said. */
const distanceForM = (travelM: number): number =>
  Math.max(leastDistanceM, Math.min(greatestDistanceM, distanceShare * travelM));

/**
 * The camera of a clip. What the options leave open is chosen so: the picture is as narrow as the whole clip allows,
 * with the walker inside it. Where a still camera would see the walker too small for that, it looks at the middle, and
 * the walker comes and goes.
 * @throws GaitError bad-input where the walker is out of the picture even half way through the clip
 */
export function cameraOf(options: PhantomOptions, walker: Walker): (timeS: number) => Camera {
  const { heightM } = walker.body;
  const { speedMS } = walker.plan;
  const follows = options.camera === 'following' && !options.treadmill;
  const middleS = options.duration_s / 2;
  const halfWay = walker.at(middleS);
  // Half way through the clip the pelvis is a little in front of x = 0, where the heels' middle is.
  const middleXM = halfWay.joints.MidHip[0];
  const travelM = follows || options.treadmill ? 0 : speedMS * options.duration_s;
  const distanceM = options.camera_distance_m ?? distanceForM(travelM);
  const cameraHeightM = options.camera_height_m ?? cameraHeightShare * heightM;
  const view = radians(options.view_deg);
  const away: Vec3 = [Math.sin(view), 0, Math.cos(view) * cameraSide(options)];
  const positionAt = (timeS: number): Vec3 => {
    const followedM = follows ? speedMS * (timeS - middleS) : 0;
    return along([middleXM + followedM, cameraHeightM, 0], away, distanceM);
  };
  const looking = (direction: Vec3, focalPx: number) => {
    const forward =
      options.camera_tilt_deg === undefined ? direction : tilted(direction, options.camera_tilt_deg);
    const axes = rolled(forward, options.camera_roll_deg);
    const { width_px: widthPx, height_px: heightPx } = options;
    return (timeS: number): Camera => ({ position: positionAt(timeS), ...axes, focalPx, widthPx, heightPx });
  };

  const middle: Vec3 = [middleXM, 0.5 * heightM, 0];
  const ahead = looking(unit(subtract(middle, positionAt(middleS))), 1);
  const samples = Math.ceil((Math.min(options.duration_s, 60) / walker.plan.strideTimeS) * 12) + 1;
  const postures = Array.from({ length: samples + 1 }, (_, i) =>
    walker.at((i / samples) * options.duration_s),
  );
  const aim = centredAim(ahead, postures);
  const marginM = marginShare * heightM;
  const widestPx = Math.min(
    ...postures.map((posture) => widestFocalPx(looking(aim, 1)(posture.timeS), posture, marginM)),
  );
  const focalForPx = (walkerPx: number) => (walkerPx * distanceM) / heightM;
  const closePx = focalForPx(leastHeightShare * options.height_px);
  const focalPx =
    options.walker_height_px === undefined
      ? Math.max(widestPx, closePx)
      : focalForPx(options.walker_height_px);
  const cameraAt = looking(focalPx <= widestPx ? aim : ahead(0).forward, focalPx);
  if (!isInside(cameraAt(middleS), halfWay.joints.MidHip)) {
    throw badInput(
      'The walker is not in the picture of this camera, not even half way through the clip.',
      'Leave camera_tilt_deg out, so that the camera looks at the walker, or change camera_height_m or camera_distance_m.',
    );
  }
  return cameraAt;
}

/** A direction at another angle over the horizon. */
function tilted([x, , z]: Vec3, tiltDeg: number): Vec3 {
  const level = Math.hypot(x, z);
  const [share, up] = [Math.cos(radians(tiltDeg)), Math.sin(radians(tiltDeg))];
  return [(x / level) * share, up, (z / level) * share];
}

/** The axes of a camera that looks along `forward`, turned about it so that the picture's right end goes up. */
function rolled(forward: Vec3, rollDeg: number): Pick<Camera, 'forward' | 'right' | 'up'> {
  const level = unit(cross(forward, [0, 1, 0]));
  const upright = cross(level, forward);
  const [cos, sin] = [Math.cos(radians(rollDeg)), Math.sin(radians(rollDeg))];
  return {
    forward,
    right: along(scale(level, cos), upright, -sin),
    up: along(scale(upright, cos), level, sin),
  };
}

function isInside(camera: Camera, point: Vec3): boolean {
  const [x, y] = project(camera, point);
  return x >= 0 && x <= camera.widthPx && y >= 0 && y <= camera.heightPx;
}

/** A direction with as much of the way on the left as on the right, and above as below. */
function centredAim(camera: (timeS: number) => Camera, postures: readonly Posture[]): Vec3 {
  const azimuths: number[] = [];
  const elevations: number[] = [];
  for (const posture of postures) {
    const { position, forward, right, up } = camera(posture.timeS);
    for (const point of outline(posture)) {
      const seen = subtract(point, position);
      const depthM = dot(seen, forward);
      azimuths.push(Math.atan2(dot(seen, right), depthM));
      elevations.push(Math.atan2(dot(seen, up), depthM));
    }
  }
  const { forward, right, up } = camera(0);
  const half = (angles: readonly number[]) =>
    Math.tan((angles.reduce((a, b) => Math.min(a, b)) + angles.reduce((a, b) => Math.max(a, b))) / 2);
  return unit(along(along(forward, right, half(azimuths)), up, half(elevations)));
}

const outline = (posture: Posture): Vec3[] => [
  ...phantomJoints.map((name) => posture.joints[name]),
  posture.head,
  ...sides.map((side) => posture.hands[side]),
];

/** The greatest focal length with which the whole walker, `marginM` around each joint, is in the picture. */
function widestFocalPx(camera: Camera, posture: Posture, marginM: number): number {
  let focalPx = Infinity;
  for (const point of outline(posture)) {
    const seen = subtract(point, camera.position);
    const depthM = dot(seen, camera.forward) - marginM;
    // Behind the camera there is no focal length that would do.
    if (depthM <= 0.5) return 0;
    const asideM = Math.abs(dot(seen, camera.right)) + marginM;
    const upM = Math.abs(dot(seen, camera.up)) + marginM;
    focalPx = Math.min(
      focalPx,
      (fill * 0.5 * camera.widthPx * depthM) / asideM,
      (fill * 0.5 * camera.heightPx * depthM) / upM,
    );
  }
  return focalPx;
}

/** Whether the whole walker is in the picture. */
export const seesWhole = (camera: Camera, posture: Posture): boolean =>
  widestFocalPx(camera, posture, 0) * (1 / fill) >= camera.focalPx;
