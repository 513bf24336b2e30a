import { GaitError } from '../shared/errors';
import type { StepOutcome } from '../shared/outcome';

type Walks = StepOutcome['walks'];

/**
 * What there is to say of the walks of steps that follow each other, in lines. A step hands on what was said of its
 * input, so that each thing is said once.
 * @returns what gives the lines of the next step that are news; where the step is the last for want of walks, the error
 * of its only walk is left to {@link cellError}, which is told after them.
 */
export function walkNews(): (walks: Walks, isLast?: boolean) => readonly string[] {
  const said = new Set<string>();
  return (walks, isLast = false) =>
    walks.flatMap(({ walk: { id }, warnings, error }) => {
      const lines = warnings.map((warning) => `${id}: ${warning}`);
      if (error && !(isLast && walks.length === 1)) {
        const hint = error.hint === undefined ? '' : `\n  ${error.hint}`;
        lines.push(`${id} failed: ${error.message}${hint}`);
      }
      const news = lines.filter((line) => !said.has(line));
      news.forEach((line) => said.add(line));
      return news;
    });
}

/**
 * Why later cells have nothing to go on with; null where a walk was finished. What an only walk failed of is the cell's
 * own error; of several, {@link walkNews} says it of each.
 */
export function cellError(walks: Walks): GaitError | null {
  const errors = walks.flatMap(({ error }) => error ?? []);
  const [first] = errors;
  if (first === undefined || errors.length < walks.length) return null;
  if (errors.length === 1) return new GaitError(first.kind, first.message, first.hint);
  const sameKind = errors.every(({ kind }) => kind === first.kind);
  return new GaitError(
    sameKind ? first.kind : 'failed',
    `None of the ${walks.length} walks is left to go on with.`,
  );
}
