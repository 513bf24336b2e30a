import type { NotebookCell, NotebookCellData, NotebookData, NotebookDocument } from 'vscode';

/**
 * Ids of cells that were made in the editor. They are written with the file and stay the same from one save to the next.
 * They are kept here and not in the cells' metadata: setting them there would be a change of its own, to be undone.
 */
export interface NewCellIds {
  /** The id of each cell that has none yet, in the order of the notebook; empty where no open notebook looks like it. */
  of(data: NotebookData): readonly (string | undefined)[];
}

/** @param open the notebooks that are open. */
export function createNewCellIds(open: () => readonly NotebookDocument[]): NewCellIds {
  const ids = new WeakMap<NotebookDocument, Map<string, string>>();
  return {
    of(data) {
      const notebook = open().find((candidate) => isOf(data, candidate));
      if (!notebook) return [];
      const known = ids.get(notebook) ?? new Map<string, string>();
      ids.set(notebook, known);
      return notebook.getCells().map((cell) => {
        if (idIn(cell) !== undefined) return undefined;
        // Within its notebook a cell keeps its address for as long as it is open, also when it is moved.
        const key = cell.document.uri.toString();
        const id = known.get(key) ?? crypto.randomUUID().slice(0, 8);
        known.set(key, id);
        return id;
      });
    },
  };
}

/** The editor does not say which notebook it saves, but all of it has to be the same. */
function isOf(data: NotebookData, notebook: NotebookDocument): boolean {
  return (
    data.cells.length === notebook.cellCount &&
    notebook.getCells().every((cell, at) => {
      const saved = data.cells[at]!;
      return (
        saved.kind === cell.kind &&
        saved.languageId === cell.document.languageId &&
        idIn(saved) === idIn(cell) &&
        saved.value === cell.document.getText()
      );
    })
  );
}

function idIn({ metadata }: NotebookCell | NotebookCellData): string | undefined {
  const id: unknown = metadata?.['id'];
  return typeof id === 'string' ? id : undefined;
}
