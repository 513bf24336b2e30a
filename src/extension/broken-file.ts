import { TabInputNotebook, TabInputNotebookDiff, window, workspace, type Tab, type Uri } from 'vscode';
import { toGaitError } from '../shared/errors';
import { gaitNotebookType } from './notebook-types';

/** Says why a file does not open: in place of the notebook the editor says only that something went wrong. */
export async function showBroken(content: Uint8Array, thrown: unknown): Promise<void> {
  const { message, hint } = toGaitError(thrown);
  const file = await fileOf(content);
  void window.showErrorMessage(
    [file === null ? message : `${file}: ${message}`, hint ?? ''].join(' ').trim(),
  );
}

/**
 * Name of the file that holds this content, among those that stand in a tab and could not be opened; null where there is
 * none. A serializer is told the content alone.
 */
async function fileOf(content: Uint8Array): Promise<string | null> {
  const opened = new Set(workspace.notebookDocuments.map(({ uri }) => uri.toString()));
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  for (const uri of tabs.flatMap(notebooksIn)) {
    if (opened.has(uri.toString())) continue;
    if (isSame(await contentOf(uri), content)) return workspace.asRelativePath(uri);
  }
  return null;
}

function notebooksIn({ input }: Tab): Uri[] {
  if (input instanceof TabInputNotebook && input.notebookType === gaitNotebookType) return [input.uri];
  if (input instanceof TabInputNotebookDiff && input.notebookType === gaitNotebookType)
    return [input.original, input.modified];
  return [];
}

async function contentOf(uri: Uri): Promise<Uint8Array | null> {
  try {
    return await workspace.fs.readFile(uri);
  } catch {
    // Gone by now, or never saved.
    return null;
  }
}

const isSame = (one: Uint8Array | null, other: Uint8Array): boolean =>
  one?.length === other.length && one.every((byte, at) => byte === other[at]);
