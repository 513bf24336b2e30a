import {
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  languages,
  window,
  workspace,
  type NotebookDocument,
  type TextDocument,
} from 'vscode';
import type { CellDiagnostic } from '../../shared/language/cell-diagnostic';
import { diagnose } from '../../shared/language/diagnostics/diagnose';
import { notebookTypes } from '../notebook-types';
import { contextsOf, gaitCells, type LayersOf } from './notebook-cells';
import { rangeOf } from './providers';

/** While somebody types, marks wait this long for the next letter. */
const typingPauseMs = 200;

/** Keeps the marks of all open notebooks' gait cells: one cell's text can put another's in the wrong. */
export function markCells(layersOf: LayersOf): Disposable {
  const collection = languages.createDiagnosticCollection('gait');
  const waiting = new Map<NotebookDocument, ReturnType<typeof setTimeout>>();

  const look = async (notebook: NotebookDocument): Promise<void> => {
    const contextFor = await contextsOf(notebook, layersOf);
    const cells = gaitCells(notebook);
    for (const document of cells) {
      const { version } = document;
      const found = await diagnose(document.getText(), contextFor(document));
      // Has it changed meanwhile, then it is looked at again.
      if (document.isClosed || notebook.isClosed || document.version !== version) continue;
      collection.set(
        document.uri,
        found.map((diagnostic) => shown(diagnostic, document)),
      );
    }
    for (const { document } of notebook.getCells())
      if (!cells.includes(document)) collection.delete(document.uri);
  };
  const soon = (notebook: NotebookDocument): void => {
    if (!notebookTypes.some((type) => type === notebook.notebookType)) return;
    clearTimeout(waiting.get(notebook));
    waiting.set(
      notebook,
      setTimeout(() => {
        waiting.delete(notebook);
        void look(notebook);
      }, typingPauseMs),
    );
  };
  const all = (): void => {
    workspace.notebookDocuments.forEach(soon);
  };

  all();
  return Disposable.from(
    collection,
    workspace.onDidOpenNotebookDocument(soon),
    // Fires for texts, cells and runs; a run may have written the file that a cell below reads.
    workspace.onDidChangeNotebookDocument(({ notebook }) => {
      soon(notebook);
    }),
    workspace.onDidCloseNotebookDocument((notebook) => {
      clearTimeout(waiting.get(notebook));
      waiting.delete(notebook);
      for (const { document } of notebook.getCells()) collection.delete(document.uri);
    }),
    workspace.onDidCloseTextDocument(({ uri }) => {
      collection.delete(uri);
    }),
    workspace.onDidChangeConfiguration(all),
    workspace.onDidGrantWorkspaceTrust(all),
    // Files come and go while the user is elsewhere.
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) all();
    }),
    new Disposable(() => {
      for (const timer of waiting.values()) clearTimeout(timer);
    }),
  );
}

function shown({ span, message, severity, code }: CellDiagnostic, document: TextDocument): Diagnostic {
  const diagnostic = new Diagnostic(
    rangeOf(document, span),
    message,
    severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
  );
  diagnostic.source = 'gait';
  diagnostic.code = code;
  return diagnostic;
}
