import {
  CancellationTokenSource,
  NotebookCellData,
  NotebookData,
  window,
  workspace,
  type NotebookDocument,
  type NotebookSerializer,
} from 'vscode';
import { jupyterText } from '../../shared/cell-edits/jupyter-text';

/** Writes a copy of the notebook, outputs and all, that Jupyter and VS Code's Jupyter editor open. */
export async function exportJupyter(
  notebook: NotebookDocument,
  serializer: NotebookSerializer,
): Promise<void> {
  const target = await window.showSaveDialog({
    title: 'Export as Jupyter Notebook',
    filters: { 'Jupyter Notebook': ['ipynb'] },
    ...(notebook.uri.scheme === 'file'
      ? { defaultUri: notebook.uri.with({ path: notebook.uri.path.replace(/(\.gaitnb)?$/, '.ipynb') }) }
      : {}),
  });
  if (!target) return;
  const content = await serializer.serializeNotebook(dataOf(notebook), new CancellationTokenSource().token);
  const text = jupyterText(new TextDecoder().decode(content));
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  const open = 'Open';
  const chosen = await window.showInformationMessage(`Exported to ${target.fsPath}.`, open);
  if (chosen === open) await window.showNotebookDocument(await workspace.openNotebookDocument(target));
}

/** The notebook as it is now, saved or not. */
function dataOf(notebook: NotebookDocument): NotebookData {
  const data = new NotebookData(
    notebook.getCells().map(({ kind, document, outputs, metadata, executionSummary }) => {
      const cell = new NotebookCellData(kind, document.getText(), document.languageId);
      cell.outputs = [...outputs];
      cell.metadata = metadata;
      if (executionSummary) cell.executionSummary = executionSummary;
      return cell;
    }),
  );
  data.metadata = notebook.metadata;
  return data;
}
