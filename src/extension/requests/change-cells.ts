import {
  commands,
  NotebookCellData,
  NotebookCellKind,
  NotebookEdit,
  NotebookEditorRevealType,
  NotebookRange,
  Range,
  workspace,
  WorkspaceEdit,
  type NotebookCell,
  type NotebookEditor,
} from 'vscode';
import { badInput } from '../../shared/errors';
import { gaitLanguage } from '../notebook-types';
import { showsRecord, type SavedItem } from './cell-of-record';

/** What to do where the cell behind an output is no longer there. */
export const runAgain = 'Run the cell again, then use what it shows.';

/** The cell whose run has this record. */
export function cellOf({ notebook }: Pick<NotebookEditor, 'notebook'>, recordId: string): NotebookCell {
  const cell = notebook.getCells().find((candidate) => showsRecord(itemsOf(candidate), recordId));
  if (!cell) throw badInput('The cell that made this output is gone.', runAgain);
  return cell;
}

export const itemsOf = ({ outputs }: NotebookCell): readonly SavedItem[] =>
  outputs.flatMap(({ items }) => items);

/** Texts of cells in one edit, so that one undo takes it back; the first of them is shown. */
export async function rewrite(
  editor: NotebookEditor,
  changes: readonly { readonly cell: NotebookCell; readonly text: string }[],
): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const { cell, text } of changes) {
    const { document } = cell;
    const whole = new Range(document.positionAt(0), document.positionAt(document.getText().length));
    edit.replace(document.uri, whole, text);
  }
  await apply(edit);
  const [first] = changes;
  if (first) await show(editor, first.cell.index, 'text');
}

/** Puts a gait cell in at this place. */
export async function insert(editor: NotebookEditor, at: number, text: string): Promise<void> {
  const added = new NotebookCellData(NotebookCellKind.Code, text, gaitLanguage);
  const edit = new WorkspaceEdit();
  edit.set(editor.notebook.uri, [NotebookEdit.insertCells(at, [added])]);
  await apply(edit);
  await show(editor, at, 'cell');
}

async function apply(edit: WorkspaceEdit): Promise<void> {
  if (!(await workspace.applyEdit(edit)))
    throw badInput('The notebook could not be changed.', 'Try it again.');
}

/**
 * Goes to the cell that was changed, and takes the keyboard there from the output whose button was pressed: undo is for
 * what has the focus, and a cell's text has an undo of its own.
 */
async function show(editor: NotebookEditor, index: number, changed: 'cell' | 'text'): Promise<void> {
  const range = new NotebookRange(index, index + 1);
  editor.selection = range;
  editor.revealRange(range, NotebookEditorRevealType.InCenterIfOutsideViewport);
  await commands.executeCommand(changed === 'text' ? 'notebook.cell.edit' : 'notebook.cell.quitEdit');
}
