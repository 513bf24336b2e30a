import {
  NotebookCellData,
  NotebookCellKind,
  NotebookCellOutput,
  NotebookCellOutputItem,
  NotebookData,
  type NotebookSerializer,
} from 'vscode';
import { badInput } from '../shared/errors';
import {
  carriesBytes,
  editorNotebook,
  notebookFile,
  notebookFileText,
  parseNotebookFile,
  type EditorCell,
  type EditorNotebook,
  type EditorOutput,
  type OutputItem,
} from '../shared/notebook';
import { showBroken } from './broken-file';
import { fromBase64, fromText, toBase64, toExactText, toText } from './bytes';
import type { NewCellIds } from './new-cell-ids';

/** Reads and writes `*.gaitnb`. Where it throws, the editor shows no notebook, and leaves the file alone. */
export function createSerializer(newCellIds: NewCellIds): NotebookSerializer {
  return {
    deserializeNotebook(content) {
      try {
        return toNotebookData(parseFile(content));
      } catch (thrown) {
        void showBroken(content, thrown);
        throw thrown;
      }
    },
    serializeNotebook(data) {
      const ids = newCellIds.of(data);
      const cells = data.cells.map((cell, at) => fromCellData(cell, ids[at]));
      return fromText(notebookFileText(notebookFile({ cells, metadata: data.metadata ?? {} })));
    },
  };
}

function parseFile(content: Uint8Array): EditorNotebook {
  let text: string;
  try {
    text = toExactText(content);
  } catch {
    throw badInput(
      'The notebook is not text in UTF-8.',
      'The file was left as it is. It may be damaged, or another kind of file under this name.',
    );
  }
  return editorNotebook(parseNotebookFile(text));
}

function toNotebookData({ cells, metadata }: EditorNotebook): NotebookData {
  const data = new NotebookData(cells.map(toCellData));
  data.metadata = metadata;
  return data;
}

function toCellData({ kind, text, language, metadata, execution, outputs }: EditorCell): NotebookCellData {
  const data = new NotebookCellData(
    kind === 'markup' ? NotebookCellKind.Markup : NotebookCellKind.Code,
    text,
    language,
  );
  data.metadata = { ...metadata };
  data.outputs = outputs.map(toCellOutput);
  const { order, succeeded, startedMs, endedMs } = execution;
  data.executionSummary = {
    ...(order === undefined ? {} : { executionOrder: order }),
    ...(succeeded === undefined ? {} : { success: succeeded }),
    ...(startedMs === undefined || endedMs === undefined
      ? {}
      : { timing: { startTime: startedMs, endTime: endedMs } }),
  };
  return data;
}

function fromCellData(cell: NotebookCellData, newId: string | undefined): EditorCell {
  const { executionOrder, success, timing } = cell.executionSummary ?? {};
  return {
    kind: cell.kind === NotebookCellKind.Markup ? 'markup' : 'code',
    text: cell.value,
    language: cell.languageId,
    metadata: { ...cell.metadata, ...(newId === undefined ? {} : { id: newId }) },
    execution: {
      ...(executionOrder === undefined ? {} : { order: executionOrder }),
      ...(success === undefined ? {} : { succeeded: success }),
      ...(timing === undefined ? {} : { startedMs: timing.startTime, endedMs: timing.endTime }),
    },
    outputs: (cell.outputs ?? []).map(fromCellOutput),
  };
}

const toCellOutput = ({ items, metadata }: EditorOutput): NotebookCellOutput =>
  new NotebookCellOutput(items.map(toItem), { ...metadata });

const fromCellOutput = ({ items, metadata }: NotebookCellOutput): EditorOutput => ({
  items: items.map(fromItem),
  metadata: metadata ?? {},
});

const toItem = (item: OutputItem): NotebookCellOutputItem =>
  new NotebookCellOutputItem('base64' in item ? fromBase64(item.base64) : fromText(item.text), item.mime);

const fromItem = ({ mime, data }: NotebookCellOutputItem): OutputItem =>
  carriesBytes(mime) ? { mime, base64: toBase64(data) } : { mime, text: toText(data) };
