import { existsSync } from 'node:fs';
import { badInput } from '../shared/errors';
import { nearest } from '../shared/nearest';
import type { ResultInfo } from '../shared/protocol';
import { alternatives } from '../shared/readable-issues';
import type { StepName } from '../shared/steps';
import type { NamedResult } from './steps/step';

/** The results of a session by their names. */
export class SessionResults {
  private readonly named = new Map<string, NamedResult>();

  set(result: NamedResult): void {
    this.named.set(result.name, result);
  }

  /** Takes over what an earlier session left; what this one has made is newer. */
  recall(results: readonly NamedResult[]): void {
    for (const result of results) if (!this.named.has(result.name)) this.set(result);
  }

  list(): ResultInfo[] {
    return [...this.named.values()].map((result) => ({
      name: result.name,
      step: result.step,
      walks: result.walks.length,
      recordId: recordIdOf(result),
    }));
  }

  /**
   * The result that a step asks for.
   * @throws GaitError bad-input where there is none, where it is of another kind, or where its files are gone.
   */
  find(name: string, steps: readonly StepName[]): NamedResult {
    const found = this.named.get(name);
    if (!found) {
      const close = nearest(name, [...this.named.keys()]);
      throw badInput(
        `There is no result "${name}".`,
        close ? `Did you mean "${close}"?` : `Run the ${alternatives(steps)} step that makes it first.`,
      );
    }
    if (!steps.includes(found.step)) {
      throw badInput(
        `"${name}" is the result of ${found.step}.`,
        `A result of ${alternatives(steps)} is needed here.`,
      );
    }
    if (found.walks.some(({ folder }) => folder !== null && !existsSync(folder))) {
      throw badInput(
        `What was stored of "${name}" is gone: its files were moved or deleted.`,
        `Run the ${found.step} step that makes it again.`,
      );
    }
    return found;
  }
}

/** Id of the record of the run that made a result; null where that record is lost. */
function recordIdOf({ name, step, records }: NamedResult): string | null {
  const own = records.at(-1);
  return own?.name === name && own.step === step ? own.id : null;
}

/** Record ids of results by their names; one whose record is lost is left out. */
export function recordIdsOf(results: readonly NamedResult[]): Record<string, string> {
  return Object.fromEntries(
    results.flatMap((result) => {
      const id = recordIdOf(result);
      return id === null ? [] : [[result.name, id] as const];
    }),
  );
}
