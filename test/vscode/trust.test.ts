import { expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import { notebookText } from './bed/notebook-text';
import { pageWith } from './bed/page-with';

const bed = useBed({ trustsNobody: true });

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
