import type { CellOutput } from '../../../shared/cell-output';
import { counted } from '../../../shared/numbers';
import { withoutFolders, type KnownPaths } from '../../../shared/known-folders';
import type { NamedResult, WalkResult } from '../../steps/step';
import { chartRenderer } from '../chart-store';
import { mostOfCell, mostShownWalks, sizeOf } from './bounds';
import { benchmarkOutputs } from './benchmark';
import { comparisonOutputs } from './comparison';
import { filesOutput } from './files';
import type { FinishedRun } from './finished-run';
import { gaitOutput } from './gait';
import { poseOutput } from './pose';
import { runOutput } from './run';
import { studyOutput } from './study';
import { trainingOutputs } from './training';

export type { FinishedRun } from './finished-run';

/**
 * What a cell shows of a run that is over: its results, the files that it wrote, and last what it cost. What cannot be
 * shown, because the store has lost it, is said in words.
 */
export async function cellOutputs(run: FinishedRun): Promise<CellOutput[]> {
  const known = knownPaths(run);
  const last = [...filesOutput(run), runOutput(run, known)];
  const roomLeft = mostOfCell - last.reduce((sum, output) => sum + sizeOf(output), 0);
  const shown =
    run.results === null ? [] : await orTooMuch(run.signal, resultOutputs(run, run.results, known, roomLeft));
  return [...shown, ...last];
}

const tooMuch = 'The result is kept, but not shown here: drawing it came to the memory limit.';

/** What is drawn, or that it was given up: what is half drawn then is waited for no longer. */
function orTooMuch(signal: AbortSignal, drawn: Promise<CellOutput[]>): Promise<CellOutput[]> {
  const givenUp = new Promise<CellOutput[]>((resolve) => {
    const giveUp = (): void => {
      resolve([{ slot: 'more', data: { 'text/plain': tooMuch } }]);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  return Promise.race([givenUp, drawn]);
}

const knownPaths = ({ results, workingFolder, store }: FinishedRun): KnownPaths => ({
  files: [...new Set((results?.walks ?? []).map(({ walk }) => walk.path))],
  folders: [workingFolder, store.folder],
});

async function resultOutputs(
  run: FinishedRun,
  results: NamedResult,
  known: KnownPaths,
  roomLeft: number,
): Promise<CellOutput[]> {
  const { name, walks, step } = results;
  const renderChart = chartRenderer(run.store);
  const room: Room = { walks, known, roomLeft, signal: run.signal };
  switch (step) {
    case 'load-video':
    case 'load-landmarks':
    case 'make-phantom':
      return orWords('study', async () => [await studyOutput(run, name, walks, known)]);
    case 'extract-pose':
      return walkOutputs(room, (result, folder) => poseOutput(run, name, result, folder));
    case 'detect-events':
    case 'edit-events':
    case 'predict-phases':
      return walkOutputs(room, (result, folder) => gaitOutput(run, name, result, folder, renderChart));
    case 'compare':
      return orWords('comparison', () => comparisonOutputs(walks, renderChart));
    case 'train-folds':
      return orWords('training', () => trainingOutputs(run, name, walks, renderChart));
    case 'benchmark':
      return orWords('benchmark', () => benchmarkOutputs(run, name, walks, renderChart));
    case 'report':
      return [];
  }
}

/** What walks are drawn in. */
interface Room {
  readonly walks: readonly WalkResult[];
  readonly known: KnownPaths;
  readonly roomLeft: number;
  readonly signal: AbortSignal;
}

const lost = 'What is shown here is no longer in the store: run the cell again.';

async function orWords(slot: string, outputs: () => Promise<CellOutput[]>): Promise<CellOutput[]> {
  try {
    return await outputs();
  } catch {
    return [{ slot, data: { 'text/plain': lost } }];
  }
}

/** The first walks in full, as far as there is room; a line for each of the others, and for those that failed. */
async function walkOutputs(
  { walks, known, roomLeft, signal }: Room,
  outputOf: (result: WalkResult, folder: string) => Promise<CellOutput>,
): Promise<CellOutput[]> {
  const shown: CellOutput[] = [];
  const failed: string[] = [];
  const others: string[] = [];
  let room = roomLeft;
  for (const result of walks) {
    const { walk, folder, error, summary } = result;
    signal.throwIfAborted();
    if (error !== undefined || folder === null) {
      failed.push(`${walk.id}: ${withoutFolders(error?.message ?? summary, known)}`);
      continue;
    }
    const output =
      shown.length < mostShownWalks ? await outputOf(result, folder).catch(() => null) : undefined;
    if (output === null) failed.push(`${walk.id}: ${lost}`);
    else if (output === undefined || sizeOf(output) > room) others.push(`${walk.id}: ${summary}`);
    else {
      shown.push(output);
      room -= sizeOf(output);
    }
  }
  const lines = [
    ...failed,
    ...(others.length === 0
      ? []
      : [
          `${counted(others.length, 'more walk is', 'more walks are')} not shown here, for a notebook must stay small; the report has them all:`,
          ...others,
        ]),
  ];
  return lines.length === 0 ? shown : [...shown, { slot: 'more', data: { 'text/plain': bounded(lines) } }];
}

const mostLines = 300;

const bounded = (lines: readonly string[]): string =>
  lines.length <= mostLines
    ? lines.join('\n')
    : [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} more.`].join('\n');
