import { killedHint } from '../../processes/killed';
import { badInput, cancelled, GaitError } from '../../shared/errors';
import type { Crop, VideoInfo } from '../../shared/results';
import { passthrough, startFfmpeg, type RunningFfmpeg, type VideoTools } from './ffmpeg';
import { frameClock, planTiming, selectExpression, type FrameTiming } from './frame-times';
import { planGeometry, type FrameGeometry } from './geometry';

export interface FramesRequest {
  readonly videoPath: string;
  readonly info: VideoInfo;
  readonly crop?: Crop;
  /** Frames per second at which the camera recorded, where the file's clock is stretched. */
  readonly captureFps?: number;
  /** Frames of the video, from its start, after which it is left. */
  readonly maxFrames?: number;
  /** Width in pixels to scale down to. */
  readonly frameWidth: number;
  /** Most frames per second of real time to use, or null for all. */
  readonly frameRate: number | null;
  readonly decoderThreads: number;
  readonly tools: VideoTools;
}

export interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGBA, row by row. The same bytes hold the next frame once the call that was given them is over. */
  readonly data: Uint8Array;
  /** Real presentation time in seconds. */
  readonly timeS: number;
}

export interface FramesRead {
  readonly frames: number;
  /** Frames that the file promises and that could not be decoded. */
  readonly lostFrames: number;
  /** The last few errors that ffmpeg reported. */
  readonly complaints: readonly string[];
}

/**
 * Decodes a video and hands on one upright, cropped, scaled frame after the other. One frame is held at a time, and
 * ffmpeg waits while the caller works. Times are the file's own; a damaged file gives what can be decoded.
 *
 * A raw pipe carries no times, so ffmpeg's `showinfo` says them on its standard error, one line a frame, in µs.
 *
 * @throws {GaitError} `bad-input` for a crop that does not fit, or where not one frame can be decoded;
 *   `cancelled`; `failed` where ffmpeg was ended from outside.
 */
export async function readFrames(
  request: FramesRequest,
  onFrame: (frame: Frame) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<FramesRead> {
  const { info } = request;
  const geometry = planGeometry(info, request.crop, request.frameWidth);
  const timing = planTiming(info, request.captureFps, request.frameRate);
  const stopped = (): boolean => signal?.aborted === true;
  if (stopped()) throw cancelled();

  const stamps = stampQueue();
  const complaints: string[] = [];
  const running = startFfmpeg({
    tools: request.tools,
    input: request.videoPath,
    ...ffmpegOptions(request, geometry, timing),
    onLine: (line) => {
      const stamp = readStamp(line);
      if (stamp !== undefined) stamps.push(stamp);
      else if (isComplaint(line)) complaints.push(line);
      if (complaints.length > 10) complaints.shift();
    },
  });
  void running.ended.then(stamps.close);
  signal?.addEventListener('abort', running.kill, { once: true });
  try {
    const clock = frameClock(info.averageFps, timing.timeScale);
    let frames = 0;
    let lastFileS = 0;
    for await (const data of wholeFrames(running, geometry.widthPx * geometry.heightPx * 4)) {
      const stampUs = await stamps.next();
      if (stopped()) break;
      const timeS = clock(stampUs);
      if (timeS === null) continue;
      await onFrame({ widthPx: geometry.widthPx, heightPx: geometry.heightPx, data, timeS });
      frames++;
      lastFileS = timeS / timing.timeScale;
    }
    if (stopped()) throw cancelled();
    const failure = await running.ended;
    const killedBy = /killed with signal (\w+)/.exec(failure?.message ?? '')?.[1];
    if (killedBy !== undefined) throw endedFromOutside(request.videoPath, killedBy, frames);
    if (frames === 0) throw nothingDecoded(request.videoPath, complaints, failure);
    return {
      frames,
      lostFrames: countLost(request, timing, frames, lastFileS, complaints.length > 0),
      complaints,
    };
  } finally {
    signal?.removeEventListener('abort', running.kill);
    running.kill();
  }
}

/** What makes RGBA of a wanted size out of a decoded picture, which ffmpeg has turned upright already. */
export function pictureFilters(
  { widthPx, heightPx, pixelAspect = 1 }: Pick<VideoInfo, 'widthPx' | 'heightPx' | 'pixelAspect'>,
  { crop: [x, y, cropWidthPx, cropHeightPx], ...to }: FrameGeometry,
): string[] {
  const whole = cropWidthPx === widthPx && cropHeightPx === heightPx;
  return [
    ...(pixelAspect === 1 ? [] : [`scale=${widthPx}:${heightPx}:flags=bilinear`]),
    ...(whole ? [] : [`crop=${cropWidthPx}:${cropHeightPx}:${x}:${y}:exact=1`]),
    `scale=${to.widthPx}:${to.heightPx}:flags=bilinear`,
    'format=rgba',
  ];
}

function ffmpegOptions(request: FramesRequest, geometry: FrameGeometry, timing: FrameTiming) {
  const { info, tools, maxFrames } = request;
  const filters = [
    ...(maxFrames === undefined ? [] : [`trim=end_frame=${maxFrames}`]),
    ...(timing.fileFrameRate === null
      ? []
      : [`select='${selectExpression(timing.fileFrameRate, info.averageFps)}'`]),
    ...pictureFilters(info, geometry),
    'settb=1/1000000',
    'showinfo=checksum=0',
  ];
  return {
    // One thread a filter: more of them hold more pictures, for nothing at this size.
    inputOptions: ['-loglevel', 'level+info', '-threads', String(request.decoderThreads)],
    outputOptions: [
      ...['-map', `0:${info.streamIndex ?? 0}`],
      ...['-filter_threads', '1'],
      ...['-vf', filters.join(',')],
      ...(maxFrames === undefined ? [] : ['-frames:v', String(maxFrames)]),
      ...passthrough(tools.ffmpegVersion),
      ...['-f', 'rawvideo'],
    ],
  };
}

/** The frame's time in µs, null where it has none, undefined where the line is about something else. */
function readStamp(line: string): number | null | undefined {
  const stamp = /showinfo.*\] n: *\d+ pts: *(-?\d+|NOPTS)/.exec(line)?.[1];
  if (stamp === undefined) return undefined;
  return stamp === 'NOPTS' ? null : Number(stamp);
}

const isComplaint = (line: string): boolean => /\[(error|fatal|panic)\]/.test(line);

/** Cuts the stream into frames of `bytes` bytes, in one buffer that is used again and again. */
async function* wholeFrames({ output }: RunningFfmpeg, bytes: number): AsyncGenerator<Uint8Array> {
  const frame = new Uint8Array(bytes);
  let filled = 0;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(bytes - filled, chunk.length - at);
      frame.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === bytes) {
        yield frame;
        filled = 0;
      }
    }
  }
}

/** Time stamps arrive on another pipe than the frames, sooner or later than them. */
function stampQueue() {
  const waiting: (number | null)[] = [];
  let wake: (() => void) | null = null;
  let closed = false;
  return {
    push: (stampUs: number | null): void => {
      waiting.push(stampUs);
      wake?.();
    },
    close: (): void => {
      closed = true;
      wake?.();
    },
    next: async (): Promise<number | null> => {
      while (waiting.length === 0 && !closed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift() ?? null;
    },
  };
}

/**
 * Frames that the file promises and that did not come. A file whose decoding raised no error and which reaches its
 * end (or the frame at which it is left) has lost nothing: containers may well list frames that they mean not to be shown.
 */
function countLost(
  { info, maxFrames = Infinity }: Pick<FramesRequest, 'info' | 'maxFrames'>,
  { fileFrameRate }: FrameTiming,
  frames: number,
  lastFileS: number,
  complained: boolean,
): number {
  const wanted = Math.min(info.expectedFrames, maxFrames);
  const expected = wanted * Math.min(1, (fileFrameRate ?? Infinity) / (info.averageFps || 1));
  const wantedS = maxFrames < info.expectedFrames ? maxFrames / (info.averageFps || 1) : info.durationS;
  const cutShort = lastFileS < 0.9 * wantedS - 1;
  return complained || cutShort ? Math.max(0, Math.round(expected) - frames) : 0;
}

const endedFromOutside = (file: string, signal: string, frames: number): GaitError =>
  new GaitError(
    'failed',
    `ffmpeg was ended by ${signal} after ${frames} frames of ${file}.`,
    killedHint(signal, 'Run the step again; what is finished is taken from the store.'),
  );

function nothingDecoded(file: string, complaints: readonly string[], failure: Error | null): GaitError {
  const words = (complaints.at(-1) ?? failure?.message ?? '').replaceAll(/\[[^\]]*\] ?/g, '').trim();
  const said = words === '' ? '' : ` ffmpeg says: ${words}`;
  return badInput(
    `Not one frame of ${file} can be decoded.${said}`,
    'Copy the file again, convert it with "ffmpeg -i IN -c:v libx264 OUT.mp4", or set ffmpeg_path to a newer ffmpeg.',
  );
}
