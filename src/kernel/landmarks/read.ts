import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';
import { openPoseDocumentSchema, openPoseFrameSchema, openPoseTrack, type OpenPoseFrame } from './openpose';
import { turnUpright } from './orientation';
import { parseTrc } from './trc';

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

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badInput(
      `${name} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      'The file may be cut short; export it again.',
    );
  }
}

/** Frame number that OpenPose puts into the name, as in `walk_000000000012_keypoints.json`. */
const frameNumber = (name: string): number => Number(/(\d+)_keypoints\.json$/.exec(name)?.[1] ?? Number.NaN);

async function readOpenPoseFolder(folder: string, fps: number | undefined): Promise<KeypointTrack> {
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
  const frames: OpenPoseFrame[] = Array.from({ length: last.number - first.number + 1 }, () => ({
    people: [],
  }));
  for (const { name, number } of files) {
    const parsed = openPoseFrameSchema.safeParse(
      parseJson(await readFile(path.join(folder, name), 'utf8'), name),
    );
    if (!parsed.success) throw badInput(`${name} is not a frame as OpenPose writes it.`, known);
    frames[number - first.number] = parsed.data;
  }
  const timeS = Float64Array.from(frames, (_, frame) => frame / fps);
  return openPoseTrack(frames, timeS, 0);
}

function parseOpenPoseDocument(text: string, name: string): KeypointTrack {
  const parsed = openPoseDocumentSchema.safeParse(parseJson(text, name));
  if (!parsed.success) throw badInput(`${name} holds no poses in a layout that is known.`, known);
  const { frames, height_px: heightPx } = parsed.data;
  const timeS = Float64Array.from(frames, (frame) => frame.time_s);
  if (timeS.some((time, k) => k > 0 && time <= timeS[k - 1]!)) {
    throw badInput(`The times in ${name} do not rise.`, 'Put its frames in order of time.');
  }
  return openPoseTrack(frames, timeS, heightPx);
}

async function readFileTrack(file: string): Promise<KeypointTrack> {
  const name = path.basename(file);
  const bytes = await readFile(file);
  if (bytes.length === 0) throw badInput(`${name} is empty.`, 'Export the landmarks again.');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  let text: string;
  try {
    text = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw badInput(
      `${name} cannot be unpacked: ${String(cause)}`,
      'The file may be cut short; copy it again.',
    );
  }
  if (text.startsWith('PathFileType')) return parseTrc(text);
  if (/^\s*\{/.test(text)) return parseOpenPoseDocument(text, name);
  throw badInput(`${name} is no landmark file that can be read.`, known);
}

/**
 * Reads another tool's landmarks, told apart by content: TRC, a folder of OpenPose's frames, or one document of them.
 * Names become BODY_25's, y points upwards, lengths are metres or pixels.
 * @param options.fps frames per second, for OpenPose's folders, which do not say
 * @throws GaitError `bad-input` where there is nothing that can be read, with the reason
 */
export async function readLandmarks(
  source: string,
  options: { readonly fps?: number | undefined } = {},
): Promise<KeypointTrack> {
  const info = await stat(source).catch(() => null);
  if (info === null) throw badInput(`There is no file or folder ${source}.`, 'Check the path.');
  const track = withBody25Names(
    info.isDirectory() ? await readOpenPoseFolder(source, options.fps) : await readFileTrack(source),
  );
  if (track.timeS.length === 0)
    throw badInput(`${path.basename(source)} holds no frames.`, 'Export it again.');
  return turnUpright(track);
}
