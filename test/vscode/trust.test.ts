import { expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import { notebookText } from './bed/notebook-text';
import { pageWith } from './bed/page-with';

const bed = useBed({ 'security.workspace.trust.enabled': true });

test('in a folder that is not trusted nothing runs, and the cell says why; once it is trusted it runs', async () => {
  const window = await bed().newWindow({
    'from-elsewhere.gaitnb': notebookText(['step: load-video\nvideo: walker-side.mp4\nas: walks\n']),
    'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
  });
  const notebook = await window.openNotebook('from-elsewhere.gaitnb');
  const cell = await notebook.cell(0);
  await cell.getByText('Does not run: the workspace is not trusted').waitFor();

  // VS Code itself asks first, whoever would run the cell.
  await cell.hover();
  await cell.locator('.run-button-container .codicon-notebook-execute').click();
  await window.dialog.getByText('Executing a notebook cell will run code from this workspace.').waitFor();
  await window.screenshot('untrusted');
  await window.answer('Cancel');
  expect(await notebook.state(0)).toBe('none');
  expect(await notebook.output(0)).toBeNull();
  expect(bed().kernels()).toEqual([]);
  expect(existsSync(path.join(window.folder, '.gait'))).toBe(false);

  await window.trustFolder();
  await cell.getByText('Does not run: the workspace is not trusted').waitFor({ state: 'detached' });
  await notebook.runCell(0);
  await notebook.untilState(0, 'success');
  expect(bed().kernels()).toHaveLength(1);
});

const start = {
  type: 'start',
  id: '0a1b2c3d',
  step: 'extract-pose',
  name: '<img src=x onerror=alert(1)> $(bug)',
  startedAt: '2025-03-01T09:00:00.000Z',
  owner: 'ffffffff-1-1',
  limitMb: 1024,
};

test('in a folder that is not trusted runs are read all the same, and what they say is only text', async () => {
  const window = await bed().newWindow({
    '.gait/runs/20250301T090000000Z-0a1b2c3d.jsonl': `${JSON.stringify(start)}\nnot a line\n`,
  });
  await window.load();
  await window.command('View: Show Gait');
  const entry = window.page.getByRole('treeitem', { name: start.name });
  await entry.click();
  const page = await pageWith(window, 'the figures of the run', 'main .run-page');
  expect(await page.locator('.run-page h2').innerText()).toContain(start.name);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.locator('.run-page').innerText()).toMatch(/Outcome\s+on another machine/);
  await window.screenshot('runs from elsewhere');
});

test('where VS Code is in a browser alone nothing runs, the cell says why, and what it shows is kept', async () => {
  // The extension in the browser's own worker, which can start no program: as without a computer behind the window.
  const settings = {
    ...(JSON.parse(await readFile(bed().server.settingsFile, 'utf8')) as object),
    'remote.extensionKind': { 'gait-notebook.gait-notebook': ['web'] },
    'security.workspace.trust.enabled': false,
  };
  await writeFile(bed().server.settingsFile, JSON.stringify(settings));
  const before = JSON.parse(notebookText(['step: load-video\nvideo: walk.mp4\nas: walks\n'])) as {
    cells: [{ execution_count: number; metadata: object; outputs: object[] }];
  };
  before.cells[0].execution_count = 7;
  before.cells[0].metadata = {
    gait: { run: { succeeded: true, started_ms: 1_777_600_000_000, ended_ms: 1_777_600_012_000 } },
  };
  before.cells[0].outputs = [
    { output_type: 'stream', name: 'stdout', text: 'Shown since it ran on a computer.' },
  ];
  const window = await bed().newWindow({ 'walk.gaitnb': JSON.stringify(before) });
  const notebook = await window.openNotebook('walk.gaitnb');
  const cell = await notebook.cell(0);
  await cell.getByText('Does not run: this is VS Code in a browser alone').waitFor();
  const output = await notebook.untilOutput(0);

  await notebook.toolbarButton('Run All').click();
  await window.dialog.getByText('VS Code in a browser alone cannot run gait cells.').waitFor();
  await window.dialog
    .getByText('open this folder in VS Code on the desktop, over Remote, or on a server')
    .waitFor();
  await window.screenshot('in a browser alone');
  await window.answer('OK');
  expect(await output.innerText()).toContain('Shown since it ran on a computer.');
  await notebook.untilState(0, 'success');
  expect(await notebook.isDirty()).toBe(false);

  // Nor is it lost with the next save.
  await notebook.typeInCell(0, '# seen');
  await notebook.save();
  const after = JSON.parse(await readFile(path.join(window.folder, 'walk.gaitnb'), 'utf8')) as typeof before;
  expect(after.cells[0]).toMatchObject({ execution_count: 7, metadata: before.cells[0].metadata });
});
