import path from 'node:path';
import type { CellSession } from '../kernel/session';
import { madeBy } from '../shared/cell-edits/result-names';
import { exitCodes, GaitError, toGaitError } from '../shared/errors';
import { parseCell } from '../shared/gait-cell';
import type { KnownPaths } from '../shared/known-folders';
import { counted } from '../shared/numbers';
import type { EditorNotebook, EditorOutput } from '../shared/notebook';
import type { StepOutcome } from '../shared/outcome';
import { failedPart } from '../shared/run-outcome';
import type { StepInput } from '../shared/steps';
import { withSession } from './command-session';
import { reportFailure } from './failure';
import type { ProgressDisplay } from './progress';
import { editorOutput, failureOutput, gaitCells, withRun, withTexts } from './run-cells';
import type { RunOptions } from './run-options';
import { withParameters } from './run-parameters';
import { sessionOptionsOf } from './settings-options';
import type { CommandContext } from './terminal';
import { cellError, walkNews } from './walk-news';

/** A cell that was run. */
interface RanCell {
  /** Its number among the gait cells, from 1. */
  readonly cell: number;
  readonly seconds: number;
  readonly outcome: StepOutcome | null;
  /** Why nothing can go on from here; null where later cells can. */
  readonly error: GaitError | null;
}

/**
 * `gait run`: the gait cells of a notebook, one after the other; what they show is saved as an editor saves it.
 * @returns the exit code: 0, that of the cell that failed, or 1 where single walks failed, or profiles of a benchmark.
 */
export async function run(options: RunOptions, context: CommandContext): Promise<number> {
  const { workingFolder } = context;
  const { placeFor, readNotebook } = await import('./notebook-place');
  const named = path.resolve(workingFolder, options.notebook[0]!);
  const read = await readNotebook(named);
  const places = gaitCells(read, /\.ipynb$/i.test(named));
  const { texts, settings } = withParameters(
    places.map((at) => read.cells[at]!.text),
    options.set ?? [],
  );
  const { configFile, storeFolder, ...layers } = sessionOptionsOf({ ...options, set: [...settings] });
  const target = await placeFor(
    options.output === undefined ? named : path.resolve(workingFolder, options.output),
  );
  const home = path.dirname(named);
  const config = configFile === undefined ? undefined : path.resolve(workingFolder, configFile);
  const store = path.resolve(storeFolder === undefined ? home : workingFolder, storeFolder ?? '.gait');
  const sessionOptions = {
    ...layers,
    // The results belong to the notebook that shows them, and are found by its path in VS Code too.
    name: target.file,
    storeFolder: store,
    ...(config !== undefined && { configFile: config }),
  };
  const known = { files: [named, ...(config === undefined ? [] : [config])], folders: [home, store] };
  return withSession(sessionOptions, { ...context, workingFolder: home }, async (session, progress) => {
    let notebook = withTexts(read, places, texts);
    const ran: RanCell[] = [];
    const news = walkNews();
    for (const [index, place] of places.entries()) {
      const waiting = texts.slice(index + 1).map((text) => madeBy(text)?.step ?? 'a cell');
      const startedMs = Date.now();
      const { outputs, ...end } = await runCell(
        texts[index]!,
        { session, progress, waiting, known },
        context,
      );
      const endedMs = Date.now();
      const succeeded = end.error === null;
      notebook = withRun(notebook, place, {
        execution: { order: index + 1, succeeded, startedMs, endedMs },
        outputs,
      });
      await target.save(notebook);
      ran.push({ cell: index + 1, seconds: (endedMs - startedMs) / 1000, ...end });
      for (const line of news(end.outcome?.walks ?? [], !succeeded)) context.terminal.err(`${line}\n`);
      if (!succeeded) break;
    }
    return conclude(ran, { cells: places.length, file: target.file }, context);
  });
}

interface CellHands {
  readonly session: CellSession;
  readonly progress: ProgressDisplay;
  /** Steps that come after this one. */
  readonly waiting: readonly string[];
  readonly known: KnownPaths;
}

/** Runs one cell. Whatever goes wrong is what it shows; nothing is thrown. */
async function runCell(
  text: string,
  { session, progress, waiting, known }: CellHands,
  { signal, terminal }: CommandContext,
): Promise<
  Pick<RanCell, 'outcome' | 'error'> & { readonly outputs: EditorNotebook['cells'][number]['outputs'] }
> {
  let outputs: readonly EditorOutput[] = [];
  try {
    const step = parseCell(text);
    // Not yet known to be a step: the session checks it.
    const outcome = await session.run(step as StepInput, {
      signal,
      waiting,
      onEnd: async (finished) => {
        const { cellOutputs } = await import('../kernel/display/outputs');
        try {
          outputs = (await cellOutputs(finished)).map(editorOutput);
        } catch (thrown) {
          // A result that cannot be drawn is a result all the same.
          progress.clear();
          terminal.err(`error: the outputs of ${finished.step.step} cannot be shown: ${String(thrown)}\n`);
        }
      },
    });
    progress.stepDone(outcome);
    return { outcome, error: cellError(outcome.walks), outputs };
  } catch (thrown) {
    progress.clear();
    const error = signal.aborted ? new GaitError('cancelled', 'Cancelled.') : toGaitError(thrown);
    return { outcome: null, error, outputs: [failureOutput(error, known), ...outputs] };
  }
}

/** Says what came of it. Returns the exit code. */
function conclude(
  ran: readonly RanCell[],
  { cells, file }: { readonly cells: number; readonly file: string },
  context: CommandContext,
): number {
  const { terminal, json, verbose, workingFolder } = context;
  const { error = null, cell = 0 } = ran.at(-1) ?? {};
  const shown = path.relative(workingFolder, file);
  if (error) {
    // Its document is printed below, with the cells that were run.
    const asText = error.kind === 'cancelled' ? error : atCell(error, cell);
    reportFailure(asText, { terminal, verbose, json: false });
  }
  if (json) terminal.out(`${JSON.stringify(asJson(ran, cells, file), null, 2)}\n`);
  else {
    const done = ran.filter((one) => one.error === null).length;
    terminal.out(
      `Ran ${done === cells ? counted(cells, 'cell') : `${done} of ${cells} cells`}; the outputs are saved in ${shown}.\n`,
    );
  }
  if (error) return exitCodes[error.kind];
  const someFailed = ran.some(
    ({ outcome }) =>
      outcome !== null &&
      (outcome.walks.some((walk) => walk.error !== undefined) || failedPart(outcome.record).failed > 0),
  );
  return someFailed ? exitCodes.failed : 0;
}

const atCell = (error: GaitError, cell: number): GaitError =>
  new GaitError(error.kind, `Cell ${cell}: ${error.message}`, error.hint, { cause: error.cause ?? error });

const asJson = (ran: readonly RanCell[], cells: number, file: string): object => ({
  notebook: file,
  cells: ran.map(({ cell, seconds, outcome, error }) => ({
    cell,
    step: outcome?.step ?? null,
    name: outcome?.name ?? null,
    seconds,
    walks: (outcome?.walks ?? []).map(({ walk: { id }, fromStore, summary, warnings, error: ofWalk }) => ({
      id,
      from_store: fromStore,
      summary,
      warnings,
      error: ofWalk ?? null,
    })),
    files: outcome?.files ?? [],
    error: error && { kind: error.kind, message: error.message, hint: error.hint ?? null },
  })),
  not_run: cells - ran.length,
});
