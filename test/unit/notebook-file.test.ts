import { describe, expect, it } from 'vitest';
import { GaitError } from '../../src/shared/errors';
import {
  editorNotebook,
  notebookFile,
  notebookFileText,
  parseNotebookFile,
  type Json,
  type JsonObject,
} from '../../src/shared/notebook';

const read = (content: string) => editorNotebook(parseNotebookFile(content));
const write = (notebook: ReturnType<typeof read>): string => notebookFileText(notebookFile(notebook));
const opened = (content: string): string => write(read(content));

/** As `json.dumps(..., sort_keys=True, indent=1, ensure_ascii=False)` writes it, and a line break. */
const asJupyterWrites = `{
 "cells": [
  {
   "attachments": {
    "foot.png": {
     "image/png": "iVBORw0KGgo="
    }
   },
   "cell_type": "markdown",
   "id": "first-words",
   "metadata": {},
   "source": [
    "# Gång — 歩行 \\"walk\\"\\n",
    "![foot](attachment:foot.png)"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 3,
   "id": "c2",
   "metadata": {
    "collapsed": true,
    "other": {
     "9": [],
     "a": {}
    },
    "tags": [
     "x"
    ],
    "vscode": {
     "languageId": "gait"
    }
   },
   "outputs": [
    {
     "data": {
      "application/json": {
       "deep": [
        1,
        [
         2.5,
         null
        ]
       ]
      },
      "image/png": "iVBORw0KGgo=",
      "text/plain": [
       "one\\n",
       "two"
      ]
     },
     "execution_count": 3,
     "metadata": {
      "isolated": true
     },
     "output_type": "execute_result"
    },
    {
     "name": "stderr",
     "output_type": "stream",
     "text": [
      "careful\\n"
     ]
    },
    {
     "ename": "Not run",
     "evalue": "There is no result \\"poses\\".",
     "output_type": "error",
     "traceback": []
    }
   ],
   "source": [
    "step: load-video\\n",
    "video: a.mp4\\n"
   ]
  },
  {
   "cell_type": "raw",
   "id": "c3",
   "metadata": {
    "format": "text/latex"
   },
   "source": []
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Python 3",
   "name": "python3"
  },
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

/** A notebook with these cells, as a program would write it. */
const fileOf = (cells: readonly Json[], more: JsonObject = {}): string =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...more });

const codeCell = (more: JsonObject = {}): JsonObject => ({
  cell_type: 'code',
  id: 'a',
  metadata: {},
  source: [],
  outputs: [],
  execution_count: null,
  ...more,
});

function refusal(content: string): { message: string; hint: string } {
  try {
    read(content);
  } catch (thrown) {
    if (thrown instanceof GaitError && thrown.kind === 'bad-input')
      return { message: thrown.message, hint: thrown.hint ?? '' };
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}

describe('a notebook that is opened and saved without a change', () => {
  it('has the same bytes, down to keys and metadata that only others understand', () => {
    expect(opened(asJupyterWrites)).toBe(asJupyterWrites);
  });

  it('shows its cells with their text, language and number', () => {
    const { cells } = read(asJupyterWrites);
    expect(cells.map(({ kind, language, text }) => [kind, language, text])).toEqual([
      ['markup', 'markdown', '# Gång — 歩行 "walk"\n![foot](attachment:foot.png)'],
      ['code', 'gait', 'step: load-video\nvideo: a.mp4\n'],
      ['code', 'raw', ''],
    ]);
    expect(cells[1]!.execution).toEqual({ order: 3 });
  });

  it('keeps how its cells last ran', () => {
    const run = { ended_ms: 1_700_000_001_500, started_ms: 1_700_000_000_000, succeeded: false };
    const content = fileOf([codeCell({ execution_count: 2, metadata: { gait: { run } } })]);
    const [cell] = read(content).cells;
    expect(cell!.execution).toEqual({
      order: 2,
      succeeded: false,
      startedMs: run.started_ms,
      endedMs: run.ended_ms,
    });
    expect(cell!.metadata.metadata).toEqual({});
    expect(JSON.parse(opened(content))).toEqual(JSON.parse(content));
  });

  it('leaves alone what somebody else keeps under our name', () => {
    for (const gait of [{ run: 'fast' }, { run: {} }, { run: { succeeded: true, more: 1 } }, 7, {}]) {
      const content = fileOf([codeCell({ metadata: { gait } })]);
      expect(JSON.parse(opened(content))).toEqual(JSON.parse(content));
    }
  });

  it('keeps texts that are not lists of lines, other line breaks, and keys and cells nobody knows', () => {
    const content = fileOf(
      [
        codeCell({ source: 'step: report\nof: gait' }),
        codeCell({ id: 'b', source: ['step: report\r\n', 'of: gait'], jetsam: { x: [null] } }),
        { cell_type: 'markdown', id: 'c', metadata: {}, source: ['a\u2028', 'b'], outputs: ['?'] },
        { cell_type: 'slide', id: 'd', metadata: { k: 1 }, layout: 'wide', outputs: [{ no: 'type' }] },
        { cell_type: 'heading', id: 'e', metadata: {}, source: 'Top', level: 2 },
      ],
      { comment: 'kept' },
    );
    expect(JSON.parse(opened(content))).toEqual(JSON.parse(content));
  });

  it('keeps numbers that JavaScript cannot hold, and special keys', () => {
    const content = asJupyterWrites.replace(
      '"collapsed": true,',
      '"__proto__": {\n     "x": 1\n    },\n    "big": 123456789012345678901234567890,\n    "collapsed": true,\n    "huge": -1e999,',
    );
    expect(opened(content)).toBe(content);
  });
});

describe('a notebook of another nbformat', () => {
  it('of 4.0 to 4.4 is brought up to 4.5, with the same ids each time', () => {
    const { id: _, ...cell } = codeCell({ source: ['step: report'] });
    const content = fileOf([cell, cell], { nbformat_minor: 2 });
    const file = parseNotebookFile(content);
    expect(file.nbformat_minor).toBe(5);
    const ids = file.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => /^[0-9a-f]{8}$/.test(id))).toBe(true);
    expect(parseNotebookFile(content).cells.map(({ id }) => id)).toEqual(ids);
  });

  it('of a later minor version is kept as it is', () => {
    const content = fileOf([codeCell({ tomorrow: true })], { nbformat_minor: 7 });
    expect(JSON.parse(opened(content))).toEqual(JSON.parse(content));
  });

  it('of version 3 or 5 is refused, with what to do', () => {
    const older = refusal(JSON.stringify({ nbformat: 3, worksheets: [{ cells: [] }] }));
    expect(older.message).toBe('The notebook is of nbformat 3; only nbformat 4 can be read.');
    expect(older.hint).toContain('jupyter nbconvert');
    expect(refusal(fileOf([], { nbformat: 5 })).message).toContain('newer than this version can read');
  });
});

describe('a file that is no notebook', () => {
  it('of zero bytes is a new notebook, written as nbformat 4.5', () => {
    expect(JSON.parse(opened(''))).toEqual({
      cells: [],
      metadata: { language_info: { name: 'gait' } },
      nbformat: 4,
      nbformat_minor: 5,
    });
  });

  it('is refused wherever it was cut off, never opened empty', () => {
    for (let length = 1; length < asJupyterWrites.length - 2; length += 7) {
      expect(refusal(asJupyterWrites.slice(0, length)).hint).toContain('left as it is');
    }
    expect(refusal(asJupyterWrites.slice(0, 300)).message).toBe(
      'The notebook is cut off: its end is missing.',
    );
  });

  it('is called by its name where one is given', () => {
    const told = (content: string) => () => parseNotebookFile(content, 'walk.gaitnb');
    expect(told('{"cells": [')).toThrow('walk.gaitnb is cut off: its end is missing.');
    expect(told('hello')).toThrow('walk.gaitnb is not JSON: ');
    expect(told('[]')).toThrow('walk.gaitnb is JSON, but not a notebook');
    expect(told('{"nbformat": 5}')).toThrow('walk.gaitnb is of nbformat 5, which');
    expect(told('{"nbformat": 4, "cells": [1]}')).toThrow('walk.gaitnb is not as nbformat wants it: cells.0');
  });

  it('is refused with what is wrong', () => {
    expect(refusal('step: load-video').message).toContain('The notebook is not JSON');
    expect(refusal('hello\nworld\n').message).toMatch(/^The notebook is not JSON: [^\n]*'h'\.$/);
    expect(refusal(' ').message).toContain('cut off');
    expect(refusal('[]').message).toContain('not a notebook');
    expect(refusal('{"cells": []}').message).toContain('does not say its nbformat');
    expect(refusal(fileOf([], { cells: 'none' })).message).toContain('cells is not a list');
    expect(refusal(fileOf(['words'])).message).toContain('cells.0 is not a group of keys');
    expect(refusal(fileOf([codeCell(), codeCell({ source: 7 })])).message).toContain(
      'cells.1.source is not a text or a list of lines',
    );
    expect(refusal(fileOf([codeCell({ outputs: [7] })])).message).toContain('cells.0.outputs.0 is not');
    expect(refusal(`{"nbformat":4,"cells":${'['.repeat(100_000)}${']'.repeat(100_000)}}`).message).toContain(
      'nested more than',
    );
  });
});

describe('a notebook that was edited', () => {
  it('says the language of a cell where it is not the notebook’s', () => {
    const notebook = read(
      fileOf([codeCell(), codeCell({ id: 'b', metadata: { vscode: { languageId: 'r' } } })]),
    );
    const [first, second] = notebook.cells;
    const file = notebookFile({
      ...notebook,
      cells: [
        { ...first!, language: 'python' },
        { ...second!, language: 'gait' },
      ],
    });
    expect(file.cells.map(({ metadata }) => metadata)).toEqual([{ vscode: { languageId: 'python' } }, {}]);
  });

  it('gives new cells an id, and a copied cell one of its own', () => {
    const notebook = read(fileOf([codeCell({ source: ['x'] })]));
    const [cell] = notebook.cells;
    const file = notebookFile({ ...notebook, cells: [cell!, cell!, { ...cell!, metadata: {} }] });
    const ids = file.cells.map(({ id }) => id);
    expect(ids[0]).toBe('a');
    expect(new Set(ids).size).toBe(3);
  });

  it('writes a changed text in lines, whatever form it had', () => {
    const notebook = read(fileOf([codeCell({ source: 'old' })]));
    const file = notebookFile({ ...notebook, cells: [{ ...notebook.cells[0]!, text: 'a\r\nb\n' }] });
    expect(file.cells[0]!.source).toEqual(['a\n', 'b\n']);
  });

  it('forgets how a cell ran once its outputs are cleared', () => {
    const content = fileOf([
      codeCell({ execution_count: 2, metadata: { gait: { run: { succeeded: true } } } }),
    ]);
    const notebook = read(content);
    const file = notebookFile({ ...notebook, cells: [{ ...notebook.cells[0]!, execution: {} }] });
    expect(file.cells[0]).toEqual(codeCell());
  });
});
