import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { badInput } from '../../shared/errors';
import { body25Names } from '../../shared/body25';
import { documentParts } from './document-parts';
import {
  openPoseDocumentSchema,
  openPoseFrameSchema,
  startOpenPoseTrack,
  timedFrameSchema,
} from './openpose';
import { knownFormats, type LandmarkOptions, type LandmarkSource } from './source';
import { readPieces } from './text';
import { droppedFrames } from './times';
import type { FileTrack } from './units';

/** Python writes NaN where JSON knows none; a missing point is 0 for OpenPose. */
const withoutNaN = (text: string): string => text.replace(/(?<=[[,:\s])-?(?:NaN|Infinity)(?=[\],}\s])/g, '0');

function parseJson<T>(text: string, name: string, schema: z.ZodType<T>, expected: string): T {
  let value: unknown;
  try {
    value = JSON.parse(withoutNaN(text));
  } catch (cause) {
    throw badInput(
      `${name} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      'The file may be cut short; export it again.',
    );
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw badInput(`${name} ${expected}`, knownFormats);
  return parsed.data;
}

const inPixels = (track: FileTrack['track'], warnings: readonly string[] = []): FileTrack => ({
  track,
  statedUnit: 'px',
  usualUp: ['y'],
  warnings,
});

/** Frame number in the name: OpenPose's `walk_000000000012_keypoints.json`, or Sports2D's `walk_000012.json`. */
const frameNumber = (name: string): number =>
  Number(/(\d+)(?:_keypoints)?\.json$/.exec(name)?.[1] ?? Number.NaN);

/**
 * A folder of OpenPose's frames.
 * @throws GaitError `bad-input` where it has none, or their rate is not given
 */
export async function openPoseFolder(
  folder: string,
  { fps, signal }: LandmarkOptions,
): Promise<LandmarkSource> {
  const numbered = (await readdir(folder))
    .map((name) => ({ name, number: frameNumber(name) }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => a.number - b.number);
  const ofOpenPose = numbered.filter(({ name }) => name.endsWith('_keypoints.json'));
  const files = ofOpenPose.length > 0 ? ofOpenPose : numbered;
  const first = files[0];
  const last = files.at(-1);
  if (first === undefined || last === undefined) {
    throw badInput(`The folder ${folder} holds no *_keypoints.json of OpenPose.`, knownFormats);
  }
  const twice = files.find(({ number }, k) => files[k - 1]?.number === number);
  if (twice !== undefined) {
    throw badInput(
      `The folder ${folder} holds frame ${twice.number} twice.`,
      'Keep one recording’s frames in a folder.',
    );
  }
  if (fps === undefined) {
    throw badInput(
      'OpenPose’s files do not say how many frames per second they stand for.',
      'Give fps, the frame rate of the video.',
    );
  }
  return {
    measure: () => Promise.resolve({ frames: last.number - first.number + 1, points: body25Names.length }),
    async read({ frames }) {
      const track = startOpenPoseTrack(Float64Array.from({ length: frames }, (_, frame) => frame / fps));
      for (const { name, number } of files) {
        signal?.throwIfAborted();
        const text = await readFile(path.join(folder, name), 'utf8');
        const frame = parseJson(text, name, openPoseFrameSchema, 'is not a frame as OpenPose writes it.');
        track.put(number - first.number, frame);
      }
      return inPixels(track.finish(0));
    },
  };
}

/** One document of all frames: `pose_body25.json`, packed or not. */
export function openPoseDocument(file: string, { signal }: LandmarkOptions): LandmarkSource {
  const name = path.basename(file);
  const parts = () => documentParts(readPieces(file, signal));
  const unknown = 'holds no poses in a layout that is known.';
  return {
    async measure() {
      let frames = 0;
      for await (const { kind } of parts()) if (kind === 'frame') frames++;
      return { frames, points: body25Names.length };
    },
    async read({ frames }) {
      const timeS = new Float64Array(frames);
      const track = startOpenPoseTrack(timeS);
      let heightPx = 0;
      let frame = 0;
      let number = 0;
      let repeated = 0;
      let before = '';
      for await (const { kind, text } of parts()) {
        if (kind === 'outside') {
          heightPx = parseJson(text, name, openPoseDocumentSchema, unknown).height_px;
          continue;
        }
        number++;
        const timed = parseJson(text, name, timedFrameSchema, unknown);
        const lastS = frame === 0 ? -Infinity : timeS[frame - 1]!;
        if (timed.time_s === lastS && text === before) {
          repeated++;
          continue;
        }
        if (timed.time_s <= lastS) {
          throw badInput(
            `The times in ${name} do not rise: frame ${number} is at ${timed.time_s} s, after ${lastS} s.`,
            'Put its frames in order of time, each once.',
          );
        }
        before = text;
        timeS[frame] = timed.time_s;
        track.put(frame++, timed);
      }
      return inPixels(track.finish(heightPx, frame), droppedFrames(repeated));
    },
  };
}
