import {
  Disposable,
  NotebookCellKind,
  NotebookControllerAffinity,
  notebooks,
  workspace,
  type NotebookCell,
  type NotebookController,
  type NotebookDocument,
} from 'vscode';
import { gaitLanguage, jupyterNotebookType, notebookTypes } from './notebook-types';

/** What a controller does with cells; all that differs between a computer and a browser. */
export interface CellRunner {
  /** Begins the controllers' ids, by which commands know whether there are kernels. */
  readonly controllerId: string;
  /** What the list of kernels says beside the name. */
  readonly description: string;
  run(cells: NotebookCell[], notebook: NotebookDocument, controller: NotebookController): Promise<void>;
  interrupt?(notebook: NotebookDocument): Promise<void>;
}

/** One controller for our notebooks and one for Jupyter's, both for gait cells alone. */
export function createControllers(runner: CellRunner): Disposable {
  const controllers = notebookTypes.map((type) => {
    const controller = notebooks.createNotebookController(`${runner.controllerId}-${type}`, type, 'Gait');
    controller.description = runner.description;
    controller.supportedLanguages = [gaitLanguage];
    controller.supportsExecutionOrder = true;
    controller.executeHandler = (cells, notebook) => runner.run(cells, notebook, controller);
    if (runner.interrupt) controller.interruptHandler = (notebook) => runner.interrupt?.(notebook);
    return { type, controller };
  });
  const offer = (notebook: NotebookDocument): void => {
    const jupyter = controllers.find(
      ({ type }) => type === jupyterNotebookType && type === notebook.notebookType,
    );
    jupyter?.controller.updateNotebookAffinity(
      notebook,
      hasGaitCells(notebook) ? NotebookControllerAffinity.Preferred : NotebookControllerAffinity.Default,
    );
  };
  workspace.notebookDocuments.forEach(offer);
  return Disposable.from(
    ...controllers.map(({ controller }) => controller),
    workspace.onDidOpenNotebookDocument(offer),
  );
}

/** A Jupyter notebook with gait cells most likely wants them run by us. */
const hasGaitCells = (notebook: NotebookDocument): boolean =>
  notebook
    .getCells()
    .some(({ kind, document }) => kind === NotebookCellKind.Code && document.languageId === gaitLanguage);
