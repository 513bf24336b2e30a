import path from 'node:path';
import type { FinishedRun } from '../kernel/display/outputs';
import type { CellSession } from '../kernel/session';
import type { BenchmarkBundle } from '../shared/benchmark';
import { exitCodes, GaitError, toGaitError } from '../shared/errors';
import type { StepOutcome } from '../shared/outcome';
import type { StepInput } from '../shared/steps';
import type { BenchmarkOptions } from './benchmark-options';
import { benchmarkSteps } from './benchmark-steps';
import { withSession } from './command-session';
import { reportFailure } from './failure';
import { sessionOptionsOf } from './settings-options';
import type { CommandContext } from './terminal';

/**
 * `gait benchmark`: profiles side by side on a video. What was measured until it was stopped is told as well.
 * @returns the exit code: 0, or 1 where a profile could not be measured.
 */
export async function benchmark(options: BenchmarkOptions, context: CommandContext): Promise<number> {
  const { signal, terminal, workingFolder } = context;
  const { load, measure } = benchmarkSteps(options);
  const sessionOptions = sessionOptionsOf(options);
  const output = path.resolve(workingFolder, options.output);
  const { checkWritable } = await import('../kernel/store/write-folder');
  await checkWritable(output, '--output');
  const saved = await profileToSave(options, workingFolder);
  if (saved && saved.warning !== null) terminal.err(`${saved.warning}\n`);
  return withSession(sessionOptions, context, async (session, progress) => {
    const loaded = await session.run(load, { signal });
    progress.stepDone(loaded);
    tellFailures(loaded, context);
    const { bundle, files, error } = await measured(session, measure, signal);
    progress.clear();
    tellBenchmark(bundle, { output, files, error }, context);
    if (error) {
      const code = reportFailure(error, { ...context, json: false });
      const kept = path.relative(workingFolder, output) || '.';
      if (files.length > 0) terminal.err(`The runs that were finished are kept in ${kept}.\n`);
      if (saved) terminal.err('No profile was saved: the benchmark did not come to its end.\n');
      return code;
    }
    if (saved && bundle) terminal.err(`${await saved.write(bundle.results)}\n`);
    const lacking = lackingProfiles(bundle);
    if (lacking.length > 0) {
      // The report that says it is long, and may have left the screen.
      terminal.err(`Not measured in full: ${lacking.join(', ')}. The report says why.\n`);
    }
    const isWhole = bundle?.results.complete === true && loaded.walks.every((walk) => !walk.error);
    return isWhole ? 0 : exitCodes.failed;
  });
}

interface Measured {
  readonly bundle: BenchmarkBundle | null;
  readonly files: readonly string[];
  /** Why it did not come to its end; what was finished by then is there all the same. */
  readonly error: GaitError | null;
}

/** @throws GaitError where there is nothing to show. */
async function measured(session: CellSession, measure: StepInput, signal: AbortSignal): Promise<Measured> {
  let kept: Omit<Measured, 'error'> = { bundle: null, files: [] };
  try {
    await session.run(measure, {
      signal,
      onEnd: async (run) => {
        kept = { bundle: await bundleOf(run), files: run.files };
      },
    });
    return { ...kept, error: null };
  } catch (thrown) {
    const error = toGaitError(thrown);
    if (kept.bundle !== null) return { ...kept, error };
    throw error.kind === 'cancelled'
      ? new GaitError('cancelled', 'Cancelled. Nothing was measured yet, and nothing written.')
      : error;
  }
}

/** What was measured, also of a benchmark that was stopped; null where nothing was. */
async function bundleOf({ results }: FinishedRun): Promise<BenchmarkBundle | null> {
  const folder = results?.walks.find((walk) => walk.folder !== null)?.folder;
  if (folder === null || folder === undefined) return null;
  const { readBenchmarkBundle } = await import('../kernel/display/benchmark-store');
  return readBenchmarkBundle(folder);
}

async function profileToSave({ save_profile, config, force }: BenchmarkOptions, workingFolder: string) {
  if (save_profile === undefined) return null;
  const { profileFile } = await import('./save-profile');
  return profileFile(save_profile, config ?? 'gait.config.json', workingFolder, force);
}

const lackingProfiles = (bundle: BenchmarkBundle | null): string[] => [
  ...new Set(
    bundle?.results.contenders.flatMap(({ contender, failure }) => (failure === null ? [] : [contender])),
  ),
];

function tellFailures({ walks }: StepOutcome, { terminal }: CommandContext): void {
  const failed = walks.flatMap(({ walk, error }) => (error ? [{ id: walk.id, ...error }] : []));
  const [first] = failed;
  if (first && failed.length === walks.length) throw new GaitError(first.kind, first.message, first.hint);
  for (const { id, message, hint } of failed) {
    terminal.err(`${id} failed: ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`);
  }
}

function tellBenchmark(
  bundle: BenchmarkBundle | null,
  { output, files, error }: Omit<Measured, 'bundle'> & { readonly output: string },
  { terminal, json, workingFolder }: CommandContext,
): void {
  if (json) {
    const failure = error && { kind: error.kind, message: error.message, hint: error.hint ?? null };
    const document = { output, files, results: bundle?.results ?? null, error: failure };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const names = files.map((file) => `  ${path.relative(workingFolder, file)}\n`);
  terminal.out(
    `\n${bundle?.text.trimEnd() ?? 'Nothing was measured.'}\n${names.length === 0 ? '' : `\nFiles:\n${names.join('')}`}`,
  );
}
