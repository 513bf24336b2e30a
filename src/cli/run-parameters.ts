import { cellDocument, cellText, withSettings } from '../shared/cell-edits/apply-settings';
import { madeBy } from '../shared/cell-edits/result-names';
import { badInput, type GaitError } from '../shared/errors';
import { parseCell } from '../shared/gait-cell';
import { keysOf, said, stepNodes } from '../shared/language/step-schemas';
import { nearest } from '../shared/nearest';
import { nested, parseSettingsLayer } from '../shared/resolve-settings';
import { nodeAt, schemaNode, type SchemaNode } from '../shared/schema-node';
import { settingsLayerSchema } from '../shared/settings';
import { parseStep } from '../shared/parse-step';
import { assignment } from './settings-options';

/** What `--set` comes to. */
export interface Parameters {
  /** The cells, with what was set written into them. */
  readonly texts: readonly string[];
  /** What no cell takes: settings for the session, as they were given. */
  readonly settings: readonly string[];
}

/** Where a value goes. */
interface Place {
  /** Which of the cells. */
  readonly at: number;
  /** A key of the cell's own, down to where the value stands; or a setting by its dotted key. */
  readonly path: readonly string[];
  readonly isSetting: boolean;
}

/**
 * Sets parameters of cells from outside.
 * @param texts the gait cells in their order.
 * @param set each `RESULT.key=value` or `key=value`.
 * @throws GaitError bad-input for a key that is known to no cell and is no setting, or a value that it cannot have.
 */
export function withParameters(texts: readonly string[], set: readonly string[]): Parameters {
  const changed = [...texts];
  const settings: string[] = [];
  const touched = new Set<number>();
  for (const text of set) {
    const [key, value] = assignment(text);
    const places = placesOf(key, changed);
    if (places.length === 0) {
      mustBeSetting(text, key, value, changed);
      settings.push(text);
    }
    for (const place of places) {
      mustBeParameter(text, place);
      changed[place.at] = written(changed[place.at]!, place, value);
      touched.add(place.at);
    }
  }
  // Checked when all is set: one key may need another.
  for (const at of touched) parseStep(parseCell(changed[at]!), '--set');
  return { texts: changed, settings };
}

const settingsNode = schemaNode(settingsLayerSchema);
const isSetting = (path: readonly string[]): boolean => nodeAt(settingsNode, path) !== undefined;

function placesOf(key: string, texts: readonly string[]): Place[] {
  const path = key.split('.');
  const [name, ...inCell] = path;
  const ofResult = texts.flatMap((text, at): Place[] => {
    const made = madeBy(text);
    const node = made?.name === name ? stepNodes().get(made!.step) : undefined;
    if (!node || inCell.length === 0) return [];
    if (nodeAt(node, inCell)) return [{ at, path: inCell, isSetting: false }];
    return isSetting(inCell) ? [{ at, path: inCell, isSetting: true }] : [];
  });
  return ofResult.length > 0 ? ofResult : placesThatState(path, texts);
}

/**
 * The cells that state a key themselves. Names of results are left out: `video` is a file where videos are loaded, and
 * the name of what was loaded further on.
 */
function placesThatState(path: readonly string[], texts: readonly string[]): Place[] {
  return texts.flatMap((text, at): Place[] => {
    const node = stepNodes().get(madeBy(text)?.step ?? '');
    const own: SchemaNode | undefined = node && nodeAt(node, path);
    if (!own || said(own, 'results') !== undefined || !cellDocument(text).hasIn(path)) return [];
    return [{ at, path, isSetting: false }];
  });
}

function written(text: string, { path, isSetting }: Place, value: unknown): string {
  if (isSetting) return withSettings(text, nested([[path.join('.'), value]]));
  const cell = cellDocument(text);
  cell.setIn(path, typeof value === 'object' && value !== null ? cell.createNode(value) : value);
  return cellText(cell, text);
}

function mustBeParameter(text: string, { path }: Place): void {
  if (path[0] !== 'step' && path[0] !== 'as') return;
  throw badInput(
    `--set ${text}: what a cell does, and what its result is called, is not set from outside.`,
    'Write it into the cell.',
  );
}

/** @throws GaitError bad-input that names what was most likely meant. */
function mustBeSetting(text: string, key: string, value: unknown, texts: readonly string[]): void {
  try {
    parseSettingsLayer(nested([[key, value]]), '--set');
  } catch (thrown) {
    const path = key.split('.');
    const close = nearest(key, keysOfCells(texts));
    if (isSetting(path)) throw thrown;
    if (close === undefined) throw unknownInCells(text, path, texts) ?? thrown;
    throw badInput(
      `--set ${text}: no cell has a key "${key}", and it is no setting.`,
      `Did you mean "${close}"?`,
    );
  }
}

/** What is wrong with a `RESULT.key`; null where the name of a setting was more likely meant. */
function unknownInCells(
  text: string,
  [name = '', ...inCell]: readonly string[],
  texts: readonly string[],
): GaitError | null {
  const made = texts.flatMap((cell) => madeBy(cell) ?? []);
  const cell = made.find((one) => one.name === name);
  const settings = Object.keys(settingsNode.properties ?? {});
  if (inCell.length === 0 || made.length === 0 || settings.includes(name)) return null;
  if (cell) {
    const node = stepNodes().get(cell.step);
    return badInput(
      `--set ${text}: the cell that makes "${name}" has no key "${inCell.join('.')}".`,
      node && `It takes: ${settableKeys(node).join(', ')}.`,
    );
  }
  if (nearest(name, settings) !== undefined) return null;
  return badInput(
    `--set ${text}: no cell makes "${name}", and it is no setting.`,
    `Cells make: ${[...new Set(made.map((one) => one.name))].join(', ')}.`,
  );
}

const settableKeys = (node: SchemaNode): string[] => keysOf(node).filter((key) => key !== 'as');

/** All that can be set of the cells: `RESULT.key`, and keys that are stated. */
function keysOfCells(texts: readonly string[]): string[] {
  const keys = texts.flatMap((text) => {
    const made = madeBy(text);
    const node = stepNodes().get(made?.step ?? '');
    if (!made || !node) return [];
    const stated = Object.keys(parseCell(text) as object);
    const settable = settableKeys(node);
    return [
      ...settable.map((key) => `${made.name}.${key}`),
      ...settable.filter((key) => stated.includes(key)),
    ];
  });
  return [...new Set(keys)];
}
