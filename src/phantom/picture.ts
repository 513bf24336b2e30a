import type { PhantomOptions } from '../shared/phantom-options';
import { phantomJoints } from './body';
import { cameraOf, project, type Camera } from './camera';
import { DistanceField } from './field';
import { figureOf } from './figure';
import { lookOf } from './look';
import { secondPerson } from './second-person';
import { boundOf, type Part } from './shape';
import { surroundingsOf, type Surroundings } from './surroundings';
import { dot, subtract } from './vector';
import { walk, type Walker } from './walker';

/** Squares of the picture share one list of the shapes that their rays can meet. */
const tilePx = 8;
/** Shapes so near to a ray still melt into what it hits, or darken it. */
const influenceM = 0.07;
const maxSteps = 64;

/** The walker moves no further than this between two of the moments that make up a blurred frame, as far as they go. */
const blurPx = 1.5;
const mostMoments = 16;

/** Draws any frame of a clip as rows of RGB bytes. */
export type FramePainter = (frame: number) => Uint8Array<ArrayBuffer>;

/** What draws the frames of a clip; each frame stands alone, so any worker may draw any of them. */
export function framePainter(options: PhantomOptions): FramePainter {
  const walker = walk(options);
  const cameraAt = cameraOf(options, walker);
  const look = lookOf(options);
  const othersAt = secondPerson(options);
  const sceneAt = (timeS: number): Scene => {
    const parts = [...figureOf(walker, walker.at(timeS), look), ...othersAt(timeS)];
    return sceneOf(cameraAt(timeS), parts, surroundingsOf(options, walker, timeS, parts));
  };
  return (frame) => {
    const timeS = frame / options.fps;
    const openS = options.shutter_share / options.fps;
    const momentsS = exposure(walker, cameraAt, timeS, openS);
    return paint(momentsS.map(sceneAt));
  };
}

/** The moments whose mean is a frame: its own time, or several while the shutter is open around it. */
function exposure(
  walker: Walker,
  cameraAt: (timeS: number) => Camera,
  timeS: number,
  openS: number,
): number[] {
  if (openS === 0) return [timeS];
  const [from, to] = [timeS - openS / 2, timeS + openS / 2].map((atS) => {
    const { joints } = walker.at(atS);
    return phantomJoints.map((name) => project(cameraAt(atS), joints[name]));
  });
  const movedPx = Math.max(...from!.map(([x, y], i) => Math.hypot(x - to![i]![0], y - to![i]![1])));
  const count = Math.max(1, Math.min(mostMoments, Math.ceil(movedPx / blurPx)));
  return Array.from({ length: count }, (_, i) => timeS + openS * ((i + 0.5) / count - 0.5));
}

/** The shapes of one tile, and the distances between which its rays can meet them. */
interface Tile {
  readonly shapes: Uint16Array;
  readonly nearM: number;
  readonly farM: number;
}

function tilesOf(
  camera: Camera,
  parts: readonly Part[],
  columns: number,
  rows: number,
): (Tile | undefined)[] {
  // Most of a large picture holds nothing of the figure, and a blurred frame has many such lists.
  const lists = new Map<number, { shapes: number[]; nearM: number; farM: number }>();
  const listAt = (tile: number) => {
    const list = lists.get(tile) ?? { shapes: [], nearM: Infinity, farM: 0 };
    lists.set(tile, list);
    return list;
  };
  parts
    .flatMap((part) => part.shapes)
    .forEach((shape, index) => {
      const { centre, radiusM } = boundOf(shape);
      const reachM = radiusM + influenceM;
      const seen = subtract(centre, camera.position);
      const depthM = dot(seen, camera.forward);
      if (depthM <= reachM) return;
      const [x, y] = project(camera, centre);
      // A ball off the axis shows as an ellipse: the widest it can be.
      const reachPx = ((reachM * camera.focalPx) / (depthM - reachM)) * 1.1;
      const distanceM = Math.hypot(...seen);
      const first = Math.max(0, Math.floor((x - reachPx) / tilePx));
      const last = Math.min(columns - 1, Math.floor((x + reachPx) / tilePx));
      const top = Math.max(0, Math.floor((y - reachPx) / tilePx));
      const bottom = Math.min(rows - 1, Math.floor((y + reachPx) / tilePx));
      for (let row = top; row <= bottom; row++) {
        for (let column = first; column <= last; column++) {
          const list = listAt(row * columns + column);
          list.shapes.push(index);
          list.nearM = Math.min(list.nearM, distanceM - reachM);
          list.farM = Math.max(list.farM, distanceM + reachM);
        }
      }
    });
  const tiles = new Array<Tile | undefined>(columns * rows);
  for (const [tile, list] of lists) tiles[tile] = { ...list, shapes: Uint16Array.from(list.shapes) };
  return tiles;
}

/** Screens show light to the power of 2.2. */
const brightness = Uint8Array.from({ length: 4097 }, (_, i) => Math.round(255 * (i / 4096) ** (1 / 2.2)));
const toByte = (light: number): number =>
  brightness[light <= 0 ? 0 : light >= 1 ? 4096 : Math.round(light * 4096)]!;

/** What is to be seen at one moment. */
interface Scene {
  readonly camera: Camera;
  /** Writes the light that a pixel receives into `into`. */
  light(column: number, row: number, into: Float64Array): void;
}

function sceneOf(camera: Camera, parts: readonly Part[], surroundings: Surroundings): Scene {
  const { widthPx, heightPx, focalPx, position, forward, right, up } = camera;
  const columns = Math.ceil(widthPx / tilePx);
  const tiles = tilesOf(camera, parts, columns, Math.ceil(heightPx / tilePx));
  const field = new DistanceField(parts);
  const figure = new Float64Array(3);
  const perM = 1 / focalPx;
  return {
    camera,
    light(column, row, into) {
      const a = (column + 0.5 - widthPx / 2) / focalPx;
      const b = -(row + 0.5 - heightPx / 2) / focalPx;
      let dx = forward[0] + a * right[0] + b * up[0];
      let dy = forward[1] + a * right[1] + b * up[1];
      let dz = forward[2] + a * right[2] + b * up[2];
      const perLength = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
      dx *= perLength;
      dy *= perLength;
      dz *= perLength;

      const tile = tiles[Math.floor(row / tilePx) * columns + Math.floor(column / tilePx)];
      const cover = tile
        ? shadeFigure(position, dx, dy, dz, perM, tile, field, parts, surroundings, figure)
        : 0;
      if (cover < 1) surroundings.colour(position, dx, dy, dz, perM, into);
      for (let c = 0; c < 3; c++) into[c] = into[c]! + (figure[c]! - into[c]!) * cover;
    },
  };
}

/** The mean of some moments' light, as a sensor gathers it while the shutter is open. */
function paint(scenes: readonly Scene[]): Uint8Array<ArrayBuffer> {
  const { widthPx, heightPx } = scenes[0]!.camera;
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  const light = new Float64Array(3);
  const sum = new Float64Array(3);
  const share = 1 / scenes.length;
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      sum.fill(0);
      for (const scene of scenes) {
        scene.light(column, row, light);
        for (let c = 0; c < 3; c++) sum[c] = sum[c]! + light[c]! * share;
      }
      const at = (row * widthPx + column) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = toByte(sum[c]!);
    }
  }
  return pixels;
}

/**
 * Follows one ray to the figure and writes its colour there.
 * @returns the share of the pixel that the figure covers: below 1 at its outline
 */
function shadeFigure(
  eye: readonly [number, number, number],
  dx: number,
  dy: number,
  dz: number,
  perM: number,
  tile: Tile,
  field: DistanceField,
  parts: readonly Part[],
  surroundings: Surroundings,
  into: Float64Array,
): number {
  const { shapes } = tile;
  const { light } = surroundings;
  let t = tile.nearM;
  let closest = Infinity;
  let closestT = t;
  for (let step = 0; step < maxSteps && t < tile.farM; step++) {
    const d = field.distance(eye[0] + dx * t, eye[1] + dy * t, eye[2] + dz * t, shapes);
    const pixelsOff = d / (perM * t);
    if (pixelsOff < closest) {
      closest = pixelsOff;
      closestT = t;
    }
    if (pixelsOff < 0.1) break;
    t += d * 0.95;
  }
  // Passing by within a pixel covers part of it.
  const cover = closest < 0.1 ? 1 : 1.1 - closest;
  if (cover <= 0) return 0;

  const x = eye[0] + dx * closestT;
  const y = eye[1] + dy * closestT;
  const z = eye[2] + dz * closestT;
  field.distance(x, y, z, shapes);
  const part = field.nearestPart;
  const [red, green, blue] = parts[part]!.colour;
  // The gradient from four corners of a tetrahedron.
  const e = 0.0015;
  const k1 = field.distance(x + e, y - e, z - e, shapes);
  const k2 = field.distance(x - e, y - e, z + e, shapes);
  const k3 = field.distance(x - e, y + e, z - e, shapes);
  const k4 = field.distance(x + e, y + e, z + e, shapes);
  let nx = k1 - k2 - k3 + k4;
  let ny = -k1 - k2 + k3 + k4;
  let nz = -k1 + k2 - k3 + k4;
  const perLength = 1 / (Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12);
  nx *= perLength;
  ny *= perLength;
  nz *= perLength;

  // Places that other shapes enclose get less of the light from all around.
  let open = 1;
  for (let i = 1; i <= 3; i++) {
    const h = 0.022 * i;
    const free = field.distance(x + nx * h, y + ny * h, z + nz * h, shapes);
    open -= 0.16 * Math.max(0, 1 - free / h);
  }
  const turned = Math.max(0, nx * light[0] + ny * light[1] + nz * light[2]);
  const direct = turned > 0 ? turned * surroundings.lightOn(x, y, z, part) : 0;
  const facing = Math.max(0, -(nx * dx + ny * dy + nz * dz));
  const lit = open * (0.7 * direct + 0.42 * (0.55 + 0.45 * ny) + 0.16 * facing);
  into[0] = red * lit;
  into[1] = green * lit;
  into[2] = blue * lit;
  return Math.min(1, cover);
}
