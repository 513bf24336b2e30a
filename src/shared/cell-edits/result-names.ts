import { parseCell } from '../gait-cell';

/** A result that a cell makes. */
export interface MadeResult {
  readonly name: string;
  readonly step: string;
}

/** What a cell's text makes, or null where that cannot be told: half-written cells are common. */
export function madeBy(text: string): MadeResult | null {
  let cell: unknown;
  try {
    cell = parseCell(text);
  } catch {
    return null;
  }
  if (typeof cell !== 'object' || cell === null || !('step' in cell) || typeof cell.step !== 'string')
    return null;
  const named = 'as' in cell && typeof cell.as === 'string' ? cell.as : cell.step;
  return { name: named, step: cell.step };
}

/** The name, or the name with the first number that makes it one that is not taken. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    const candidate = `${name}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
