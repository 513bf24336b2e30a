import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exitCodes } from '../shared/errors';
import type { GaitParameters, Walk } from '../shared/results';
import { walkFacts } from '../kernel/study/walk-columns';
import type { StepOutcome, WalkOutcome } from '../shared/outcome';
import type { EventEdit } from '../shared/event-edit';
import { gaitSteps } from '../shared/step-keys';
import type { AnalyzeOptions } from './analyze-options';
import { chainsOf, phantomChains, type PhantomClip } from './analyze-steps';
import { correctChains, runChain, runnerOf, runPhantoms } from './chains';
import { withSession } from './command-session';
import { parameterTable } from './parameter-table';
import { sessionOptionsOf } from './settings-options';
import type { CommandContext } from './terminal';

/** One walk as the command tells it. */
export interface AnalyzedWalk {
  readonly walk: Walk;
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
  await mustHaveModel(options, workingFolder);
  const sessionOptions = sessionOptionsOf(options);
  const { checkWritable } = await import('../kernel/store/write-folder');
  await checkWritable(path.resolve(workingFolder, options.output), '--output');
  return withSession(sessionOptions, context, async (session, progress) => {
    const run = runnerOf(session, signal, progress);
    const chains: StepOutcome[][] = [];
    for (const steps of chainsOfSteps) chains.push(await runChain(steps, run));
    const finished = chains.filter((chain) => isGait(chain.at(-1)!.step));
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
    const reported = (await Promise.all(finished.map(analyzedWalks))).flat().map((analyzed, index) => ({
      ...analyzed,
      walk: report?.walks[index]?.walk ?? analyzed.walk,
    }));
    const failed = chains.filter((chain) => !finished.includes(chain));
    const walks = [...reported, ...(await Promise.all(failed.map(analyzedWalks))).flat()];
    const files = report?.files ?? [];
    if (json) terminal.out(`${JSON.stringify(asJson(walks, files, options, workingFolder), null, 2)}\n`);
    else terminal.out(asText(walks, files, workingFolder));
    for (const walk of walks) tellProblems(walk, context);
    return exitCodeOf(walks);
  });
}

async function studyHolds({ study }: AnalyzeOptions, workingFolder: string) {
  if (study === undefined) return undefined;
  const { kindsOfStudy } = await import('../kernel/study/requests');
  return kindsOfStudy(path.resolve(workingFolder, study));
}

/** @throws GaitError bad-input for a model that cannot be applied: before a pose is looked for, which takes its time. */
async function mustHaveModel({ model, fold }: AnalyzeOptions, workingFolder: string): Promise<void> {
  if (model === undefined) return;
  const { readPhaseModels } = await import('../kernel/training/prediction/phase-models');
  await readPhaseModels(path.resolve(workingFolder, model), fold);
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

async function analyzedWalks(chain: readonly StepOutcome[]): Promise<AnalyzedWalk[]> {
  const walks = new Map<string, AnalyzedWalk>();
  for (const { step, walks: outcomes } of chain) {
    for (const { walk, folder, error, warnings, fromStore } of outcomes) {
      const before = walks.get(walk.id);
      walks.set(walk.id, {
        walk,
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

/** Whether a step's results hold events and what is measured from them. */
const isGait = (step: StepOutcome['step']): boolean => gaitSteps.some((name) => name === step);

async function readParameters(folder: string): Promise<GaitParameters> {
  // Sound: the step wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, 'parameters.json'), 'utf8')) as GaitParameters;
}

function asText(walks: readonly AnalyzedWalk[], files: readonly string[], workingFolder: string): string {
  const done = walks
    .filter(({ parameters }) => parameters !== null)
    .map(({ walk: { id }, parameters }) => ({ id, parameters }));
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
    walks: walks.map(({ walk, parameters, fromStore, warnings, error }) => ({
      ...walkFacts(walk),
      path: walk.path,
      from_store: fromStore,
      parameters,
      warnings,
      error,
    })),
  };
}

function tellProblems({ walk: { id }, error, warnings }: AnalyzedWalk, { terminal }: CommandContext): void {
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
