import { badInput } from '../../../shared/errors';
import type { DatasetWalk, Window } from './dataset';

/** How walks are cut into windows. */
export interface WindowOptions {
  readonly windowFrames: number;
  /** Share by which neighbouring windows overlap. */
  readonly overlap: number;
}

/** Walks that are shorter than a window: nothing can be learnt from them. */
export const walksTooShort = (walks: readonly DatasetWalk[], windowFrames: number): DatasetWalk[] =>
  walks.filter(({ frames }) => frames < windowFrames);

/** Numbers of the frames at which windows begin; the last window ends with the walk. */
function startsOf(frames: number, { windowFrames, overlap }: WindowOptions): number[] {
  const last = frames - windowFrames;
  if (last < 0) return [];
  const step = Math.max(1, Math.round(windowFrames * (1 - overlap)));
  const starts = Array.from({ length: Math.floor(last / step) + 1 }, (_, window) => window * step);
  return starts.at(-1) === last ? starts : [...starts, last];
}

/**
 * Windows of each walk, none of which reaches into another walk.
 * @throws GaitError bad-input where a window is longer than every walk.
 */
export function windowsOf(walks: readonly DatasetWalk[], options: WindowOptions): Window[] {
  const { windowFrames } = options;
  const short = walksTooShort(walks, windowFrames);
  if (walks.length > 0 && short.length === walks.length) {
    const longest = Math.max(...walks.map(({ frames }) => frames));
    throw badInput(
      `A window of ${windowFrames} frames is longer than every walk: ` +
        `${short.map(({ id, frames }) => `${id} has ${frames}`).join(', ')}.`,
      `Set window_size to ${longest} or less, or take longer walks.`,
    );
  }
  return walks.flatMap((walk) => startsOf(walk.frames, options).map((from) => ({ walk, from })));
}

/** The frame of a window that is predicted where only one is. */
export const middleFrame = (windowFrames: number): number => Math.floor(windowFrames / 2);
