/** Makes people unrecognisable in the small pictures that are kept of real videos. Pure; works on a copy's bytes. */
import type { Silhouette } from './landmarker';
import { shrink, type Picture } from './picture';

/** 33 × [x, y, visibility], x and y in pixels of the picture. */
export type PictureLandmarks = readonly (readonly [xPx: number, yPx: number, visibility: number])[];

/** Landmarks of the head (nose, eyes, ears, mouth) are the first eleven. */
const headLandmarks = 11;
const leftShoulder = 11;
const rightShoulder = 12;
const leftHip = 23;
const rightHip = 24;
const leftAnkle = 27;
const rightAnkle = 28;
/** Pairs of landmarks between which there is body, from the shoulders down. */
const bones: readonly (readonly [from: number, to: number])[] = [
  ...([[11, 12], [23, 24], [11, 23], [12, 24], [11, 24], [12, 23]] as const), // trunk
  ...([[11, 13], [13, 15], [15, 19], [12, 14], [14, 16], [16, 20]] as const), // arms
  ...([[23, 25], [25, 27], [24, 26], [26, 28]] as const), // legs
  ...([[27, 29], [27, 31], [29, 31], [28, 30], [28, 32], [30, 32]] as const), // feet
]; // prettier-ignore

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Blurs the head of the person and everything that is not the person. Without a person who is surely located, the
 * whole picture is blurred. What stays sharp lies near the bones from the shoulders down and, where there is one,
 * within the silhouette.
 */
export function hideIdentity(
  picture: Picture,
  landmarks: PictureLandmarks | null,
  silhouette: Silhouette | null,
): void {
  const { data, widthPx, heightPx } = picture;
  const located = landmarks !== null && isSurelyLocated(landmarks) ? landmarks : null;
  const head = located === null ? null : headDisc(located);
  const radiusPx = Math.ceil(Math.max(widthPx / 12, heightPx / 12, head?.radiusPx ?? 0, 4));
  const sharp = located === null ? null : bodyOf(located, picture, silhouette);
  const blurred = strongBlur(picture, radiusPx);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 4) {
      const inHead = head !== null && Math.hypot(x - head.x, y - head.y) <= head.radiusPx;
      if (!inHead && sharp?.[at / 4] === 1) continue;
      data[at] = blurred[at]!;
      data[at + 1] = blurred[at + 1]!;
      data[at + 2] = blurred[at + 2]!;
    }
  }
}

/** A head or trunk that is only guessed at must not decide what is shown. */
function isSurelyLocated(landmarks: PictureLandmarks): boolean {
  const deciding = [0, leftShoulder, rightShoulder, leftHip, rightHip];
  return deciding.reduce((sum, index) => sum + landmarks[index]![2], 0) / deciding.length >= 0.5;
}

const pointOf = (landmarks: PictureLandmarks, index: number): Point => ({
  x: landmarks[index]![0],
  y: landmarks[index]![1],
});
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** A disc over hair and chin: well beyond the face's landmarks, and most of the way down to the shoulders. */
export function headDisc(landmarks: PictureLandmarks): Point & { readonly radiusPx: number } {
  const points = Array.from({ length: headLandmarks }, (_, index) => pointOf(landmarks, index));
  const centre = {
    x: points.reduce((sum, { x }) => sum + x, 0) / headLandmarks,
    y: points.reduce((sum, { y }) => sum + y, 0) / headLandmarks,
  };
  const shoulders = middle(pointOf(landmarks, leftShoulder), pointOf(landmarks, rightShoulder));
  const faceRadiusPx = Math.max(...points.map((point) => distance(point, centre)));
  return { ...centre, radiusPx: Math.max(1.9 * faceRadiusPx, 0.85 * distance(centre, shoulders), 3) };
}

/** 1 for each pixel of the body, below the neck: close to a bone, by the size of the body in the picture. */
function bodyOf(
  landmarks: PictureLandmarks,
  { widthPx, heightPx }: Picture,
  silhouette: Silhouette | null,
): Uint8Array {
  const shoulders = middle(pointOf(landmarks, leftShoulder), pointOf(landmarks, rightShoulder));
  const hips = middle(pointOf(landmarks, leftHip), pointOf(landmarks, rightHip));
  const legPx = Math.max(
    distance(hips, pointOf(landmarks, leftAnkle)),
    distance(hips, pointOf(landmarks, rightAnkle)),
  );
  const trunkPx = Math.max(distance(shoulders, hips), 0.55 * legPx);
  // The silhouette knows clothes better than a width by rule; near the bones it is this person's and no other's.
  const reachPx = trunkPx * (silhouette === null ? 0.22 : 0.4);
  const body = new Uint8Array(widthPx * heightPx);
  for (const [fromIndex, toIndex] of bones) {
    const from = pointOf(landmarks, fromIndex);
    const to = pointOf(landmarks, toIndex);
    const lastX = Math.min(widthPx - 1, Math.max(from.x, to.x) + reachPx);
    const lastY = Math.min(heightPx - 1, Math.max(from.y, to.y) + reachPx);
    for (let y = Math.max(0, Math.ceil(Math.min(from.y, to.y) - reachPx)); y <= lastY; y++) {
      for (let x = Math.max(0, Math.ceil(Math.min(from.x, to.x) - reachPx)); x <= lastX; x++) {
        const covered =
          silhouette === null || coverage(silhouette, (x + 0.5) / widthPx, (y + 0.5) / heightPx) >= 0.5;
        if (covered && distanceToSegment({ x, y }, from, to) <= reachPx) body[y * widthPx + x] = 1;
      }
    }
  }
  return body;
}

function coverage({ widthPx, heightPx, confidence }: Silhouette, xShare: number, yShare: number): number {
  return confidence[Math.floor(yShare * heightPx) * widthPx + Math.floor(xShare * widthPx)] ?? 0;
}

function distanceToSegment(point: Point, from: Point, to: Point): number {
  const along = { x: to.x - from.x, y: to.y - from.y };
  const lengthSquared = along.x ** 2 + along.y ** 2;
  const share =
    lengthSquared === 0 ? 0 : ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / lengthSquared;
  const clamped = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - clamped * along.x, point.y - from.y - clamped * along.y);
}

/**
 * Blurs until nothing is left that is finer than about `radiusPx`; returns new bytes. The picture is averaged down to
 * cells of a quarter of the radius, these are blurred three times by a box (nearly a Gaussian; edges repeat outwards),
 * and what lies between cells is interpolated.
 */
export function strongBlur(picture: Picture, radiusPx: number): Uint8Array {
  const { widthPx, heightPx } = picture;
  const cellPx = Math.max(1, Math.floor(radiusPx / 4));
  const small = shrink(picture, Math.ceil(Math.max(widthPx, heightPx) / cellPx));
  const radius = Math.ceil(radiusPx / cellPx);
  const cells = Float32Array.from(small.data);
  const other = new Float32Array(cells.length);
  const across = { lines: small.heightPx, lineStep: small.widthPx, count: small.widthPx, step: 1 };
  const down = { lines: small.widthPx, lineStep: 1, count: small.heightPx, step: small.widthPx };
  for (let pass = 0; pass < 3; pass++) {
    boxBlur(cells, other, across, radius);
    boxBlur(other, cells, down, radius);
  }
  return enlarge(cells, small, picture);
}

/** Bilinear; only sizes are taken of `from` and `to`. */
function enlarge(cells: Float32Array, from: Picture, to: Picture): Uint8Array {
  const data = new Uint8Array(to.widthPx * to.heightPx * 4);
  const places = (count: number, of: number) =>
    Array.from({ length: count }, (_, index) => {
      const place = Math.min(of - 1, Math.max(0, ((index + 0.5) * of) / count - 0.5));
      const first = Math.floor(place);
      return { first, second: Math.min(of - 1, first + 1), share: place - first };
    });
  const columns = places(to.widthPx, from.widthPx);
  let at = 0;
  for (const row of places(to.heightPx, from.heightPx)) {
    for (const column of columns) {
      for (let channel = 0; channel < 4; channel++) {
        const cell = (y: number, x: number): number => cells[(y * from.widthPx + x) * 4 + channel]!;
        const upper = mix(cell(row.first, column.first), cell(row.first, column.second), column.share);
        const lower = mix(cell(row.second, column.first), cell(row.second, column.second), column.share);
        data[at++] = Math.round(mix(upper, lower, row.share));
      }
    }
  }
  return data;
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

interface Lines {
  readonly lines: number;
  /** Pixels from one line to the next, and from one pixel of a line to the next. */
  readonly lineStep: number;
  readonly count: number;
  readonly step: number;
}

function boxBlur(
  from: Float32Array,
  to: Float32Array,
  { lines, lineStep, count, step }: Lines,
  radius: number,
): void {
  const width = 2 * radius + 1;
  for (let line = 0; line < lines; line++) {
    for (let channel = 0; channel < 4; channel++) {
      const start = line * lineStep * 4 + channel;
      const value = (index: number): number =>
        from[start + Math.min(count - 1, Math.max(0, index)) * step * 4]!;
      let sum = 0;
      for (let index = -radius; index <= radius; index++) sum += value(index);
      for (let index = 0; index < count; index++) {
        to[start + index * step * 4] = sum / width;
        sum += value(index + radius + 1) - value(index - radius);
      }
    }
  }
}
