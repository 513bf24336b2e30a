import { Uri, window, workspace } from 'vscode';

const folderName = 'gait-samples';
const firstNotebook = 'first-walk.gaitnb';

/** Copies the samples into a folder of the user's, where they can be changed, and opens the first. What is there stays. */
export async function openSamples(extensionUri: Uri): Promise<void> {
  const parent = workspace.workspaceFolders?.[0]?.uri ?? (await chooseFolder());
  if (!parent) return;
  const samples = Uri.joinPath(extensionUri, 'samples');
  const folder = Uri.joinPath(parent, folderName);
  await workspace.fs.createDirectory(folder);
  const there = new Set((await workspace.fs.readDirectory(folder)).map(([name]) => name));
  for (const [name] of await workspace.fs.readDirectory(samples)) {
    if (!there.has(name)) await workspace.fs.copy(Uri.joinPath(samples, name), Uri.joinPath(folder, name));
  }
  const notebook = await workspace.openNotebookDocument(Uri.joinPath(folder, firstNotebook));
  await window.showNotebookDocument(notebook);
}

async function chooseFolder(): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    title: 'Folder to copy the samples into',
    openLabel: 'Copy Samples Here',
  });
  return chosen?.[0];
}
