import path from 'node:path';
import { workspace, type NotebookDocument } from 'vscode';
import { notebookSettings, settingsSection, type NotebookSettings } from './settings';

/**
 * The settings that hold for a notebook, as they are now.
 * @throws GaitError bad-input that names the setting whose value cannot be.
 */
export function settingsOf(notebook: NotebookDocument): NotebookSettings {
  const configuration = workspace.getConfiguration(settingsSection, notebook.uri);
  return notebookSettings((name) => configuration.inspect(name), baseFolderOf(notebook));
}

/** Folder that relative paths in settings start from: the workspace's, or the notebook's where it is in none. */
function baseFolderOf({ uri }: NotebookDocument): string {
  const folder = workspace.getWorkspaceFolder(uri) ?? workspace.workspaceFolders?.[0];
  return folder?.uri.fsPath ?? path.dirname(uri.fsPath);
}
