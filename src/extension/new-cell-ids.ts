import type { NotebookCell, NotebookCellData, NotebookData, NotebookDocument } from 'vscode';

/**
 * Ids of cells that were made in the editor, anew or as copies, which come with the id of their original. They are written with the file and stay the same from one save to the next.
 * They are kept here and not in the cells' metadata: setting them there would be a change of its own, to be undone.
 */
export interface NewCellIds {
  /** The id of each cell that has none of its own yet, in the order of the notebook; empty where no open notebook looks like it. */
  of(data: NotebookData): readonly (string | undefined)[];
}

/** @param open the notebooks that are open. */
export function createNewCellIds(open: () => readonly NotebookDocument[]): NewCellIds {
  const ids = new WeakMap<NotebookDocument, NotebookIds>();
  return {
    of(data) {
      const notebook = open().find((candidate) => isOf(data, candidate));
      if (!notebook) return [];
      const { made, owners } = ids.get(notebook) ?? none();
      const cells = notebook.getCells();
      const ownersNow = ownersOf(cells, made, owners);
      ids.set(notebook, { made, owners: ownersNow });
      return cells.map((cell) => {
        const key = keyOf(cell);
        const own = idIn(cell);
        if (own !== undefined && ownersNow.get(own) === key) return undefined;
        const id = made.get(key) ?? crypto.randomUUID().slice(0, 8);
        made.set(key, id);
        return id;
      });
    },
  };
}

/** What is known of an open notebook's cells by their addresses. */
interface NotebookIds {
  /** The ids that were made, by the cells that they were made for. */
  readonly made: Map<string, string>;
  /** The cells by the ids that they came with and keep. */
  readonly owners: ReadonlyMap<string, string>;
}

const none = (): NotebookIds => ({ made: new Map(), owners: new Map() });

/** Of cells with the same id the one keeps it that had it at the last save, else the first. */
function ownersOf(
  cells: readonly NotebookCell[],
  made: NotebookIds['made'],
  before: NotebookIds['owners'],
): NotebookIds['owners'] {
  const owners = new Map<string, string>();
  for (const cell of cells) {
    const id = idIn(cell);
    const key = keyOf(cell);
    // A cell that was saved under a made id stays with that, also when the other one is gone.
    if (id === undefined || made.has(key)) continue;
    if (!owners.has(id) || before.get(id) === key) owners.set(id, key);
  }
  return owners;
}

/** Within its notebook a cell keeps its address for as long as it is open, also when it is moved. */
const keyOf = ({ document }: NotebookCell): string => document.uri.toString();

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
