import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GaitError } from '../shared/errors';
import type { StepOutcome } from '../shared/outcome';
import { exitCodeOf } from './analyze';
import { runChain, runnerOf } from './chains';
import { withSession } from './command-session';
import { scoreTables, type TrainingScores } from './score-table';
import { sessionOptionsOf } from './settings-options';
import type { CommandContext } from './terminal';
import type { TrainOptions } from './train-options';
import { sourceChainsOf, trainingStep, type TrainingSources } from './train-steps';

/**
 * `gait train`: walks with labels to a cross-validated phase classifier.
 * @returns the exit code: 0, or 1 where walks could not be learnt from.
 * @throws GaitError where there is nothing left to train on, or training fails.
 */
export async function train(options: TrainOptions, context: CommandContext): Promise<number> {
  const { signal, workingFolder } = context;
  const chains = sourceChainsOf(options, await sourcesOf(options, workingFolder));
  const sessionOptions = sessionOptionsOf(options);
  const { checkWritable } = await import('../kernel/store/write-folder');
  await checkWritable(path.resolve(workingFolder, options.output), '--output');
  return withSession(sessionOptions, context, async (session, progress) => {
    const run = runnerOf(session, signal, progress);
    const prepared: StepOutcome[] = [];
    for (const chain of chains) prepared.push((await runChain(chain, run)).at(-1)!);
    for (const outcome of prepared) tellFailures(outcome, context);
    const usable = prepared.filter(({ walks }) => walks.some(({ error }) => error === undefined));
    const first = prepared[0]?.walks.find(({ error }) => error !== undefined)?.error;
    if (usable.length === 0 && first !== undefined)
      throw new GaitError(first.kind, first.message, first.hint);
    const trained = await run(
      trainingStep(
        options,
        usable.map(({ name }) => name),
      ),
    );
    await tellTraining(trained, options, context);
    return exitCodeOf(prepared.flatMap(({ walks }) => walks).map(({ error }) => ({ error: error ?? null })));
  });
}

async function sourcesOf(
  { data = [], landmarks = [], study }: TrainOptions,
  workingFolder: string,
): Promise<TrainingSources> {
  const { expandPaths, isLandmarks } = await import('../kernel/study/walks');
  const files = await expandPaths(data, workingFolder);
  const { kindsOfStudy } = await import('../kernel/study/requests');
  return {
    videos: files.filter((file) => !isLandmarks(file)),
    landmarks: [...files.filter(isLandmarks), ...landmarks],
    studyHolds:
      study === undefined
        ? { videos: false, landmarks: false }
        : await kindsOfStudy(path.resolve(workingFolder, study)),
  };
}

function tellFailures({ walks }: StepOutcome, { terminal }: CommandContext): void {
  for (const { walk, error } of walks) {
    if (error === undefined) continue;
    terminal.err(`${walk.id} failed: ${error.message}\n`);
    if (error.hint !== undefined) terminal.err(`  ${error.hint}\n`);
  }
}

async function tellTraining(
  { walks, files, record }: StepOutcome,
  { output }: TrainOptions,
  { terminal, json, workingFolder }: CommandContext,
): Promise<void> {
  const folder = path.resolve(workingFolder, output);
  const metrics = (await readWritten(folder, 'cv_metrics.json')) as CvMetrics;
  const folds = (await readWritten(folder, 'fold_scores.json')) as TrainingScores['folds'];
  for (const { walk, warnings } of walks) {
    for (const warning of warnings) terminal.err(`${walk.id}: ${warning}\n`);
  }
  for (const note of new Set(record.walks.flatMap(({ notes }) => notes))) terminal.err(`${note}\n`);
  if (json) {
    const held = walks.map(({ walk: { id, subject }, summary }) => ({
      id,
      subject: subject ?? null,
      summary,
    }));
    const document = { output: folder, files, metrics, folds, walks: held };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const scores = scoreTables({ folds, overFolds: metrics.mean_and_sd_over_folds });
  const names = files
    .filter((file) => path.dirname(file) === folder)
    .map((file) => `  ${path.relative(workingFolder, file)}\n`);
  const models = path.relative(workingFolder, path.join(folder, 'models'));
  terminal.out(
    `\n${scores}\n\n${metrics.notes.map((note) => `${note}\n`).join('')}\nFiles:\n${names.join('')}` +
      `  ${models}: one model a fold, for gait analyze --task phase_detection --model ${path.relative(workingFolder, folder) || '.'}\n`,
  );
}

/** What `cv_metrics.json` holds that the terminal shows. */
interface CvMetrics {
  readonly notes: readonly string[];
  readonly mean_and_sd_over_folds: TrainingScores['overFolds'];
}

// Sound: the training step wrote these files a moment ago.
const readWritten = async (folder: string, name: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(folder, name), 'utf8')) as unknown;
