import { NotebookCellData, NotebookCellKind, NotebookData, NotebookRange, window, workspace } from 'vscode';
import { gaitLanguage, gaitNotebookType } from '../notebook-types';
import { newCell } from '../../shared/cell-edits/new-cell';
import { videosBeside } from './videos-beside';

const greeting = `# A new study

Each cell below is one step. Run it with the button at its left, and add the next with **Step** above.`;

/** Opens a notebook that is not saved yet, with its first step. */
export async function newNotebook(): Promise<void> {
  const videos = await videosBeside(workspace.workspaceFolders?.[0]?.uri);
  const first = newCell('load-video', { above: [], below: [], videos, author: '' });
  const data = new NotebookData([
    new NotebookCellData(NotebookCellKind.Markup, greeting, 'markdown'),
    new NotebookCellData(NotebookCellKind.Code, first, gaitLanguage),
  ]);
  const notebook = await workspace.openNotebookDocument(gaitNotebookType, data);
  // The step is selected, so that the next one is inserted below it.
  await window.showNotebookDocument(notebook, { selections: [new NotebookRange(1, 2)] });
}
