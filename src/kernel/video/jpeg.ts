import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { GaitError } from '../../shared/errors';
import { startFfmpeg, type VideoTools } from './ffmpeg';

/** Writes one RGBA picture as a JPEG file. The same pixels give the same bytes with the same ffmpeg. */
export async function writeJpeg(
  file: string,
  picture: { readonly widthPx: number; readonly heightPx: number; readonly data: Uint8Array },
  tools: VideoTools,
): Promise<void> {
  const running = startFfmpeg({
    tools,
    input: Readable.from([picture.data]),
    inputOptions: [
      ...['-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgba'],
      ...['-video_size', `${picture.widthPx}x${picture.heightPx}`],
    ],
    outputOptions: [
      ...['-threads', '1', '-frames:v', '1', '-pix_fmt', 'yuvj420p', '-q:v', '4'],
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
  // Written here and not by ffmpeg, so that a full disk is known for one.
  await writeFile(file, Buffer.concat(jpeg));
}
