import { window, type NotebookEditor } from 'vscode';
import { withSettings } from '../../shared/cell-edits/apply-settings';
import { benchmarkEdit, isBenchmark } from '../../shared/cell-edits/pose-cells';
import { withConfigSettings } from '../../shared/config-edits';
import { badInput } from '../../shared/errors';
import { leaves } from '../../shared/resolve-settings';
import type { SettingsLayer } from '../../shared/settings';
import { gaitLanguage } from '../notebook-types';
import { settingsOf } from '../settings-of-notebook';
import { cellOf, insert, rewrite, runAgain } from './change-cells';
import { changeConfiguration } from './configuration-file';

/** Writes advised settings into the cell that ran; those of a benchmark into the cells that find the poses it measured. */
export async function applyToCells(
  editor: NotebookEditor,
  recordId: string,
  settings: SettingsLayer,
): Promise<void> {
  const cell = cellOf(editor, recordId);
  const text = cell.document.getText();
  if (!isBenchmark(text)) {
    await rewrite(editor, [{ cell, text: withSettings(text, settings) }]);
    return;
  }
  const cells = editor.notebook
    .getCells()
    .filter(({ document }) => document.languageId === gaitLanguage || document === cell.document);
  const texts = cells.map(({ document }) => document.getText());
  const edit = benchmarkEdit(texts, cells.indexOf(cell), settings);
  if (!edit) throw badInput('The cell no longer says which videos it measures.', runAgain);
  if (edit.kind === 'insert') {
    await insert(editor, cell.index + 1, edit.text);
    return;
  }
  // Sound: the places are those of the texts above.
  await rewrite(
    editor,
    [...edit.texts].map(([at, changed]) => ({ cell: cells[at]!, text: changed })),
  );
}

/** Writes advised settings into the configuration file, and says where something above it still says otherwise. */
export async function applyToConfiguration(editor: NotebookEditor, settings: SettingsLayer): Promise<void> {
  const { notebook } = editor;
  const name = await changeConfiguration(notebook, (text, file) => withConfigSettings(text, settings, file));
  const { layer, sources } = settingsOf(notebook).editor;
  const above = new Map(leaves(layer));
  const overruled = [...leaves(settings)].filter(
    ([key, value]) => above.has(key) && above.get(key) !== value,
  );
  const said = overruled.map(([key]) => `${key} in the ${sources[key] ?? 'settings'}`);
  void window.showInformationMessage(
    said.length === 0
      ? `Written into ${name}. It holds for cells that do not say otherwise.`
      : `Written into ${name}, but ${said.join(' and ')} wins over it: clear it there.`,
  );
}
