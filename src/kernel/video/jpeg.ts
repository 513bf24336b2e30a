import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { GaitError } from '../../shared/errors';
import { startFfmpeg, type VideoTools } from './ffmpeg';

interface RgbaPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** ffmpeg's scale of quantisers, 2 to 31: the first is hard to tell from the picture, the last shows its blocks. */
const quantisers = [4, 6, 9, 13, 19, 31];

/**
 * Writes one RGBA picture as a JPEG file, as well as it fits into `mostBytes`. The same pixels give the same bytes with
 * the same ffmpeg.
 */
export async function writeJpeg(
  file: string,
  picture: RgbaPicture,
  tools: VideoTools,
  mostBytes = Infinity,
): Promise<void> {
  let jpeg: Buffer | null = null;
  for (const quantiser of quantisers) {
    jpeg = await encode(picture, quantiser, tools);
    if (jpeg.length <= mostBytes) break;
  }
  // Written here and not by ffmpeg, so that a full disk is known for one.
  await writeFile(file, jpeg!);
}

async function encode(picture: RgbaPicture, quantiser: number, tools: VideoTools): Promise<Buffer> {
  const running = startFfmpeg({
    tools,
    input: Readable.from([picture.data]),
    inputOptions: [
      ...['-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgba'],
      ...['-video_size', `${picture.widthPx}x${picture.heightPx}`],
    ],
    outputOptions: [
      ...['-threads', '1', '-frames:v', '1', '-pix_fmt', 'yuvj420p', '-q:v', String(quantiser)],
      ...['-flags', '+bitexact', '-fflags', '+bitexact', '-codec:v', 'mjpeg', '-f', 'image2pipe'],
    ],
  });
  const jpeg: Buffer[] = [];
  for await (const chunk of running.output as AsyncIterable<Buffer>) jpeg.push(chunk);
  const failure = await running.ended;
  if (failure !== null) {
    throw new GaitError('failed', 'The filmstrip could not be made.', 'Set ffmpeg_path to another ffmpeg.', {
      cause: failure,
    });
  }
  return Buffer.concat(jpeg);
}
