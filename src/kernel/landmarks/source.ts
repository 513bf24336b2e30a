import type { FileTrack } from './units';

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
export interface LandmarkSource {
  measure(): Promise<LandmarkSize>;
  read(size: LandmarkSize): Promise<FileTrack>;
}

/** What to give instead of a file that cannot be read. */
export const knownFormats =
  'Known are TRC and C3D files, folders of OpenPose’s *_keypoints.json (BODY_25, HALPE_26, COCO_133), and this program’s own pose_body25.json[.gz] and keypoints.parquet.';
