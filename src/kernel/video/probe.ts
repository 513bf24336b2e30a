import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { badInput, cancelled, GaitError } from '../../shared/errors';
import type { VideoInfo } from '../../shared/results';
import { runFfprobe, type ProbeData, type VideoTools } from './ffmpeg';

/** ffprobe writes numbers as numbers, as text, or as "N/A", depending on its version and the value. */
const quantity = z.preprocess((value) => {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}, z.number());

const text = z.preprocess((value) => (typeof value === 'string' ? value : ''), z.string());

/** "30000/1001" → 29.97…; 0 where unknown. */
const ratio = z.preprocess((value) => {
  const [numerator = 0, denominator = 1] = String(value)
    .split(/[/:]/)
    .map((part) => Number.parseFloat(part));
  const number = numerator / denominator;
  return Number.isFinite(number) ? number : 0;
}, z.number());

/** "00:01:02.5" → 62.5; where a Matroska file keeps the length of its streams. */
const clock = z.preprocess((value) => {
  const match = /^(\d+):(\d+):([\d.]+)$/.exec(typeof value === 'string' ? value : '');
  return match === null ? 0 : Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}, z.number());

const streamSchema = z.object({
  index: quantity,
  codec_type: text,
  codec_name: text,
  pix_fmt: text,
  width: quantity,
  height: quantity,
  coded_width: quantity,
  coded_height: quantity,
  sample_aspect_ratio: ratio,
  r_frame_rate: ratio,
  avg_frame_rate: ratio,
  duration: quantity,
  nb_frames: quantity,
  level: quantity,
  /** From the display matrix: degrees counterclockwise. */
  rotation: quantity,
  tags: z.object({ rotate: quantity, DURATION: clock }).prefault(() => ({ rotate: 0, DURATION: 0 })),
  disposition: z.object({ attached_pic: quantity }).prefault(() => ({ attached_pic: 0 })),
});
type Stream = z.infer<typeof streamSchema>;

/**
 * Reads size, rotation, rates and length of a video.
 * @throws {GaitError} `bad-input` where the file is missing, a folder, empty, not a video, or has no picture to decode.
 */
export async function probeVideo(file: string, tools: VideoTools, signal?: AbortSignal): Promise<VideoInfo> {
  const sizeBytes = await checkVideoFile(file);
  // An absolute path cannot be taken for an option or for the name of a protocol.
  const probing = runFfprobe(path.resolve(file), tools).catch(async (error: unknown) => {
    throw await notAVideo(file, error);
  });
  return describeVideo(file, await unlessAborted(probing, signal), sizeBytes);
}

/** ffprobe ends by itself soon; a caller that was cancelled need not wait for it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  if (signal.aborted) throw cancelled();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(cancelled());
    };
  });
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Checks that there is a file to read, before anything reads it: a pipe or a device may never end.
 * @returns Its size in bytes.
 * @throws {GaitError} `bad-input` where the file is missing, empty, unreadable or no file at all.
 */
export async function checkVideoFile(file: string): Promise<number> {
  const facts = await stat(file).catch(() => null);
  if (facts === null) throw badInput(`There is no file ${file}.`, 'Check the path.');
  if (facts.isDirectory()) {
    throw badInput(
      `${file} is a folder, not a video.`,
      'Name the video, or use a glob such as "folder/*.mp4".',
    );
  }
  if (!facts.isFile()) throw badInput(`${file} is not a regular file.`, 'Give the path of a video file.');
  if (facts.size === 0) throw badInput(`${file} is empty (0 bytes).`, 'Copy or export the video again.');
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) throw badInput(`${file} cannot be read.`, 'Check its permissions.');
  await handle.close();
  return facts.size;
}

async function notAVideo(file: string, error: unknown): Promise<GaitError> {
  const said = error instanceof Error ? error.message : String(error);
  const signal = /killed with signal (\w+)/.exec(said)?.[1];
  if (signal !== undefined) {
    return new GaitError(
      'failed',
      `ffprobe was ended by ${signal} while it looked at ${file}.`,
      'Try another ffmpeg.',
    );
  }
  if (/moov atom not found/i.test(said) && (await isMp4(file))) {
    return badInput(
      `${file} is cut off or was never finished: the table of its frames (the "moov atom") is missing.`,
      'Copy it from the camera again; a repair tool such as untrunc may rescue it.',
    );
  }
  return badInput(
    `${file} is not a video that ffmpeg can open.`,
    'Check that the file is what its name says, and that it plays elsewhere.',
  );
}

/** Whether a file begins as MP4 and QuickTime files do; others are taken for one by their name alone. */
async function isMp4(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].includes(buffer.toString('latin1', 4, 8));
  } finally {
    await handle.close();
  }
}

/** Pure part of {@link probeVideo}: from what ffprobe said to what the video is. */
export function describeVideo(file: string, data: ProbeData, sizeBytes: number): VideoInfo {
  const streams = data.streams.map((stream) => streamSchema.parse(stream));
  const videos = streams.filter(
    (stream) => stream.codec_type === 'video' && stream.disposition.attached_pic === 0,
  );
  const stream = videos.find(isDecodable) ?? videos[0];
  if (stream === undefined) {
    throw streams.some(({ codec_type }) => codec_type === 'audio')
      ? badInput(`${file} holds sound but no picture.`, 'Give the video, not its sound track.')
      : badInput(`${file} holds no video.`, 'Check that the file is what its name says.');
  }
  if (!isDecodable(stream)) {
    throw stream.width > 0 && stream.height > 0
      ? badInput(
          `${file}: this ffmpeg cannot decode its video (codec "${stream.codec_name || 'unknown'}").`,
          'Convert it with "ffmpeg -i IN -c:v libx264 OUT.mp4", or set ffmpeg_path to a newer ffmpeg.',
        )
      : badInput(`${file}: its picture has no size (0 × 0 pixels).`, 'The file is damaged; copy it again.');
  }

  const averageFps = stream.avg_frame_rate || stream.r_frame_rate;
  const nominalFps = stream.r_frame_rate || averageFps;
  const durationS = stream.duration || stream.tags.DURATION || z.parse(quantity, data.format['duration']);
  const rotationDeg = clockwiseTurn(stream);
  const pixelAspect = stream.sample_aspect_ratio || 1;
  const size = [Math.round(stream.width * pixelAspect), stream.height] as const;
  const [widthPx, heightPx] = rotationDeg % 180 === 0 ? size : [size[1], size[0]];
  return {
    widthPx,
    heightPx,
    // Decoders pad to whole blocks; older ffprobes report 0 here.
    codedWidthPx: Math.max(stream.width, stream.coded_width),
    codedHeightPx: Math.max(stream.height, stream.coded_height),
    rotationDeg,
    codec: stream.codec_name,
    pixelFormat: stream.pix_fmt,
    durationS,
    expectedFrames: stream.nb_frames || Math.round(durationS * averageFps),
    averageFps,
    variableFrameRate: Math.abs(nominalFps - averageFps) > 0.01 * averageFps,
    sizeBytes,
    ...(stream.codec_name === 'h264' && { referenceFrames: h264ReferenceFrames(stream) }),
    streamIndex: stream.index,
    pixelAspect,
  };
}

const isDecodable = (stream: Stream): boolean =>
  stream.width > 0 &&
  stream.height > 0 &&
  stream.pix_fmt !== '' &&
  !['', 'unknown', 'none'].includes(stream.codec_name);

/** The clockwise turn to an upright picture, in whole quarters: 0, 90, 180 or 270 degrees. */
function clockwiseTurn({ rotation, tags }: Stream): number {
  const clockwiseDeg = rotation === 0 ? tags.rotate : -rotation;
  return (((Math.round(clockwiseDeg / 90) * 90) % 360) + 360) % 360;
}

/** H.264's levels (times ten) and how many macroblocks of reference pictures each allows (ITU-T H.264, table A-1). */
const h264ReferenceBlocks = [
  [10, 396], [11, 900], [20, 2376], [21, 4752], [30, 8100], [31, 18_000], [32, 20_480],
  [41, 32_768], [42, 34_816], [50, 110_400], [52, 184_320], [62, 696_320],
] as const; // prettier-ignore

/** The most pictures that a stream of this level and size may refer back to. */
function h264ReferenceFrames({ level, width, height }: Pick<Stream, 'level' | 'width' | 'height'>): number {
  const blocks = h264ReferenceBlocks.find(([upTo]) => level <= upTo)?.[1] ?? 696_320;
  return Math.min(16, Math.floor(blocks / (Math.ceil(width / 16) * Math.ceil(height / 16))));
}
