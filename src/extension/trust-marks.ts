import {
  Disposable,
  EventEmitter,
  NotebookCellStatusBarAlignment,
  NotebookCellStatusBarItem,
  notebooks,
  workspace,
} from 'vscode';
import { gaitLanguage, notebookTypes } from './notebook-types';

/** Says at each gait cell of a workspace that is not trusted that it does not run, and where to change that. */
export function markUntrusted(): Disposable {
  if (workspace.isTrusted) return new Disposable(() => undefined);
  const changed = new EventEmitter<void>();
  const provider = {
    onDidChangeCellStatusBarItems: changed.event,
    provideCellStatusBarItems({ document }: { readonly document: { readonly languageId: string } }) {
      if (workspace.isTrusted || document.languageId !== gaitLanguage) return [];
      const item = new NotebookCellStatusBarItem(
        '$(workspace-untrusted) Does not run: the workspace is not trusted',
        NotebookCellStatusBarAlignment.Left,
      );
      item.tooltip = 'A notebook can name programs and files to open. Click to manage trust.';
      item.command = 'workbench.trust.manage';
      return [item];
    },
  };
  return Disposable.from(
    changed,
    ...notebookTypes.map((type) => notebooks.registerNotebookCellStatusBarItemProvider(type, provider)),
    workspace.onDidGrantWorkspaceTrust(() => {
      changed.fire();
    }),
  );
}
