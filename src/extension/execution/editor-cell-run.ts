import {
  NotebookCellOutput,
  NotebookCellOutputItem,
  type NotebookCell,
  type NotebookCellExecution,
  type NotebookController,
} from 'vscode';
import { fromBase64 } from '../bytes';
import type { CellRun } from './notebook-runner';
import type { ShownItem, ShownOutput } from './shown-output';

/** A run of a cell in the editor. Made at once when asked for, so that the cell shows that it waits. */
export function editorCellRun(cell: NotebookCell, controller: NotebookController): CellRun {
  const execution = controller.createNotebookCellExecution(cell);
  return {
    text: () => cell.document.getText(),
    start: (order) => {
      execution.executionOrder = order;
      execution.start(Date.now());
    },
    show: (outputs) => show(execution, outputs),
    end: (success) => {
      execution.end(success, Date.now());
    },
  };
}

async function show(execution: NotebookCellExecution, outputs: readonly ShownOutput[]): Promise<void> {
  try {
    await execution.replaceOutput(outputs.map(editorOutput));
  } catch {
    // The notebook was closed or the cell deleted meanwhile: there is nothing to show it in.
  }
}

const editorOutput = ({ items }: ShownOutput): NotebookCellOutput =>
  new NotebookCellOutput(items.map(editorItem));

function editorItem(item: ShownItem): NotebookCellOutputItem {
  switch (item.kind) {
    case 'json':
      // Its own way for JSON puts each number on a line, which makes several times as much to send.
      return NotebookCellOutputItem.text(JSON.stringify(item.value), item.mime);
    case 'text':
      return NotebookCellOutputItem.text(item.value, item.mime);
    case 'bytes':
      return new NotebookCellOutputItem(fromBase64(item.base64), item.mime);
    case 'error':
      // No stack: it would tell of our code, while the message says what the user can do.
      return NotebookCellOutputItem.error({ name: item.name, message: item.message });
  }
}
