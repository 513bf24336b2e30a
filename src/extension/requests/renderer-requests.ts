import {
  commands,
  NotebookCellData,
  NotebookCellKind,
  NotebookEdit,
  NotebookEditorRevealType,
  NotebookRange,
  Range,
  window,
  workspace,
  WorkspaceEdit,
  type Disposable,
  type NotebookCell,
  type NotebookEditor,
} from 'vscode';
import { withSettings } from '../../shared/cell-edits/apply-settings';
import { madeBy } from '../../shared/cell-edits/result-names';
import { correctionsCell, joinedBelow } from '../../shared/cell-edits/write-corrections';
import { badInput, toGaitError } from '../../shared/errors';
import {
  rendererRequest,
  type CorrectionsNotice,
  type RendererRequest,
} from '../../shared/renderer-messages';
import { correctorOf } from '../corrector';
import type { LiveMessages } from '../execution/live-messages';
import { gaitLanguage } from '../notebook-types';
import { showsRecord, shownResult, type SavedItem } from './cell-of-record';

/** Does what outputs ask for: follow a run, apply advice, write corrections down. */
export function answerRequests(live: LiveMessages): Disposable {
  return live.messaging.onDidReceiveMessage(({ editor, message }) => {
    void answer(editor, message, live);
  });
}

async function answer(editor: NotebookEditor, message: unknown, live: LiveMessages): Promise<void> {
  // An output may come with a file from somebody else: what it asks is checked like any input.
  const request = rendererRequest.safeParse(message);
  if (!request.success) return;
  let problem: string | null = null;
  try {
    await carryOut(editor, request.data, live);
  } catch (thrown) {
    const { message: text, hint } = toGaitError(thrown);
    problem = hint === undefined ? text : `${text} ${hint}`;
    void window.showErrorMessage(problem);
  }
  if (request.data.type !== 'edit-events') return;
  const { recordId, walkId } = request.data;
  const notice: CorrectionsNotice = { type: 'corrections', recordId, walkId, problem };
  await live.messaging.postMessage(notice, editor);
}

async function carryOut(editor: NotebookEditor, request: RendererRequest, live: LiveMessages): Promise<void> {
  switch (request.type) {
    case 'follow-run': {
      const history = live.history(request.runId);
      if (history) await live.messaging.postMessage(history, editor);
      return;
    }
    case 'apply-settings': {
      const cell = cellOf(editor, request.recordId);
      await rewrite(editor, cell, withSettings(cell.document.getText(), request.settings));
      return;
    }
    case 'edit-events':
      await writeCorrections(editor, request);
  }
}

/** Adds corrections to the nearest cell below that corrects the same result, or else a cell of their own. */
async function writeCorrections(
  editor: NotebookEditor,
  { recordId, walkId, edits }: RendererRequest & { type: 'edit-events' },
): Promise<void> {
  const { notebook } = editor;
  const cell = cellOf(editor, recordId);
  const of = shownResult(itemsOf(cell), recordId, walkId) ?? madeBy(cell.document.getText())?.name;
  if (of === undefined) throw badInput('The name of the result that is corrected is not known.', runAgain);
  const author = correctorOf(notebook);
  const corrections = { of, edits: edits.map((edit) => ({ ...edit, walk: walkId, author })) };

  const below = notebook
    .getCells(new NotebookRange(cell.index + 1, notebook.cellCount))
    .filter(({ kind }) => kind === NotebookCellKind.Code);
  const joined = joinedBelow(
    below.map(({ document }) => document.getText()),
    corrections,
  );
  if (joined !== null) {
    // Sound: it is one of them.
    await rewrite(editor, below[joined.at]!, joined.text);
    return;
  }
  const taken = notebook.getCells().flatMap(({ document }) => madeBy(document.getText())?.name ?? []);
  const added = new NotebookCellData(
    NotebookCellKind.Code,
    correctionsCell(corrections, taken),
    gaitLanguage,
  );
  const edit = new WorkspaceEdit();
  edit.set(notebook.uri, [NotebookEdit.insertCells(cell.index + 1, [added])]);
  await apply(edit);
  await show(editor, cell.index + 1, 'cell');
}

const runAgain = 'Run the cell again, then correct what it shows.';

function cellOf({ notebook }: NotebookEditor, recordId: string): NotebookCell {
  const cell = notebook.getCells().find((candidate) => showsRecord(itemsOf(candidate), recordId));
  if (!cell) throw badInput('The cell that made this output is gone.', runAgain);
  return cell;
}

const itemsOf = ({ outputs }: NotebookCell): readonly SavedItem[] => outputs.flatMap(({ items }) => items);

/** One edit, so that one undo takes it back. */
async function rewrite(
  editor: NotebookEditor,
  { document, index }: NotebookCell,
  text: string,
): Promise<void> {
  const edit = new WorkspaceEdit();
  const whole = new Range(document.positionAt(0), document.positionAt(document.getText().length));
  edit.replace(document.uri, whole, text);
  await apply(edit);
  await show(editor, index, 'text');
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
