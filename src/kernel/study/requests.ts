import path from 'node:path';
import { readStudyTable } from './table';
import { expandPaths, isLandmarks, type WalkMetadata, type WalkRequest } from './walks';

export interface StudySource {
  readonly source: 'video' | 'landmarks';
  readonly paths: string | readonly string[] | undefined;
  readonly study: string | undefined;
  /** What holds for every walk, where its row of the table does not say otherwise. */
  readonly metadata: WalkMetadata;
}

/**
 * The walks that a step asks for by paths, by a study table, or both; of a table the rows of its own kind.
 * @throws GaitError bad-input for a table that is not right, or a glob that finds nothing.
 */
export async function requestedWalks(
  { source, paths, study, metadata }: StudySource,
  { workingFolder, log }: { workingFolder: string; log: (level: 'warn', message: string) => void },
): Promise<WalkRequest[]> {
  const requests: WalkRequest[] = [];
  if (study !== undefined) {
    const table = await readStudyTable(path.resolve(workingFolder, study));
    for (const warning of table.warnings) log('warn', warning);
    requests.push(...table.walks.filter((walk) => isLandmarks(walk.path) === (source === 'landmarks')));
  }
  if (paths !== undefined) {
    requests.push(...(await expandPaths(paths, workingFolder)).map((file) => ({ path: file })));
  }
  const { labels } = metadata;
  const shared =
    labels === undefined ? metadata : { ...metadata, labels: path.resolve(workingFolder, labels) };
  return requests.map((request) => ({ ...shared, ...request }));
}

/** Which kinds of walks a study table holds. */
export async function kindsOfStudy(file: string): Promise<{ videos: boolean; landmarks: boolean }> {
  const { walks } = await readStudyTable(file);
  const landmarks = walks.filter((walk) => isLandmarks(walk.path)).length;
  return { videos: landmarks < walks.length, landmarks: landmarks > 0 };
}
