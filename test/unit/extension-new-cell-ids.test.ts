import type { NotebookData, NotebookDocument } from 'vscode';
import { describe, expect, it } from 'vitest';
import { createNewCellIds } from '../../src/extension/new-cell-ids';

/** A cell at an address that it keeps while it is open, with the id that it came with. */
interface OpenCell {
  readonly address: string;
  readonly id?: string;
  text?: string;
}

/** An open notebook whose cells can be changed between one save and the next. */
function openNotebook(...cells: OpenCell[]) {
  const metadataOf = ({ id }: OpenCell) => (id === undefined ? {} : { id });
  const notebook = {
    get cellCount() {
      return cells.length;
    },
    getCells: () =>
      cells.map((cell) => ({
        kind: 2,
        metadata: metadataOf(cell),
        document: {
          languageId: 'gait',
          uri: { toString: () => cell.address },
          getText: () => cell.text ?? '',
        },
      })),
  } as unknown as NotebookDocument;
  const ids = createNewCellIds(() => [notebook]);
  const save = () => {
    const saved: unknown = {
      cells: cells.map((cell) => ({
        kind: 2,
        value: cell.text ?? '',
        languageId: 'gait',
        metadata: metadataOf(cell),
      })),
    };
    // Sound: it has the parts that are looked at.
    return ids.of(saved as NotebookData);
  };
  return { cells, save };
}

describe('the ids that a notebook is saved with', () => {
  it('are made for new cells, and stay', () => {
    const { cells, save } = openNotebook({ address: 'a', id: 'first' }, { address: 'b' });
    const [none, made] = save();
    expect(none).toBeUndefined();
    expect(made).toMatch(/^[0-9a-f]{8}$/);
    cells.reverse();
    cells[0]!.text = 'step: report';
    expect(save()).toEqual([made, undefined]);
  });

  it('are made for copies, and stay while they are changed', () => {
    const { cells, save } = openNotebook({ address: 'a', id: 'first' }, { address: 'b', id: 'first' });
    const [none, made] = save();
    expect(none).toBeUndefined();
    expect(made).toMatch(/^[0-9a-f]{8}$/);
    cells[1]!.text = 'step: report';
    expect(save()).toEqual([undefined, made]);
    // The original is deleted: the copy is saved under its own id all the same.
    cells.shift();
    expect(save()).toEqual([made]);
  });

  it('stay with the original where its copy is put above it', () => {
    const { cells, save } = openNotebook({ address: 'a', id: 'first' });
    expect(save()).toEqual([undefined]);
    cells.unshift({ address: 'b', id: 'first' });
    const [made, none] = save();
    expect(made).toMatch(/^[0-9a-f]{8}$/);
    expect(none).toBeUndefined();
  });

  it('stay with a cell that was cut and pasted', () => {
    const { cells, save } = openNotebook({ address: 'a', id: 'first' }, { address: 'b', id: 'second' });
    expect(save()).toEqual([undefined, undefined]);
    cells.splice(0, 1);
    cells.push({ address: 'c', id: 'first' });
    expect(save()).toEqual([undefined, undefined]);
  });
});
