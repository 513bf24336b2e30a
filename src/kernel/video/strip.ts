import path from 'node:path';
import { cancelled } from '../../shared/errors';
import type { Crop, VideoInfo } from '../../shared/results';
import { joinTiles, type Picture } from '../pose/picture';
import { hideIdentity } from '../pose/privacy';
import { passthrough, startFfmpeg, type VideoTools } from './ffmpeg';
import { pictureFilters } from './frames';
import { planGeometry, type FrameGeometry } from './geometry';
import { writeJpeg } from './jpeg';

/** A few frames of a video side by side in one JPEG, evenly spread over it. */
export interface VideoStrip {
  /** JPEG file beside what is known of the video. */
  readonly file: string;
  readonly frames: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface StripRequest {
  readonly videoPath: string;
  readonly info: VideoInfo;
  readonly crop?: Crop;
  /** Blurs the pictures as a whole, for nobody is located in them. */
  readonly blurred: boolean;
  /** JPEG file to write. */
  readonly file: string;
  readonly tools: VideoTools;
}

const stripFrames = 8;
const tileHeightPx = 72;
const mostTileWidthPx = 256;
/** Longer videos are not decoded as a whole: their strip shows the key frames nearest before its moments. */
const longestDecodedS = 20;

/**
 * Writes the strip of a video; null where not one frame can be decoded. Decodes a short video without the pictures that
 * no other refers to; looks into a long one at some places only, so that an hour takes no longer than a minute.
 * @throws GaitError `bad-input` for a crop that does not fit, `cancelled`, `failed` where ffmpeg cannot write it.
 */
export async function writeStrip(request: StripRequest, signal: AbortSignal): Promise<VideoStrip | null> {
  const { info, crop } = request;
  const [cropWidthPx, cropHeightPx] = crop ? [crop[2], crop[3]] : [info.widthPx, info.heightPx];
  const wantedWidthPx = Math.min(mostTileWidthPx, (tileHeightPx * cropWidthPx) / cropHeightPx);
  const geometry = planGeometry(info, crop, wantedWidthPx);
  const pictures: Picture[] = [];
  for (const part of partsOf(info)) {
    pictures.push(...(await decode(request, geometry, part, signal)));
  }
  // The header may promise more than there is, or say nothing of the length.
  if (pictures.length === 0) pictures.push(...(await decode(request, geometry, fromTheStart, signal)));
  if (pictures.length === 0) return null;
  if (request.blurred) for (const picture of pictures) hideIdentity(picture, null, null);
  const sheet = joinTiles(pictures, pictures.length);
  await writeJpeg(request.file, sheet, request.tools);
  const { widthPx, heightPx } = sheet;
  return { file: path.basename(request.file), frames: pictures.length, widthPx, heightPx };
}

/** What one start of ffmpeg looks at. */
interface Part {
  readonly inputOptions: readonly string[];
  readonly filter: string | null;
  readonly frames: number;
}

const fromTheStart: Part = { inputOptions: ['-skip_frame', 'nokey'], filter: null, frames: stripFrames };

function partsOf({ durationS }: VideoInfo): Part[] {
  if (durationS <= 0) return [];
  if (durationS <= longestDecodedS) {
    const place = (time: string): string => `floor(${time}*${(stripFrames / durationS).toFixed(5)})`;
    return [
      {
        inputOptions: ['-skip_frame', 'noref'],
        filter: `select='isnan(prev_selected_t)+gt(${place('t')},${place('prev_selected_t')})'`,
        frames: stripFrames,
      },
    ];
  }
  return Array.from({ length: stripFrames }, (_, index) => ({
    inputOptions: [
      ...['-skip_frame', 'nokey', '-noaccurate_seek'],
      ...['-ss', (((index + 0.5) / stripFrames) * durationS).toFixed(3)],
    ],
    filter: null,
    frames: 1,
  }));
}

async function decode(
  { videoPath, info, tools }: StripRequest,
  geometry: FrameGeometry,
  { inputOptions, filter, frames }: Part,
  signal: AbortSignal,
): Promise<Picture[]> {
  const stopped = (): boolean => signal.aborted;
  if (stopped()) throw cancelled();
  const running = startFfmpeg({
    tools,
    input: videoPath,
    inputOptions: ['-loglevel', 'error', '-threads', '1', '-skip_loop_filter', 'all', ...inputOptions],
    outputOptions: [
      ...['-map', `0:${info.streamIndex ?? 0}`, '-filter_threads', '1'],
      ...['-vf', [...(filter === null ? [] : [filter]), ...pictureFilters(info, geometry)].join(',')],
      ...passthrough(tools.ffmpegVersion),
      ...['-frames:v', String(frames), '-f', 'rawvideo'],
    ],
  });
  signal.addEventListener('abort', running.kill, { once: true });
  try {
    const bytes: Buffer[] = [];
    for await (const chunk of running.output as AsyncIterable<Buffer>) bytes.push(chunk);
    await running.ended;
    if (stopped()) throw cancelled();
    return picturesOf(Buffer.concat(bytes), geometry);
  } finally {
    signal.removeEventListener('abort', running.kill);
    running.kill();
  }
}

/** Whole pictures only: what a damaged file leaves unfinished is not shown. */
function picturesOf(data: Buffer, { widthPx, heightPx }: FrameGeometry): Picture[] {
  const size = widthPx * heightPx * 4;
  return Array.from({ length: Math.floor(data.length / size) }, (_, index) => ({
    widthPx,
    heightPx,
    data: data.subarray(index * size, (index + 1) * size),
  }));
}
