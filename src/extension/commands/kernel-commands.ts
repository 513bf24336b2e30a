import {
  NotebookEditorRevealType,
  NotebookRange,
  Uri,
  window,
  workspace,
  type NotebookDocument,
  type NotebookEditor,
} from 'vscode';
import { madeBy } from '../../shared/cell-edits/result-names';
import type { NotebookRunners } from '../execution/notebook-runners';
import { showsRecord } from '../requests/cell-of-record';

export async function restartKernel(notebook: NotebookDocument, runners: NotebookRunners): Promise<void> {
  await runners.restart(notebook);
  void window.setStatusBarMessage('The kernel starts anew with the next cell that is run.', 5000);
}

/** Lists the session's results, and goes to the cell that made the one that is chosen. */
export async function showResults(notebook: NotebookDocument, runners: NotebookRunners): Promise<void> {
  const results = await (await runners.kernel(notebook)).results();
  if (results.length === 0) {
    void window.showInformationMessage('There are no results yet: run a cell that makes one.');
    return;
  }
  const chosen = await window.showQuickPick(
    results.map((result) => ({
      label: result.name,
      description: result.step,
      detail: `${result.walks} ${result.walks === 1 ? 'walk' : 'walks'}`,
      result,
    })),
    { placeHolder: 'Results of this notebook; choose one to go to its cell' },
  );
  const editor = window.visibleNotebookEditors.find((candidate) => candidate.notebook === notebook);
  if (chosen && editor) reveal(editor, chosen.result);
}

function reveal(
  editor: NotebookEditor,
  { name, recordId }: { readonly name: string; readonly recordId: string | null },
): void {
  const cells = editor.notebook.getCells();
  const cell =
    cells.find(
      ({ outputs }) =>
        recordId !== null &&
        showsRecord(
          outputs.flatMap(({ items }) => items),
          recordId,
        ),
    ) ?? cells.find(({ document }) => madeBy(document.getText())?.name === name);
  if (!cell) {
    void window.showInformationMessage(
      `No cell of this notebook makes ${name}: it is left from an earlier one.`,
    );
    return;
  }
  const range = new NotebookRange(cell.index, cell.index + 1);
  editor.selection = range;
  editor.revealRange(range, NotebookEditorRevealType.AtTop);
}

const deleteThem = 'Delete Results';

/** Deletes what the store holds of results, once the user has said so again; run records stay. */
export async function deleteResults(notebook: NotebookDocument, runners: NotebookRunners): Promise<void> {
  const store = runners.storeOf(notebook);
  const results = Uri.joinPath(Uri.file(store), 'results');
  const held = await resultFolders(results);
  if (held.length === 0) {
    void window.showInformationMessage(`There are no stored results in ${store}.`);
    return;
  }
  const chosen = await window.showWarningMessage(
    `Delete ${held.length} stored results?`,
    {
      modal: true,
      detail: `They are in ${store}, for all notebooks that use it. Notebooks, videos and reports stay; the next run computes anew.`,
    },
    deleteThem,
  );
  if (chosen !== deleteThem) return;
  await runners.restart(notebook);
  for (const folder of held) await workspace.fs.delete(folder, { recursive: true, useTrash: false });
  void window.showInformationMessage(`${held.length} stored results were deleted.`);
}

/** Folders that really are stored results: the store's folder is a setting, and might be any. */
async function resultFolders(results: Uri): Promise<Uri[]> {
  const names = await readNames(results);
  const isResult = await Promise.all(
    names.map(async (name) => (await readNames(Uri.joinPath(results, name))).includes('result.json')),
  );
  return names.filter((_, index) => isResult[index]).map((name) => Uri.joinPath(results, name));
}

async function readNames(folder: Uri): Promise<string[]> {
  try {
    return (await workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    // Not there, or a file: either way it holds nothing.
    return [];
  }
}
