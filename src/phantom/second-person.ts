import { sides } from '../shared/results';
import { phantomOptions, type PhantomOptions } from '../shared/phantom-options';
import { cameraSide } from './camera';
import { figureOf } from './figure';
import { lookOf } from './look';
import { uniform } from '../shared/random';
import { movedParts, type Part } from './shape';
import type { Vec3 } from './vector';
import { walk, type Posture, type Walker } from './walker';

/** A seed of its own for somebody else than the walker. */
const otherSeed = 0x68e31da4;

/** Somebody else in the picture at any time of the clip, or nobody. The walker's truth knows nothing of them. */
export function secondPerson(options: PhantomOptions): (timeS: number) => Part[] {
  const random = uniform(options.seed + otherSeed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const sign = () => (random() < 0.5 ? -1 : 1);
  const heightM = between(1.55, 1.9);
  const person = phantomOptions.parse({
    seed: options.seed + otherSeed,
    height_m: heightM,
    direction: options.direction,
    build: (['slim', 'medium', 'stout'] as const)[Math.floor(random() * 3)]!,
    clothes: (['fitted', 'loose', 'shorts', 'skirt'] as const)[Math.floor(random() * 4)]!,
    duration_s: options.duration_s,
  });
  const look = lookOf(person);
  const behind = -cameraSide(options);

  switch (options.second_person) {
    case 'none':
      return () => [];
    case 'standing': {
      // One who stands is one whose short step is stopped while both feet are down.
      const walker = walk({ ...person, stride_length_m: 0.18 * heightM, cadence_steps_per_min: 80 });
      const posture = bothFeetDown(walker);
      const fromXM = posture.joints.MidHip[0];
      const [facing, asideM, awayM] = [sign(), sign() * between(0.4, 1.2), between(1, 1.6)];
      const parts = movedParts(
        figureOf(walker, posture, look),
        turned(facing, ([x, y, z]) => [x + asideM - facing * fromXM, y, z + behind * awayM]),
      );
      return () => parts;
    }
    case 'crossing': {
      const walker = walk({
        ...person,
        stride_length_m: between(0.7, 0.85) * heightM,
        cadence_steps_per_min: between(95, 120),
      });
      const [asideM, awayM] = [between(-0.3, 0.3), sign() * between(0.8, 1)];
      const place = turned(-1, ([x, y, z]) => [x + asideM, y, z + behind * awayM]);
      return (timeS) => movedParts(figureOf(walker, walker.at(timeS), look), place);
    }
  }
}

function bothFeetDown(walker: Walker): Posture {
  const postures = Array.from({ length: 100 }, (_, i) => walker.at(i / 50));
  const standing = postures.find(({ locked }) => sides.every((side) => locked[side].length > 0));
  if (!standing) throw new Error('A walker has both feet down at least once in two seconds.');
  return standing;
}

/** Turned about the upright axis to go along x (1) or against it (−1), then moved. */
const turned =
  (facing: number, move: (point: Vec3) => Vec3) =>
  ([x, y, z]: Vec3): Vec3 =>
    move([facing * x, y, facing * z]);
