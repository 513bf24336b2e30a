import {
  outputFormat,
  outputTypes,
  type CellOutput,
  type StudyOutput,
  type StudyRow,
} from '../../../shared/cell-output';
import path from 'node:path';
import { counted } from '../../../shared/numbers';
import { withoutFolders, type KnownPaths } from '../../../shared/known-folders';
import { readLoadedVideo } from '../../steps/load-video';
import type { WalkResult } from '../../steps/step';
import { readStrip } from '../../steps/video-strip';
import { metadataCells } from '../../study/table';
import { fitting } from './bounds';
import type { FinishedRun } from './finished-run';
import { readJpeg } from './pose';
import { rowFacts, studySvg } from './study-picture';

/** Rows of a study in a notebook; the others are counted. */
const mostRows = 500;
/** Rows whose strip is shown, and rows in the picture that stands for the study. */
const mostStrips = 40;
const mostPicturedRows = 12;
const mostNamedRows = 20;

/** The walks of a study: a row each, with a strip of frames where they are videos. */
export async function studyOutput(
  { recordId }: Pick<FinishedRun, 'recordId'>,
  name: string,
  results: readonly WalkResult[],
  known: KnownPaths,
): Promise<CellOutput> {
  const rows: StudyRow[] = [];
  for (const result of results.slice(0, mostRows)) {
    rows.push(await rowOf(result, known, rows.length < mostStrips));
  }
  const payload = (shown: readonly StudyRow[]): StudyOutput => ({
    kind: 'study',
    format: outputFormat,
    recordId,
    name,
    rows: shown,
    more: results.length - rows.length,
  });
  const slot = 'study';
  const text = { 'text/plain': studyText(rows, results.length) };
  const picture = { 'image/svg+xml': studySvg(rows.slice(0, mostPicturedRows), results.length) };
  const bare = rows.map((row) => ({ ...row, strip: null }));
  return fitting([
    { slot, data: { ...text, ...picture, [outputTypes.study]: payload(rows) } },
    { slot, data: { ...text, ...picture, [outputTypes.study]: payload(bare) } },
    { slot, data: { ...text, ...picture } },
  ]);
}

async function rowOf(
  { walk, folder, stripFolder, record, warnings, error }: WalkResult,
  known: KnownPaths,
  withStrip: boolean,
): Promise<StudyRow> {
  const shorten = (text: string): string => withoutFolders(text, known);
  const video = walk.source === 'video' && folder !== null ? await readLoadedVideo(folder) : null;
  return {
    id: walk.id,
    file: path.basename(walk.path),
    durationS: video?.info.durationS ?? record?.recordingS ?? null,
    frames: video?.info.expectedFrames ?? record?.frames ?? null,
    fps: video?.info.averageFps ?? null,
    widthPx: video?.info.widthPx ?? null,
    heightPx: video?.info.heightPx ?? null,
    metadata: {
      ...metadataCells(walk),
      ...(walk.maxFrames !== undefined && { max_frames: String(walk.maxFrames) }),
    },
    warnings: warnings.map(shorten),
    ...(error && {
      error: {
        message: shorten(error.message),
        ...(error.hint !== undefined && { hint: shorten(error.hint) }),
      },
    }),
    strip: withStrip && stripFolder !== undefined ? await stripIn(stripFolder) : null,
  };
}

async function stripIn(folder: string): Promise<StudyRow['strip']> {
  const { strip } = await readStrip(folder);
  if (strip === null) return null;
  const { file, widthPx, heightPx } = strip;
  return { picture: await readJpeg(folder, file), widthPx, heightPx };
}

function studyText(rows: readonly StudyRow[], walks: number): string {
  const lines = rows.slice(0, mostNamedRows).map((row) => {
    const notes = row.error ? [row.error.message] : row.warnings;
    const facts = row.error ? 'failed' : rowFacts(row);
    return `${row.id} (${row.file}): ${[facts, ...notes].filter((part) => part !== '').join('. ')}`;
  });
  if (walks > lines.length) lines.push(`… and ${counted(walks - lines.length, 'more walk')}.`);
  return [`${counted(walks, 'walk')}:`, ...lines].join('\n');
}
