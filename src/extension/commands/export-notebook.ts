import {
  CancellationTokenSource,
  commands,
  env,
  NotebookCellData,
  NotebookData,
  ProgressLocation,
  UIKind,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type NotebookDocument,
  type NotebookSerializer,
} from 'vscode';
import { jupyterText } from '../../shared/cell-edits/jupyter-text';
import { badInput } from '../../shared/errors';
import type { ExportForm, ExportRequest, ExportResult } from '../../shared/export-form';
import { questionBefore, type ExportQuestion } from './export-questions';

/** Writes a document from a notebook's text; which browser prints it is a setting of the notebook. */
export type WriteDocument = (
  notebook: NotebookDocument,
  request: Omit<ExportRequest, 'browserPath'>,
  signal: AbortSignal,
) => Promise<ExportResult>;

interface Form {
  readonly form: ExportForm;
  readonly label: string;
  readonly detail: string;
}

const jupyter: Form = {
  form: 'ipynb',
  label: 'Jupyter Notebook',
  detail: 'Opens in JupyterLab with its charts, and here again (.ipynb)',
};
const forms: readonly Form[] = [
  {
    form: 'html',
    label: 'HTML',
    detail: 'One file for any browser, with the performance report; it plays there, and prints whole (.html)',
  },
  {
    form: 'pdf',
    label: 'PDF',
    detail: 'The same on paper; printed by an installed Chromium, Chrome or Edge (.pdf)',
  },
  jupyter,
  { form: 'md', label: 'Markdown', detail: 'Text and tables, with the pictures in a folder beside it (.md)' },
];

/**
 * Asks what a notebook is to become and where, and writes it from what the notebook shows now, saved or not.
 * @param write null where no program of this computer can be started: then it is a Jupyter notebook.
 */
export async function exportNotebook(
  notebook: NotebookDocument,
  serializer: NotebookSerializer,
  write: WriteDocument | null,
): Promise<void> {
  const chosen =
    write === null ? jupyter : await window.showQuickPick(forms, { placeHolder: 'Export this notebook as' });
  if (!chosen) return;
  const { form, label } = chosen;
  const target = await window.showSaveDialog({
    title: `Export as ${label}`,
    filters: { [label]: [form] },
    ...(notebook.uri.scheme === 'file'
      ? {
          defaultUri: notebook.uri.with({
            path: notebook.uri.path.replace(/(\.gaitnb|\.ipynb)?$/, `.${form}`),
          }),
        }
      : {}),
  });
  if (!target) return;
  const content = await serializer.serializeNotebook(dataOf(notebook), new CancellationTokenSource().token);
  const text = new TextDecoder().decode(content);
  if (write === null) {
    await workspace.fs.writeFile(target, new TextEncoder().encode(jupyterText(text)));
    await told(target, form);
    return;
  }
  if (target.scheme !== 'file') {
    throw badInput('Documents are written by a program of this computer.', 'Choose a folder that is on it.');
  }
  const request = {
    text,
    notebookFile: notebook.uri.scheme === 'file' ? notebook.uri.fsPath : null,
    form,
    target: target.fsPath,
    // The dialog has asked for that.
    overwrite: 'document',
    showUnblurred: false,
  } as const;
  if (await writtenOnceAllowed((more, signal) => write(notebook, { ...request, ...more }, signal), label))
    await told(target, form);
}

/**
 * Writes a document once all is allowed that it needs, asking for one thing after the other.
 * @returns false where something was not allowed; then nothing is written.
 */
async function writtenOnceAllowed(
  write: (allowed: ExportQuestion['allows'], signal: AbortSignal) => Promise<ExportResult>,
  label: string,
): Promise<boolean> {
  let allowed: ExportQuestion['allows'] = {};
  for (;;) {
    const result = await withProgress(label, (signal) => write(allowed, signal));
    if (result.written) return true;
    const { message, detail, yes, allows } = questionBefore(result);
    if ((await window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return false;
    allowed = { ...allowed, ...allows };
  }
}

const withProgress = <T>(label: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
  // VS Code's own promise has no more than then.
  Promise.resolve(
    window.withProgress(
      { location: ProgressLocation.Notification, title: `Exporting as ${label} …`, cancellable: true },
      (_, token) => work(signalOf(token)),
    ),
  );

function signalOf(token: CancellationToken): AbortSignal {
  const stop = new AbortController();
  token.onCancellationRequested(() => {
    stop.abort();
  });
  return stop.signal;
}

const open = 'Open';

async function told(target: Uri, form: ExportForm): Promise<void> {
  if ((await window.showInformationMessage(`Exported to ${target.fsPath}.`, open)) !== open) return;
  if (form === 'ipynb') {
    await window.showNotebookDocument(await workspace.openNotebookDocument(target));
    return;
  }
  // Where the file is on another computer than the screen, no program of this one can open it.
  const isHere = env.uiKind === UIKind.Desktop && env.remoteName === undefined;
  if (isHere && form !== 'md') await env.openExternal(target);
  else await commands.executeCommand('vscode.open', target);
}

/** The notebook as it is now, saved or not. */
function dataOf(notebook: NotebookDocument): NotebookData {
  const data = new NotebookData(
    notebook.getCells().map(({ kind, document, outputs, metadata, executionSummary }) => {
      const cell = new NotebookCellData(kind, document.getText(), document.languageId);
      cell.outputs = [...outputs];
      cell.metadata = metadata;
      if (executionSummary) cell.executionSummary = executionSummary;
      return cell;
    }),
  );
  data.metadata = notebook.metadata;
  return data;
}
