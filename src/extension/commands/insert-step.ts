import {
  commands,
  NotebookCellData,
  NotebookCellKind,
  NotebookEdit,
  NotebookEditorRevealType,
  NotebookRange,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type NotebookDocument,
} from 'vscode';
import { newCell, stepDescription, stepNames } from '../../shared/cell-edits/new-cell';
import { madeBy } from '../../shared/cell-edits/result-names';
import type { StepName } from '../../shared/steps';
import { gaitLanguage } from '../notebook-types';
import { editorInFront } from './notebook-in-front';
import { videosBeside } from './videos-beside';

/** Who corrects events in a notebook. */
type Corrector = (notebook: NotebookDocument) => string;

/** Asks which step, and inserts its cell. */
export async function chooseStep(corrector: Corrector): Promise<void> {
  const chosen = await window.showQuickPick(
    stepNames.map((label) => ({ label, detail: stepDescription(label) })),
    { placeHolder: 'Step to insert below the selected cell', matchOnDetail: true },
  );
  if (chosen) await insertStep(chosen.label, corrector);
}

/** Inserts a cell with this step below the selected one, and puts the cursor into it. */
export async function insertStep(step: StepName, corrector: Corrector): Promise<void> {
  const editor = editorInFront();
  if (!editor) {
    void window.showInformationMessage('Open a gait notebook first, then insert a step.');
    return;
  }
  const { notebook } = editor;
  const at = notebook.cellCount === 0 ? 0 : Math.min(editor.selection.end, notebook.cellCount);
  const made = notebook
    .getCells()
    .map(({ document, kind }) => (kind === NotebookCellKind.Code ? madeBy(document.getText()) : null));
  const text = newCell(step, {
    above: made.slice(0, at).filter((result) => result !== null),
    below: made.slice(at).flatMap((result) => result?.name ?? []),
    videos: notebook.isUntitled
      ? await videosBeside(workspace.workspaceFolders?.[0]?.uri)
      : await videosBeside(Uri.joinPath(notebook.uri, '..')),
    author: corrector(notebook),
  });
  const edit = new WorkspaceEdit();
  edit.set(notebook.uri, [
    NotebookEdit.insertCells(at, [new NotebookCellData(NotebookCellKind.Code, text, gaitLanguage)]),
  ]);
  if (!(await workspace.applyEdit(edit))) return;
  const added = new NotebookRange(at, at + 1);
  editor.selection = added;
  editor.revealRange(added, NotebookEditorRevealType.InCenterIfOutsideViewport);
  await commands.executeCommand('notebook.cell.edit');
}
