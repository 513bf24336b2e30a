import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { badInput } from '../../shared/errors';
import type { Crop, FloorPoints, Walk } from '../../shared/results';

/** What the study table, the flags or the cell say of a walk; keys as there. */
export interface WalkMetadata {
  readonly subject?: string | undefined;
  readonly session?: string | undefined;
  readonly condition?: string | undefined;
  readonly affected_side?: 'left' | 'right' | 'both' | 'none' | undefined;
  readonly aid?: string | undefined;
  readonly height_m?: number | undefined;
  readonly belt_speed_m_s?: number | undefined;
  readonly capture_fps?: number | undefined;
  readonly crop?: Crop | undefined;
  readonly max_frames?: number | undefined;
  readonly view_deg?: number | undefined;
  readonly floor_points?: FloorPoints | undefined;
  readonly labels?: string | undefined;
}

/** A walk as it was asked for: its id may still have to be made up and made unique. */
export interface WalkRequest extends WalkMetadata {
  readonly path: string;
  readonly id?: string | undefined;
}

/** Whether a row of a study is landmarks: a TRC or C3D file, OpenPose JSON or a folder of it, or keypoints in Parquet. */
export const isLandmarks = (file: string): boolean =>
  /\.(trc|c3d|json|json\.gz|parquet)$/i.test(file) ||
  statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Absolute paths that a path, a list or a glob stands for, in a stable order. A path that exists is taken as it is,
 * so that a file called `walk[1].mp4` can be opened.
 * @throws GaitError bad-input where a glob finds nothing.
 */
export async function expandPaths(patterns: string | readonly string[], folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const pattern of [patterns].flat()) {
    const literal = path.resolve(folder, pattern);
    if (existsSync(literal) || !isDynamicPattern(pattern)) {
      found.push(literal);
      continue;
    }
    const matches = await glob(pattern, { cwd: folder, absolute: true, expandDirectories: false });
    if (matches.length === 0) {
      throw badInput(`No file matches ${pattern}.`, `It was looked for from ${folder}.`);
    }
    found.push(...matches.sort().map((match) => path.normalize(match)));
  }
  return found;
}

/** A recording's name without folder and extension, safe as the name of a folder. */
function idFromPath(file: string): string {
  const { name } = path.parse(file);
  const safe = name.replace(/[^\p{L}\p{N} ._()-]+/gu, '_').replace(/^[. ]+|[. ]+$/g, '');
  return safe || 'walk';
}

/**
 * Walks with unique ids: an id that was given must be unique already, one made from a file's name is made so (`walk-2`).
 * @throws GaitError bad-input for an id given twice, or one that cannot name a folder.
 */
export function toWalks(requests: readonly WalkRequest[], source: Walk['source']): Walk[] {
  const taken = new Set<string>();
  for (const { id } of requests) {
    if (id === undefined) continue;
    if (!/^[^/\\:*?"<>|\p{Cc}]+$/u.test(id) || /^\.*$/.test(id)) {
      throw badInput(`The id "${id}" cannot name a folder.`, 'Use letters, digits, ".", "_" and "-".');
    }
    if (taken.has(id.toLowerCase())) {
      throw badInput(
        `The id "${id}" stands twice in the study.`,
        'Give each walk an id of its own, or leave ids out.',
      );
    }
    taken.add(id.toLowerCase());
  }
  const unique = (wanted: string): string => {
    let id = wanted;
    for (let count = 2; taken.has(id.toLowerCase()); count += 1) id = `${wanted}-${count}`;
    taken.add(id.toLowerCase());
    return id;
  };
  return requests.map((request) => ({
    id: request.id ?? unique(idFromPath(request.path)),
    source,
    path: request.path,
    ...toWalkFields(request),
  }));
}

function toWalkFields(metadata: WalkMetadata): Partial<Walk> {
  const fields = {
    subject: metadata.subject,
    session: metadata.session,
    condition: metadata.condition,
    affectedSide: metadata.affected_side,
    aid: metadata.aid,
    heightM: metadata.height_m,
    beltSpeedMS: metadata.belt_speed_m_s,
    captureFps: metadata.capture_fps,
    crop: metadata.crop,
    maxFrames: metadata.max_frames,
    viewDeg: metadata.view_deg,
    floorPoints: metadata.floor_points,
    labels: metadata.labels,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
