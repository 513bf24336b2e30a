import { median } from '../../gait/statistics';
import type { KeypointTrack } from '../../../shared/results';

/** Frames at one rate, as C3D wants them. */
export interface Grid {
  readonly frames: number;
  readonly rateHz: number;
  /** Whether the track's own frames are those of the grid. */
  readonly isOwn: boolean;
}

/** How far off the grid a time may be, in frames: that much rounding of times costs. */
const toleranceFrames = 0.15;

/** How far apart two frames may be for one to be interpolated between them, in frames: any further, one was lost. */
const mostApartFrames = 1.75;

/** The grid of frames that a track's times lie on, or the one nearest to them. */
export function gridOf(timeS: Float64Array): Grid {
  const frames = timeS.length;
  const startS = timeS[0] ?? 0;
  const spanS = frames > 1 ? timeS[frames - 1]! - startS : 0;
  if (spanS === 0) return { frames, rateHz: 1, isOwn: true };
  const meanRateHz = (frames - 1) / spanS;
  const isOwn = timeS.every(
    (time, frame) => Math.abs((time - startS) * meanRateHz - frame) <= toleranceFrames,
  );
  if (isOwn) return { frames, rateHz: meanRateHz, isOwn };
  const rateHz = 1 / median(timeS.subarray(1).map((time, k) => time - timeS[k]!));
  return { frames: Math.round(spanS * rateHz) + 1, rateHz, isOwn };
}

/** Positions of every frame of the grid, points × 3 each; NaN where a point is missing. The array is used again. */
export function* onGrid({ timeS, position, names }: KeypointTrack, grid: Grid): Generator<Float64Array> {
  const width = names.length * 3;
  const values = new Float64Array(width);
  let before = 0;
  for (let frame = 0; frame < grid.frames; frame++) {
    if (grid.isOwn) {
      yield position.subarray(frame * width, (frame + 1) * width);
      continue;
    }
    const time = timeS[0]! + frame / grid.rateHz;
    while (before + 2 < timeS.length && timeS[before + 1]! <= time) before++;
    const intervalS = timeS[before + 1]! - timeS[before]!;
    const share = (time - timeS[before]!) / intervalS;
    const isNear = (other: number) => Math.abs(time - timeS[other]!) * grid.rateHz <= toleranceFrames;
    const only = [before, before + 1].find(isNear);
    for (let k = 0; k < width; k++) {
      const from = position[before * width + k]!;
      const to = position[(before + 1) * width + k]!;
      if (only !== undefined) values[k] = position[only * width + k]!;
      else if (intervalS * grid.rateHz > mostApartFrames) values[k] = Number.NaN;
      else values[k] = from + share * (to - from);
    }
    yield values;
  }
}
