import type { CellSession } from '../kernel/session';
import { GaitError } from '../shared/errors';
import type { StepOutcome } from '../shared/outcome';
import type { EventEdit } from '../shared/event-edit';
import type { StepInput } from '../shared/steps';
import type { ProgressDisplay } from './progress';

/**
 * Runs one step of a session.
 * @param waiting steps that wait for it, for whoever follows the run.
 */
export type Run = (step: StepInput, waiting?: readonly StepInput[]) => Promise<StepOutcome>;

export const runnerOf =
  (session: CellSession, signal: AbortSignal, progress: ProgressDisplay): Run =>
  async (step, waiting = []) => {
    const outcome = await session.run(step, { signal, waiting: waiting.map((later) => later.step) });
    progress.stepDone(outcome);
    return outcome;
  };

/** Runs steps one after the other, as long as a walk is left to go on with. */
export async function runChain(steps: readonly StepInput[], run: Run): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const [at, step] of steps.entries()) {
    const outcome = await run(step, steps.slice(at + 1));
    outcomes.push(outcome);
    if (outcome.walks.every(({ error }) => error !== undefined)) break;
  }
  return outcomes;
}

/** Goes on with the chains whose walks are corrected by hand: each gets the corrections of its own walks. */
export async function correctChains(
  chains: readonly StepOutcome[][],
  edits: readonly EventEdit[],
  run: Run,
): Promise<void> {
  if (edits.length === 0 || chains.length === 0) return;
  const { editsByWalk } = await import('../kernel/gait/events/edits');
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

/**
 * Analyses the phantoms. Returns the names of their results.
 * @throws GaitError where one of them fails: the report would say less than was asked.
 */
export async function runPhantoms(chains: readonly StepInput[][], run: Run): Promise<string[]> {
  const names: string[] = [];
  for (const steps of chains) {
    const last = (await runChain(steps, run)).at(-1)!;
    const error = last.walks.find((walk) => walk.error !== undefined)?.error;
    if (error) throw new GaitError(error.kind, error.message, error.hint);
    names.push(last.name);
  }
  return names;
}
