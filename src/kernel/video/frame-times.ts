import type { VideoInfo } from '../../shared/results';

/** What the timing of a video's frames depends on. */
export interface FrameTiming {
  /** Seconds of real time for each second of the file's clock. */
  readonly timeScale: number;
  /** Frames per second of the file's clock to use at most, or null for all. */
  readonly fileFrameRate: number | null;
}

/**
 * How the file's clock turns into real time.
 * @param captureFps Frames per second at which the camera recorded. The file's clock is then stretched as a whole by
 *   average rate ÷ `captureFps`, so that n frames last n ÷ `captureFps` seconds, and uneven intervals stay uneven.
 * @param frameRate Most frames per second of real time to use, or null.
 */
export function planTiming(
  { averageFps }: Pick<VideoInfo, 'averageFps'>,
  captureFps: number | undefined,
  frameRate: number | null,
): FrameTiming {
  const timeScale = captureFps === undefined || averageFps === 0 ? 1 : averageFps / captureFps;
  const fileFrameRate = frameRate === null ? null : frameRate * timeScale;
  return {
    timeScale,
    fileFrameRate: fileFrameRate !== null && fileFrameRate < averageFps ? fileFrameRate : null,
  };
}

/**
 * ffmpeg's `select` expression that keeps, of all frames, those nearest to an even grid of `fileFrameRate`; each
 * keeps its real time. A frame opens a new place of the grid once it lies at most half a usual interval before it.
 */
export function selectExpression(fileFrameRate: number, averageFps: number): string {
  const aheadShare = Math.min(0.5, fileFrameRate / (2 * averageFps)) - 1e-3;
  const place = (time: string): string =>
    `floor(${time}*${fileFrameRate.toFixed(6)}+${aheadShare.toFixed(6)})`;
  return `isnan(prev_selected_t)+gt(${place('t')},${place('prev_selected_t')})`;
}

/**
 * Turns time stamps of the file into strictly increasing seconds, frame by frame.
 * A frame without a stamp is put one usual interval after the one before; a frame whose stamp does not move
 * on gives null and is left out, as it says nothing about a later moment.
 */
export function frameClock(averageFps: number, timeScale: number): (stampUs: number | null) => number | null {
  const usualS = averageFps > 0 ? 1 / averageFps : 1 / 30;
  let lastS: number | null = null;
  return (stampUs) => {
    const fileS: number = stampUs === null ? (lastS === null ? 0 : lastS + usualS) : stampUs / 1e6;
    if (lastS !== null && fileS <= lastS) return null;
    lastS = fileS;
    return fileS * timeScale;
  };
}
