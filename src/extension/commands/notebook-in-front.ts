import { Uri, window, workspace, type NotebookDocument, type NotebookEditor } from 'vscode';
import { notebookTypes } from '../notebook-types';

/** What VS Code gives a command of the notebook's toolbar. */
interface FromToolbar {
  readonly notebookEditor?: { readonly notebookUri?: unknown };
}

/** The notebook that a command is meant for: that of its toolbar, or the one in front. */
export function notebookInFront(from?: unknown): NotebookDocument | null {
  // Sound: every field is looked at before it is used.
  const address = (from as FromToolbar | undefined)?.notebookEditor?.notebookUri;
  const named =
    address instanceof Uri
      ? workspace.notebookDocuments.find(({ uri }) => uri.toString() === address.toString())
      : undefined;
  const notebook = named ?? window.activeNotebookEditor?.notebook;
  return notebook && isOurs(notebook) ? notebook : null;
}

/** The editor in front, where it shows a notebook that can hold gait cells. */
export function editorInFront(): NotebookEditor | null {
  const editor = window.activeNotebookEditor;
  return editor && isOurs(editor.notebook) ? editor : null;
}

const isOurs = ({ notebookType }: NotebookDocument): boolean =>
  notebookTypes.some((type) => type === notebookType);
