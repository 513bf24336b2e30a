/** Uniform numbers in [0, 1), the same for the same seed anywhere (mulberry32, Tommy Ettinger, 2017). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers of mean 0 and standard deviation 1 that never pass ±2.45. */
export function bell(next: () => number): () => number {
  // The sum of two uniforms is triangular and bounded, so that no step is ever absurd.
  return () => (next() + next() - 1) * Math.sqrt(6);
}
