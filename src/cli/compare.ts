import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../shared/errors';
import type { StepOutcome } from '../shared/outcome';
import { exitCodeOf } from './analyze';
import { runChain, runnerOf } from './chains';
import { withSession } from './command-session';
import type { CompareOptions } from './compare-options';
import { sourceChains, type SourceKind } from './compare-steps';
import { sessionOptionsOf } from './settings-options';
import type { CommandContext } from './terminal';
import { textTable } from '../shared/text-table';

/**
 * `gait compare`: two sources of the same walks side by side, or one beside its labels, stored events or truth.
 * @returns the exit code: 0, or where walks failed that of `gait analyze`.
 */
export async function compare(options: CompareOptions, context: CommandContext): Promise<number> {
  const { terminal, signal, json, workingFolder } = context;
  const kinds = await Promise.all(options.sources.map((source) => kindOf(source, workingFolder)));
  const chains = sourceChains(options, kinds);
  const sessionOptions = sessionOptionsOf(options);
  const { checkWritable } = await import('../kernel/store/write-folder');
  await checkWritable(path.resolve(workingFolder, options.output), '--output');
  return withSession(sessionOptions, context, async (session, progress) => {
    const run = runnerOf(session, signal, progress);
    let last: StepOutcome | undefined;
    for (const chain of chains) {
      last = (await runChain(chain, run)).at(-1);
      if (last?.step !== 'detect-events') break;
    }
    if (last?.step === 'detect-events') {
      last = await run({
        step: 'compare',
        of: 'measured',
        ...(chains.length === 2 && { with: 'reference' }),
        synchronise: options.synchronise,
        output: options.output,
      });
    }
    const { walks, files } = last!;
    for (const { walk, summary, warnings, error } of walks) {
      if (error === undefined) terminal.err(`${walk.id}: ${summary}\n`);
      else
        terminal.err(
          `${walk.id} failed: ${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`,
        );
      for (const warning of warnings) terminal.err(`${walk.id}: ${warning}\n`);
    }
    const agreement = files.find((file) => path.basename(file) === 'agreement.json');
    if (agreement !== undefined) await tellAgreement(agreement, files, context);
    else if (json)
      terminal.out(
        `${JSON.stringify({ files, walks: walks.map(({ walk: { id }, error }) => ({ id, error })) }, null, 2)}\n`,
      );
    return exitCodeOf(walks.map(({ error }) => ({ error: error ?? null })));
  });
}

async function kindOf(source: string, workingFolder: string): Promise<SourceKind> {
  const file = path.resolve(workingFolder, source);
  if (/\.csv$/i.test(source)) {
    const { kindsOfStudy } = await import('../kernel/study/requests');
    const { videos, landmarks } = await kindsOfStudy(file);
    if (videos && landmarks) {
      throw badInput(
        `The study ${source} holds videos and landmarks.`,
        'A source is of one kind: give each kind a table of its own, with the same ids.',
      );
    }
    return { kind: landmarks ? 'landmarks' : 'video', isStudy: true };
  }
  const { isLandmarks } = await import('../kernel/study/walks');
  return { kind: isLandmarks(file) ? 'landmarks' : 'video', isStudy: false };
}

/** The rows of `agreement.json` that the terminal shows. */
interface ShownRow {
  readonly of: string;
  readonly side: string;
  readonly unit: string;
  readonly n: number;
  readonly bias: number | null;
  readonly sd: number | null;
  readonly limit_low: number | null;
  readonly limit_high: number | null;
  readonly sem: number | null;
  readonly mdc: number | null;
}

async function tellAgreement(
  file: string,
  files: readonly string[],
  { terminal, json, workingFolder }: CommandContext,
): Promise<void> {
  // Sound: the compare step wrote the file a moment ago.
  const agreement = JSON.parse(await readFile(file, 'utf8')) as {
    readonly notes: readonly string[];
    readonly agreement: readonly ShownRow[];
  };
  if (json) {
    terminal.out(`${JSON.stringify({ files, ...agreement }, null, 2)}\n`);
    return;
  }
  const rows = agreement.agreement.filter(({ side, n }) => side === 'both' && n > 0);
  const shown = (value: number | null): string =>
    value === null ? '–' : String(Number(value.toPrecision(3)));
  const table = textTable(
    ['', 'unit', 'n', 'bias', 'SD', 'limits of agreement', 'SEM', 'MDC'],
    rows.map(({ of, unit, n, bias, sd, limit_low, limit_high, sem, mdc }) => [
      ...[of, unit, String(n), shown(bias), shown(sd)],
      ...[`${shown(limit_low)} to ${shown(limit_high)}`, shown(sem), shown(mdc)],
    ]),
  );
  const names = files.map((path_) => `  ${path.relative(workingFolder, path_)}\n`);
  terminal.out(`\n${table}\n\n${agreement.notes.join('\n')}\n\nFiles:\n${names.join('')}`);
}
