import { commands, window, type Disposable, type NotebookDocument } from 'vscode';
import { toGaitError } from '../../shared/errors';
import { notebookInFront } from './notebook-in-front';

/** A command whose errors are told in words. */
export const command = (name: string, run: (from?: unknown) => unknown): Disposable =>
  commands.registerCommand(`gaitNotebook.${name}`, async (from?: unknown) => {
    try {
      await run(from);
    } catch (thrown) {
      const { message, hint } = toGaitError(thrown);
      void window.showErrorMessage(hint === undefined ? message : `${message} ${hint}`);
    }
  });

/** What needs a notebook, given the one that it is meant for. */
export const withNotebook =
  (run: (notebook: NotebookDocument) => unknown) =>
  async (from?: unknown): Promise<void> => {
    const notebook = notebookInFront(from);
    if (notebook) await run(notebook);
    else void window.showInformationMessage('Open a gait notebook first.');
  };
