import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toGaitError } from '../../shared/errors';
import { allowsDecoding } from '../../shared/memory-plan';
import type { Walk } from '../../shared/results';
import { addressOf } from '../store/address';
import type { VideoTools } from '../video/ffmpeg';
import { writeStrip, type VideoStrip } from '../video/strip';
import type { LoadedVideo } from './load-video';
import type { StepContext } from './step';

/** Raised whenever the strip of a video comes out otherwise. */
const version = 1;
const pictureFile = 'strip.jpg';
const factsFile = 'strip.json';

/** The strip of a video in the store; where it cannot be made, why. */
export type StoredStrip =
  { readonly strip: VideoStrip; readonly missing: null } | { readonly strip: null; readonly missing: string };

export async function readStrip(folder: string): Promise<StoredStrip> {
  // Sound: this module wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, factsFile), 'utf8')) as StoredStrip;
}

/** What became of a strip: its folder in the store, or why it was not tried. */
export type StripResult =
  | { readonly folder: string; readonly fromStore: boolean }
  | { readonly folder: null; readonly fromStore: true; readonly missing: string };

/**
 * A few frames of a video, from the store or made now. It has an address of its own: where the memory limit does not
 * allow decoding, the video is loaded without it, and a later run with a higher limit makes it.
 * @throws GaitError where the signal fires or the store cannot be written.
 */
export async function stripOf(
  walk: Pick<Walk, 'path' | 'crop'>,
  { info, digest }: LoadedVideo,
  blurred: boolean,
  tools: VideoTools,
  { store, recorder, signal, limitMb }: Pick<StepContext, 'store' | 'recorder' | 'signal' | 'limitMb'>,
): Promise<StripResult> {
  const address = addressOf({
    step: 'video-strip',
    version,
    inputs: { video: digest },
    parameters: { crop: walk.crop ?? null, blurred },
    engines: { ffmpeg: tools.ffmpegVersion },
  });
  const stored = await store.find(address);
  if (stored !== null) return { folder: stored, fromStore: true };
  if (!allowsDecoding(info, limitMb)) {
    const missing = 'No frames are shown: the memory limit is too low for decoding pictures of this size.';
    return { folder: null, fromStore: true, missing };
  }
  const folder = await store.write(address, async (temporary) => {
    const request = {
      videoPath: walk.path,
      info,
      ...(walk.crop && { crop: walk.crop }),
      blurred,
      file: path.join(temporary, pictureFile),
      tools,
    };
    const made = await recorder
      .stage('strip', () => writeStrip(request, signal))
      .catch((thrown: unknown) => {
        signal.throwIfAborted();
        return toGaitError(thrown);
      });
    await writeFile(path.join(temporary, factsFile), JSON.stringify(storedStrip(made)));
  });
  return { folder, fromStore: false };
}

/** The video may still be of use where no strip can be made of it. */
function storedStrip(made: VideoStrip | Error | null): StoredStrip {
  if (made === null) return { strip: null, missing: 'No frames are shown: none could be decoded.' };
  if (made instanceof Error) return { strip: null, missing: `No frames are shown: ${made.message}` };
  return { strip: made, missing: null };
}
