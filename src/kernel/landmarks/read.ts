import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';
import { body25Names } from '../../shared/body25';
import { documentParts } from './document-parts';
import {
  openPoseDocumentSchema,
  openPoseFrameSchema,
  startOpenPoseTrack,
  timedFrameSchema,
} from './openpose';
import { turnUpright } from './orientation';
import { linesOf, readPieces } from './text';
import { measureTrc, readTrc } from './trc';

/** Names of other tools (HALPE_26 and OpenSim among them) for points of BODY_25. */
const aliases: Readonly<Record<string, string>> = {
  Hip: 'MidHip',
  CHip: 'MidHip',
  PELVIS: 'MidHip',
  Pelvis: 'MidHip',
  LToe: 'LBigToe',
  RToe: 'RBigToe',
};

const withBody25Names = (track: KeypointTrack): KeypointTrack => ({
  ...track,
  names: track.names.map((name) => {
    const known = aliases[name];
    return known === undefined || track.names.includes(known) ? name : known;
  }),
});

const known =
  'Known are TRC files, folders of OpenPose’s *_keypoints.json (BODY_25), and pose_body25.json[.gz] of this program.';

export interface LandmarkOptions {
  /** Frames per second, for OpenPose's folders, which do not say. */
  readonly fps?: number | undefined;
  readonly signal?: AbortSignal;
}

/** How long a recording is, and how many points it has: what it will take in memory. */
export interface LandmarkSize {
  readonly frames: number;
  readonly points: number;
}

/** What can be done with one kind of landmark file. */
interface Source {
  measure(): Promise<LandmarkSize>;
  read(size: LandmarkSize): Promise<KeypointTrack>;
}

function parseJson<T>(text: string, name: string, schema: z.ZodType<T>, expected: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badInput(
      `${name} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      'The file may be cut short; export it again.',
    );
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw badInput(`${name} ${expected}`, known);
  return parsed.data;
}

/** Frame number that OpenPose puts into the name, as in `walk_000000000012_keypoints.json`. */
const frameNumber = (name: string): number => Number(/(\d+)_keypoints\.json$/.exec(name)?.[1] ?? Number.NaN);

async function openPoseFolder(folder: string, { fps, signal }: LandmarkOptions): Promise<Source> {
  const files = (await readdir(folder))
    .map((name) => ({ name, number: frameNumber(name) }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => a.number - b.number);
  const first = files[0];
  const last = files.at(-1);
  if (first === undefined || last === undefined) {
    throw badInput(`The folder ${folder} holds no *_keypoints.json of OpenPose.`, known);
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
      return track.finish(0);
    },
  };
}

function openPoseDocument(file: string, { signal }: LandmarkOptions): Source {
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
      for await (const { kind, text } of parts()) {
        if (kind === 'outside') {
          heightPx = parseJson(text, name, openPoseDocumentSchema, unknown).height_px;
          continue;
        }
        const timed = parseJson(text, name, timedFrameSchema, unknown);
        if (frame > 0 && timed.time_s <= timeS[frame - 1]!) {
          throw badInput(`The times in ${name} do not rise.`, 'Put its frames in order of time.');
        }
        timeS[frame] = timed.time_s;
        track.put(frame++, timed);
      }
      return track.finish(heightPx);
    },
  };
}

function trcFile(file: string, { signal }: LandmarkOptions): Source {
  const lines = () => linesOf(readPieces(file, signal));
  return { measure: () => measureTrc(lines()), read: ({ frames }) => readTrc(lines(), frames) };
}

/** Tells the kinds apart by content. */
async function sourceOf(source: string, options: LandmarkOptions): Promise<Source> {
  const info = await stat(source).catch(() => null);
  if (info === null) throw badInput(`There is no file or folder ${source}.`, 'Check the path.');
  if (info.isDirectory()) return openPoseFolder(source, options);
  const start = await firstPiece(source, options.signal);
  if (start.startsWith('PathFileType')) return trcFile(source, options);
  if (/^\s*\{/.test(start)) return openPoseDocument(source, options);
  throw badInput(`${path.basename(source)} is no landmark file that can be read.`, known);
}

async function firstPiece(file: string, signal?: AbortSignal): Promise<string> {
  for await (const piece of readPieces(file, signal)) if (piece !== '') return piece;
  return '';
}

/**
 * How many frames and points {@link readLandmarks} will find, without holding any of them.
 * @throws GaitError `bad-input` where it is nothing that can be read
 */
export async function measureLandmarks(source: string, options: LandmarkOptions = {}): Promise<LandmarkSize> {
  return (await sourceOf(source, options)).measure();
}

/**
 * Reads another tool's landmarks, told apart by content: TRC, a folder of OpenPose's frames, or one document of them.
 * Names become BODY_25's, y points upwards, lengths are metres or pixels.
 * @param size from {@link measureLandmarks}, where the caller knows it
 * @throws GaitError `bad-input` where there is nothing that can be read, with the reason
 */
export async function readLandmarks(
  source: string,
  options: LandmarkOptions = {},
  size?: LandmarkSize,
): Promise<KeypointTrack> {
  const kind = await sourceOf(source, options);
  const track = withBody25Names(await kind.read(size ?? (await kind.measure())));
  if (track.timeS.length === 0)
    throw badInput(`${path.basename(source)} holds no frames.`, 'Export it again.');
  return turnUpright(track);
}
