import { workspace, type NotebookDocument, type TextDocument } from 'vscode';
import { readCell } from '../../shared/gait-cell';
import { cellHead, type CellContext, type CellHead } from '../../shared/language/cell-context';
import { gaitLanguage } from '../notebook-types';
import { filesOf } from './notebook-files';

/** The layers of settings below a notebook's cells, and the profiles of its configuration file. */
export type LayersOf = (notebook: NotebookDocument) => Promise<Pick<CellContext, 'layers' | 'profiles'>>;

/** Where nothing is known of the editor's settings, the built-in ones hold. */
export const noLayers: LayersOf = () => Promise.resolve({ layers: [], profiles: {} });

/** Texts change often, and each is looked at for all the others: what a cell says of itself is read once. */
const heads = new WeakMap<TextDocument, { readonly version: number; readonly head: CellHead }>();

function headOf(document: TextDocument): CellHead {
  const known = heads.get(document);
  if (known?.version === document.version) return known.head;
  const head = cellHead(readCell(document.getText()));
  heads.set(document, { version: document.version, head });
  return head;
}

/** The gait cells of a notebook, in order. */
export const gaitCells = (notebook: NotebookDocument): TextDocument[] =>
  notebook
    .getCells()
    .map(({ document }) => document)
    .filter(({ languageId }) => languageId === gaitLanguage);

/** What a cell stands among; all of it is read anew, as files and settings change behind the editor's back. */
export async function contextOf(document: TextDocument, layersOf: LayersOf): Promise<CellContext> {
  const notebook = workspace.notebookDocuments.find((candidate) => gaitCells(candidate).includes(document));
  if (!notebook) {
    return { cells: [headOf(document)], at: 0, files: null, layers: [], profiles: {} };
  }
  return (await contextsOf(notebook, layersOf))(document);
}

/** The same for all cells of a notebook. */
export async function contextsOf(
  notebook: NotebookDocument,
  layersOf: LayersOf,
): Promise<(document: TextDocument) => CellContext> {
  const around = await layersOf(notebook);
  const files = filesOf(notebook);
  const documents = gaitCells(notebook);
  const cells = documents.map(headOf);
  return (document) => ({ cells, at: documents.indexOf(document), files, ...around });
}
