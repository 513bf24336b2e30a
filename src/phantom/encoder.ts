import { spawn } from 'node:child_process';
import path from 'node:path';
import { GaitError } from '../shared/errors';
import type { PhantomOptions } from '../shared/phantom-options';

/** An ffmpeg that turns raw frames into a clip. */
export interface Encoder {
  /** Resolves when ffmpeg is ready for more. @throws GaitError failed where ffmpeg has stopped */
  write(rgb: Uint8Array): Promise<void>;
  /** Ends the clip. @throws GaitError failed where ffmpeg could not finish it */
  finish(): Promise<void>;
  /** Stops ffmpeg, and resolves when it has gone. */
  abort(): Promise<void>;
}

/** Starts ffmpeg on `outputPath` (H.264, yuv420p: what every player and old ffmpeg builds read). */
export function startEncoder(ffmpegPath: string, options: PhantomOptions, outputPath: string): Encoder {
  const child = spawn(
    ffmpegPath,
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
      ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${options.width_px}x${options.height_px}`],
      ...['-r', String(options.fps), '-i', 'pipe:0'],
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'medium',
        '-crf',
        String(options.compression_crf),
        '-pix_fmt',
        'yuv420p',
      ],
      ...['-movflags', '+faststart', '-f', 'mp4', `./${path.basename(outputPath)}`],
    ],
    // It names its output when it fails, and the folder may be one that the user does not know.
    { cwd: path.dirname(outputPath), stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new GaitError('failed', `ffmpeg does not start: ${cause.message}`, 'Run: gait doctor'));
    });
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new GaitError('failed', `ffmpeg could not write the clip: ${lastLine(said)}`));
    });
  });
  // Whoever writes or finishes hears of it; an ffmpeg that is aborted may fail unheard.
  ended.catch(() => undefined);
  // A pipe that breaks is told by the way ffmpeg ends.
  child.stdin.on('error', () => undefined);

  return {
    async write(rgb) {
      if (child.exitCode !== null) await ended;
      if (child.stdin.write(rgb)) return;
      const drained = new Promise((resolve) => child.stdin.once('drain', resolve));
      await Promise.race([drained, ended]);
    },
    async finish() {
      child.stdin.end();
      await ended;
    },
    async abort() {
      child.kill('SIGKILL');
      if (child.pid !== undefined) await gone;
    },
  };
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
