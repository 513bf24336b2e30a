import type { FootfallPlan } from './footfalls';

/**
 * How high the middle of the hips is carried: as high as the legs allow over each step, going smoothly from one
 * step to the next, so that one long stride does not bend the knees of all the others.
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
  const samples = 48;
  const allowedM = strikes.slice(1).map((endS, step) => {
    const startS = strikes[step]!;
    let leastM = Infinity;
    for (let i = 0; i <= samples; i++) {
      leastM = Math.min(leastM, greatestM(startS + (i / samples) * (endS - startS)));
    }
    return leastM;
  });
  // At each strike no higher than the steps on both sides of it allow: then no moment between is too high.
  const atStrikeM = strikes.map((_, i) => Math.min(allowedM[i - 1] ?? Infinity, allowedM[i] ?? Infinity));
  return {
    leastM: Math.min(...allowedM),
    at: (timeS) => {
      let from = 0;
      for (let after = strikes.length - 1; after - from > 1;) {
        const middle = (from + after) >> 1;
        if (timeS >= strikes[middle]!) from = middle;
        else after = middle;
      }
      const share = (timeS - strikes[from]!) / (strikes[from + 1]! - strikes[from]!);
      const eased = (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, share)))) / 2;
      return atStrikeM[from]! + (atStrikeM[from + 1]! - atStrikeM[from]!) * eased;
    },
  };
}
