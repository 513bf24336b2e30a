import {
  Disposable,
  NotebookCellStatusBarAlignment,
  NotebookCellStatusBarItem,
  notebooks,
  type Event,
} from 'vscode';
import { gaitLanguage, notebookTypes } from './notebook-types';

/** Why no gait cell runs here. */
export interface NotRunning {
  readonly icon: string;
  /** Ends the sentence that begins with “Does not run”. */
  readonly why: string;
  readonly more: string;
  /** What a click does. */
  readonly command?: string;
}

/**
 * Says at each gait cell that it does not run, as long as there is a reason.
 * @param onChange tells that the reason may be another one now.
 */
export function markNotRunning(reason: () => NotRunning | null, onChange?: Event<void>): Disposable {
  const provider = {
    ...(onChange && { onDidChangeCellStatusBarItems: onChange }),
    provideCellStatusBarItems({ document }: { readonly document: { readonly languageId: string } }) {
      const found = document.languageId === gaitLanguage ? reason() : null;
      return found ? [statusBarItem(found)] : [];
    },
  };
  return Disposable.from(
    ...notebookTypes.map((type) => notebooks.registerNotebookCellStatusBarItemProvider(type, provider)),
  );
}

function statusBarItem({ icon, why, more, command }: NotRunning): NotebookCellStatusBarItem {
  const text = `$(${icon}) Does not run: ${why}`;
  const item = new NotebookCellStatusBarItem(text, NotebookCellStatusBarAlignment.Left);
  item.tooltip = more;
  if (command !== undefined) item.command = command;
  return item;
}
