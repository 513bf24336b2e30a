import { NotebookCellKind, NotebookRange, type NotebookEditor } from 'vscode';
import { madeBy } from '../../shared/cell-edits/result-names';
import { correctionsCell, joinedBelow } from '../../shared/cell-edits/write-corrections';
import { badInput } from '../../shared/errors';
import type { RendererRequest } from '../../shared/renderer-messages';
import { correctorOf } from '../corrector';
import { shownResult } from './cell-of-record';
import { cellOf, insert, itemsOf, rewrite, runAgain } from './change-cells';

/** Adds corrections to the nearest cell below that corrects the same result, or else a cell of their own. */
export async function writeCorrections(
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
    await rewrite(editor, [{ cell: below[joined.at]!, text: joined.text }]);
    return;
  }
  const taken = notebook.getCells().flatMap(({ document }) => madeBy(document.getText())?.name ?? []);
  await insert(editor, cell.index + 1, correctionsCell(corrections, taken));
}
