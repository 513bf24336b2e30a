import { badInput } from '../../shared/errors';
import type { Crop, VideoInfo } from '../../shared/results';

/** Which part of the upright picture is looked at, and at what size. */
export interface FrameGeometry {
  readonly crop: Crop;
  /** Size of the frames that come out: even, never larger than the crop. */
  readonly widthPx: number;
  readonly heightPx: number;
}

const nearestEven = (px: number): number => Math.max(2, 2 * Math.round(px / 2));
const evenBelow = (px: number): number => Math.max(2, 2 * Math.floor(px / 2));

/**
 * Crop and size of the frames of a video.
 * @param crop Part of the upright picture in pixels; all of it where left out. Fractions are rounded.
 * @param frameWidthPx Width to scale down to; a narrower picture keeps its own.
 * @throws {GaitError} `bad-input` where the crop is empty or reaches outside the picture.
 */
export function planGeometry(
  { widthPx, heightPx }: Pick<VideoInfo, 'widthPx' | 'heightPx'>,
  crop: Crop | undefined,
  frameWidthPx: number,
): FrameGeometry {
  const [x, y, cropWidthPx, cropHeightPx] = (crop ?? [0, 0, widthPx, heightPx]).map(Math.round) as [
    number,
    number,
    number,
    number,
  ]; // map keeps the length
  const named = `The crop ${crop?.join(',') ?? ''}`;
  if (!(cropWidthPx > 0 && cropHeightPx > 0)) {
    throw badInput(
      `${named} is empty.`,
      `Give left,top,width,height within ${widthPx} × ${heightPx} pixels.`,
    );
  }
  if (!(x >= 0 && y >= 0 && x + cropWidthPx <= widthPx && y + cropHeightPx <= heightPx)) {
    throw badInput(
      `${named} reaches outside the picture, which is ${widthPx} × ${heightPx} pixels.`,
      'Give left,top,width,height in pixels of the upright picture.',
    );
  }
  const outWidthPx = Math.min(nearestEven(frameWidthPx), evenBelow(cropWidthPx));
  return {
    crop: [x, y, cropWidthPx, cropHeightPx],
    widthPx: outWidthPx,
    heightPx: nearestEven((cropHeightPx * outWidthPx) / cropWidthPx),
  };
}

/** Undoes crop and scale: shares of a frame's width and height → pixels of the upright picture. */
export const toPicture = (
  { crop: [left, top, widthPx, heightPx] }: FrameGeometry,
  xShare: number,
  yShare: number,
): readonly [xPx: number, yPx: number] => [left + xShare * widthPx, top + yShare * heightPx];
