import type { CellOutput } from '../../../shared/cell-output';

/** Most characters of one output as JSON, and of all outputs of a cell: a notebook must open and save quickly. */
export const mostOfOutput = 1_500_000;
export const mostOfCell = 8_000_000;
/** Walks that a cell shows in full; the others are named. */
export const mostShownWalks = 12;

const sizes = new WeakMap<CellOutput, number>();

/** What an output takes in the notebook's file; reckoned once, for that means writing it. */
export function sizeOf(output: CellOutput): number {
  const size = sizes.get(output) ?? JSON.stringify(output.data).length;
  sizes.set(output, size);
  return size;
}

/** The richest of several forms of an output that is small enough; the last one where none is. */
export function fitting(forms: readonly [CellOutput, ...CellOutput[]]): CellOutput {
  return forms.find((form) => sizeOf(form) <= mostOfOutput) ?? forms.at(-1)!;
}
