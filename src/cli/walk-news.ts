import type { StepOutcome } from '../shared/outcome';

/**
 * What there is to say of the walks of steps that follow each other, in lines. A step hands on what was said of its
 * input, so that each thing is said once.
 * @returns what gives the lines of the next step that are news.
 */
export function walkNews(): (walks: StepOutcome['walks']) => readonly string[] {
  const said = new Set<string>();
  return (walks) =>
    walks.flatMap(({ walk: { id }, warnings, error }) => {
      const lines = warnings.map((warning) => `${id}: ${warning}`);
      if (error) {
        const hint = error.hint === undefined ? '' : `\n  ${error.hint}`;
        lines.push(`${id} failed: ${error.message}${hint}`);
      }
      const news = lines.filter((line) => !said.has(line));
      news.forEach((line) => said.add(line));
      return news;
    });
}
