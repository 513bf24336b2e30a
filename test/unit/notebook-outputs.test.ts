import { describe, expect, it } from 'vitest';
import { outputTypes } from '../../src/shared/cell-output';
import {
  editorNotebook,
  errorType,
  keptFormsType,
  keptType,
  notebookFile,
  notebookFileText,
  parseNotebookFile,
  streamTypes,
  type EditorOutput,
  type Json,
  type JsonObject,
} from '../../src/shared/notebook';

const fileOf = (...outputs: readonly Json[]): string =>
  JSON.stringify({
    cells: [{ cell_type: 'code', id: 'a', metadata: {}, source: [], outputs, execution_count: 1 }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
const display = (data: JsonObject): JsonObject => ({ output_type: 'display_data', data, metadata: {} });
const open = (...outputs: readonly Json[]) => editorNotebook(parseNotebookFile(fileOf(...outputs)));

/** What the editor is given to draw of an output. */
const drawn = (output: EditorOutput): Record<string, string> =>
  Object.fromEntries(
    output.items
      .filter(({ mime }) => mime !== keptType && mime !== keptFormsType)
      .map((item) => [item.mime, 'text' in item ? item.text : item.base64]),
  );

/** Opens and saves a notebook with these outputs; what the editor drew of them, and the file's outputs after. */
function roundTrip(...outputs: readonly Json[]) {
  const notebook = open(...outputs);
  const saved = JSON.parse(notebookFileText(notebookFile(notebook))) as { cells: { outputs: unknown }[] };
  return { shown: notebook.cells[0]!.outputs.map(drawn), saved: saved.cells[0]!.outputs };
}

describe('outputs of a notebook from elsewhere', () => {
  it('that the editor would run are not given to it, and are saved all the same', () => {
    const script = '<script>fetch("https://example.com")</script>';
    const outputs = [
      display({ 'text/html': script, 'text/plain': ['a table'] }),
      display({ 'application/javascript': 'alert(1)' }),
      display({ 'image/svg+xml': [`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`] }),
      display({ 'text/markdown': '![x](https://example.com/x.png)' }),
      display({ 'application/vnd.jupyter.widget-view+json': { model_id: 'x' } }),
      display({ [keptType]: '{"output_type":"stream"}', [errorType]: '{"stack":"<a>"}' }),
    ];
    const { shown, saved } = roundTrip(...outputs);
    expect(shown[0]).toEqual({ 'text/plain': 'a table' });
    for (const output of shown) {
      expect(Object.keys(output)).toEqual(['text/plain']);
      expect(output['text/plain']).not.toContain('<');
    }
    expect(shown[1]!['text/plain']).toBe(
      'Kept in the file, but not shown: it could run programs or fetch from elsewhere.\napplication/javascript',
    );
    expect(saved).toEqual(outputs);
  });

  it('that are shown in one of their forms travel to the window once, and keep the others', () => {
    const payload = { kind: 'pose', picture: 'x'.repeat(1000) };
    const output = {
      ...display({
        [outputTypes.pose]: payload,
        'image/png': 'iVBORw0KGgo=',
        'image/svg+xml': ['<svg>\n', '</svg>'],
        'text/html': '<b>x</b>',
        'text/plain': 'a string, where lines are written',
        [keptFormsType]: { data: 'of this name' },
      }),
      transient: { display_id: 7 },
    };
    const { items } = open(output).cells[0]!.outputs[0]!;
    expect(items.map((item) => item.mime)).toEqual([
      outputTypes.pose,
      'image/png',
      'text/plain',
      keptFormsType,
    ]);
    expect(JSON.stringify(items).match(/xxx+/g)).toHaveLength(1);
    expect(roundTrip(output).saved).toEqual([output]);
  });

  it('with markup in a traceback show the error without it', () => {
    const error = {
      output_type: 'error',
      ename: 'ValueError',
      evalue: '<b>no</b>',
      traceback: ['<a><img src=x onerror=alert(1)></a>', 'line\nline'],
    };
    const { shown, saved } = roundTrip(error);
    expect(shown).toEqual([{ [errorType]: '{"name":"ValueError","message":"<b>no</b>"}' }]);
    expect(saved).toEqual([error]);
  });

  it('of our own types go to our renderer as they are, which checks them', () => {
    const outputs = [
      display({ [outputTypes.study]: '<script>', 'text/plain': [] }),
      display({ [outputTypes.chart]: { data: { url: 'https://example.com' } } }),
    ];
    const { shown, saved } = roundTrip(...outputs);
    expect(shown[0]![outputTypes.study]).toBe('"<script>"');
    expect(shown[1]![outputTypes.chart]).toBe('{"data":{"url":"https://example.com"}}');
    expect(saved).toEqual(outputs);
  });

  it('in forms that nobody would write are kept to the letter', () => {
    const outputs = [
      display({ 'text/plain': 'a string\nof two lines' }),
      display({ 'text/plain': 7 }),
      display({ 'image/png': 'iVBOR\nw0KGgo=\n', 'text/plain': ['with a line break'] }),
      display({ 'image/jpeg': 'not base64!' }),
      display({ 'text/plain': ['half a character: \ud83d'] }),
      display({}),
      { output_type: 'display_data' },
      { output_type: 'pyout', text: 'of nbformat 3' },
      { output_type: 'stream', name: 'telemetry', text: ['x'] },
      { output_type: 'stream', name: 'stdout', text: 'x', more: 1 },
      { output_type: 'execute_result', data: { 'text/plain': ['x'] }, metadata: {} },
      { unknown: true },
    ];
    expect(roundTrip(...outputs).saved).toEqual(outputs);
  });

  it(
    'of a hundred megabytes are not sent to the window, and are all in the file',
    { timeout: 60_000 },
    () => {
      const large = 'x'.repeat(100 * 2 ** 20);
      const notebook = open(
        { output_type: 'stream', name: 'stdout', text: [large] },
        display({ 'image/png': 'AAAA'.repeat(2 ** 21) }),
      );
      const shown = notebook.cells[0]!.outputs.map(drawn);
      expect(shown[0]![streamTypes.stdout]).toMatch(
        /^x+\n… \(100\.0 MB in all; the rest is kept in the file/,
      );
      expect(shown[1]!['text/plain']).toContain('too large to be shown');
      expect(JSON.stringify(shown).length).toBeLessThan(100_000);
      expect(notebookFileText(notebookFile(notebook)).includes(large)).toBe(true);
    },
  );
});

describe('outputs of a run', () => {
  const saved = (...outputs: readonly EditorOutput[]) => {
    const { cells, ...notebook } = open();
    return notebookFile({ ...notebook, cells: [{ ...cells[0]!, outputs }] }).cells[0]!.outputs;
  };

  it('are saved as nbformat wants them, texts in lines and JSON as objects', () => {
    expect(
      saved({
        items: [
          { mime: outputTypes.study, text: '{"kind":"study"}' },
          { mime: 'image/svg+xml', text: '<svg>\n</svg>' },
          { mime: 'image/jpeg', base64: '/9j/' },
          { mime: 'text/plain', text: 'one walk\n' },
        ],
        metadata: {},
      }),
    ).toEqual([
      display({
        [outputTypes.study]: { kind: 'study' },
        'image/jpeg': '/9j/',
        'image/svg+xml': ['<svg>\n', '</svg>'],
        'text/plain': ['one walk\n'],
      }),
    ]);
  });

  it('that were printed or went wrong are streams and errors', () => {
    expect(
      saved(
        {
          items: [
            { mime: streamTypes.stdout, text: 'a\n' },
            { mime: streamTypes.stdout, text: 'b\n' },
            { mime: streamTypes.stderr, text: 'c' },
          ],
          metadata: {},
        },
        {
          items: [{ mime: errorType, text: '{"name":"Failed","message":"no","stack":"x\\ny"}' }],
          metadata: {},
        },
      ),
    ).toEqual([
      { output_type: 'stream', name: 'stdout', text: ['a\n', 'b\n'] },
      { output_type: 'stream', name: 'stderr', text: ['c'] },
      { output_type: 'error', ename: 'Failed', evalue: 'no', traceback: ['x', 'y'] },
    ]);
  });

  it('that is still going on are not saved: opened again, there would be nothing to follow', () => {
    const live = { mime: outputTypes.run, text: '{"kind":"live-run"}' };
    expect(saved({ items: [live, { mime: 'text/plain', text: 'running' }], metadata: {} })).toEqual([]);
  });
});
