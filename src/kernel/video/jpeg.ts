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
      ...['-flags', '+bitexact', '-fflags', '+bitexact', '-f', 'image2', '-update', '1'],
    ],
    outputFile: file,
  });
  const failure = await running.ended;
  if (failure !== null) {
    throw new GaitError(
      'failed',
      `The picture ${file} could not be written.`,
      'Check that the disk has room.',
      {
        cause: failure,
      },
    );
  }
}
