import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PoseOutcome } from '../pose/extract';

/** Files of a walk's pose in the store. */
export const poseFiles = {
  table: 'pose.parquet',
  outcome: 'pose.json',
  bundle: 'display.json',
  filmstrip: 'filmstrip.jpg',
  stills: 'stills.jpg',
} as const;

/** What is kept of a walk beside its landmarks. */
export interface StoredPose extends PoseOutcome {
  /** The same for all poses that were found in one recording. */
  readonly recording: string;
}

export async function readPoseOutcome(folder: string): Promise<StoredPose> {
  // Sound: extract-pose wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, poseFiles.outcome), 'utf8')) as StoredPose;
}
