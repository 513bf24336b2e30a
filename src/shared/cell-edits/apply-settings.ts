import { isMap, type Document } from 'yaml';
import { badInput } from '../errors';
import { readCell } from '../gait-cell';
import { leaves } from '../resolve-settings';
import type { SettingsLayer } from '../settings';

/** Settings that a cell has keys of its own for, and those keys. */
const ownKeys: Readonly<Record<string, string>> = {
  performance_mode: 'profile',
  max_memory_mb: 'max_memory_mb',
};

/** Groups of settings whose keys some steps take themselves; a batch of frames is none of training. */
const ownGroups = ['signal_processing', 'training'];

/**
 * Writes settings into a cell's text; its comments, its order and its other keys stay.
 * @throws GaitError bad-input where the text is no cell to write into.
 */
export function withSettings(text: string, settings: SettingsLayer): string {
  const cell = cellDocument(text);
  for (const [key, value] of leaves(settings)) cell.setIn(placeOf(key, cell), value);
  return cellText(cell, text);
}

/** Where a cell holds a setting: under a key of its own, where a step has taken it up, or in the block `settings`. */
function placeOf(dotted: string, cell: Document): readonly string[] {
  const own = ownKeys[dotted];
  if (own !== undefined) return [own];
  const path = dotted.split('.');
  const last = path.at(-1)!;
  // The filter and its like stand at the top of a detect-events cell, and win there.
  return ownGroups.includes(path[0]!) && cell.has(last) ? [last] : ['settings', ...path];
}

/**
 * A cell's text as a document that can be changed.
 * @throws GaitError bad-input where it is not a list of keys.
 */
export function cellDocument(text: string): Document {
  const { document, problems } = readCell(text);
  if (!document || problems.length > 0 || !isMap(document.contents)) {
    throw badInput(
      'The cell cannot be changed while it is not a list of keys and values.',
      'Mend what is marked in it first.',
    );
  }
  return document;
}

/** A document as text that ends as the cell's text did before. */
export function cellText(document: Document, before: string): string {
  const text = document.toString({ lineWidth: 0 });
  return before.endsWith('\n') ? text : text.trimEnd();
}
