import type { PhantomOptions } from '../shared/phantom-options';
import { uniform } from '../shared/random';

/** Linear red, green and blue, 0–1. */
export type Colour = readonly [number, number, number];

/** How a walker looks: thicknesses over those of a medium build, and colours. */
export interface Look {
  readonly clothes: PhantomOptions['clothes'];
  readonly trunk: number;
  readonly limbs: number;
  /** Depth of the trunk over its width. */
  readonly trunkDepth: number;
  /** How far the belly stands out, in metres for a height of 1.72 m. */
  readonly bellyM: number;
  readonly hair: 'short' | 'long';
  readonly colours: Readonly<
    Record<'skin' | 'shirt' | 'trousers' | 'shoe' | 'hair' | 'eye' | 'mouth', Colour>
  >;
}

export interface RoomColours {
  readonly floor: Colour;
  readonly wall: Colour;
}

/**
 * Wardrobe and rooms. Tops and trousers are chosen so that neither vanishes before any of the walls or beside
 * each other: what MediaPipe cannot see on people in such rooms either says nothing about gait.
 */
const palettes = {
  skin: [
    [0.8, 0.55, 0.42],
    [0.72, 0.44, 0.31],
    [0.5, 0.28, 0.18],
    [0.3, 0.16, 0.1],
    [0.17, 0.085, 0.055],
  ],
  hair: [
    [0.1, 0.06, 0.04],
    [0.03, 0.025, 0.02],
    [0.25, 0.13, 0.06],
    [0.45, 0.32, 0.15],
    [0.4, 0.39, 0.38],
  ],
  shirt: [
    [0.16, 0.34, 0.62],
    [0.6, 0.1, 0.1],
    [0.1, 0.38, 0.2],
    [0.78, 0.77, 0.74],
    [0.7, 0.45, 0.08],
    [0.35, 0.14, 0.42],
    [0.06, 0.3, 0.36],
  ],
  trousers: [
    [0.3, 0.24, 0.16],
    [0.05, 0.07, 0.15],
    [0.035, 0.035, 0.04],
    [0.16, 0.2, 0.28],
    [0.14, 0.16, 0.1],
    [0.24, 0.08, 0.08],
  ],
  shoe: [
    [0.72, 0.71, 0.68],
    [0.03, 0.03, 0.03],
    [0.6, 0.12, 0.1],
    [0.12, 0.3, 0.6],
    [0.3, 0.18, 0.09],
  ],
  wall: [
    [0.5, 0.54, 0.56],
    [0.62, 0.57, 0.47],
    [0.45, 0.55, 0.46],
    [0.66, 0.65, 0.64],
    [0.44, 0.47, 0.58],
  ],
  floor: [
    [0.33, 0.31, 0.285],
    [0.42, 0.28, 0.17],
    [0.24, 0.26, 0.28],
    [0.46, 0.45, 0.42],
  ],
} as const satisfies Record<string, readonly Colour[]>;

/** A stream of its own for each purpose, so that how a seed walks stays what it is. */
const streams = { look: 0x51ed270b, room: 0x2545f491 };

function chooser(seed: number) {
  const random = uniform(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  /** One of a palette, a little lighter or darker and warmer or colder. */
  const colour = (from: readonly Colour[]): Colour => {
    const [red, green, blue] = one(from);
    const [light, warm] = [between(0.9, 1.1), between(0.95, 1.05)];
    return [Math.min(1, red * light * warm), Math.min(1, green * light), Math.min(1, (blue * light) / warm)];
  };
  return { between, one, colour };
}

const builds = {
  slim: { trunk: 0.9, limbs: 0.9, trunkDepth: 0.72, bellyM: 0 },
  medium: { trunk: 1, limbs: 1, trunkDepth: 0.72, bellyM: 0 },
  stout: { trunk: 1.16, limbs: 1.12, trunkDepth: 0.8, bellyM: 0.06 },
} as const satisfies Record<PhantomOptions['build'], object>;

/** What the walker of these options looks like: build and clothes as asked, the rest by the seed. */
export function lookOf({ seed, build, clothes }: PhantomOptions): Look {
  const { between, one, colour } = chooser(seed + streams.look);
  const thicker = between(0.95, 1.05);
  const { trunk, limbs, ...shape } = builds[build];
  return {
    clothes,
    trunk: trunk * thicker,
    limbs: limbs * thicker,
    ...shape,
    hair: one(['short', 'long']),
    colours: {
      skin: colour(palettes.skin),
      shirt: colour(palettes.shirt),
      trousers: colour(palettes.trousers),
      shoe: colour(palettes.shoe),
      hair: colour(palettes.hair),
      eye: [0.05, 0.04, 0.04],
      mouth: [0.5, 0.2, 0.18],
    },
  };
}

/** The colours of the room of a seed. */
export function roomOf({ seed }: Pick<PhantomOptions, 'seed'>): RoomColours {
  const { colour } = chooser(seed + streams.room);
  return { wall: colour(palettes.wall), floor: colour(palettes.floor) };
}
