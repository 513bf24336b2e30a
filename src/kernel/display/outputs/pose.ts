import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  outputFormat,
  outputTypes,
  type CellOutput,
  type InlinePicture,
  type PackedPoseOutput,
} from '../../../shared/cell-output';
import type { PoseBundle } from '../../../shared/display';
import { packPose } from '../../../shared/packed-bundles';
import { poseFiles, readPoseOutcome } from '../../steps/stored-pose';
import type { WalkResult } from '../../steps/step';
import { skeletonSvg } from '../skeleton';
import { fitting } from './bounds';
import type { FinishedRun } from './finished-run';

/** A stored pose with its pictures. */
export interface StoredPose {
  readonly bundle: PoseBundle;
  readonly picture: InlinePicture | null;
  /** Tells its recording apart from others. */
  readonly recording: string;
}

/** @throws where the store no longer holds it. */
export async function readPose(folder: string): Promise<StoredPose> {
  // Sound: extract-pose wrote it, and the store hands out complete results only.
  const bundle = JSON.parse(await readFile(path.join(folder, poseFiles.bundle), 'utf8')) as PoseBundle;
  const { recording } = await readPoseOutcome(folder);
  return { bundle, picture: bundle.filmstrip && (await readJpeg(folder, bundle.filmstrip.file)), recording };
}

/** What outputs of the same picture know it by. */
export function pictureIdOf({ picture }: Pick<StoredPose, 'picture'>): { pictureId?: string } {
  if (picture === null) return {};
  return { pictureId: createHash('sha256').update(picture.base64).digest('hex').slice(0, 16) };
}

/** A JPEG file of a result as it stands in an output. */
export async function readJpeg(folder: string, file: string): Promise<InlinePicture> {
  return { mime: 'image/jpeg', base64: await readFile(path.join(folder, file), 'base64') };
}

/** What a walk's pose shows. */
export async function poseOutput(
  { recordId }: Pick<FinishedRun, 'recordId'>,
  name: string,
  { walk }: Pick<WalkResult, 'walk'>,
  folder: string,
): Promise<CellOutput> {
  const stored = await readPose(folder);
  const { bundle, picture, recording } = stored;
  const payload: PackedPoseOutput = {
    kind: 'pose',
    format: outputFormat,
    recordId,
    walkId: walk.id,
    recording,
    name,
    bundle: packPose(bundle),
    picture,
    ...pictureIdOf(stored),
  };
  const slot = `pose:${walk.id}`;
  const text = { 'text/plain': `${walk.id}: ${bundle.text}` };
  const still = await stillPicture(folder);
  const pictured = { ...text, ...(still !== null && { 'image/svg+xml': still }) };
  return fitting([
    { slot, data: { ...pictured, [outputTypes.pose]: payload } },
    { slot, data: { ...pictured, [outputTypes.pose]: { ...payload, picture: null } } },
    { slot, data: text },
  ]);
}

const stillTiles = 8;
const stillColumns = 4;

/** A few moments of a pose with the skeleton on them; null where the video gave no frame. */
async function stillPicture(folder: string): Promise<string | null> {
  const { stills } = await readPoseOutcome(folder);
  if (stills === null) return null;
  const jpeg = await readFile(path.join(folder, stills.file));
  return skeletonSvg(stills, { jpeg, maxTiles: stillTiles, columns: stillColumns, id: 'stills' }).text;
}
