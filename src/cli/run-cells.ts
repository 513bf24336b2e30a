import type { CellOutput } from '../shared/cell-output';
import { badInput, type GaitError } from '../shared/errors';
import { withoutFolders, type KnownPaths } from '../shared/known-folders';
import {
  errorType,
  gaitLanguage,
  type CellExecution,
  type EditorCell,
  type EditorNotebook,
  type EditorOutput,
  type JsonObject,
  type OutputItem,
} from '../shared/notebook';
import { carriesBytes, isJsonType } from '../shared/notebook/output-types';
import { failureText, failureTitles, stoppedText } from '../shared/run-failure';

/**
 * Which cells of a notebook are gait cells, by their places.
 * @param isJupyter whether the file is Jupyter's own kind, whose cells are Python where nothing says otherwise.
 * @throws GaitError bad-input where there are none.
 */
export function gaitCells({ cells, metadata }: EditorNotebook, isJupyter: boolean): number[] {
  const saysLanguage = !isJupyter || inside(metadata['metadata'], 'language_info') !== undefined;
  const found = cells.flatMap((cell, at) =>
    cell.kind === 'code' &&
    cell.language === gaitLanguage &&
    (saysLanguage || inside(cell.metadata.metadata, 'vscode') !== undefined)
      ? [at]
      : [],
  );
  if (found.length > 0) return found;
  throw badInput(
    'The notebook has no gait cells, so there is nothing to run.',
    isJupyter
      ? 'Give cells the language Gait in VS Code; cells of other languages are run by Jupyter.'
      : 'Open it in VS Code and add one, such as `step: load-video`.',
  );
}

const inside = (group: unknown, key: string): unknown =>
  typeof group === 'object' && group !== null ? (group as JsonObject)[key] : undefined;

/** The notebook with another text in some of its cells. */
export const withTexts = (
  notebook: EditorNotebook,
  places: readonly number[],
  texts: readonly string[],
): EditorNotebook => ({
  ...notebook,
  cells: notebook.cells.map((cell, at): EditorCell => {
    const text = texts[places.indexOf(at)];
    return text === undefined || text === cell.text ? cell : { ...cell, text };
  }),
});

/** The notebook with what a run made of one of its cells. */
export const withRun = (
  notebook: EditorNotebook,
  place: number,
  run: { readonly execution: CellExecution; readonly outputs: readonly EditorOutput[] },
): EditorNotebook => ({
  ...notebook,
  cells: notebook.cells.map((cell, at) => (at === place ? { ...cell, ...run } : cell)),
});

/** An output as an editor holds it, so that it is saved as an editor saves it. */
export const editorOutput = ({ data }: CellOutput): EditorOutput => ({
  items: Object.entries(data).map(([mime, value]): OutputItem => {
    if (isJsonType(mime)) return { mime, text: JSON.stringify(value) };
    const text = Array.isArray(value) ? value.join('') : String(value);
    return carriesBytes(mime) ? { mime, base64: text } : { mime, text };
  }),
  metadata: {},
});

/** What a cell shows whose step did not come to an end; it names no folders of this machine. */
export function failureOutput({ kind, message, hint }: GaitError, known: KnownPaths): EditorOutput {
  const shown = {
    message: withoutFolders(message, known),
    ...(hint !== undefined && { hint: withoutFolders(hint, known) }),
  };
  if (kind === 'cancelled') return { items: [{ mime: 'text/plain', text: stoppedText() }], metadata: {} };
  const error = { name: failureTitles[kind], message: failureText(shown) };
  return { items: [{ mime: errorType, text: JSON.stringify(error) }], metadata: {} };
}
