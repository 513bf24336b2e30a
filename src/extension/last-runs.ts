import {
  Disposable,
  workspace,
  type NotebookCell,
  type NotebookCellExecutionSummary,
  type NotebookController,
} from 'vscode';

export interface LastRuns {
  readonly dispose: () => void;
  /** Gives back to a cell that was to be run, and is not, what it said of its last run. */
  readonly giveBack: (cell: NotebookCell, controller: NotebookController) => void;
}

/**
 * Remembers when cells ran and how it went: VS Code takes that from them as soon as they are to be run, and with the next
 * save it would be gone from the file.
 */
export function rememberLastRuns(): LastRuns {
  const runs = new WeakMap<NotebookCell, NotebookCellExecutionSummary>();
  const see = (cell: NotebookCell): void => {
    const { executionSummary, outputs } = cell;
    if (executionSummary?.executionOrder !== undefined || executionSummary?.success !== undefined)
      runs.set(cell, executionSummary);
    // Its outputs were cleared, and what it said of its run with them.
    else if (outputs.length === 0) runs.delete(cell);
  };
  for (const notebook of workspace.notebookDocuments) notebook.getCells().forEach(see);
  const watching = Disposable.from(
    workspace.onDidOpenNotebookDocument((notebook) => {
      notebook.getCells().forEach(see);
    }),
    workspace.onDidChangeNotebookDocument(({ cellChanges, contentChanges }) => {
      for (const { cell } of cellChanges) see(cell);
      for (const { addedCells } of contentChanges) addedCells.forEach(see);
    }),
  );
  const giveBack: LastRuns['giveBack'] = (cell, controller) => {
    const run = runs.get(cell);
    if (run === undefined) return;
    const execution = controller.createNotebookCellExecution(cell);
    execution.executionOrder = run.executionOrder;
    execution.start(run.timing?.startTime);
    execution.end(run.success, run.timing?.endTime);
  };
  return { giveBack, dispose: () => void watching.dispose() };
}
