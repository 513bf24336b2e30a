import type { GaitBundle } from '../../shared/display';

/** A result's text has the first notes of many in short: without them, where all of them follow. */
export const withoutNotes = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^(?:Note: |… and \d+ more notes?\.$)/.test(line))
    .join('\n');

/** What to know before the figures of a gait are used. */
export const notesOf = ({ parameters: { quality } }: Pick<GaitBundle, 'parameters'>): string[] => [
  ...quality.warnings,
  ...quality.abstentions,
];
