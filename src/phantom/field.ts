import type { Part } from './shape';

/** Numbers kept for each shape. */
const stride = 10;

/**
 * The signed distance from any point to a figure of parts (Inigo Quilez's distance functions, 2008–2020: round
 * cone, ellipsoid, polynomial smooth minimum). All of a picture's work is in here, so it is flat numbers.
 */
export class DistanceField {
  /** The part that the last `distance` was nearest to. */
  nearestPart = 0;

  private readonly numbers: Float64Array;
  private readonly isCone: Uint8Array;
  private readonly partOf: Uint16Array;
  private readonly blendM: Float64Array;

  constructor(parts: readonly Part[]) {
    const shapes = parts.flatMap(({ shapes: own }, part) => own.map((shape) => ({ shape, part })));
    this.numbers = new Float64Array(shapes.length * stride);
    this.isCone = new Uint8Array(shapes.length);
    this.partOf = new Uint16Array(shapes.length);
    this.blendM = Float64Array.from(parts, ({ blendM }) => blendM);
    shapes.forEach(({ shape, part }, i) => {
      this.partOf[i] = part;
      if (shape.kind === 'cone') {
        this.isCone[i] = 1;
        const [ax, ay, az] = shape.from;
        const dx = shape.to[0] - ax;
        const dy = shape.to[1] - ay;
        const dz = (shape.to[2] - az) * shape.squash;
        const perLength2 = 1 / (dx * dx + dy * dy + dz * dz);
        const thicker = shape.toM - shape.fromM;
        this.numbers.set(
          [ax, ay, az * shape.squash, dx, dy, dz, perLength2, shape.fromM, thicker, shape.squash],
          i * stride,
        );
      } else {
        const [rx, ry, rz] = shape.radii;
        this.numbers.set([...shape.centre, 1 / rx, 1 / ry, 1 / rz, Math.min(rx, ry, rz)], i * stride);
      }
    });
  }

  /**
   * Distance in metres from a point to the nearest of some shapes; never more than the true one by much, so that
   * rays may step by it.
   * @param shapes indices in the order of the parts
   */
  distance(x: number, y: number, z: number, shapes: Uint16Array): number {
    const { numbers, partOf } = this;
    let nearest = Infinity;
    let part = -1;
    let partDistance = Infinity;
    for (const shape of shapes) {
      const own = partOf[shape]!;
      if (own !== part) {
        if (partDistance < nearest) {
          nearest = partDistance;
          this.nearestPart = part;
        }
        part = own;
        partDistance = Infinity;
      }
      const i = shape * stride;
      let d: number;
      if (this.isCone[shape] === 1) {
        const px = x - numbers[i]!;
        const py = y - numbers[i + 1]!;
        const pz = z * numbers[i + 9]! - numbers[i + 2]!;
        const dx = numbers[i + 3]!;
        const dy = numbers[i + 4]!;
        const dz = numbers[i + 5]!;
        let share = (px * dx + py * dy + pz * dz) * numbers[i + 6]!;
        share = share < 0 ? 0 : share > 1 ? 1 : share;
        const qx = px - dx * share;
        const qy = py - dy * share;
        const qz = pz - dz * share;
        d = Math.sqrt(qx * qx + qy * qy + qz * qz) - numbers[i + 7]! - numbers[i + 8]! * share;
      } else {
        const px = (x - numbers[i]!) * numbers[i + 3]!;
        const py = (y - numbers[i + 1]!) * numbers[i + 4]!;
        const pz = (z - numbers[i + 2]!) * numbers[i + 5]!;
        const k0 = Math.sqrt(px * px + py * py + pz * pz);
        const gx = px * numbers[i + 3]!;
        const gy = py * numbers[i + 4]!;
        const gz = pz * numbers[i + 5]!;
        const k1 = Math.sqrt(gx * gx + gy * gy + gz * gz);
        d = k1 < 1e-9 ? -numbers[i + 6]! : (k0 * (k0 - 1)) / k1;
      }
      const blendM = this.blendM[own]!;
      const apart = Math.abs(partDistance - d);
      const lower = d < partDistance ? d : partDistance;
      partDistance = apart < blendM ? lower - ((blendM - apart) * (blendM - apart)) / (4 * blendM) : lower;
    }
    if (partDistance < nearest) {
      nearest = partDistance;
      this.nearestPart = part;
    }
    return nearest;
  }
}
