import path from 'node:path';
import {
  ConfigurationTarget,
  Range,
  Uri,
  ViewColumn,
  window,
  workspace,
  WorkspaceEdit,
  type NotebookDocument,
  type TextDocument,
} from 'vscode';
import { badInput } from '../../shared/errors';
import { settingsSection } from '../settings';
import { settingsOf } from '../settings-of-notebook';

/** What a configuration file is called that is made for a notebook. */
const usualName = 'gait.config.json';

/** The text of the notebook's configuration file as it is in the editor, saved or not; empty where there is none. */
export async function configurationText(notebook: NotebookDocument): Promise<string> {
  const { configFile } = settingsOf(notebook).editor;
  if (configFile === null) return '';
  return (await documentOf(Uri.file(configFile)))?.getText() ?? '';
}

/**
 * Changes the notebook's configuration file in an editor beside it, so that undo takes the change back, and saves it, as
 * runs read the file. Where the settings name none, one is made beside the notebook and they are told.
 * @param change is given the text, empty for a new file, and the file's name.
 * @returns the file's name.
 */
export async function changeConfiguration(
  notebook: NotebookDocument,
  change: (text: string, file: string) => string,
): Promise<string> {
  if (!workspace.isTrusted)
    throw badInput('Configuration files are not used in a workspace that is not trusted.', 'Trust it first.');
  const { configFile } = settingsOf(notebook).editor;
  const uri = configFile === null ? newFileFor(notebook) : Uri.file(configFile);
  const name = path.basename(uri.fsPath);
  const standing = await documentOf(uri);
  // What cannot be changed leaves no empty file behind.
  const changed = change(standing?.getText() ?? '', name);
  if (!standing) await workspace.fs.writeFile(uri, new TextEncoder().encode('{}\n'));
  const document = standing ?? (await workspace.openTextDocument(uri));
  if (configFile === null) await useConfiguration(uri, notebook);
  const hadChanges = document.isDirty;
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: false });
  if (!(await workspace.applyEdit(editTo(document, changed))))
    throw badInput(`${name} could not be changed.`, 'Try it again.');
  // What somebody is in the middle of writing is theirs to save.
  if (hadChanges)
    void window.showWarningMessage(`${name} had changes that are not saved: save it to use it.`);
  else await document.save();
  return name;
}

async function documentOf(uri: Uri): Promise<TextDocument | null> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    // It is not there yet.
    return null;
  }
}

function newFileFor({ isUntitled, uri }: NotebookDocument): Uri {
  const folder = workspace.getWorkspaceFolder(uri) ?? workspace.workspaceFolders?.[0];
  if (!folder) {
    throw badInput(
      `${settingsSection}.configFile names no file, and no folder is open whose settings could.`,
      'Open the folder of the notebook, or set it in your user settings.',
    );
  }
  return isUntitled || uri.scheme !== 'file'
    ? Uri.joinPath(folder.uri, usualName)
    : Uri.joinPath(uri, '..', usualName);
}

/** Tells the settings of the workspace, by a path from its folder where the file lies within. */
async function useConfiguration(file: Uri, notebook: NotebookDocument): Promise<void> {
  const folder = workspace.getWorkspaceFolder(file) ?? workspace.workspaceFolders?.[0];
  const within = folder ? path.relative(folder.uri.fsPath, file.fsPath) : file.fsPath;
  const isWithin = within !== '' && !within.startsWith('..') && !path.isAbsolute(within);
  const target =
    (workspace.workspaceFolders?.length ?? 0) > 1
      ? ConfigurationTarget.WorkspaceFolder
      : ConfigurationTarget.Workspace;
  await workspace
    .getConfiguration(settingsSection, notebook.uri)
    .update('configFile', isWithin ? within.replaceAll('\\', '/') : file.fsPath, target);
}

/** Replaces what differs alone, so that the cursor and what is folded stay. */
function editTo(document: TextDocument, changed: string): WorkspaceEdit {
  const before = document.getText();
  const most = Math.min(before.length, changed.length);
  let start = 0;
  while (start < most && before[start] === changed[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === changed.at(-1 - end)) end++;
  const range = new Range(document.positionAt(start), document.positionAt(before.length - end));
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, range, changed.slice(start, changed.length - end));
  return edit;
}
