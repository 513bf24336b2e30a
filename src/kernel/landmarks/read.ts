import { stat } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';
import { keypointTableSize, readKeypointTable } from '../store/keypoint-table';
import { measureC3d, readC3d } from './c3d/read';
import { hipCentresWarning, withHipCentres } from './hip-centres';
import { withBody25Names } from './names';
import { openPoseDocument, openPoseFolder } from './openpose-files';
import { hipsOverHeels, isFlat, isMirrored, turnUpright } from './orientation';
import { knownFormats, type LandmarkOptions, type LandmarkSize, type LandmarkSource } from './source';
import { firstBytes, linesOf, readPieces } from './text';
import { measureTrc, readTrc } from './trc';
import { withRightUnit, type FileTrack } from './units';

export type { LandmarkOptions, LandmarkSize };

/** Landmarks ready for use, with what had to be put right in them. */
export interface InspectedLandmarks {
  readonly track: KeypointTrack;
  readonly warnings: readonly string[];
}

function trcFile(file: string, { signal }: LandmarkOptions): LandmarkSource {
  const lines = () => linesOf(readPieces(file, signal));
  return { measure: () => measureTrc(lines()), read: ({ frames }) => readTrc(lines(), frames) };
}

const c3dFile = (file: string, { signal }: LandmarkOptions): LandmarkSource => ({
  measure: () => measureC3d(file),
  read: () => readC3d(file, signal),
});

const keypointTable = (file: string): LandmarkSource => ({
  measure: () => keypointTableSize(file),
  async read() {
    const track = await readKeypointTable(file);
    return { track, statedUnit: track.unit, usualUp: ['y'], warnings: [] };
  },
});

/** A C3D begins with the number of its parameters' block, which is small, and this key. */
const isC3d = ([block = 0, key]: Uint8Array): boolean => key === 0x50 && block > 0 && block < 0x09;

/** Tells the kinds apart by content. */
async function sourceOf(source: string, options: LandmarkOptions): Promise<LandmarkSource> {
  const info = await stat(source).catch(() => null);
  if (info === null) throw badInput(`There is no file or folder ${source}.`, 'Check the path.');
  if (info.isDirectory()) return openPoseFolder(source, options);
  const bytes = await firstBytes(source, 4);
  if (isC3d(bytes)) return c3dFile(source, options);
  if (new TextDecoder().decode(bytes) === 'PAR1') return keypointTable(source);
  const start = await firstPiece(source, options.signal);
  if (start.startsWith('PathFileType')) return trcFile(source, options);
  if (/^\s*\{/.test(start)) return openPoseDocument(source, options);
  throw badInput(`${path.basename(source)} is no landmark file that can be read.`, knownFormats);
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

const mirrorWarning =
  'The points form a mirror image: where the toes point ahead, the right hip is on the left. Two axes of the file are exchanged, or its sides; sides were taken as they are named.';

const planarWarning =
  'No point of the file moves along z: it was taken as what one camera sees, and nothing across the way is measured.';

/** Puts names, unit, axes and hips right, in this order: each sees what the one before has done. */
function repaired({ track: read, statedUnit, usualUp, warnings }: FileTrack): InspectedLandmarks {
  const named = withBody25Names(read);
  const heights = hipsOverHeels(named);
  const height = Math.max(...heights.map(Math.abs).filter((size) => !Number.isNaN(size)));
  // Where nobody is seen there is nothing to put right by, and the analysis will say so.
  if (!Number.isFinite(height)) return { track: named, warnings };
  const sized = withRightUnit({ track: named, statedUnit }, height, isFlat(named));
  const upright = turnUpright(sized.track, heights, usualUp);
  const told = [...warnings, ...sized.warnings, ...upright.warnings];
  if (isFlat(upright.track)) {
    const isPicture = upright.track.unit === 'px';
    return isPicture
      ? { track: upright.track, warnings: told }
      : { track: { ...upright.track, planar: true }, warnings: [...told, planarWarning] };
  }
  const track = withHipCentres(upright.track);
  return {
    track,
    warnings: [
      ...told,
      ...(track === upright.track ? [] : [hipCentresWarning]),
      ...(isMirrored(track) ? [mirrorWarning] : []),
    ],
  };
}

/**
 * Reads another tool's landmarks, told apart by content: TRC, C3D, a folder of OpenPose's frames, one document of them,
 * or our own table of keypoints. Names become BODY_25's, y points upwards, lengths are metres or pixels; what had to be
 * put right for that is said in `warnings`.
 * @param size from {@link measureLandmarks}, where the caller knows it
 * @throws GaitError `bad-input` where there is nothing that can be read, with the reason
 */
export async function inspectLandmarks(
  source: string,
  options: LandmarkOptions = {},
  size?: LandmarkSize,
): Promise<InspectedLandmarks> {
  const kind = await sourceOf(source, options);
  const read = await kind.read(size ?? (await kind.measure()));
  if (read.track.timeS.length === 0) {
    throw badInput(`${path.basename(source)} holds no frames.`, 'Export it again.');
  }
  return repaired(read);
}

/** The landmarks alone, for whom the warnings of {@link inspectLandmarks} have been told already. */
export const readLandmarks = async (...source: Parameters<typeof inspectLandmarks>): Promise<KeypointTrack> =>
  (await inspectLandmarks(...source)).track;
