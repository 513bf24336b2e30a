import type { FootfallPlan } from './footfalls';

/**
 * How high the middle of the hips is carried: as high as the legs allow over each half step, going smoothly from
 * one to the next, so that one long stride does not bend the knees of all the others.
 * @param untilS end of the time that is asked for
 * @param greatestM what the legs allow at a moment, with the bob counted out
 */
export function hipHeights(
  { footfalls, strideTimeS }: FootfallPlan,
  untilS: number,
  greatestM: (timeS: number) => number,
): { at(timeS: number): number; readonly leastM: number } {
  // A stride before and after: further out, a foot's own contacts are not all planned.
  const strikes = footfalls
    .map(({ strikeS }) => strikeS)
    .filter((strikeS) => strikeS > -strideTimeS && strikeS < untilS + strideTimeS);
  const knots = strikes.flatMap((strikeS, i) =>
    i > 0 ? [(strikes[i - 1]! + strikeS) / 2, strikeS] : [strikeS],
  );
  const allowedM = knots.slice(1).map((endS, piece) => leastOver(knots[piece]!, endS, greatestM));
  // At each knot no higher than the pieces on both sides of it allow: then no moment between is too high.
  const atKnotM = knots.map((_, i) => Math.min(allowedM[i - 1] ?? Infinity, allowedM[i] ?? Infinity));
  return {
    leastM: Math.min(...allowedM),
    at: (timeS) => {
      let from = 0;
      for (let after = knots.length - 1; after - from > 1;) {
        const middle = (from + after) >> 1;
        if (timeS >= knots[middle]!) from = middle;
        else after = middle;
      }
      const share = (timeS - knots[from]!) / (knots[from + 1]! - knots[from]!);
      const eased = (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, share)))) / 2;
      return atKnotM[from]! + (atKnotM[from + 1]! - atKnotM[from]!) * eased;
    },
  };
}

/** The least value between two times: looked for coarsely, then finely around it, since legs reach it steeply. */
function leastOver(fromS: number, toS: number, value: (timeS: number) => number): number {
  const samples = 16;
  const stepS = (toS - fromS) / samples;
  let least = Infinity;
  let leastAtS = fromS;
  const look = (timeS: number) => {
    const found = value(timeS);
    if (found < least) {
      least = found;
      leastAtS = timeS;
    }
  };
  for (let i = 0; i <= samples; i++) look(fromS + i * stepS);
  const middleS = leastAtS;
  for (let i = -7; i <= 7; i++) look(Math.min(toS, Math.max(fromS, middleS + (i / 8) * stepS)));
  return least;
}
