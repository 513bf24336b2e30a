import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exitCodes, GaitError } from '../shared/errors';
import type { GaitParameters } from '../shared/results';
import type { Session } from '../kernel/session';
import type { StepOutcome, WalkOutcome } from '../shared/outcome';
import type { EventEdit, StepInput } from '../shared/steps';
import type { AnalyzeOptions } from './analyze-options';
import { chainsOf, phantomChains, type PhantomClip } from './analyze-steps';
import { parameterTable } from './parameter-table';
import { showProgress, type ProgressDisplay } from './progress';
import { sessionOptionsOf } from './settings-options';
import { logTo, type CommandContext } from './terminal';

/** One walk as the command tells it. */
export interface AnalyzedWalk {
  readonly id: string;
  readonly path: string;
  readonly parameters: GaitParameters | null;
  readonly fromStore: boolean;
  readonly warnings: readonly string[];
  readonly error: WalkOutcome['error'] | null;
}

/**
 * `gait analyze`: videos, or another tool's landmarks, to events, parameters and reports.
 * @returns the exit code: 0, or where walks failed 1, or where all failed for one reason the code of that reason.
 */
export async function analyze(options: AnalyzeOptions, context: CommandContext): Promise<number> {
  const { terminal, signal, json, workingFolder } = context;
  // What is wrong with the options is told before the kernel is loaded.
  const chainsOfSteps = chainsOf(options, await studyHolds(options, workingFolder));
  const edits = await editsIn(options, workingFolder);
  const phantoms = phantomChains(await phantomsIn(options, workingFolder), options);
  const sessionOptions = sessionOptionsOf(options);
  const { checkWritable } = await import('../kernel/store/write-folder');
  await checkWritable(path.resolve(workingFolder, options.output), '--output');
  const { createSession } = await import('../kernel/session');
  const progress = showProgress(terminal);
  const log = logTo(terminal, context.verbose);
  const session = await createSession({
    ...sessionOptions,
    workingFolder,
    onProgress: progress.onProgress,
    onSample: progress.onSample,
    onLog: (level, message) => {
      progress.clear();
      log(level, message);
    },
  });
  try {
    const run = runnerOf(session, signal, progress);
    const chains: StepOutcome[][] = [];
    for (const steps of chainsOfSteps) chains.push(await runChain(steps, run));
    const finished = chains.filter((chain) => chain.at(-1)?.step === 'detect-events');
    await correctChains(finished, edits, run);
    const names = finished.map((chain) => chain.at(-1)!.name);
    const report =
      names.length === 0
        ? null
        : await run({
            step: 'report',
            of: names,
            ...(phantoms.length > 0 && { phantom: await runPhantoms(phantoms, run) }),
            output: options.output,
            as: 'report',
          });
    // The report gives walks of one name from videos and from landmarks their own folders.
    const reported = (await Promise.all(finished.map(analyzedWalks))).flat().map((walk, index) => ({
      ...walk,
      id: report?.walks[index]?.walk.id ?? walk.id,
    }));
    const failed = chains.filter((chain) => !finished.includes(chain));
    const walks = [...reported, ...(await Promise.all(failed.map(analyzedWalks))).flat()];
    const files = report?.files ?? [];
    if (json) terminal.out(`${JSON.stringify(asJson(walks, files, options, workingFolder), null, 2)}\n`);
    else terminal.out(asText(walks, files, workingFolder));
    for (const walk of walks) tellProblems(walk, context);
    return exitCodeOf(walks);
  } finally {
    progress.clear();
    await session.close();
  }
}

async function studyHolds({ study }: AnalyzeOptions, workingFolder: string) {
  if (study === undefined) return undefined;
  const { kindsOfStudy } = await import('../kernel/study/requests');
  return kindsOfStudy(path.resolve(workingFolder, study));
}

async function editsIn({ edits }: AnalyzeOptions, workingFolder: string): Promise<readonly EventEdit[]> {
  if (edits === undefined) return [];
  const { readEditsTable } = await import('../kernel/study/edits-table');
  return readEditsTable(path.resolve(workingFolder, edits));
}

async function phantomsIn({ phantom = [] }: AnalyzeOptions, workingFolder: string): Promise<PhantomClip[]> {
  if (phantom.length === 0) return [];
  const { expandPaths } = await import('../kernel/study/walks');
  const { readTruth } = await import('../phantom/truth');
  const files = await expandPaths(phantom, workingFolder);
  return Promise.all(
    files.map(async (file) => ({ file, heightM: (await readTruth(file)).options.height_m })),
  );
}

/**
 * Analyses the phantoms. Returns the names of their results.
 * @throws GaitError where one of them fails: the report would say less than was asked.
 */
async function runPhantoms(chains: readonly StepInput[][], run: Run): Promise<string[]> {
  const names: string[] = [];
  for (const steps of chains) {
    const last = (await runChain(steps, run)).at(-1)!;
    const error = last.walks.find((walk) => walk.error !== undefined)?.error;
    if (error) throw new GaitError(error.kind, error.message, error.hint);
    names.push(last.name);
  }
  return names;
}

type Run = (step: StepInput) => Promise<StepOutcome>;

export const runnerOf =
  (session: Session, signal: AbortSignal, progress: ProgressDisplay): Run =>
  async (step) => {
    const outcome = await session.run(step, { signal });
    progress.stepDone(outcome);
    return outcome;
  };

/** Runs steps one after the other, as long as a walk is left to go on with. */
export async function runChain(steps: readonly StepInput[], run: Run): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const step of steps) {
    const outcome = await run(step);
    outcomes.push(outcome);
    if (outcome.walks.every(({ error }) => error !== undefined)) break;
  }
  return outcomes;
}

/** Goes on with the chains whose walks are corrected by hand: each gets the corrections of its own walks. */
async function correctChains(
  chains: readonly StepOutcome[][],
  edits: readonly EventEdit[],
  run: Run,
): Promise<void> {
  if (edits.length === 0 || chains.length === 0) return;
  const { editsByWalk } = await import('../kernel/gait/edits');
  const idsOf = (chain: readonly StepOutcome[]) => chain.at(-1)!.walks.map(({ walk }) => walk.id);
  const byWalk = editsByWalk(edits, chains.flatMap(idsOf));
  for (const chain of chains) {
    const own = idsOf(chain).flatMap((id) => (byWalk.get(id) ?? []).map((edit) => ({ ...edit, walk: id })));
    const { name } = chain.at(-1)!;
    if (own.length > 0) {
      chain.push(await run({ step: 'edit-events', of: name, edits: own, as: `${name}-corrected` }));
    }
  }
}

async function analyzedWalks(chain: readonly StepOutcome[]): Promise<AnalyzedWalk[]> {
  const walks = new Map<string, AnalyzedWalk>();
  for (const { step, walks: outcomes } of chain) {
    for (const { walk, folder, error, warnings, fromStore } of outcomes) {
      const before = walks.get(walk.id);
      walks.set(walk.id, {
        id: walk.id,
        path: walk.path,
        parameters: isGait(step) && folder !== null ? await readParameters(folder) : null,
        fromStore,
        // What was said of the events before they were corrected does not hold any more.
        warnings:
          step === 'edit-events' ? warnings : [...new Set([...(before?.warnings ?? []), ...warnings])],
        // The first error is the reason; what follows from it is not.
        error: before?.error ?? error ?? null,
      });
    }
  }
  return [...walks.values()];
}

const isGait = (step: StepOutcome['step']): boolean => step === 'detect-events' || step === 'edit-events';

async function readParameters(folder: string): Promise<GaitParameters> {
  // Sound: the step wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, 'parameters.json'), 'utf8')) as GaitParameters;
}

function asText(walks: readonly AnalyzedWalk[], files: readonly string[], workingFolder: string): string {
  const done = walks.filter(({ parameters }) => parameters !== null);
  const reports = files
    .filter((file) => ['report.html', 'study.csv', 'performance_report.json'].includes(path.basename(file)))
    .map((file) => `  ${path.relative(workingFolder, file)}\n`);
  return [
    ...(done.length === 0 ? [] : [`\n${parameterTable(done)}\n`]),
    ...(reports.length === 0 ? [] : ['\nReports:\n', ...reports]),
  ].join('');
}

function asJson(
  walks: readonly AnalyzedWalk[],
  files: readonly string[],
  options: AnalyzeOptions,
  workingFolder: string,
): object {
  return {
    output: path.resolve(workingFolder, options.output),
    files,
    walks: walks.map(({ id, path: file, parameters, fromStore, warnings, error }) => ({
      id,
      path: file,
      from_store: fromStore,
      parameters,
      warnings,
      error,
    })),
  };
}

function tellProblems({ id, error, warnings }: AnalyzedWalk, { terminal }: CommandContext): void {
  for (const warning of warnings) terminal.err(`${id}: ${warning}\n`);
  if (error) {
    terminal.err(`${id} failed: ${error.message}\n`);
    if (error.hint !== undefined) terminal.err(`  ${error.hint}\n`);
  }
}

export function exitCodeOf(walks: readonly Pick<AnalyzedWalk, 'error'>[]): number {
  const kinds = new Set(walks.map(({ error }) => error?.kind ?? null));
  if (kinds.size === 1) {
    const [only] = kinds;
    return only ? exitCodes[only] : 0;
  }
  return kinds.size === 0 ? 0 : exitCodes.failed;
}
