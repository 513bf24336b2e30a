import type { Side } from './results';

export type Bone = readonly [from: number, to: number];

/** MediaPipe's landmarks joined to a body; the face is left out on purpose. */
export const bones: Readonly<Record<Side | 'middle', readonly Bone[]>> = {
  middle: [
    [11, 12],
    [23, 24],
  ],
  left: [
    [11, 13],
    [13, 15],
    [11, 23],
    [23, 25],
    [25, 27],
    [27, 29],
    [29, 31],
    [31, 27],
  ],
  right: [
    [12, 14],
    [14, 16],
    [12, 24],
    [24, 26],
    [26, 28],
    [28, 30],
    [30, 32],
    [32, 28],
  ],
};

/** Landmarks that are drawn as points. */
export const drawnJoints: Readonly<Record<Side, readonly number[]>> = {
  left: [11, 13, 15, 23, 25, 27, 29, 31],
  right: [12, 14, 16, 24, 26, 28, 30, 32],
};

/** Below this visibility a point is guessed rather than seen, and is drawn faintly. */
export const seenVisibility = 0.5;
