import type { PhantomOptions } from '../shared/steps';
import { phantomJoints } from './body';
import { cross, dot, radians, subtract, unit, type Vec3 } from './vector';
import type { Posture, Walker } from './walker';

/** A pinhole camera without distortion, upright. */
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

/** Where a point is in the picture, in pixels from its upper left corner. */
export function project(camera: Camera, point: Vec3): readonly [x: number, y: number] {
  const seen = subtract(point, camera.position);
  const perM = camera.focalPx / dot(seen, camera.forward);
  return [
    camera.widthPx / 2 + dot(seen, camera.right) * perM,
    camera.heightPx / 2 - dot(seen, camera.up) * perM,
  ];
}

const leastDistanceM = 3.6;
/** A share of the picture's height below which MediaPipe's detector begins to miss a standing person. */
const leastHeightShare = 0.36;
/** Share of the half picture that the walker may fill. */
const fill = 0.96;

/**
 * The camera of a clip. It is as close as the whole clip allows: the walker stays inside the picture. Where a
 * still camera would see the walker too small for that, it stays close and the walker comes and goes.
 */
export function cameraOf(options: PhantomOptions, walker: Walker): (timeS: number) => Camera {
  const { heightM } = walker.body;
  const { speedMS } = walker.plan;
  const follows = options.camera === 'following' && !options.treadmill;
  // Half way through the clip the pelvis is a little in front of x = 0, where the heels' middle is.
  const centreXM = walker.at(options.duration_s / 2).joints.MidHip[0];
  const targetX = (timeS: number) => centreXM + (follows ? speedMS * (timeS - options.duration_s / 2) : 0);
  const travelM = follows || options.treadmill ? 0 : speedMS * options.duration_s;
  const distanceM = Math.max(leastDistanceM, Math.min(12, 0.85 * travelM));
  const view = radians(options.view_deg);
  const away: Vec3 = [Math.sin(view), 0, Math.cos(view) * cameraSide(options)];

  const at = (timeS: number, focalPx: number): Camera => {
    const target: Vec3 = [targetX(timeS), 0.49 * heightM, 0];
    const position: Vec3 = [target[0] + away[0] * distanceM, 0.72 * heightM, target[2] + away[2] * distanceM];
    const forward = unit(subtract(target, position));
    const right = unit(cross(forward, [0, 1, 0]));
    return {
      position,
      forward,
      right,
      up: cross(right, forward),
      focalPx,
      widthPx: options.width_px,
      heightPx: options.height_px,
    };
  };

  let focalPx = Infinity;
  const samples = Math.ceil((Math.min(options.duration_s, 60) / walker.plan.strideTimeS) * 12) + 1;
  for (let i = 0; i <= samples; i++) {
    const timeS = (i / samples) * options.duration_s;
    focalPx = Math.min(focalPx, widestFocalPx(at(timeS, 1), walker.at(timeS), 0.07 * heightM));
  }
  const closeFocalPx = (leastHeightShare * options.height_px * distanceM) / heightM;
  return (timeS) => at(timeS, Math.max(focalPx, closeFocalPx));
}

/** The greatest focal length with which the whole walker, `marginM` around each joint, is in the picture. */
function widestFocalPx(camera: Camera, posture: Posture, marginM: number): number {
  let focalPx = Infinity;
  for (const point of [...phantomJoints.map((name) => posture.joints[name]), posture.head]) {
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
