import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { useBed } from './bed/in-tests';
import { Notebook } from './bed/notebook';
import { notebookText } from './bed/notebook-text';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

/** What the folder is to hold, by name. */
const files: Record<string, string> = {};
/** One window for all of them: each is looked at after the one before is closed. */
let window: EditorWindow;

// What a test leaves open, changed or not: where it failed, too. It comes before the bed, which takes the picture of a
// window that failed, for the last of these hooks is the first to run.
afterEach(async () => {
  for (let left = await window.tabs.count(); left > 0; left = await window.tabs.count()) {
    await window.command('View: Revert and Close Editor');
    await until('an editor to be closed', async () => (await window.tabs.count()) < left);
  }
});

const bed = useBed();

/** What a file from elsewhere would fetch from, and what of that was asked for. */
const elsewhere = 'https://evil.example';
const fetched: string[] = [];

beforeAll(async () => {
  window = await bed().newWindow(files);
  window.page.context().on('request', (request) => {
    if (request.url().startsWith(elsewhere)) fetched.push(request.url());
  });
  // As when it is double-clicked: nothing of the extension is there yet when the window meets this file.
  await window.load('hostile.gaitnb');
});

/** Has a file in the folder, and gives what it holds. */
const inFolder = (name: string, content: string): string => (files[name] = content);

const whole = inFolder(
  'whole.gaitnb',
  notebookText(['# A walk', 'step: load-video\nvideo: walk.mp4\nas: walks\n']),
);

type Cell = Readonly<Record<string, unknown>>;

/** A notebook with a cell to write in, and below it what else it is to hold. */
const withCells = (...cells: readonly Cell[]): string =>
  JSON.stringify({
    cells: [
      { cell_type: 'code', execution_count: null, id: 'first', metadata: {}, outputs: [], source: '#' },
      ...cells,
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
/** A cell that has been run, with this output. */
const ran = (output: Cell, index = 0): Cell => ({
  ...{ cell_type: 'code', execution_count: 1, id: `ran-${index}`, metadata: {} },
  ...{ outputs: [output], source: '# ran' },
});
const display = (data: Cell): Cell => ({ data, metadata: {}, output_type: 'display_data' });

const contentOf = (file: string): Promise<string> => readFile(path.join(window.folder, file), 'utf8');
const cellsOf = (content: string): Cell[] => (JSON.parse(content) as { cells: Cell[] }).cells;

/** Changes the first cell and saves; what else the file holds must come through as it was. */
async function changeAndSave(notebook: Notebook, file: string, before: string): Promise<void> {
  await notebook.typeInCell(0, ' changed');
  await notebook.save();
  const [first, ...others] = cellsOf(await contentOf(file));
  expect(JSON.stringify(first)).toContain('# changed');
  expect(others).toEqual(cellsOf(before).slice(1));
}

describe('outputs from elsewhere', () => {
  const sign = 'ranFromTheFile';
  const script = `globalThis.${sign} = true; fetch('${elsewhere}/script')`;
  const markup = `<img src="${elsewhere}/image.png" onerror="${script}"><script>${script}</script>`;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><image href="${elsewhere}/a.png"/>${markup}</svg>`;
  const study = {
    ...{ kind: 'study', format: 1, recordId: 'r', name: markup, more: 0 },
    rows: [
      {
        ...{ id: markup, file: markup, durationS: 1, frames: 30, fps: 30, widthPx: 640, heightPx: 360 },
        ...{ metadata: { Subject: markup }, warnings: [markup], strip: null },
      },
    ],
  };
  const picture = { mime: 'image/svg+xml', base64: Buffer.from(drawing).toString('base64') };
  const bars = { mark: 'bar', encoding: { x: { field: 'a' } } };
  const outputs: readonly (readonly [output: Cell, says: RegExp])[] = [
    [
      display({ 'application/vnd.gait.study+json': study, 'text/html': markup }),
      /^<img src=.*<script>globalThis/s,
    ],
    [
      display({
        'application/vnd.gait.study+json': {
          ...study,
          rows: [{ ...study.rows[0], strip: { picture, widthPx: 9, heightPx: 9 } }],
        },
      }),
      /This output cannot be shown/,
    ],
    [
      display({ 'application/vnd.gait.pose+json': { kind: 'pose', picture: `${elsewhere}/pose.png` } }),
      /This output cannot be shown/,
    ],
    [display({ 'application/vnd.gait.run+json': markup }), /This output cannot be shown/],
    [
      display({ 'application/vnd.vegalite.v5+json': { ...bars, data: { url: `${elsewhere}/data.csv` } } }),
      /The chart is not drawn: it refers to something outside/,
    ],
    [
      display({
        'application/vnd.vegalite.v5+json': {
          data: { values: [{ a: `${elsewhere}/mark.png` }] },
          ...{ mark: 'image', encoding: { url: { field: 'a' } } },
        },
      }),
      /The chart is not drawn: it/,
    ],
    [
      display({
        'application/vnd.vegalite.v5+json': {
          ...bars,
          data: { values: [{ a: 1 }] },
          transform: [{ calculate: `fetch('${elsewhere}/expression')`, as: 'a' }],
        },
      }),
      /The chart cannot be drawn/,
    ],
    [display({ 'text/html': markup, 'application/javascript': script }), /Kept in the file, but not shown/],
    [display({ 'image/svg+xml': drawing }), /Kept in the file, but not shown/],
    [
      { ...{ output_type: 'error', ename: markup, evalue: markup }, traceback: [markup] },
      /<script>globalThis/,
    ],
  ];

  const hostile = inFolder(
    'hostile.gaitnb',
    withCells(...outputs.map(([output], index) => ran(output, index))),
  );

  test('run nothing and fetch nothing, also as the first thing that a window shows, and are kept', async () => {
    const notebook = new Notebook(window);
    for (const [index, [, says]] of outputs.entries()) {
      await notebook.cellAtTop(index + 1);
      const output = await notebook.untilOutput(index + 1);
      await output.getByText(says).first().waitFor();
    }
    await window.screenshot('hostile outputs');
    const signs = await Promise.all(
      window.page.frames().map((frame) => frame.evaluate(`globalThis.${sign}`)),
    );
    expect(signs.filter((seen) => seen !== undefined)).toEqual([]);
    expect(fetched).toEqual([]);
    expect(await notebook.isDirty()).toBe(false);
    expect(await contentOf('hostile.gaitnb')).toBe(hostile);
    await changeAndSave(notebook, 'hostile.gaitnb', hostile);
  });

  const hidden = (name: string): string => `url("${elsewhere}/${name}#x")`;
  const chart = (
    mark: Cell,
    { encoding, ...more }: { readonly encoding?: Cell; readonly params?: readonly Cell[] } = {},
  ): Cell =>
    display({
      'application/vnd.vegalite.v5+json': {
        data: { values: [{ a: 1, c: hidden('data') }] },
        mark: { type: 'bar', ...mark },
        ...more,
        encoding: { x: { field: 'a', type: 'quantitative' }, ...encoding },
      },
    });
  const charts = [
    chart({ fill: hidden('fill') }),
    chart({ stroke: hidden('stroke') }),
    chart({ cursor: `${hidden('cursor')}, auto` }),
    chart({}, { params: [{ name: 'cursor', expr: `'ur'+'l(${elsewhere}/param), auto'` }] }),
    chart({}, { encoding: { fill: { field: 'c', type: 'nominal', scale: null } } }),
  ];
  inFolder('charts.gaitnb', withCells(...charts.map((output, index) => ran(output, index))));

  test('that hide an address in the looks of a chart are drawn, and fetch nothing', async () => {
    const notebook = await window.openNotebook('charts.gaitnb');
    for (const index of charts.keys()) {
      await notebook.cellAtTop(index + 1);
      const output = await notebook.untilOutput(index + 1);
      const picture = output.locator('.saved-chart canvas').first();
      await picture.waitFor();
      await picture.hover();
    }
    await window.screenshot('hostile charts');
    expect(fetched).toEqual([]);
  });

  const line = `${'long '.repeat(20)}\n`;
  const many = Array.from({ length: (40 * 2 ** 20) / line.length }, () => line);
  const large = inFolder(
    'large.gaitnb',
    withCells(ran({ name: 'stdout', output_type: 'stream', text: many })),
  );

  test('of 40 MB open, say that there is more, and are kept', async () => {
    await window.quickOpen('large.gaitnb');
    // VS Code itself asks first.
    await window.page.getByRole('button', { name: 'Open Anyway' }).click();
    const notebook = new Notebook(window);
    const output = await notebook.untilOutput(1);
    await output.getByText(/40\.0 MB in all; the rest is kept in the file and not shown/).waitFor();
    expect(await notebook.isDirty()).toBe(false);
    await changeAndSave(notebook, 'large.gaitnb', large);
  });
});

describe('a file that is no notebook', () => {
  const broken = {
    'cut-off.gaitnb': { content: whole.slice(0, 200), says: 'The notebook is cut off: its end is missing.' },
    'words.gaitnb': { content: 'Dear diary', says: 'The notebook is not JSON' },
    'old.gaitnb': {
      content: JSON.stringify({ metadata: {}, nbformat: 3, nbformat_minor: 0, worksheets: [] }),
      says: 'The notebook is of nbformat 3; only nbformat 4 can be read.',
    },
    'new.gaitnb': {
      content: JSON.stringify({ cells: [], metadata: {}, nbformat: 5, nbformat_minor: 0 }),
      says: 'The notebook is of nbformat 5, which is newer than this version can read (4).',
    },
  };

  for (const [name, { content }] of Object.entries(broken)) inFolder(name, content);

  test('says why it does not open, and stays as it is', async () => {
    await window.openNotebook('whole.gaitnb');
    for (const [name, { content, says }] of Object.entries(broken)) {
      await window.quickOpen(name);
      await window.notification(`${name}: ${says}`);
      await window.tab(name).waitFor();
      await window.page.keyboard.press('Control+S');
      expect(await window.isDirty()).toBe(false);
      await window.screenshot(`broken ${name}`);
      await window.closeEditor();
      await window.tab(name).waitFor({ state: 'detached' });
      expect(await contentOf(name)).toBe(content);
    }
  });
});

inFolder('empty.gaitnb', '');

test('a file of zero bytes is a new notebook, and stays empty until something is saved in it', async () => {
  await window.quickOpen('empty.gaitnb');
  const notebook = new Notebook(window);
  await notebook.toolbarButton('Run All').waitFor();
  expect(await window.isDirty()).toBe(false);
  expect(await contentOf('empty.gaitnb')).toBe('');
  await window.command('Gait: Insert Cell: Load Video');
  await notebook.replaceCell(0, '# begun');
  await notebook.save();
  expect(cellsOf(await contentOf('empty.gaitnb'))).toMatchObject([
    { cell_type: 'code', source: ['# begun'] },
  ]);
});

const unknown = inFolder(
  'unknown.gaitnb',
  withCells(
    { cell_type: 'heading', id: 'old', level: 2, metadata: { a: 1 }, source: ['A heading of long ago'] },
    { cell_type: 'quantum', id: 'new', metadata: {}, spin: { up: [1, 2] } },
  ),
);

test('cells of types that nobody knows are shown, and saved as they were', async () => {
  const notebook = await window.openNotebook('unknown.gaitnb');
  expect(await notebook.text(1)).toBe('A heading of long ago');
  expect(await notebook.isDirty()).toBe(false);
  await changeAndSave(notebook, 'unknown.gaitnb', unknown);
});
