/** Thirty-two random bits at a time, as an integer with a sign, the same for the same seed anywhere (mulberry32, Tommy Ettinger, 2017). */
export function randomBits(seed: number): () => number {
  // Integers with a sign throughout: V8 would allocate those without one.
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return mixed ^ (mixed >>> 14);
  };
}

/** Uniform numbers in [0, 1), the same for the same seed anywhere. */
export function uniform(seed: number): () => number {
  const next = randomBits(seed);
  return () => (next() >>> 0) / 2 ** 32;
}

/** Numbers of mean 0 and standard deviation 1 that never pass ±2.45. */
export function bell(next: () => number): () => number {
  // The sum of two uniforms is triangular and bounded, so that no step is ever absurd.
  return () => (next() + next() - 1) * Math.sqrt(6);
}

/** A seed for one purpose of many, so that none of them repeats another's numbers: the same for the same parts anywhere. */
export function seedFrom(seed: number, ...purpose: readonly (number | string)[]): number {
  // FNV-1a over the text; the generator above mixes what it begins with.
  let mixed = 0x811c9dc5;
  for (const character of [seed, ...purpose].join('/')) {
    mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x01000193) >>> 0;
  }
  return mixed;
}

/** Numbers from 0 to count − 1 in an order that is drawn (Fisher and Yates). */
export function shuffled(count: number, next: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(next() * (last + 1));
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return order;
}
