/** How many frames were through at a moment. */
export interface PaceMark {
  readonly timeS: number;
  readonly done: number;
}

export interface Pace {
  /** Seconds until the first frame was through. */
  readonly startS: number;
  /** Wall seconds a frame after that, however many videos were worked on at once. */
  readonly secondsPerFrame: number;
  /** Share by which the two halves of the run differ from each other, half of it. */
  readonly variation: number;
}

/** Fewer frames than this tell no pace. */
const leastFrames = 8;
const mostBlocks = 16;
/** A stretch that takes so many times as long as the middle one holds the pause between two videos. */
const pauseFactor = 2;
/** The first share of the frames is slower than all others: the engine still translates the library. */
const warmingShare = 0.25;

/**
 * The steady pace of a step, from how many frames were through when. Pauses in which one video ends and the next one's model
 * is loaded are not a part of it.
 * @param marks of one step, in their order.
 * @returns null where too few frames tell it.
 */
export function paceOf(marks: readonly PaceMark[]): Pace | null {
  const first = marks.find(({ done }) => done > 0);
  const last = marks.at(-1);
  if (!first || !last || last.done - first.done < leastFrames) return null;
  const from = first.done + warmingShare * (last.done - first.done);
  const steady = marks.filter(({ done }) => done >= from);
  const blocks = withoutPauses(blocksOf(steady));
  const all = slopeOf(blocks);
  if (all === null) return null;
  const middle = Math.floor(blocks.length / 2);
  const [before, after] = [slopeOf(blocks.slice(0, middle)), slopeOf(blocks.slice(middle))];
  return {
    startS: first.timeS,
    secondsPerFrame: all,
    variation: before === null || after === null ? 0 : Math.abs(after - before) / 2 / all,
  };
}

interface Block {
  readonly seconds: number;
  readonly frames: number;
}

/** Stretches of about equally many frames. */
function blocksOf(marks: readonly PaceMark[]): Block[] {
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last) return [];
  const wanted = (last.done - first.done) / mostBlocks;
  const blocks: Block[] = [];
  let begun = first;
  for (const mark of marks) {
    if (mark.done === begun.done || mark.done - begun.done < wanted) continue;
    blocks.push({ seconds: mark.timeS - begun.timeS, frames: mark.done - begun.done });
    begun = mark;
  }
  return blocks;
}

function withoutPauses(blocks: readonly Block[]): Block[] {
  const slopes = blocks.map(({ seconds, frames }) => seconds / frames).sort((a, b) => a - b);
  const middle = slopes[Math.floor((slopes.length - 1) / 2)] ?? 0;
  return blocks.filter(({ seconds, frames }) => seconds / frames <= pauseFactor * middle);
}

function slopeOf(blocks: readonly Block[]): number | null {
  const frames = blocks.reduce((sum, block) => sum + block.frames, 0);
  const seconds = blocks.reduce((sum, block) => sum + block.seconds, 0);
  return frames > 0 && seconds > 0 ? seconds / frames : null;
}
