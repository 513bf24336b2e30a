import { execFileSync } from 'node:child_process';
import path from 'node:path';

export const samples = ['walker-side', 'walker-oblique'];
export const sampleVideo = ({ root }, name) => path.join(root, 'samples', `${name}.mp4`);

/** The first frames of a sample, copied without decoding, over and over again where it is shorter than that. */
export function sampleClip(context, sample, frames) {
  const file = path.join(context.folder, `${sample}-${frames}.mp4`);
  execFileSync(context.tools.ffmpegPath, [
    ...['-v', 'error', '-y', '-stream_loop', '-1', '-i', sampleVideo(context, sample)],
    ...['-c', 'copy', '-frames:v', String(frames), file],
  ]);
  return file;
}
