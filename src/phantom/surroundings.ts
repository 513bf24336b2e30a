import type { PhantomOptions } from '../shared/phantom-options';
import { cameraSide } from './camera';
import { roomOf } from './look';
import type { Part } from './shape';
import { along, subtract, unit, type Vec3 } from './vector';
import type { Walker } from './walker';

/** What a ray that misses the walker sees. */
export interface Surroundings {
  /** Towards the light. */
  readonly light: Vec3;
  /** How much of the light reaches a place on a part of the walker past the other parts, 0–1. */
  lightOn(x: number, y: number, z: number, part: number): number;
  /**
   * Writes the colour seen from `eye` along a unit direction into `into`.
   * @param perM size of a pixel per metre of distance: edges are drawn no sharper
   */
  colour(eye: Vec3, dx: number, dy: number, dz: number, perM: number, into: Float64Array): void;
}

/** How far behind the middle of the walk the wall stands. */
const wallM = 2.6;
const tileM = 0.75;
const belt = { halfLengthM: 1.1, halfWidthM: 0.34, stripeM: 0.5 };

/** 0 … 1 … 0: how much of a line `widthM` wide lies within a pixel `pixelM` wide, `offM` away. */
const lineShare = (offM: number, widthM: number, pixelM: number): number => {
  const halfM = (widthM + pixelM) / 2;
  return offM >= halfM
    ? 0
    : Math.min(1, widthM / pixelM) * Math.min(1, (2 * (halfM - offM)) / (widthM + pixelM));
};

const offGrid = (at: number, everyM: number): number => Math.abs(at - Math.round(at / everyM) * everyM);

/**
 * A room: a tiled floor with the walker's shadow, or a belt that runs under the walker, and a wall behind.
 * @param parts what throws the shadows
 */
export function surroundingsOf(
  options: PhantomOptions,
  walker: Walker,
  timeS: number,
  parts: readonly Part[],
): Surroundings {
  const side = cameraSide(options);
  const { floor: floorColour, wall: wallColour } = roomOf(options);
  const light = unit([0.2, 0.75, 0.6 * side]);
  const balls = ballsOf(parts);
  const shadow = shadowOf(balls, light);
  const beltM = walker.beltM(timeS);

  const floor = (x: number, z: number, distanceM: number, perM: number, into: Float64Array): void => {
    const pixelM = perM * distanceM;
    let shade = 1;
    if (options.treadmill && Math.abs(x) < belt.halfLengthM && Math.abs(z) < belt.halfWidthM) {
      shade = 0.3 + 0.25 * lineShare(offGrid(x + beltM, belt.stripeM), 0.03, pixelM * 2);
    } else {
      // Seen flat, a pixel covers more of the floor along the line of sight.
      const across = lineShare(offGrid(z, tileM), 0.012, pixelM * 4);
      const along = lineShare(offGrid(x, tileM), 0.012, pixelM);
      shade = 1 - 0.16 * Math.max(across, along);
    }
    shade *= shadow(x, z);
    const near = Math.exp(-0.04 * distanceM);
    for (let c = 0; c < 3; c++) into[c] = floorColour[c]! * shade * near + 0.45 * (1 - near);
  };

  return {
    light,
    lightOn: bodyShadow(balls, light),
    colour(eye, dx, dy, dz, perM, into) {
      const toFloor = dy < 0 ? -eye[1] / dy : Infinity;
      // The wall stands behind the walker as the camera sees it.
      const toWall = dz * side < 0 ? (-wallM * side - eye[2]) / dz : Infinity;
      if (toFloor < toWall) {
        floor(eye[0] + dx * toFloor, eye[2] + dz * toFloor, toFloor, perM, into);
        return;
      }
      if (toWall === Infinity) {
        for (let c = 0; c < 3; c++) into[c] = wallColour[c]!;
        return;
      }
      const y = eye[1] + dy * toWall;
      const x = eye[0] + dx * toWall;
      const skirting = y < 0.1 ? 0.72 : 1;
      const seam = 1 - 0.1 * lineShare(offGrid(x, 1.5), 0.015, perM * toWall);
      const shade = skirting * seam * (0.86 + 0.05 * Math.min(3, y));
      for (let c = 0; c < 3; c++) into[c] = wallColour[c]! * shade;
    },
  };
}

/** A walker in balls: coarse, but all that a soft shadow needs. */
interface Ball {
  readonly at: Vec3;
  readonly radiusM: number;
  readonly part: number;
}

const ballsOf = (parts: readonly Part[]): Ball[] =>
  parts.flatMap(({ shapes }, part) =>
    shapes.flatMap((shape): Ball[] =>
      shape.kind === 'ellipsoid'
        ? [{ at: shape.centre, radiusM: (shape.radii[0] + shape.radii[1] + shape.radii[2]) / 3, part }]
        : [0.1, 0.37, 0.63, 0.9].map((share) => ({
            at: along(shape.from, subtract(shape.to, shape.from), share),
            radiusM: shape.fromM + (shape.toM - shape.fromM) * share,
            part,
          })),
    ),
  );

/** The shadow of the parts of a walker on each other. */
function bodyShadow(balls: readonly Ball[], light: Vec3): Surroundings['lightOn'] {
  const [lx, ly, lz] = light;
  return (x, y, z, part) => {
    let lit = 1;
    for (const ball of balls) {
      if (ball.part === part) continue;
      const dx = ball.at[0] - x;
      const dy = ball.at[1] - y;
      const dz = ball.at[2] - z;
      const towards = dx * lx + dy * ly + dz * lz;
      // Parts that melt into each other do not shade each other.
      if (towards < ball.radiusM) continue;
      const off2 = dx * dx + dy * dy + dz * dz - towards * towards;
      const reachM = ball.radiusM * 1.3;
      if (off2 < reachM * reachM) {
        const share = 1 - off2 / (reachM * reachM);
        lit *= 1 - Math.min(1, 1.6 * share) * 0.8;
      }
    }
    return lit;
  };
}

/** How much light reaches the floor beside a body, 0–1: soft, the softer the higher what stands in the way. */
function shadowOf(balls: readonly Ball[], light: Vec3): (x: number, z: number) => number {
  // Each ball darkens a disc around the place where its shadow falls.
  const discs = balls.map(({ at, radiusM }) => ({
    x: at[0] - (light[0] / light[1]) * at[1],
    z: at[2] - (light[2] / light[1]) * at[1],
    radiusM: radiusM + 0.12 * at[1],
    // Spread over a wider disc, the same shadow is fainter.
    darkness: 0.55 * (radiusM / (radiusM + 0.12 * at[1])) ** 1.5,
  }));
  const reachM = Math.max(...discs.map(({ radiusM }) => radiusM));
  const left = Math.min(...discs.map(({ x }) => x)) - reachM;
  const right = Math.max(...discs.map(({ x }) => x)) + reachM;
  const low = Math.min(...discs.map(({ z }) => z)) - reachM;
  const high = Math.max(...discs.map(({ z }) => z)) + reachM;
  return (x, z) => {
    if (x < left || x > right || z < low || z > high) return 1;
    let lit = 1;
    for (const disc of discs) {
      const dx = x - disc.x;
      const dz = z - disc.z;
      const share = (dx * dx + dz * dz) / (disc.radiusM * disc.radiusM);
      if (share < 1) lit *= 1 - disc.darkness * (1 - share) * (1 - share);
    }
    return 0.45 + 0.55 * lit;
  };
}
