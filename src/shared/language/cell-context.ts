import { isMap, isScalar } from 'yaml';
import type { ProfileTable } from '../settings';
import type { NamedLayer } from '../resolve-settings';
import type { CellDocument } from '../gait-cell';
import type { StepName } from '../steps';
import { isStepName } from './step-schemas';

/** What other cells need to know of a cell. */
export interface CellHead {
  readonly step: StepName | null;
  /** Name under which its result is found; null where it is no step. */
  readonly name: string | null;
  /** Video that it writes, as the cell gives it. */
  readonly writes: string | null;
}

export interface FileEntry {
  readonly name: string;
  readonly folder: boolean;
}

/** The files that cells speak of. Paths are as in cells: relative to the notebook, or absolute. */
export interface Files {
  /** What a folder holds; nothing where there is no such folder. */
  readonly list: (folder: string) => Promise<readonly FileEntry[]>;
  /** Whether a path is there, or a glob finds anything. */
  readonly exists: (pattern: string) => Promise<boolean>;
}

/** What a cell stands among. */
export interface CellContext {
  /** All gait cells of the notebook in order, the one in question among them. */
  readonly cells: readonly CellHead[];
  /** Where the one in question stands. */
  readonly at: number;
  /** Null where the notebook is in no folder. */
  readonly files: Files | null;
  /** Layers of settings below the cell's, lowest first. */
  readonly layers: readonly NamedLayer[];
  /** Profiles of the configuration file. */
  readonly profiles: ProfileTable;
}

export function cellHead({ document }: CellDocument): CellHead {
  const text = (key: string): string | null => {
    const contents = document?.contents;
    if (!isMap(contents)) return null;
    const value = contents.get(key, true);
    return isScalar(value) && typeof value.value === 'string' ? value.value : null;
  };
  const step = text('step');
  if (!isStepName(step)) return { step: null, name: null, writes: null };
  return { step, name: text('as') ?? step, writes: step === 'make-phantom' ? text('output') : null };
}

/** A result that a cell of the notebook makes. */
export interface NotebookResult {
  readonly name: string;
  readonly step: StepName;
  readonly place: 'above' | 'here' | 'below';
  /** How many gait cells away. */
  readonly distance: number;
}

/** The results that cells of the notebook make, in their order. */
export const notebookResults = ({ cells, at }: CellContext): readonly NotebookResult[] =>
  cells.flatMap(({ step, name }, index): NotebookResult[] =>
    step === null || name === null
      ? []
      : [
          {
            name,
            step,
            place: index < at ? 'above' : index === at ? 'here' : 'below',
            distance: Math.abs(index - at),
          },
        ],
  );

/** Names of results above that fit, the nearest cell's first. */
export const resultsAbove = (context: CellContext, steps: readonly string[]): readonly NotebookResult[] => {
  const above = notebookResults(context).filter(({ place }) => place === 'above');
  return above
    .filter(
      ({ name, step }, index) =>
        steps.includes(step) && !above.slice(index + 1).some((later) => later.name === name),
    )
    .reverse();
};
