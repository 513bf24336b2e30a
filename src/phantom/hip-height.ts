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
  const samples = 24;
  const allowedM = knots.slice(1).map((endS, piece) => {
    const startS = knots[piece]!;
    let leastM = Infinity;
    for (let i = 0; i <= samples; i++) {
      leastM = Math.min(leastM, greatestM(startS + (i / samples) * (endS - startS)));
    }
    return leastM;
  });
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
