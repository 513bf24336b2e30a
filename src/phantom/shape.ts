import type { Colour } from './look';
import { along, midpoint, scale, subtract, type Vec3 } from './vector';

/** A cone with round ends, narrower along z by `squash`, or an ellipsoid: what the figure is made of. */
export type Shape =
  | { readonly kind: 'cone'; from: Vec3; to: Vec3; fromM: number; toM: number; squash: number }
  | { readonly kind: 'ellipsoid'; centre: Vec3; radii: Vec3 };

/** Shapes that melt into each other over `blendM`, in one colour. */
export interface Part {
  readonly colour: Colour;
  readonly blendM: number;
  readonly shapes: readonly Shape[];
}

export const cone = (from: Vec3, to: Vec3, fromM: number, toM: number, squash = 1): Shape => ({
  kind: 'cone',
  from,
  to,
  fromM,
  toM,
  squash,
});
export const ellipsoid = (centre: Vec3, radii: Vec3): Shape => ({ kind: 'ellipsoid', centre, radii });
export const between = (a: Vec3, b: Vec3, share: number): Vec3 => along(a, subtract(b, a), share);

/** The same parts elsewhere; `move` must keep lengths, and the upright axis and z apart from their signs. */
export const movedParts = (parts: readonly Part[], move: (point: Vec3) => Vec3): Part[] =>
  parts.map((part) => ({
    ...part,
    shapes: part.shapes.map((shape) =>
      shape.kind === 'cone'
        ? { ...shape, from: move(shape.from), to: move(shape.to) }
        : { ...shape, centre: move(shape.centre) },
    ),
  }));

/** A ball around a shape. */
export function boundOf(shape: Shape): { centre: Vec3; radiusM: number } {
  if (shape.kind === 'ellipsoid') return { centre: shape.centre, radiusM: Math.max(...shape.radii) };
  const half = scale(subtract(shape.to, shape.from), 0.5);
  const thicknessM = Math.max(shape.fromM, shape.toM) / shape.squash;
  return {
    centre: midpoint(shape.from, shape.to),
    radiusM: Math.hypot(half[0], half[1], half[2]) + thicknessM,
  };
}
