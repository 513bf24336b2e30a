/** How a series of frames may be cut into segments of one state each. */
export interface Grammar {
  readonly states: number;
  /** Length of the shortest segment; the first and the last one may be shorter, for the ends cut them off. */
  readonly leastFrames: number;
  /** Evidence for passing from one state to another at a frame; below zero is what it costs, −∞ is never. */
  readonly gain: (from: number, to: number, frame: number) => number;
}

const begun = -1;
const goesOn = -2;

/**
 * The cut with the most evidence, by dynamic programming (Viterbi 1967, with a shortest stay in each state).
 * @param evidence frames × states: how well each state explains each frame, as a logarithm.
 * @returns the state of each frame.
 */
export function segment(
  evidence: Float64Array,
  frames: number,
  { states, leastFrames, gain }: Grammar,
): Uint8Array {
  const least = Math.max(1, leastFrames);
  /** Evidence of all frames before one, by state. */
  const before = new Float64Array((frames + 1) * states);
  for (let at = 0; at < frames * states; at++) before[at + states] = before[at]! + evidence[at]!;
  const within = (state: number, from: number, to: number): number =>
    before[to * states + state]! - before[from * states + state]!;

  /** Most evidence up to a frame that ends in a state whose segment is long enough there. */
  const best = new Float64Array(frames * states);
  /** State of the segment before, where one of the shortest length ends here. */
  const cameFrom = new Int8Array(frames * states);
  /** The best way into a segment that begins at `start` and goes on to before `end`. */
  const entering = (state: number, start: number, end: number): { from: number; total: number } => {
    let from = begun;
    let total = -Infinity;
    for (let other = 0; other < states; other++) {
      if (other === state) continue;
      const sum = best[(start - 1) * states + other]! + gain(other, state, start);
      if (sum > total) [from, total] = [other, sum];
    }
    return { from, total: total + within(state, start, end) };
  };
  for (let frame = 0; frame < frames; frame++) {
    const start = frame - least + 1;
    for (let state = 0; state < states; state++) {
      const at = frame * states + state;
      best[at] = (frame === 0 ? 0 : best[at - states]!) + evidence[at]!;
      cameFrom[at] = frame === 0 ? begun : goesOn;
      if (start < 1) continue;
      const { from, total } = entering(state, start, frame + 1);
      if (total > best[at]) [best[at], cameFrom[at]] = [total, from];
    }
  }
  return traced(frames, states, least, { best, cameFrom, entering });
}

interface Table {
  readonly best: Float64Array;
  readonly cameFrom: Int8Array;
  readonly entering: (state: number, start: number, end: number) => { from: number; total: number };
}

/** Goes back from the best end, where the last segment may be cut off. */
function traced(
  frames: number,
  states: number,
  least: number,
  { best, cameFrom, entering }: Table,
): Uint8Array {
  const path = new Uint8Array(frames);
  if (frames === 0) return path;
  let last = { state: 0, frame: frames - 1, from: begun, total: -Infinity };
  for (let state = 0; state < states; state++) {
    const total = best[(frames - 1) * states + state]!;
    if (total > last.total) last = { state, frame: frames - 1, from: begun, total };
    for (let start = Math.max(1, frames - least + 1); start < frames; start++) {
      const way = entering(state, start, frames);
      if (way.total > last.total) last = { state, frame: start - 1, ...way };
    }
  }
  path.fill(last.state, last.frame + 1);
  let state = last.from === begun ? last.state : last.from;
  for (let frame = last.frame; frame >= 0;) {
    const from = cameFrom[frame * states + state]!;
    const start = from === goesOn || from === begun ? frame : frame - least + 1;
    path.fill(state, start, frame + 1);
    frame = start - 1;
    if (from >= 0) state = from;
  }
  return path;
}
